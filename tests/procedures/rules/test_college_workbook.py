"""The workbook of running cases that a college hands over: the outcome equals the expected file, row by row."""

import json
import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from evaluation.foundation.calendar.working_days import seed_calendar
from evaluation.procedures.rules.almanac import Almanac
from evaluation.procedures.rules.engine import RuleEngine
from evaluation.procedures.rules.facts import Companion
from evaluation.procedures.rules.rows import (
    DATE_COLUMNS,
    NUMBER_COLUMNS,
    PEOPLE_COLUMNS,
    SHORTENING_COLUMN,
    CaseRow,
    check_row,
)
from tests.support.tables import COLLEGE

FULL_MEMBER = ("中共党员", "党员")
FIRST_ROW = 3


def text(value: Any) -> str:
    return unicodedata.normalize("NFKC", str(value)).strip()


def rows_of(path: Path, heading: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Rows below the heading row of every sheet, with their number in Excel."""
    workbook = CalamineWorkbook.from_path(path)
    for name in workbook.sheet_names:
        names: list[str] = []
        for number, cells in enumerate(workbook.get_sheet_by_name(name).to_python(skip_empty_area=False), start=1):
            if heading in map(text, cells):
                names = [text(cell) for cell in cells]
            elif names:
                yield number, dict(zip(names, cells, strict=True))


def birth(value: Any) -> tuple[date, bool]:
    """The date of birth, and whether the day is known."""
    parts = re.findall(r"\d+", text(value))
    if len(parts[0]) > 4:
        parts = [parts[0][:4], parts[0][4:6], parts[0][6:]]
    year, month, *day = map(int, parts)
    return date(year, month, day[0] if day else 1), bool(day)


@pytest.fixture(scope="module")
def roster() -> dict[str, dict[str, Any]]:
    people: dict[str, dict[str, Any]] = {}
    for _number, cells in rows_of(COLLEGE / "roster.xlsx", "工号/学号"):
        people.setdefault(text(cells["工号/学号"]), cells)
    return people


def companions(cell: Any, roster: dict[str, dict[str, Any]]) -> tuple[Companion, ...]:
    numbers = [number for number in text(cell).split("、") if number]
    return tuple(Companion(number, text(roster[number]["政治面貌"]) in FULL_MEMBER) for number in numbers)


def case_row(cells: dict[str, Any], roster: dict[str, dict[str, Any]]) -> CaseRow:
    birth_date, day_known = birth(roster[text(cells["工号/学号"])]["出生年月"])

    def given(column: str) -> bool:
        return text(cells[text(column)]) != ""

    return CaseRow(
        dates={name: cells[text(column)] for column, name in DATE_COLUMNS.items() if given(column)},
        numbers={name: cells[text(column)] for column, name in NUMBER_COLUMNS.items() if given(column)},
        birth_date=birth_date,
        birth_day_known=day_known,
        shortening_number=text(cells[text(SHORTENING_COLUMN)]),
        **{name: companions(cells[text(column)], roster) for column, name in PEOPLE_COLUMNS.items()},
    )


def test_every_row_comes_out_as_expected(roster: dict[str, dict[str, Any]]) -> None:
    expected = json.loads((COLLEGE / "nomination-cases.expected.json").read_text("utf-8"))
    engine = RuleEngine(Almanac(seed_calendar()))

    found = {}
    for number, cells in rows_of(COLLEGE / "nomination-cases.xlsx", "工号/学号"):
        outcome = check_row(engine, case_row(cells, roster), recorded_on=date(2026, 11, 30))
        blocked = [outcome.rejected.rule.id] if outcome.rejected else []
        found[number] = (text(cells["工号/学号"]), blocked, [finding.rule.id for finding in outcome.warnings])

    assert found == {case["row"]: (case["no"], case["blocked"], case["late"]) for case in expected["cases"]}
    assert (len(found), sum(not blocked for _no, blocked, _late in found.values())) == (expected["rows"], expected["created"])
    assert min(found) == FIRST_ROW
