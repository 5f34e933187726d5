"""A roster of 10,000 rows: the command of the product beside a bare reader that checks and inserts the same rows."""

import sqlite3
import tempfile
import time
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from flask import Flask
from flask_migrate import upgrade
from python_calamine import CalamineWorkbook

from benchmarks.pages import Case, environment_of
from config import ROOT, Settings
from evaluation.application import create_app
from evaluation.foundation.core.database import db
from evaluation.foundation.tabular.output import OutputSheet, write_workbook
from evaluation.foundation.web.catalogue import compile_catalogue
from evaluation.registry.organizations.enums import OrganizationKind, PartyType
from evaluation.registry.organizations.operations import create_organization
from tests.support.databases import statements

HEADINGS = (
    "序号",
    "工号/学号",
    "姓名",
    "性别",
    "出生年月",
    "民族",
    "部门",
    "所在党支部",
    "政治面貌",
    "入党时间",
    "职务",
    "级别",
    "手机号",
    "备注",
)
SURNAMES, GIVEN = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗", "志远思源晓雯建国海燕洪梅立言国栋雨桐庆和"
UNITS = 20


def roster(rows: int) -> bytes:
    """A workbook like those that offices keep."""
    people = (
        (
            number,
            f"{number:06d}",
            SURNAMES[number % len(SURNAMES)] + GIVEN[number % len(GIVEN)] + GIVEN[number * 3 % len(GIVEN)],
            "男" if number % 2 else "女",
            f"{1970 + number % 30}.{1 + number % 12:02d}",
            "汉族",
            f"第{1 + number % UNITS}部门",
            f"第{1 + number % UNITS}党支部",
            "中共党员",
            date(2010 + number % 10, 1 + number % 12, 1 + number % 28),
            "干事",
            "",
            f"13{number:09d}",
            "",
        )
        for number in range(1, rows + 1)
    )
    return write_workbook([OutputSheet("教职工", HEADINGS, people)])


def prepared(folder: Path) -> Flask:
    """An installation with organisations and no people."""
    compile_catalogue(ROOT / "translations")
    app = create_app(Settings(environment_of(folder)))
    with app.app_context():
        upgrade(directory=str(ROOT / "migrations"))
        committee = create_organization(
            actor=None, code="P00", name="中共测量学院委员会", kind=OrganizationKind.PARTY, party_type=PartyType.COMMITTEE
        )
        for number in range(1, UNITS + 1):
            create_organization(
                actor=None,
                code=f"P{number:03d}",
                name=f"第{number}党支部",
                kind=OrganizationKind.PARTY,
                party_type=PartyType.BRANCH,
                parent_id=committee.id,
            )
            create_organization(actor=None, code=f"D{number:03d}", name=f"第{number}部门", kind=OrganizationKind.DEPARTMENT)
        db.session.commit()
    return app


def by_product(folder: Path, path: Path) -> tuple[float, int]:
    """Seconds of ``import roster``, and its statements."""
    app = prepared(folder)
    runner = app.test_cli_runner()
    with app.app_context(), statements() as seen:
        started = time.perf_counter()
        result = runner.invoke(args=["import", "roster", str(path)])
        seconds = time.perf_counter() - started
        db.session.remove()
        db.engine.dispose()
    if result.exit_code != 0:
        raise RuntimeError(f"{result.output} {result.exception!r}")
    return seconds, len(seen)


def by_hand(folder: Path, data: bytes) -> float:
    """Seconds of reading, checking and inserting the same rows with nothing around it."""
    prepared(folder)
    connection = sqlite3.connect(folder / "bench.db", isolation_level=None)
    connection.execute("PRAGMA synchronous=FULL")
    started = time.perf_counter()
    units = {name: identity for identity, name in connection.execute("SELECT id, name FROM organization")}
    persons: list[tuple[Any, ...]] = []
    history: list[tuple[Any, ...]] = []
    numbers: set[str] = set()
    rows = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()[1:]
    for position, row in enumerate(rows, start=1):
        number, name, birth = str(row[1]), str(row[2]).strip(), str(row[4]).split(".")
        if not number or number in numbers or not name or row[6] not in units or row[7] not in units:
            raise RuntimeError(f"row {position}")
        numbers.add(number)
        born = date(int(birth[0]), int(birth[1]), 1).isoformat()
        persons.append((position, number, name, born, units[row[6]], units[row[7]], str(row[9])))
        values = (("department", units[row[6]], None), ("branch", units[row[7]], None), ("post", None, row[10]))
        for kind, unit, value in (*values, ("political_status", None, "full_member"), ("role_group", None, "staff")):
            history.append((position, kind, unit, value, str(row[9])))
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(
        "INSERT INTO person (id, number, name, pinyin, initials, birth_date, birth_precision, department_id, branch_id,"
        " joined_on, standing, version, created_at, stroke_order)"
        " VALUES (?, ?, ?, '', '', ?, 'month', ?, ?, ?, 'active', 1, '2022-01-01', '')",
        persons,
    )
    connection.executemany(
        "INSERT INTO affiliation (person_id, kind, organization_id, value, valid_from, recorded_at)"
        " VALUES (?, ?, ?, ?, ?, '2022-01-01')",
        history,
    )
    connection.execute("COMMIT")
    seconds = time.perf_counter() - started
    connection.close()
    return seconds


def measure_roster(rows: int, rounds: int) -> Case:
    """The import case; times in milliseconds like the others."""
    data = roster(rows)
    case = Case(f"import {rows:,} people", lambda number: None, lambda number: None)
    for _turn in range(rounds):
        with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
            path = Path(one) / "roster.xlsx"
            path.write_bytes(data)
            seconds, case.queries = by_product(Path(one), path)
            plain = by_hand(Path(other), data)
        case.product_ms.append(seconds * 1000)
        case.bare_ms.append(plain * 1000)
        case.ratios.append(seconds / plain)
    return case
