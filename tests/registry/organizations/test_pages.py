"""/organizations/: the trees as read and as kept."""

from collections.abc import Callable

import pytest
from flask import Flask

from evaluation.foundation.core.database import db
from evaluation.registry.accounts.enums import Role
from evaluation.registry.accounts.models import Account
from evaluation.registry.organizations.models import Organization
from tests.support.browser import Browser
from tests.support.databases import statements
from tests.support.factories import Factory

SignIn = Callable[[Account], Browser]


@pytest.fixture
def officer(make: Factory, sign_in: SignIn) -> Browser:
    return sign_in(make.account(Role.ORGANIZATION_OFFICER))


def test_both_trees_are_shown_nested(app: Flask, make: Factory, officer: Browser) -> None:
    page = officer.get("/organizations/").page

    assert page is not None
    party = page.select(".tree")[0]
    assert [link.get_text() for link in party.select("ul > li > ul > li > ul > li > a")] == ["机关第一党支部", "后勤党支部"]
    assert [link.get_text() for link in page.select(".tree")[1].select("a")] == ["保卫处", "总务处"]


@pytest.mark.parametrize("rows", [1, 30])
def test_statements_do_not_depend_on_the_rows(app: Flask, make: Factory, officer: Browser, rows: int) -> None:
    for _number in range(rows):
        make.organization()
    officer.get("/organizations/")

    with statements() as seen:
        officer.get("/organizations/")

    assert len(seen) <= 8, seen.texts


def test_a_branch_is_entered_below_its_superior(app: Flask, make: Factory, officer: Browser) -> None:
    college = make.college

    answer = officer.submit(
        "/organizations/new/party",
        code="P99",
        name="学生第一党支部",
        parent_id=str(college["general_branch"].id),
        party_type="branch",
    )

    made = db.session.query(Organization).filter_by(code="P99").one()
    assert answer.location == f"/organizations/{made.id}"
    assert (made.short_name, made.parent_id) == ("学生第一党支部", college["general_branch"].id)
    shown = officer.follow(answer)
    assert [crumb.get_text() for crumb in shown.page.select(".crumbs li")] == [  # type: ignore[union-attr]
        "组织机构",
        "中共测试学院委员会",
        "机关党总支",
        "学生第一党支部",
    ]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"code": ""}, "写上组织代码"),
        ({"name": "保卫处"}, "保卫处已经用了"),
        ({"active_from": "2022-04-02", "active_to": "2022-04-01"}, "止日要在起日之后"),
    ],
)
def test_a_department_that_cannot_be_is_refused(
    app: Flask, make: Factory, officer: Browser, changes: dict[str, str], message: str
) -> None:
    before = db.session.query(Organization).count()

    answer = officer.submit("/organizations/new/department", **{"code": "N1", "name": "基建处", **changes})

    assert answer.status_code == 422
    assert message in answer.text
    assert db.session.query(Organization).count() == before


def test_two_editors_see_both_texts(app: Flask, make: Factory, officer: Browser) -> None:
    department = make.college["department"]
    address = f"/organizations/{department.id}/edit"
    stale = officer.get(address)
    assert officer.submit(address, short_name="先改的").status_code == 302

    answer = officer.submit(address, page=stale, short_name="后改的")

    assert answer.status_code == 409
    assert "先改的" in answer.text
    assert "后改的" in answer.text


def test_an_officer_of_one_department_keeps_that_one_only(app: Flask, make: Factory, sign_in: SignIn) -> None:
    college = make.college
    officer = sign_in(make.account(Role.ORGANIZATION_OFFICER, at="department"))

    assert officer.get(f"/organizations/{college['department'].id}/edit").status_code == 200
    assert officer.get(f"/organizations/{college['other_department'].id}/edit").status_code == 403
    refused = officer.submit("/organizations/new/department", code="N1", name="基建处")
    assert refused.status_code == 422
    assert "请选您管理范围内的上级组织" in refused.text


def test_readers_find_no_way_to_change(app: Flask, make: Factory, sign_in: SignIn) -> None:
    clerk = sign_in(make.account(Role.CLERK, at="department"))
    address = f"/organizations/{make.college['department'].id}"

    page = clerk.get(address).page
    assert page is not None
    assert page.select("a[href$='/edit']") == []
    assert clerk.get(f"{address}/edit").status_code == 403


def test_the_trees_as_a_workbook(app: Flask, make: Factory, officer: Browser) -> None:
    make.college["branch"].name = "=1+1"
    db.session.commit()

    rows = make.workbook_rows(officer.get("/organizations/export.xlsx", check=False).data)

    assert [row[1] for row in rows] == ["全称", "中共测试学院委员会", "机关党总支", "=1+1", "后勤党支部", "保卫处", "总务处"]
