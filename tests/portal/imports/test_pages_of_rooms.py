"""Logs, deed forms and organisations at a browser, and who may do what there."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from evaluation.foundation.audit.models import AuditEvent
from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.foundation.importing import operations
from evaluation.foundation.importing.options import Options
from evaluation.foundation.importing.sources import SourceFile
from evaluation.foundation.tabular.workbooks import read_workbook
from evaluation.procedures.workflow.models import Campaign, Matter
from evaluation.records.deeds.models import Deed
from evaluation.records.performance.imports.importer import log_importer
from evaluation.records.performance.models import Shift
from evaluation.registry.accounts.actors import Actor
from evaluation.registry.accounts.enums import Role
from evaluation.registry.accounts.models import Account
from evaluation.registry.organizations.enums import OrganizationKind
from evaluation.registry.organizations.models import Organization
from tests.portal.imports.browsing import WANG, checked, heading, last_job, people, texts
from tests.support.browser import Browser
from tests.support.databases import statements
from tests.support.factories import Factory
from tests.support.tables import deed_form, log, photograph, roster

SignIn = Callable[[Account], Browser]


@pytest.fixture
def head(make: Factory, sign_in: SignIn) -> Browser:
    """The head of the organization department at a browser."""
    make.organization("机电系学生党支部", kind=OrganizationKind.PARTY, parent_id=make.college["general_branch"].id)
    return sign_in(make.account(Role.ORGANIZATION_HEAD, name="陈立言"))


def test_a_clerk_hands_in_the_log_of_the_own_department(make: Factory, sign_in: SignIn) -> None:
    make.person("王芳", number="A1")
    browser = sign_in(make.account(Role.CLERK, at="department"))
    shift = {
        "日期": "3月14日",
        "时段": "8:00-12:00",
        "任务": "值守",
        "地点": "南门",
        "参加人员": "王芳、刘大伟",
        "报送部门": "保卫处",
    }

    page = checked(browser, "/records/import", log(shift, {**shift, "报送部门": "总务处"}))

    assert heading(page) == "还有2行要改，其余1条记录可以导入"
    browser.submit(f"/records/import/{last_job().id}", action="/confirm", page=page)
    assert db.session.scalar(select(func.count()).select_from(Shift)) == 1
    assert browser.get("/people/import").status_code == 403
    assert browser.get("/organizations/import").status_code == 403


def test_what_the_command_line_recorded_is_undone_by_the_organization_department(head: Browser, make: Factory) -> None:
    make.person("王芳", number="A1")
    everywhere = frozenset(db.session.scalars(select(Organization.id)))
    command = Actor(account_id=None, name="命令行导入", roles={"organization_head": everywhere})  # type: ignore[arg-type]
    shift = {"日期": "3月14日", "时段": "8:00-12:00", "任务": "值守", "地点": "南门", "参加人员": "王芳", "报送部门": "保卫处"}
    operations.run(log_importer, [log(shift)], actor=command, now=clock.now(), options=Options())
    db.session.commit()

    answer = head.follow(head.submit(f"/records/import/{last_job().id}/done", action="/undo"))

    assert "已撤销，恢复到导入之前" in answer.text
    assert db.session.scalars(select(Matter.state)).all() == ["withdrawn"]
    undone = db.session.execute(select(AuditEvent.actor_name).where(AuditEvent.action == "import.undo")).scalar_one()
    assert undone == "陈立言"


def test_a_log_with_a_new_special_action(head: Browser, make: Factory) -> None:
    make.person("王芳", number="A1")
    shift = {"日期": "3月14日", "时段": "8:00-12:00", "任务": "值守", "地点": "南门", "参加人员": "王芳", "报送部门": "保卫处"}

    checked_and_confirmed_with(head, log(shift), campaign="疫情防控专项行动")

    assert db.session.scalars(select(Campaign.name)).all() == ["疫情防控专项行动"]
    assert db.session.scalars(select(Matter.state)).all() == ["submitted"]


def checked_and_confirmed_with(browser: Browser, file: SourceFile, **fields: str) -> None:
    page = checked(browser, "/records/import", file, **fields)
    browser.submit(f"/records/import/{last_job().id}", action="/confirm", page=page)
    db.session.rollback()


def test_forms_and_photographs_are_chosen_together(
    make: Factory, sign_in: SignIn, frozen_clock: Callable[[datetime], None]
) -> None:
    frozen_clock(datetime(2022, 4, 20, 1, 0, tzinfo=UTC))
    make.person("王芳", number="A1")
    clerk = make.account(Role.CLERK, at="department")
    browser = sign_in(clerk)
    form = deed_form("01-夜班.docx", "王芳值守南门。" * 10, {"姓名/集体名称": "王芳", "工号/学号": "A1", "所在部门": "保卫处"})

    page = checked(browser, "/deeds/import", form, SourceFile("photo-01.jpg", photograph()))

    assert heading(page) == "1份都可以导入"
    row = dict(zip(texts(page, ".sheet th"), texts(page, ".sheet td"), strict=True))
    assert (row["文件"], row["文中人员"], row["照片"]) == ("01-夜班.docx", "王芳", "1")
    browser.submit(f"/deeds/import/{last_job().id}", action="/confirm", page=page)
    db.session.rollback()
    deed = db.session.scalars(select(Deed)).one()
    assert (deed.matter.state, deed.matter.opened_by_id) == ("draft", clerk.id)


def test_a_draft_without_an_author_is_taken_up_on_its_page(
    head: Browser, make: Factory, sign_in: SignIn, frozen_clock: Callable[[datetime], None]
) -> None:
    frozen_clock(datetime(2022, 4, 6, 2, 0, tzinfo=UTC))
    make.person("王芳", number="A1")
    fields = {"姓名/集体名称": "王芳", "工号/学号": "A1", "所在部门": "保卫处", "发生时间": "2022年3月14日至4月1日"}
    page = checked(head, "/deeds/import", deed_form("01.docx", "王芳值守南门。" * 10, fields))
    head.submit(f"/deeds/import/{last_job().id}", action="/confirm", page=page)
    db.session.rollback()
    matter = db.session.scalars(select(Matter)).one()
    assert matter.opened_by_id is None
    clerk = make.account(Role.CLERK, at="department")
    browser = sign_in(clerk)

    assert heading(browser.get(f"/deeds/{matter.id}")) == "门岗上的夜晚"
    saved = browser.submit(f"/deeds/{matter.id}/edit", title="南门的夜晚", save="1")

    db.session.rollback()
    db.session.expire_all()
    assert (saved.status_code, matter.title, matter.opened_by_id) == (302, "南门的夜晚", clerk.id)
    assert head.get(f"/deeds/{matter.id}").status_code == 404


def test_other_peoples_uploads_look_like_none(head: Browser, make: Factory, sign_in: SignIn) -> None:
    checked(head, "/records/import", log({"日期": "3月14日"}))
    job_id = last_job().id
    clerk = sign_in(make.account(Role.CLERK, at="department"))
    officer = sign_in(make.account(Role.ORGANIZATION_OFFICER))

    assert clerk.get(f"/records/import/{job_id}").status_code == clerk.get("/records/import/987654").status_code == 404
    assert head.get(f"/people/import/{job_id}").status_code == 404
    seen = officer.get(f"/records/import/{job_id}")
    assert (seen.status_code, "文件由陈立言上传，由其本人确认" in seen.text) == (200, True)
    assert not seen.page.select("main form")  # type: ignore[union-attr]


def test_an_officer_cannot_confirm_somebody_elses_upload(head: Browser, make: Factory, sign_in: SignIn) -> None:
    page = checked(head, "/people/import", roster(WANG))
    officer = sign_in(make.account(Role.ORGANIZATION_OFFICER))
    token = officer.get("/people/import").form()

    answer = officer.open(
        f"/people/import/{last_job().id}/confirm",
        method="POST",
        data={"csrf_token": token.select_one("[name=csrf_token]")["value"]},  # type: ignore[index]
    )

    assert (answer.status_code, people(), page.status_code) == (403, [], 200)


@pytest.mark.parametrize(("room", "door"), [("/records/", "/records/import"), ("/deeds/", "/deeds/import")])
def test_lists_lead_to_their_door(make: Factory, sign_in: SignIn, room: str, door: str) -> None:
    leads = {}
    for role in (Role.CLERK, Role.BRANCH_SECRETARY, Role.ORGANIZATION_HEAD):
        page = sign_in(make.account(role)).get(room).page
        assert page is not None
        leads[role] = len(page.select(f'main a[href="{door}"]'))

    assert leads == {Role.CLERK: 1, Role.BRANCH_SECRETARY: 0, Role.ORGANIZATION_HEAD: 1}


def test_the_tree_is_closed_to_who_keeps_a_part(make: Factory, sign_in: SignIn) -> None:
    browser = sign_in(make.account(Role.ORGANIZATION_HEAD, at="department"))

    answer = browser.get("/organizations/import")

    assert (answer.status_code, "组织机构由全校的组织部门维护，请找他们" in answer.text) == (403, True)


@pytest.mark.parametrize(
    ("address", "sheets"),
    [("/organizations/import", ["部门", "党组织"]), ("/people/import", ["花名册"]), ("/records/import", ["一线台账"])],
)
def test_an_empty_table_is_offered(head: Browser, address: str, sheets: list[str]) -> None:
    answer = head.get(f"{address}/template.xlsx")

    assert [sheet.name for sheet in read_workbook(answer.data, "a.xlsx").sheets] == sheets


def test_there_is_no_empty_table_of_deeds(head: Browser) -> None:
    assert head.get("/deeds/import/template.xlsx").status_code == 404


def test_pages_in_english(head: Browser) -> None:
    checked(head, "/people/import", roster({**WANG, "部门": "炊事班"}))

    page = head.get(f"/people/import/{last_job().id}?lang=en")

    assert heading(page) == "1 row to be changed, nothing else to import"


@pytest.mark.parametrize("count", [1, 150])
def test_statements_do_not_grow_with_the_rows(head: Browser, count: int) -> None:
    checked(head, "/people/import", roster(*({**WANG, "工号/学号": f"A{number}", "部门": "炊事班"} for number in range(count))))
    address = f"/people/import/{last_job().id}"

    with statements() as seen:
        head.get(address)

    assert len(seen) <= 8
