"""Jobs: nothing before confirmation, one effect however often confirmed, undone within a day, swept after one."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from evaluation.foundation.audit.models import AuditEvent
from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import WrongState
from evaluation.foundation.files.models import StoredFile
from evaluation.foundation.importing import operations
from evaluation.foundation.importing.models import ImportChange, ImportJob
from evaluation.foundation.importing.options import Options
from evaluation.foundation.importing.queries import earlier_import, may_be_undone
from evaluation.foundation.importing.references import referred_to
from evaluation.foundation.importing.sources import SourceFile
from evaluation.foundation.importing.tables import TablesRefused
from evaluation.registry.organizations.imports.importer import organization_importer as importer
from evaluation.registry.organizations.models import Organization
from evaluation.registry.people.models import Person
from tests.foundation.files.hostile_files import old_workbook
from tests.support.databases import both_databases
from tests.support.factories import Factory
from tests.support.tables import file_of

DEPARTMENTS = [["编码", "部门名称", "简称"], ["D1", "教务处", "教务"], ["D2", "学生工作处", "学工"]]
A_DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def page(app: Flask) -> Any:
    """Sentences need a reader."""
    with app.test_request_context():
        yield


def department_file(*rows: list[str]) -> SourceFile:
    return file_of({"部门": [*DEPARTMENTS, *rows]}, "机构.xlsx")


def checked(file: SourceFile | None = None, options: Options | None = None) -> ImportJob:
    return operations.check(importer, [file or department_file()], actor=None, now=clock.now(), options=options or Options())


def count(model: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


@both_databases
def test_nothing_is_written_before_confirmation_and_once_after(app: Flask) -> None:
    job = checked()
    assert (job.state, count(Organization), job.report["created"], job.file_name) == ("checked", 0, 2, "机构.xlsx")

    for _again in range(2):
        assert operations.confirm(importer, operations.locked(job.id), actor=None, now=clock.now()) is True
        db.session.commit()

    assert (job.state, count(Organization), count(ImportChange)) == ("done", 2, 2)
    actions = db.session.scalars(select(AuditEvent.action).order_by(AuditEvent.sequence))
    assert list(actions) == ["import.check", "import.confirm"]


def test_a_change_since_the_check_is_shown_before_anything_is_written(make: Factory) -> None:
    job = checked()
    make.organization("教务处", code="D1", short_name="教务")

    assert operations.confirm(importer, job, actor=None, now=clock.now()) is False

    assert (job.state, count(Organization), job.report["created"], job.report["unchanged"]) == ("checked", 1, 1, 1)
    assert operations.confirm(importer, job, actor=None, now=clock.now()) is True
    assert count(Organization) == 2


def test_a_cell_is_mended_without_another_upload() -> None:
    job = checked(department_file(["", "后勤处", ""]))
    assert [one["column"] for one in job.report["rejected"]] == ["编码"]

    mended = Options().with_correction("部门", 4, "code", "", "D3")
    operations.look_again(importer, job, actor=None, now=clock.now(), options=mended)

    assert (job.report["rejected"], job.report["created"]) == ([], 3)
    operations.confirm(importer, job, actor=None, now=clock.now())
    assert sorted(db.session.scalars(select(Organization.code))) == ["D1", "D2", "D3"]


def test_a_discarded_upload_is_gone() -> None:
    job = checked()
    digest = job.files[0]["digest"]
    assert operations.storage().exists(digest)

    operations.discard(job, actor=None, now=clock.now())

    assert (job.state, job.files, job.preview, operations.storage().exists(digest)) == ("discarded", [], {}, False)
    with pytest.raises(WrongState):
        operations.confirm(importer, job, actor=None, now=clock.now())
    assert count(Organization) == 0


def test_bytes_that_somebody_else_names_stay() -> None:
    first, second = checked(), checked()
    digest = first.files[0]["digest"]

    operations.discard(first, actor=None, now=clock.now())
    assert operations.storage().exists(digest)
    db.session.add(StoredFile(digest=digest, size=1, media_type="x", stored_at=clock.now()))
    operations.discard(second, actor=None, now=clock.now())

    assert operations.storage().exists(digest)


def test_uploads_are_swept_after_a_day(frozen_clock: Callable[[datetime], None]) -> None:
    waiting, done = checked(), checked(department_file(["D3", "后勤处", ""]))
    operations.confirm(importer, done, actor=None, now=clock.now())
    digests = [job.files[0]["digest"] for job in (waiting, done)]
    assert operations.sweep(clock.now()) == 0

    frozen_clock(clock.now() + A_DAY + timedelta(seconds=1))

    assert operations.sweep(clock.now()) == 2
    assert ([waiting.state, done.state], waiting.files, done.files) == (["discarded", "done"], [], [])
    assert [operations.storage().exists(digest) for digest in digests] == [False, False]
    assert operations.sweep(clock.now()) == 0


def test_a_swept_upload_cannot_be_confirmed(frozen_clock: Callable[[datetime], None]) -> None:
    job = checked()
    operations.storage().delete(job.files[0]["digest"])

    with pytest.raises(WrongState) as refused:
        operations.confirm(importer, job, actor=None, now=clock.now())

    assert str(refused.value) == "上传的文件只保留一天，请重新上传"
    assert job.state == "checked"


@both_databases
def test_an_import_is_undone_within_a_day(app: Flask, frozen_clock: Callable[[datetime], None]) -> None:
    job = checked()
    operations.confirm(importer, job, actor=None, now=clock.now())
    db.session.commit()
    frozen_clock(clock.now() + A_DAY)

    assert operations.undo(importer, operations.locked(job.id), actor=None, now=clock.now()) == []
    db.session.commit()

    assert (job.state, count(Organization)) == ("undone", 0)
    assert operations.undo(importer, job, actor=None, now=clock.now()) == []


def test_after_a_day_it_stays(frozen_clock: Callable[[datetime], None]) -> None:
    job = checked()
    operations.confirm(importer, job, actor=None, now=clock.now())
    frozen_clock(clock.now() + A_DAY + timedelta(seconds=1))

    assert not may_be_undone(job, clock.now())
    with pytest.raises(WrongState) as refused:
        operations.undo(importer, job, actor=None, now=clock.now())
    assert str(refused.value) == "导入满24小时就不能撤销了，请逐条更正"
    assert count(Organization) == 2


def test_what_was_only_checked_cannot_be_undone() -> None:
    with pytest.raises(WrongState):
        operations.undo(importer, checked(), actor=None, now=clock.now())


def test_the_same_file_is_known_again() -> None:
    first = checked()
    assert earlier_import("organizations", first.file_digest) is None
    operations.confirm(importer, first, actor=None, now=clock.now())

    found = earlier_import("organizations", checked().file_digest)

    assert found is first
    assert earlier_import("roster", first.file_digest) is None
    operations.undo(importer, first, actor=None, now=clock.now())
    assert earlier_import("organizations", first.file_digest) is None


def test_headings_that_are_not_understood_wait_for_the_reader() -> None:
    file = file_of({"部门": [["编码", "部门叫法"], ["D1", "教务处"]]})
    with pytest.raises(TablesRefused) as refused:
        checked(file)

    job = operations.hold(importer, [file], refused.value.unclear, actor=None, now=clock.now(), options=Options())
    assert [(one["key"], one["candidates"]) for one in job.preview["unclear"]] == [
        ("name", [{"heading": "编码", "samples": ["D1"]}, {"heading": "部门叫法", "samples": ["教务处"]}])
    ]
    operations.look_again(importer, job, actor=None, now=clock.now(), options=Options(headings={"部门叫法": "name"}))

    assert job.report["created"] == 1
    assert "unclear" not in job.preview


def test_an_old_workbook_waits_as_a_new_one_without_identity_numbers() -> None:
    old = SourceFile("机构.xls", old_workbook((("编码", "部门名称", "证件"), ("D1", "教务处", "110101199003070011"))))

    job = checked(old)

    assert job.files[0]["name"] == "机构.xlsx"
    assert operations.confirm(importer, job, actor=None, now=clock.now()) is True
    assert (list(db.session.scalars(select(Organization.name))), job.report["ignored_columns"]) == (["教务处"], ["证件"])


def test_the_figures_of_a_report_are_kept_apart() -> None:
    job = checked(department_file(["", "后勤处", ""], ["", "", ""], ["", "", "短"]))

    assert job.counts == {"rows": 4, "created": 2, "updated": 0, "unchanged": 0, "wrong": 2, "missing": 0}


@both_databases
def test_references_are_found_whatever_room_they_come_from(make: Factory) -> None:
    department, other = make.college["department"], make.college["other_department"]
    person, free = make.person(), make.person(department="other_department")
    make.account(person=person)
    db.session.flush()

    assert referred_to(Person.__table__, [person.id, free.id], apart_from={"affiliation"}) == {person.id}
    assert referred_to(Organization.__table__, [department.id, other.id], apart_from={"organization_closure"}) == {
        department.id,
        other.id,
    }
    assert referred_to(Person.__table__, []) == set()
