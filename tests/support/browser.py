"""A browser with opinions: real forms with their hidden fields, and a look at every page it sees."""

import re
from typing import Any

from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.registry.accounts.models import Account
from evaluation.registry.accounts.operations import begin_session
from evaluation.registry.accounts.sessions import TOKEN

SYSTEM_NAME = "一线纪实"


class Answer:
    """A response with its parsed page."""

    def __init__(self, response: Any) -> None:
        self.response = response
        self.status_code: int = response.status_code
        self.location: str | None = response.headers.get("Location")
        self.data: bytes = response.data
        self.page = BeautifulSoup(response.data, "lxml") if response.mimetype == "text/html" else None

    @property
    def text(self) -> str:
        """Visible text with white space folded."""
        assert self.page is not None
        return re.sub(r"\s+", " ", self.page.get_text(" ")).strip()

    def form(self, action: str | None = None) -> Tag:
        """The form whose action ends so; without a name, the main form of the page."""
        assert self.page is not None
        forms = [form for form in self.page.select("main form") if action is None or str(form.get("action", "")).endswith(action)]
        assert forms, f"no form {action or ''} on the page"
        return forms[0]


def fields_of(form: Tag) -> dict[str, Any]:
    """What a browser would send for an untouched form."""
    values: dict[str, Any] = {}

    def put(name: str, value: str) -> None:
        if name in values:
            values[name] = [*values[name], value] if isinstance(values[name], list) else [values[name], value]
        else:
            values[name] = value

    for control in form.select("input[name], textarea[name], select[name]"):
        name, kind = str(control["name"]), str(control.get("type", "text"))
        if control.has_attr("disabled"):
            continue
        if control.name == "textarea":
            put(name, control.get_text().removeprefix("\n"))
        elif control.name == "select":
            chosen = control.select("option[selected]") or ([] if control.has_attr("multiple") else control.select("option")[:1])
            for option in chosen:
                put(name, str(option.get("value", option.get_text())))
        elif kind in {"checkbox", "radio"}:
            if control.has_attr("checked"):
                put(name, str(control.get("value", "on")))
        elif kind not in {"file", "submit", "button", "image"}:
            put(name, str(control.get("value", "")))
    return values


def check_page(answer: Answer) -> None:
    """What every page owes its reader."""
    page = answer.page
    if page is None or page.body is None:
        return
    assert page.html is not None
    assert page.html.get("lang") in {"zh-CN", "en"}
    headings = page.select("h1")
    assert len(headings) == 1, f"{len(headings)} h1"
    title = page.title.get_text(strip=True) if page.title else ""
    assert title.endswith((SYSTEM_NAME, "Yixian")), title
    ids = [str(tag["id"]) for tag in page.select("[id]")]
    assert len(ids) == len(set(ids)), f"ids twice: {sorted({one for one in ids if ids.count(one) > 1})}"
    assert not page.select("[style], style, [onclick], [onchange], [onsubmit], script:not([src])"), "something inline"
    for control in page.select("input, textarea, select"):
        if control.get("type") in {"hidden", "submit", "button", "image"}:
            continue
        labelled = control.get("aria-label") or control.get("aria-labelledby") or control.find_parent("label")
        assert labelled or page.select(f'label[for="{control.get("id")}"]'), f"no label: {control}"
    for form in page.select("form[method=post]"):
        assert form.select("input[name=csrf_token]"), f"no token: {form.get('action')}"
    for word in ("None", "undefined", "{{", "操作失败", "参数错误", "请正确填写"):
        assert word not in page.get_text(), f"“{word}” on the page"


class Browser:
    """One person at one browser. Each request ends the test's own transaction, so that both see the same rows."""

    def __init__(self, app: Flask, account: Account | None = None) -> None:
        self.app = app
        self.client: FlaskClient = app.test_client()
        if account is not None:
            token = begin_session(account, address="127.0.0.1", browser="test", now=clock.now())
            db.session.commit()
            with app.app_context(), self.client.session_transaction() as session:
                session[TOKEN] = token

    def open(self, address: str, *, check: bool = True, **options: Any) -> Answer:
        """Any request."""
        db.session.commit()
        db.session.expire_all()
        with self.app.app_context():  # a context of its own, as in a real server; the test's own would be shared
            answer = Answer(self.client.open(address, **options))
        if check and answer.status_code not in range(300, 400):
            check_page(answer)
        return answer

    def get(self, address: str, *, check: bool = True, **options: Any) -> Answer:
        """Open a page."""
        return self.open(address, check=check, method="GET", **options)

    def follow(self, answer: Answer) -> Answer:
        """Go where a redirect leads."""
        assert answer.location, f"status {answer.status_code} leads nowhere"
        return self.get(answer.location)

    def submit(self, address: str, *, action: str | None = None, page: Answer | None = None, **changes: Any) -> Answer:
        """Open a page (or use one seen before), fill in the form, send it. ``None`` leaves a field out."""
        seen = page or self.get(address)
        form = seen.form(action)
        values = {**fields_of(form), **changes}
        values = {name: value for name, value in values.items() if value is not None}
        target = str(form.get("action") or address)
        return self.open(target, method="POST", data=values, content_type="multipart/form-data" if form.get("enctype") else None)
