"""Running cases from the workbook: the college's comes out as expected row by row; a second time changes nothing."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.foundation.importing.models import ImportJob
from evaluation.foundation.importing.operations import run, undo
from evaluation.foundation.importing.options import Options
from evaluation.foundation.importing.sources import SourceFile
from evaluation.foundation.tabular.output import OutputSheet, write_workbook
from evaluation.procedures.workflow.models import Matter, Transition
from evaluation.records.nominations.enums import NominationState
from evaluation.records.nominations.imports.columns import CASES
from evaluation.records.nominations.imports.importer import nomination_importer
from evaluation.records.nominations.models.cases import ActRecord, Nomination
from tests.records.nominations.scene import DAYS, Scene
from tests.support.databases import both_databases, statements
from tests.support.factories import Factory
from tests.support.tables import COLLEGE

NOVEMBER = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


def imported(app: Flask, kind: str, path: Path, report: Path, *options: str) -> dict[str, Any]:
    result = app.test_cli_runner().invoke(args=["import", kind, str(path), "--report", str(report), *options])
    assert result.exit_code in (0, 1), result.output
    return json.loads(report.read_text("utf-8"))


@pytest.fixture
def college(app: Flask, tmp_path: Path) -> Flask:
    """The invented college: organisations and roster imported."""
    clock.source = lambda: NOVEMBER
    imported(app, "organizations", COLLEGE / "organizations.xlsx", tmp_path / "organizations.json")
    imported(app, "roster", COLLEGE / "roster.xlsx", tmp_path / "roster.json")
    return app


@both_databases
def test_the_workbook_comes_out_row_by_row(college: Flask, tmp_path: Path) -> None:
    expected = json.loads((COLLEGE / "nomination-cases.expected.json").read_text("utf-8"))
    report = imported(college, "nominations", COLLEGE / "nomination-cases.xlsx", tmp_path / "report.json")

    rejected: dict[int, list[str]] = {}
    late: dict[int, list[str]] = {}
    for entry in report["rejected"]:
        rejected.setdefault(entry["row"], []).append(entry["rule"])
        assert "依据：" in entry["reason"]
        assert entry["article"]
    for entry in report["warnings"]:
        late.setdefault(entry["row"], []).append(entry["rule"])
    found = {case["row"]: (rejected.get(case["row"], []), late.get(case["row"], [])) for case in expected["cases"]}
    assert found == {case["row"]: (case["blocked"], case["late"]) for case in expected["cases"]}
    assert (report["rows"], report["created"]) == (expected["rows"], expected["created"])
    assert set(rejected) | set(late) <= {case["row"] for case in expected["cases"]}
    assert db.session.scalar(select(func.count()).select_from(Nomination)) == expected["created"]

    again = imported(college, "nominations", COLLEGE / "nomination-cases.xlsx", tmp_path / "again.json")
    assert (again["created"], again["unchanged"]) == (0, expected["created"])
    assert [(one["row"], one["rule"]) for one in again["rejected"]] == [(one["row"], one["rule"]) for one in report["rejected"]]


def test_a_look_writes_nothing(college: Flask, tmp_path: Path) -> None:
    report = imported(college, "nominations", COLLEGE / "nomination-cases.xlsx", tmp_path / "report.json", "--dry-run")
    assert report["created"] == 26
    assert db.session.scalar(select(func.count()).select_from(Nomination)) == 0


def test_imported_cases_stand_where_their_days_say(college: Flask, tmp_path: Path) -> None:
    imported(college, "nominations", COLLEGE / "nomination-cases.xlsx", tmp_path / "report.json")
    states = {
        title: state for title, state in db.session.execute(select(Matter.title, Matter.state).where(Matter.kind == "nomination"))
    }
    assert states["梁军晴"] == NominationState.CONVERSION
    assert states["钱兴"] == NominationState.ACTIVIST
    acts = db.session.scalars(select(ActRecord).where(ActRecord.act == "applied_on")).all()
    assert {row.recorded_at for row in acts} == {NOVEMBER}
    assert len(acts) == 26


def workbook(scene: Scene, *rows: dict[str, Any]) -> SourceFile:
    """A workbook with these rows, under the usual headings."""
    labels = {column.key: column.label for column in CASES.columns}
    keys = ["number", "name", "applied_on", "talked_on", "activist_on", "activist_filed_on", "contacts"]
    cells = [[row.get(key, "") for key in keys] for row in rows]
    return SourceFile("台账.xlsx", write_workbook([OutputSheet("发展党员台账", [labels[key] for key in keys], cells)]))


def row_of(scene: Scene, who: str, **changes: Any) -> dict[str, Any]:
    person = scene.people[who]
    return {
        "number": person.number,
        "name": person.name,
        "applied_on": DAYS["applied_on"],
        "talked_on": DAYS["talked_on"],
        **changes,
    }


def test_rows_that_name_nobody_or_somebody_else(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    scene.opened("third")
    file = workbook(
        scene,
        row_of(scene, "candidate", number="99999"),
        row_of(scene, "candidate", name="张三"),
        row_of(scene, "second", contacts="88888", activist_on=DAYS["activist_on"], activist_filed_on=DAYS["activist_filed_on"]),
        row_of(scene, "third"),
        row_of(scene, "second"),
        row_of(scene, "second"),
        row_of(scene, "second", talked_on=DAYS["applied_on"]),
        row_of(scene, "candidate", applied_on="去年"),
    )
    plan = nomination_importer.examine([file], actor=scene.actor("officer"), now=clock.now(), options=Options())

    assert [(one.row, one.key) for one in plan.report.rejected] == [
        (2, "number"),
        (3, "name"),
        (4, "contacts"),
        (5, "number"),
        (8, "number"),
        (9, "applied_on"),
    ]
    assert [one.row for one in plan.report.duplicates] == [7]
    assert plan.report.created == 1


def test_a_secretary_imports_the_own_branch_only(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    file = workbook(scene, row_of(scene, "candidate"))
    for name, created in (("secretary", 1), ("other_secretary", 0)):
        plan = nomination_importer.examine([file], actor=scene.actor(name), now=clock.now(), options=Options())
        assert plan.report.created == created


def test_an_import_is_taken_back_unless_a_step_followed(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    file = workbook(scene, row_of(scene, "candidate"), row_of(scene, "second"))
    actor = scene.actor("officer")
    job, _plan = run(nomination_importer, [file], actor=actor, now=clock.now(), options=Options())
    db.session.commit()
    first = db.session.scalars(select(Nomination).order_by(Nomination.matter_id)).first()
    assert first is not None
    scene.take(first, "activist_on")
    kept = undo(nomination_importer, db.session.get_one(ImportJob, job.id), actor=actor, now=clock.now())
    db.session.commit()

    assert [one.label for one in kept] == ["FZ-2022-0001 孟庆和"]
    assert db.session.scalars(select(Matter.title).where(Matter.kind == "nomination")).all() == ["孟庆和"]
    assert "import" in db.session.scalars(select(Transition.action)).all()


def test_looking_costs_the_same_for_many_rows(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    costs = []
    nomination_importer.examine(
        [workbook(scene, row_of(scene, "candidate"))], actor=scene.actor("officer"), now=clock.now(), options=Options()
    )
    for names in (["candidate"], ["candidate", "second", "third"]):
        file = workbook(scene, *(row_of(scene, name) for name in names))
        actor = scene.actor("officer")
        with statements() as seen:
            nomination_importer.examine([file], actor=actor, now=clock.now(), options=Options())
        costs.append(len(seen))
    assert costs[0] == costs[1]


def test_the_page_takes_a_workbook(app: Flask, make: Factory, sign_in) -> None:  # type: ignore[no-untyped-def]
    scene = Scene(make)
    browser = sign_in(scene.accounts["officer"])
    page = browser.get("/nominations/import")
    assert page.status_code == 200
    assert browser.get("/nominations/import/template.xlsx").status_code == 200
    assert sign_in(scene.accounts["clerk"]).get("/nominations/import").status_code == 403
