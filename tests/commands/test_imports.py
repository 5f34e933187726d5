"""The commands on a college's own files: figures, exit status, nothing left behind by a look or by an unusable file."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from evaluation.foundation.audit.models import AuditEvent
from evaluation.foundation.core.database import db
from evaluation.foundation.importing.models import ImportJob
from evaluation.procedures.attachments.models import Attachment
from evaluation.procedures.workflow.models import Campaign, Matter, Task
from evaluation.records.deeds.models import Deed
from evaluation.records.performance.models import ShiftLine
from evaluation.registry.accounts.enums import Role
from evaluation.registry.organizations.models import Organization
from evaluation.registry.people.models import Person
from tests.foundation.files import hostile_files
from tests.support.databases import both_databases
from tests.support.factories import Factory
from tests.support.tables import COLLEGE, ROSTER_HEADINGS, deed_form, roster, workbook, written

AFTER_THE_LOG = datetime(2022, 4, 20, 1, 0, tzinfo=UTC)


@pytest.fixture
def command(app: Flask, tmp_path: Path) -> Callable[..., tuple[Result, dict[str, Any]]]:
    """Run an import and give its result and its report."""

    def run(kind: str, path: Path, *options: str) -> tuple[Result, dict[str, Any]]:
        report = tmp_path / "report.json"
        report.unlink(missing_ok=True)
        result = app.test_cli_runner().invoke(args=["import", kind, str(path), "--report", str(report), *options])
        return result, json.loads(report.read_text(encoding="utf-8")) if report.exists() else {}

    return run


def everything(app: Flask) -> tuple[dict[str, int], list[str]]:
    """Rows of every table, and stored files."""
    db.session.rollback()
    rows = {table.name: db.session.scalar(select(func.count()).select_from(table)) or 0 for table in db.metadata.sorted_tables}
    files = app.config["INSTANCE"] / "files"
    return rows, sorted(str(path.relative_to(files)) for path in files.rglob("*") if path.is_file())


def places(findings: list[dict[str, Any]], *names: str) -> list[tuple[Any, ...]]:
    return [tuple(one[name] for name in names) for one in findings]


@both_databases
def test_the_figures_of_the_college_files(app: Flask, command: Any, frozen_clock: Any) -> None:
    frozen_clock(AFTER_THE_LOG)
    expected = json.loads((COLLEGE / "expected.json").read_text(encoding="utf-8"))

    result, report = command("organizations", COLLEGE / "organizations.xlsx")
    wanted = expected["organizations.xlsx"]
    assert (result.exit_code, {name: report[name] for name in wanted}) == (0, wanted)

    result, report = command("roster", COLLEGE / "roster.xlsx")
    wanted = expected["roster.xlsx"]
    figures = ("rows", "created", "updated", "unchanged", "ignored_columns")
    assert (result.exit_code, [report[name] for name in figures]) == (1, [wanted[name] for name in figures])
    assert places(report["rejected"], "sheet", "row") == places(wanted["rejected"], "sheet", "row")
    assert places(report["duplicates"], "sheet", "row", "value") == places(wanted["duplicates"], "sheet", "row", "no")
    columns = {
        "missing staff or student number": "工号/学号",
        "joined date in the future": "入党时间",
        "unknown branch": "所在党支部",
        "unknown department": "部门",
        "missing name": "姓名",
    }
    assert [one["column"] for one in report["rejected"]] == [columns[one["why"]] for one in wanted["rejected"]]
    assert all(one["reason"] for one in report["rejected"])

    result, report = command("frontline-log", COLLEGE / "frontline-log.xlsx", "--campaign", "疫情防控专项行动")
    wanted = expected["frontline-log.xlsx"]
    assert (result.exit_code, report["rows"], report["created"]) == (1, wanted["rows"], wanted["created"])
    assert places(report["rejected"], "row", "value") == places(wanted["rejected"], "row", "name")
    assert places(report["ambiguous"], "row", "value") == places(wanted["ambiguous"], "row", "name")
    assert db.session.scalar(select(func.count()).select_from(ShiftLine)) == wanted["created"]
    campaign = db.session.scalars(select(Campaign)).one()
    assert (campaign.name, str(campaign.begins_on), str(campaign.ends_on)) == ("疫情防控专项行动", "2022-03-14", "2022-04-15")

    result, report = command("deeds", COLLEGE / "deeds")
    wanted = expected["deeds"]
    assert (result.exit_code, {name: report[name] for name in wanted}) == (0, wanted)
    assert db.session.scalar(select(func.count()).select_from(Attachment)) == 5


def test_a_second_import_changes_nothing(app: Flask, command: Any, frozen_clock: Any) -> None:
    frozen_clock(AFTER_THE_LOG)
    paths = {
        "organizations": COLLEGE / "organizations.xlsx",
        "roster": COLLEGE / "roster.xlsx",
        "frontline-log": COLLEGE / "frontline-log.xlsx",
        "deeds": COLLEGE / "deeds",
    }
    first = {kind: command(kind, path)[1] for kind, path in paths.items()}
    before, files = everything(app)

    second = {kind: command(kind, path)[1] for kind, path in paths.items()}

    after, files_after = everything(app)
    notes = {"import_job", "audit_event"}
    assert {name: count for name, count in after.items() if name not in notes} == {
        name: count for name, count in before.items() if name not in notes
    }
    assert files_after == files
    for kind, report in second.items():
        assert (report["created"], report["updated"], report["unchanged"]) == (0, 0, first[kind]["created"])
        assert len(report["rejected"]) == len(first[kind]["rejected"])


@both_databases
def test_a_look_writes_nothing(app: Flask, command: Any, frozen_clock: Any) -> None:
    frozen_clock(AFTER_THE_LOG)
    command("organizations", COLLEGE / "organizations.xlsx")
    command("roster", COLLEGE / "roster.xlsx")
    before = everything(app)

    looks = [
        command("organizations", COLLEGE / "organizations.xlsx", "--dry-run"),
        command("roster", COLLEGE / "roster.xlsx", "--dry-run"),
        command("frontline-log", COLLEGE / "frontline-log.xlsx", "--dry-run", "--campaign", "新的行动"),
        command("deeds", COLLEGE / "deeds", "--dry-run"),
    ]

    assert everything(app) == before
    assert [result.exit_code for result, _report in looks] == [0, 1, 1, 0]
    assert [report["created"] for _result, report in looks] == [0, 0, 2019, 5]
    assert looks[2][0].stdout.startswith("只是核对，没有写入任何数据\nfrontline-log.xlsx：404个班次\n新增2019，")


def test_no_identity_number_is_stored_anywhere(app: Flask, command: Any, frozen_clock: Any) -> None:
    frozen_clock(AFTER_THE_LOG)
    command("organizations", COLLEGE / "organizations.xlsx")
    command("roster", COLLEGE / "roster.xlsx")

    for table in db.metadata.sorted_tables:
        for row in db.session.execute(select(table)):
            assert "99999919" not in repr(tuple(row)), table.name


def test_shifts_of_a_log_wait_for_the_branch(app: Flask, command: Any, make: Factory, tmp_path: Path) -> None:
    clerk = make.account(Role.CLERK, at="department", login="clerk")
    make.account(Role.BRANCH_SECRETARY, at="branch")
    make.person("王芳")
    make.person("李强", branch=None)
    db.session.commit()
    rows = [["台账（2022年3月14日—4月15日）"], ["日期", "时段", "任务", "地点", "参加人员", "报送部门"]]
    rows.append(["3月14日", "8:00-12:00", "值守", "南门", "王芳、李强", "保卫处"])
    (tmp_path / "log.xlsx").write_bytes(workbook({"台账": rows}))

    result, report = command("frontline-log", tmp_path / "log.xlsx", "--as", "Clerk")

    assert (result.exit_code, report["created"]) == (0, 2)
    matter = db.session.scalars(select(Matter)).one()
    assert (matter.state, matter.opened_by_id, matter.organization_id) == ("submitted", clerk.id, make.college["department"].id)
    roles = db.session.execute(select(ShiftLine.branch_id, ShiftLine.verifier_role).order_by(ShiftLine.ordinal)).all()
    assert roles == [(make.college["branch"].id, Role.BRANCH_SECRETARY), (None, Role.ORGANIZATION_OFFICER)]
    asked = db.session.execute(select(Task.role, Task.organization_id).order_by(Task.role)).all()
    assert asked == [
        ("branch_secretary", make.college["branch"].id),
        ("organization_officer", make.college["department"].id),
    ]


def test_who_imported_is_told(app: Flask, command: Any, make: Factory, tmp_path: Path) -> None:
    make.college  # noqa: B018
    officer = make.account(Role.ORGANIZATION_OFFICER, login="officer")
    db.session.commit()
    one = roster({"工号/学号": "A1", "姓名": "王芳", "部门": "保卫处"})
    folder = written(tmp_path / "in", one)

    command("roster", folder / one.name)
    command("roster", folder / one.name, "--as", "officer")

    jobs = db.session.execute(select(ImportJob.actor_name, ImportJob.account_id, ImportJob.state).order_by(ImportJob.id)).all()
    assert jobs == [("命令行导入", None, "done"), (officer.name, officer.id, "done")]
    events = db.session.execute(
        select(AuditEvent.actor_name, AuditEvent.account_id)
        .where(AuditEvent.action == "import.confirm")
        .order_by(AuditEvent.sequence)
    ).all()
    assert events == [("命令行导入", None), (officer.name, officer.id)]


@pytest.mark.parametrize(
    ("kind", "login", "words"),
    [
        ("roster", "nobody", "没有账号nobody，或者它已停用"),
        ("roster", "clerk", "账号clerk不能导入这类数据，请换一个有权限的账号"),
        ("organizations", "part", "账号part不能导入这类数据，请换一个有权限的账号"),
    ],
)
def test_accounts_that_may_not(
    app: Flask, command: Any, make: Factory, tmp_path: Path, kind: str, login: str, words: str
) -> None:
    make.account(Role.CLERK, at="department", login="clerk")
    make.account(Role.ORGANIZATION_OFFICER, at="department", login="part")
    db.session.commit()
    folder = written(tmp_path / "in", roster({"工号/学号": "A1", "姓名": "王芳", "部门": "保卫处"}))

    result, report = command(kind, folder / "名册.xlsx", "--as", login)

    assert (result.exit_code, result.stderr, report) == (2, f"没有写入任何数据：{words}\n", {})


def endless() -> bytes:
    """A workbook of 200,000 rows."""
    return workbook({"名册": [ROSTER_HEADINGS, *([f"{number:06d}", "王芳"] for number in range(200_000))]})


UNUSABLE = {
    "no-workbook.xlsx": (lambda: "工号,姓名\n1,王芳\n".encode(), "“no-workbook.xlsx”是纯文本文件，请用Excel打开后另存为xlsx再传"),
    "empty.xlsx": (lambda: b"", "“empty.xlsx”是空文件，请重新选择"),
    "encrypted.xlsx": (
        lambda: hostile_files.compound({"EncryptionInfo": b"x", "EncryptedPackage": b"y"}),
        "文件“encrypted.xlsx”有密码，请去掉密码另存后再传",
    ),
    "bomb.xlsx": (
        lambda: hostile_files.with_named_parts(hostile_files.workbook(), {"xl/media/a.png": bytes(40 * 1024 * 1024)}),
        "“bomb.xlsx”里的“xl/media/a.png”压缩超过300倍，正常文件不会这样，请重新保存后再传",
    ),
    "endless.xlsx": (endless, "“endless.xlsx”超过20,000行，请分开导入"),
    "headings.xlsx": (
        lambda: workbook({"名册": [["工号", "名字", "部门"], ["1", "王芳", "保卫处"]]}),
        "没有“姓名”列。现在有：工号、名字、部门。“名字”是姓名吗？",
    ),
    "twice.xlsx": (
        lambda: workbook({"名册": [["工号", "姓名", "部门", "部门"], ["1", "王芳", "保卫处", ""]]}),
        "有两列都叫“部门”，请只留一列",
    ),
    "nothing.xlsx": (lambda: workbook({"名册": [ROSTER_HEADINGS]}), "表里没有数据行，请填好再上传"),
}


@pytest.mark.parametrize("name", UNUSABLE)
def test_an_unusable_file_leaves_no_trace(app: Flask, command: Any, make: Factory, tmp_path: Path, name: str) -> None:
    make.college  # noqa: B018
    db.session.commit()
    content, words = UNUSABLE[name]
    (tmp_path / name).write_bytes(content())
    before = everything(app)

    result, report = command("roster", tmp_path / name)

    assert (result.exit_code, report, result.stdout) == (2, {}, "")
    assert everything(app) == before
    assert result.stderr == f"没有写入任何数据：{words}\n"


def test_forms_without_a_clerk_have_no_author_yet(app: Flask, command: Any, make: Factory, tmp_path: Path) -> None:
    clerk = make.account(Role.CLERK, at="department")
    make.person("王芳", number="A1")
    make.person("李强", number="A2", department="other_department", branch="other_branch")
    db.session.commit()
    body = "王芳值守南门。" * 10
    folder = written(
        tmp_path / "in",
        deed_form("01-a.docx", body, {"姓名/集体名称": "王芳", "工号/学号": "A1", "所在部门": "保卫处"}),
        deed_form("02-b.docx", body, {"姓名/集体名称": "李强", "工号/学号": "A2", "所在部门": "总务处"}),
    )

    assert command("deeds", folder)[0].exit_code == 0

    authors = db.session.execute(select(Matter.opened_by_id).join(Deed, Deed.matter_id == Matter.id).order_by(Matter.id)).all()
    assert authors == [(clerk.id,), (None,)]


def test_names_of_commands_are_stable(app: Flask) -> None:
    group = app.cli.commands["import"]
    assert {"organizations", "roster", "frontline-log", "deeds"} <= set(group.commands)  # type: ignore[attr-defined]
    assert db.session.scalar(select(func.count()).select_from(Organization)) == 0
    assert db.session.scalar(select(func.count()).select_from(Person)) == 0
