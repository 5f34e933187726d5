from collections.abc import Sequence
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.foundation.importing import operations
from evaluation.foundation.importing.models import ImportJob
from evaluation.foundation.importing.options import Options
from evaluation.registry.organizations.enums import OrganizationKind, PartyType
from evaluation.registry.organizations.imports.importer import organization_importer as importer
from evaluation.registry.organizations.models import Organization, OrganizationClosure
from tests.support.databases import both_databases
from tests.support.factories import Factory
from tests.support.tables import file_of

DEPARTMENT_HEADINGS = ["编码", "部门名称", "简称"]
PARTY_HEADINGS = ["编码", "党组织名称", "上级编码", "类型"]
COLLEGE = (
    ["P00", "中共测试学院委员会", "", "党委"],
    ["P10", "机关党总支", "P00", "党总支"],
    ["P11", "机关第一党支部", "P10", "党支部"],
)


@pytest.fixture(autouse=True)
def page(app: Flask) -> Any:
    with app.test_request_context():
        yield


def run(sheets: dict[str, Sequence[Sequence[Any]]]) -> ImportJob:
    job, _plan = operations.run(importer, [file_of(sheets)], actor=None, now=clock.now(), options=Options())
    db.session.commit()
    return job


def party(*rows: Sequence[Any]) -> dict[str, Sequence[Sequence[Any]]]:
    return {"党组织": [PARTY_HEADINGS, *rows]}


def departments(*rows: Sequence[Any]) -> dict[str, Sequence[Sequence[Any]]]:
    return {"部门": [DEPARTMENT_HEADINGS, *rows]}


def figures(job: ImportJob) -> tuple[int, int, int, int]:
    report = job.report
    return report["rows"], report["created"], report["updated"], report["unchanged"]


def refusals(job: ImportJob) -> list[tuple[int, str, str, str]]:
    return [(one["row"], one["column"], one["value"], one["reason"]) for one in job.report["rejected"]]


@both_databases
def test_both_trees_come_in_with_their_superiors(app: Flask) -> None:
    job = run({**departments(["D1", "教务处", "教务"], ["D2", "保卫处", ""]), **party(*COLLEGE)})

    assert figures(job) == (5, 5, 0, 0)
    found = {one.code: one for one in db.session.scalars(select(Organization))}
    assert [(one.code, one.short_name) for one in found.values() if one.kind is OrganizationKind.DEPARTMENT] == [
        ("D1", "教务"),
        ("D2", "保卫处"),
    ]
    assert (found["P11"].parent_id, found["P10"].parent_id) == (found["P10"].id, found["P00"].id)
    assert [found[code].party_type for code in ("P00", "P10", "P11")] == [
        PartyType.COMMITTEE,
        PartyType.GENERAL_BRANCH,
        PartyType.BRANCH,
    ]
    assert [found[code].may_approve_admission for code in ("P00", "P10")] == [True, False]
    below = select(func.count()).where(OrganizationClosure.ancestor_id == found["P00"].id)
    assert db.session.scalar(below) == 5


@both_databases
def test_a_second_import_changes_nothing(app: Flask) -> None:
    run(party(*COLLEGE))

    job = run(party(*COLLEGE))

    assert figures(job) == (3, 0, 0, 3)
    assert set(db.session.scalars(select(Organization.version).where(Organization.code == "P00"))) == {1}


def test_children_may_stand_before_their_superiors_and_name_them() -> None:
    job = run(party(["P11", "机关第一党支部", "机关党总支", "支部"], ["P10", "机关党总支", "", "总支"]))

    assert figures(job) == (2, 2, 0, 0)
    parents = {code: parent for code, parent in db.session.execute(select(Organization.code, Organization.parent_id))}
    assert parents["P10"] is None
    assert parents["P11"] == db.session.scalar(select(Organization.id).where(Organization.code == "P10"))


@both_databases
def test_changes_are_shown_old_and_new_and_undone_exactly(app: Flask) -> None:
    run(party(*COLLEGE, ["P20", "学生党总支", "P00", "党总支"]))
    before = db.session.execute(
        select(Organization.code, Organization.name, Organization.parent_id).order_by(Organization.code)
    ).all()
    closure = db.session.scalar(select(func.count()).select_from(OrganizationClosure))

    job = run(party(["P11", "学生第一党支部", "P20", "党支部"], ["P12", "学生第二党支部", "P20", "党支部"]))

    assert figures(job) == (2, 1, 1, 0)
    assert job.preview["changed"][0]["before"] == {"name": "机关第一党支部", "parent": "P10"}
    assert [row["cells"]["code"] for row in job.preview["missing"]] == ["P00", "P10", "P20"]
    assert operations.undo(importer, job, actor=None, now=clock.now()) == []
    db.session.commit()
    after = db.session.execute(
        select(Organization.code, Organization.name, Organization.parent_id).order_by(Organization.code)
    ).all()
    assert after == before
    assert db.session.scalar(select(func.count()).select_from(OrganizationClosure)) == closure


@pytest.mark.parametrize(
    ("rows", "refused"),
    [
        ([["", "机关党总支", "", "党总支"]], [(2, "编码", "", "没有编码，请补上")]),
        ([["P1", "", "", "党总支"]], [(2, "党组织名称", "", "没有名称或姓名，请补上")]),
        (
            [["P1", "机关党总支", "", "党小组"]],
            [(2, "类型", "党小组", "没有“党小组”这种党组织，请写：党委、党总支、党支部、临时党组织")],
        ),
        (
            [["P1", "机关党总支", "P9", "党总支"]],
            [(2, "上级编码", "P9", "表里和系统里都没有上级“P9”，或者它自己那一行有错，请先改好")],
        ),
        (
            [["P1", "机关党总支", "P1", "党总支"]],
            [(2, "上级编码", "P1", "上级不能是自己，请另写上级，或把这一格留空")],
        ),
        (
            [["P1", "机关党总支", "P2", "党总支"], ["P2", "后勤党总支", "P1", "党总支"]],
            [
                (2, "上级编码", "P2", "上级组织互为上下级，请另选上级"),
                (3, "上级编码", "P1", "上级组织互为上下级，请另选上级"),
            ],
        ),
        (
            [["P1", "机关党总支", "", "党总支"], ["P1", "后勤党总支", "", "党总支"]],
            [(3, "编码", "P1", "与第2行（机关党总支）编码相同，编码不能重复")],
        ),
        (
            [["P1", "机关党总支", "", "党总支"], ["P2", "机关党总支", "", "党总支"]],
            [(3, "党组织名称", "机关党总支", "与第2行名称相同，名称不能重复")],
        ),
        (
            [["", "机关党总支", "", "党总支"], ["P2", "机关第一党支部", "机关党总支", "党支部"]],
            [
                (2, "编码", "", "没有编码，请补上"),
                (3, "上级编码", "机关党总支", "表里和系统里都没有上级“机关党总支”，或者它自己那一行有错，请先改好"),
            ],
        ),
    ],
)
def test_faults_name_the_cell_and_the_way_out(rows: list[list[str]], refused: list[tuple[int, str, str, str]]) -> None:
    job = run(party(*rows))

    assert refusals(job) == refused
    assert job.report["created"] == len(rows) - len(refused)


def test_the_same_row_twice_counts_once() -> None:
    job = run(party(*COLLEGE, COLLEGE[2]))

    assert figures(job) == (4, 3, 0, 0)
    assert [(one["row"], one["value"]) for one in job.report["duplicates"]] == [(5, "P11")]


def test_a_code_keeps_its_kind_and_a_name_its_code(make: Factory) -> None:
    make.organization("教务处", code="D1")

    job = run({**departments(["D2", "教务处", ""]), **party(["D1", "机关党总支", "", "党总支"])})

    assert refusals(job) == [
        (2, "部门名称", "教务处", "“教务处”已经登记，编码是D1"),
        (2, "编码", "D1", "编码D1已经是“教务处”的，部门和党组织不能共用编码"),
    ]


def test_an_empty_short_name_takes_nothing_away() -> None:
    run(departments(["D1", "教务处", "教务"]))

    assert figures(run(departments(["D1", "教务处", ""]))) == (1, 0, 0, 1)


def test_what_is_used_or_changed_since_stays() -> None:
    job = run(departments(["D1", "教务处", ""], ["D2", "保卫处", ""], ["D3", "总务处", ""]))
    used, changed = (db.session.scalars(select(Organization).where(Organization.code == code)).one() for code in ("D1", "D2"))
    Factory().organization("教务科", parent_id=used.id)
    changed.short_name = "保卫"
    db.session.commit()

    kept = operations.undo(importer, job, actor=None, now=clock.now())

    assert sorted((one.label, str(one.reason)) for one in kept) == [
        ("保卫处", "导入之后被改过"),
        ("教务处", "已经被别的记录用到"),
    ]
    assert sorted(db.session.scalars(select(Organization.name))) == ["保卫处", "教务处", "教务科"]
