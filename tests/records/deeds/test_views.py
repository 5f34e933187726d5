"""Deeds in the browser: written, handed in, judged; two editors, double posts, foreign ids."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select

from evaluation.foundation.core.database import db
from evaluation.procedures.evidence.models import Evidence
from evaluation.procedures.evidence.queries import cited_in
from evaluation.procedures.workflow.models import Matter, Transition
from evaluation.records.deeds.enums import DeedState as S
from evaluation.records.deeds.models import Deed
from tests.records.deeds.scene import BODY, Scene
from tests.support.browser import Browser, fields_of
from tests.support.databases import statements
from tests.support.factories import Factory

SignIn = Callable[..., Browser]


def count(model: type) -> int:
    db.session.rollback()
    return db.session.query(model).count()


def test_a_deed_from_draft_to_accepted(
    app: Flask, make: Factory, sign_in: SignIn, frozen_clock: Callable[[datetime], None]
) -> None:
    scene = Scene(make)
    author, secretary, officer, head = (sign_in(scene.accounts[name]) for name in ("author", "secretary", "officer", "head"))
    assert scene.subject is not None

    written = author.submit("/deeds/new", subject_person=f"@{scene.subject.id}", title="雨夜里的采样员", body=BODY, next="1")
    check = author.follow(written)
    handed_in = author.submit(
        str(written.location),
        page=check,
        occurred_from="2022-04-01",
        place="东门采样点",
        dimensions="responsibility",
        witnesses="赵敏",
        submit="1",
    )
    assert "SJ-2022-0001" in author.follow(handed_in).text
    matter = db.session.query(Matter).one()
    address = f"/deeds/{matter.id}"
    for browser, decision in ((secretary, "verify"), (officer, "review")):
        answer = browser.submit(address, action="/actions/decide", decision=decision, comment="情况属实，同意")
        assert answer.status_code == 302
    proposed = officer.submit("/deeds/notice", contact="组织部8016", working_days="5")
    assert head.submit(f"{proposed.location}/actions/post").status_code == 302
    early = head.submit(address, action="/actions/decide", decision="accept")
    assert early.status_code == 409
    frozen_clock(datetime(2022, 4, 20, 1, tzinfo=UTC))
    head = sign_in(scene.accounts["head"])
    assert head.submit(address, action="/actions/decide", decision="accept").status_code == 302

    db.session.expire_all()
    deed = db.session.query(Deed).one()
    assert deed.matter.state == S.ACCEPTED
    evidence = db.session.query(Evidence).one()
    assert evidence.number == "SJ-2022-0001"
    assert evidence.frozen["text"] == BODY


def test_the_second_post_of_one_form_has_no_effect(app: Flask, make: Factory, sign_in: SignIn) -> None:
    scene = Scene(make)
    deed = scene.deed(S.SUBMITTED)
    secretary = sign_in(scene.accounts["secretary"])
    page = secretary.get(f"/deeds/{deed.matter_id}")
    before = count(Transition)

    first = secretary.submit("", page=page, action="/actions/decide", decision="verify")
    second = secretary.submit("", page=page, action="/actions/decide", decision="verify")

    assert (first.status_code, second.status_code) == (302, 302)
    assert second.location == first.location
    assert count(Transition) == before + 1


def test_a_draft_is_kept_from_its_first_words_and_once(app: Flask, make: Factory, sign_in: SignIn) -> None:
    scene = Scene(make)
    assert scene.subject is not None
    author = sign_in(scene.accounts["author"])
    form = author.get("/deeds/new").form()
    assert form["data-autosave-url"] == "/deeds/autosave"
    values = fields_of(form) | {"subject_person": f"@{scene.subject.id}", "title": "雨夜里的一件雨衣"}

    def autosave(target: str, **changes: str) -> Any:
        return author.open(target, method="POST", data=values | changes, headers={"Accept": "application/json"}).response

    assert (autosave("/deeds/autosave", title="").status_code, db.session.query(Deed).count()) == (422, 0)
    key = values["request_key"] + "-draft"
    made = autosave("/deeds/autosave", request_key=key)
    matter_id = db.session.scalars(select(Deed.matter_id)).one()
    answer = {
        "version": 1,
        "saved_at": "09:00",
        "autosave_url": f"/deeds/{matter_id}/autosave",
        "action": f"/deeds/{matter_id}/edit",
    }
    assert made.json == answer
    repeated = autosave("/deeds/autosave", request_key=key)
    assert author.get(str(repeated.location)).response.json == answer
    assert db.session.query(Deed).count() == 1
    target = f"/deeds/{matter_id}/autosave"
    again = autosave(target, request_key=f"{key}2", version="1", title="雨夜")
    assert (again.json["version"], db.session.scalars(select(Matter.title)).one()) == (2, "雨夜")
    unheard = autosave(target, request_key=f"{key}2", version="1", title="雨夜里")
    assert author.get(str(unheard.location)).response.json["version"] == 2
    assert db.session.scalars(select(Matter.title)).one() == "雨夜"
    assert autosave(target, request_key=f"{key}3", version="1", title="别的").status_code == 409
    assert "这一步已经办过" not in author.get("/deeds/").text


def test_two_editors_see_both_texts(app: Flask, make: Factory, sign_in: SignIn) -> None:
    scene = Scene(make)
    deed = scene.deed(S.DRAFT)
    address = f"/deeds/{deed.matter_id}/edit"
    one, other = sign_in(scene.accounts["author"]), sign_in(scene.accounts["author"])
    stale = other.get(address)
    assert one.submit(address, title="先存的标题", save="1").status_code == 302

    answer = other.submit(address, page=stale, title="后存的标题", save="1")

    assert answer.status_code == 409
    assert "先存的标题" in answer.text
    assert "后存的标题" in answer.text
    db.session.expire_all()
    assert db.session.get_one(Matter, deed.matter_id).title == "先存的标题"


@pytest.mark.parametrize("path", ["", "/edit", "/check", "/diff", "/submitted"])
def test_foreign_ids_look_like_unknown_ones(app: Flask, make: Factory, sign_in: SignIn, path: str) -> None:
    scene = Scene(make)
    deed = scene.deed(S.SUBMITTED)
    stranger = sign_in(scene.accounts["other_clerk"])

    foreign, unknown = stranger.get(f"/deeds/{deed.matter_id}{path}"), stranger.get(f"/deeds/987654{path}")

    assert (foreign.status_code, unknown.status_code) == (404, 404)
    assert foreign.text == unknown.text


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"title": ""}, "用一句话写清是什么事"),
        ({"title": "长" * 31}, "最多30字"),
        ({"subject_person": "查无此人"}, "名册里没有查无此人"),
        ({"body": "长" * 5001}, "最多5000字"),
    ],
)
def test_a_refusal_names_field_and_way_out(
    app: Flask, make: Factory, sign_in: SignIn, changes: dict[str, str], message: str
) -> None:
    scene = Scene(make)

    answer = sign_in(scene.accounts["author"]).submit("/deeds/new", **{"title": "一件好事", "body": BODY, **changes})

    assert answer.status_code == 422
    assert message in answer.text
    assert count(Matter) == 0


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"occurred_from": "2022-04-09", "occurred_to": "2022-04-09"}, "这一天还没到"),
        ({"occurred_to": "2022-03-01"}, "截止日期早于起始日期"),
        ({"place": ""}, "写明在什么地方"),
        ({"dimensions": None}, "五个方面里选一项或两项"),
        ({"witnesses": ""}, "还没有印证"),
    ],
)
def test_an_incomplete_deed_is_not_handed_in(
    app: Flask, make: Factory, sign_in: SignIn, changes: dict[str, str | None], message: str
) -> None:
    scene = Scene(make)
    deed = scene.deed(S.DRAFT)
    browser = sign_in(scene.accounts["author"])

    answer = browser.submit(f"/deeds/{deed.matter_id}/check", submit="1", **{"occurred_from": "2022-04-01", **changes})

    assert answer.status_code == 422
    assert message in answer.text
    db.session.expire_all()
    assert db.session.get_one(Matter, deed.matter_id).state == S.DRAFT


@pytest.mark.parametrize("rows", [1, 30])
def test_statements_do_not_depend_on_the_rows(app: Flask, make: Factory, sign_in: SignIn, rows: int) -> None:
    scene = Scene(make)
    for number in range(rows):
        scene.deed(S.SUBMITTED, title=f"事迹{number}")
    browser = sign_in(scene.accounts["officer"])
    browser.get("/deeds/")

    with statements() as seen:
        browser.get("/deeds/?size=50")

    assert len(seen) <= 8, seen.texts


def test_detail_and_submit_stay_within_their_statements(app: Flask, make: Factory, sign_in: SignIn) -> None:
    scene = Scene(make)
    deed = scene.deed(S.VERIFIED)
    scene.deed(S.ACCEPTED)
    shift_id = db.session.scalars(select(Evidence.id)).one()
    draft = scene.deed(S.DRAFT)
    officer, author = sign_in(scene.accounts["officer"]), sign_in(scene.accounts["author"])
    address, check = f"/deeds/{deed.matter_id}", f"/deeds/{draft.matter_id}/check"
    officer.get(address)

    with statements() as detail:
        officer.get(address)
    page = author.get(check)
    with statements() as submit:
        answer = author.submit(
            check,
            page=page,
            occurred_from="2022-04-03",
            occurred_to="2022-04-03",
            place="南门",
            post="登记",
            witnesses="赵敏",
            shifts=[str(shift_id)],
            submit="1",
        )

    assert answer.status_code == 302
    assert len(detail) <= 12, detail.texts
    assert len(submit) <= 15, "\n".join(text[:150] for text in submit.texts)
    db.session.expire_all()
    assert [one.id for one in cited_in(draft.matter_id)] == [shift_id]


def test_evidence_about_somebody_else_cannot_be_cited(app: Flask, make: Factory, sign_in: SignIn) -> None:
    scene = Scene(make)
    scene.deed(S.ACCEPTED)
    foreign = db.session.scalars(select(Evidence.id)).one()
    draft = scene.deed(S.DRAFT, subject_person_id=make.person("单雨桐").id)
    author = sign_in(scene.accounts["author"])
    check = f"/deeds/{draft.matter_id}/check"
    page = author.get(check)

    taken = author.submit(check, page=page, shifts=[str(foreign)], submit="1")
    unknown = author.submit(check, page=page, shifts=["987654"], submit="1")

    assert (taken.status_code, unknown.status_code) == (422, 422)
    assert "有的依据已经失效，请去掉" in taken.text
    assert "有的依据已经失效，请去掉" in unknown.text
    assert cited_in(draft.matter_id) == []


def test_export_has_the_rows_of_the_list(app: Flask, make: Factory, sign_in: SignIn) -> None:
    scene = Scene(make)
    scene.deed(S.SUBMITTED, title="=1+1")
    scene.deed(S.VERIFIED, title="第二件")

    answer = sign_in(scene.accounts["officer"]).get("/deeds/export.xlsx?state=submitted", check=False)

    from_sheet = make.workbook_rows(answer.data)
    assert [row[1] for row in from_sheet] == ["标题", "=1+1"]


def test_no_drafts_of_others_in_the_page_source(app: Flask, make: Factory, sign_in: SignIn) -> None:
    scene = Scene(make)
    scene.deed(S.DRAFT, title="还没写完的事")

    page = sign_in(scene.accounts["head"]).get("/deeds/")

    assert "还没写完的事" not in BeautifulSoup(page.data, "lxml").get_text()
