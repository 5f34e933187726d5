"""The list of people and the pages of those who keep it."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from evaluation.foundation.audit.models import AuditEvent
from evaluation.foundation.core.database import db
from evaluation.registry.accounts.enums import Role
from evaluation.registry.accounts.models import Account
from evaluation.registry.people.enums import AffiliationKind, PoliticalStatus, Standing
from evaluation.registry.people.models import Affiliation, Person
from evaluation.registry.people.operations import affiliate
from tests.support.browser import Answer, Browser
from tests.support.databases import both_databases, statements
from tests.support.factories import Factory

SignIn = Callable[[Account], Browser]


@pytest.fixture
def officer(make: Factory, sign_in: SignIn) -> Browser:
    return sign_in(make.account(Role.ORGANIZATION_OFFICER, person=make.person("孙干事", number="90001")))


def names(answer: Answer) -> list[str]:
    assert answer.page is not None
    return [link.get_text(strip=True) for link in answer.page.select("td a.title")]


def college(make: Factory) -> dict[str, Person]:
    people = {
        "赵敏": make.person("赵敏", number="10001", political_status=PoliticalStatus.ACTIVIST),
        "丁一": make.person("丁一", number="10002", department="other_department", branch="other_branch"),
        "王芳": make.person("王芳", number="10003", post="护士"),
    }
    gone = make.person("马超", number="10004")
    affiliate(gone, AffiliationKind.STANDING, Standing.LEFT, valid_from=date(2022, 1, 1), actor=None, now=gone.created_at)
    db.session.commit()
    return people


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["丁　一", "王　芳", "孙干事", "赵　敏"]),
        ("sort=pinyin", ["丁　一", "孙干事", "王　芳", "赵　敏"]),
        ("sort=number", ["赵　敏", "丁　一", "王　芳", "孙干事"]),
        ("q=wf", ["王　芳"]),
        ("q=zhaom", ["赵　敏"]),
        ("q=10002", ["丁　一"]),
        ("q=%25", []),
        ("q=_", []),
        ("status=activist", ["赵　敏"]),
        ("standing=left", ["马　超"]),
        ("standing=all", ["丁　一", "马　超", "王　芳", "孙干事", "赵　敏"]),
    ],
)
@both_databases
def test_the_list_by_strokes_and_by_filter(app: Flask, make: Factory, officer: Browser, query: str, expected: list[str]) -> None:
    college(make)

    assert names(officer.get(f"/people/?{query}")) == expected


def test_filters_by_department_and_branch(app: Flask, make: Factory, officer: Browser) -> None:
    college(make)
    place = make.college

    assert names(officer.get(f"/people/?department={place['other_department'].id}")) == ["丁　一"]
    assert names(officer.get(f"/people/?branch={place['branch'].id}")) == ["王　芳", "孙干事", "赵　敏"]


def test_a_clerk_sees_the_department_and_a_secretary_the_branch(app: Flask, make: Factory, sign_in: SignIn) -> None:
    college(make)
    clerk = make.account(Role.CLERK, at="other_department", without_person=True)
    secretary = make.account(Role.BRANCH_SECRETARY, at="other_branch", without_person=True)

    assert names(sign_in(clerk).get("/people/")) == ["丁　一"]
    assert names(sign_in(secretary).get("/people/")) == ["丁　一"]


class TestPublicity:
    """Name, department and post; nothing else can be read, sorted out, filtered or exported."""

    @pytest.fixture
    def editor(self, make: Factory, sign_in: SignIn) -> Browser:
        college(make)
        return sign_in(make.account(Role.PUBLICITY_EDITOR, without_person=True))

    def test_no_number_branch_or_status_on_the_page(self, app: Flask, make: Factory, editor: Browser) -> None:
        text = editor.get("/people/").text

        assert "保卫处" in text
        assert "护士" in text
        for hidden in ("10003", "机关第一党支部", "后勤党支部"):
            assert hidden not in text.split("共3条")[1]
        assert "入党积极分子" not in text.split("共3条")[1]

    @pytest.mark.parametrize("query", ["q=10003", "status=activist", "group=medical", "standing=left"])
    def test_filters_tell_nothing(self, app: Flask, make: Factory, editor: Browser, query: str) -> None:
        assert names(editor.get(f"/people/?{query}")) == []

    def test_the_workbook_holds_no_more_than_the_page(self, app: Flask, make: Factory, editor: Browser) -> None:
        rows = make.workbook_rows(editor.get("/people/export.xlsx", check=False).data)

        assert rows[1:] == [
            [None, "丁一", "总务处", None, "干事", None, "在岗"],
            [None, "王芳", "保卫处", None, "护士", None, "在岗"],
            [None, "赵敏", "保卫处", None, "干事", None, "在岗"],
        ]


def test_taking_the_list_out_is_noted(app: Flask, make: Factory, officer: Browser) -> None:
    college(make)

    rows = make.workbook_rows(officer.get("/people/export.xlsx?q=wf", check=False).data)

    event = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "person.export")).one()
    assert [row[1] for row in rows[1:]] == ["王芳"]
    assert (event.actor_name, event.body) == ("孙干事", {"rows": 1})


@pytest.mark.parametrize("rows", [1, 30])
def test_statements_do_not_depend_on_the_rows(app: Flask, make: Factory, officer: Browser, rows: int) -> None:
    for _number in range(rows):
        make.person()
    officer.get("/people/")

    with statements() as seen:
        officer.get("/people/?size=50")

    assert len(seen) <= 8, seen.texts


def test_a_person_is_entered(app: Flask, make: Factory, officer: Browser) -> None:
    college = make.college

    answer = officer.submit(
        "/people/new",
        number="00017",
        name=" 欧阳 静 ",
        department=str(college["department"].id),
        branch=str(college["branch"].id),
        post="干事",
        political_status="full_member",
        valid_from="2022-03-01",
        birth_date="1990-05-01",
    )

    person = db.session.scalars(select(Person).where(Person.number == "00017")).one()
    assert answer.location == f"/people/{person.id}"
    assert (person.name, person.department_id, person.branch_id, person.post) == (
        "欧阳静",
        college["department"].id,
        college["branch"].id,
        "干事",
    )
    assert {row.valid_from for row in db.session.query(Affiliation).filter_by(person_id=person.id)} == {date(2022, 3, 1)}
    assert "已登记欧阳静" in officer.follow(answer).text


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"number": ""}, "写上编号"),
        ({"name": ""}, "写上姓名"),
        ({"department": ""}, "选择部门"),
        ({"department": "987654"}, "选择部门"),
        ({"number": "90001"}, "孙干事已经用了90001这个编号"),
        ({"birth_date": "2022-13-01"}, "日期"),
        ({"phone": "没有"}, "5到20位数字"),
        ({"remark": "长" * 301}, "最多300字"),
    ],
)
def test_a_person_who_cannot_be_is_refused(
    app: Flask, make: Factory, officer: Browser, changes: dict[str, str], message: str
) -> None:
    values = {"number": "00017", "name": "李思源", "department": str(make.college["department"].id), **changes}

    answer = officer.submit("/people/new", **values)

    assert answer.status_code == 422
    assert message in answer.text
    assert db.session.query(Person).count() == 1


def test_two_editors_of_one_card_see_both_texts(app: Flask, make: Factory, officer: Browser) -> None:
    person = make.person("李思源", number="00017")
    db.session.commit()
    address = f"/people/{person.id}/edit"
    stale = officer.get(address)
    assert officer.submit(address, remark="先写的").status_code == 302

    answer = officer.submit(address, page=stale, remark="后写的")

    assert answer.status_code == 409
    assert "先写的" in answer.text
    assert "后写的" in answer.text
    assert db.session.get_one(Person, person.id).remark == "先写的"


def test_a_change_from_a_day_on(app: Flask, make: Factory, officer: Browser) -> None:
    person = make.person("李思源")
    db.session.commit()

    answer = officer.submit(
        f"/people/{person.id}/change/department",
        value=str(make.college["other_department"].id),
        valid_from="2022-04-01",
        reason="组干〔2022〕3号",
    )

    assert answer.status_code == 302
    db.session.expire_all()
    assert db.session.get_one(Person, person.id).department_id == make.college["other_department"].id
    shown = officer.get(f"/people/{person.id}?on=2022-03-31").page
    assert shown is not None
    assert shown.select_one("dl.summary-list dd").get_text() == "保卫处"  # type: ignore[union-attr]


def test_leaving_a_branch(app: Flask, make: Factory, officer: Browser) -> None:
    person = make.person("李思源")
    db.session.commit()

    officer.submit(f"/people/{person.id}/change/branch", value="", valid_from="2022-04-01")

    db.session.expire_all()
    assert db.session.get_one(Person, person.id).branch_id is None


@pytest.mark.parametrize(
    ("kind", "values", "message"),
    [
        ("post", {"value": "处长", "valid_from": "2022-04-07"}, "这一天还没到"),
        ("post", {"value": "处长", "valid_from": ""}, "写明从哪天起"),
        ("post", {"value": "长" * 41, "valid_from": "2022-04-01"}, "最多40字"),
        ("political_status", {"valid_from": "2022-04-01"}, "选择或写上新的内容"),
        ("political_status", {"value": "king", "valid_from": "2022-04-01"}, "不是有效的选择"),
    ],
)
def test_a_change_that_cannot_be_is_refused(
    app: Flask, make: Factory, officer: Browser, kind: str, values: dict[str, str], message: str
) -> None:
    person = make.person("李思源")
    db.session.commit()

    answer = officer.submit(f"/people/{person.id}/change/{kind}", **values)

    assert answer.status_code == 422
    assert message in answer.text


def test_a_correction_of_the_history_by_page(app: Flask, make: Factory, officer: Browser) -> None:
    person = make.person("李思源", post="干事")
    row = db.session.scalars(
        select(Affiliation).where(Affiliation.person_id == person.id, Affiliation.kind == AffiliationKind.POST)
    ).one()
    db.session.commit()
    address = f"/people/{person.id}/history/{row.id}/correct"

    refused = officer.submit(address, value="科员", reason="")
    answer = officer.submit(address, value="科员", reason="任职文件写的是科员")

    assert (refused.status_code, answer.status_code) == (422, 302)
    shown = officer.get(f"/people/{person.id}")
    assert "已更正" in shown.text
    assert "任职文件写的是科员" in shown.text
    assert [struck.get_text() for struck in shown.page.select("span.struck")] == ["干事"]  # type: ignore[union-attr]


@pytest.mark.parametrize("path", ["", "/edit", "/change/post", "/history/1/correct", "/change/nonsense"])
def test_foreign_and_unknown_people_look_alike(app: Flask, make: Factory, sign_in: SignIn, path: str) -> None:
    """An officer of one department knows nothing of the people of another."""
    person = make.person("李思源", department="other_department", branch="other_branch")
    db.session.commit()
    officer = sign_in(make.account(Role.ORGANIZATION_OFFICER, at="department", without_person=True))

    foreign, unknown = officer.get(f"/people/{person.id}{path}"), officer.get(f"/people/987654{path}")

    assert (foreign.status_code, unknown.status_code) == (404, 404)
    assert foreign.text == unknown.text


def test_an_entry_of_another_person_is_unknown(app: Flask, make: Factory, officer: Browser) -> None:
    one, other = make.person(), make.person()
    row = db.session.scalars(select(Affiliation).where(Affiliation.person_id == other.id)).first()
    assert row is not None
    db.session.commit()

    assert officer.get(f"/people/{one.id}/history/{row.id}/correct").status_code == 404
