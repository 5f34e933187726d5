"""The seed file is what the tool in tools/ writes from the library, and it names the notice behind each day."""

import csv
import runpy
from pathlib import Path

from evaluation.foundation.calendar.working_days import SEED

ROOT = Path(__file__).resolve().parents[3]


def seed_rows() -> list[dict[str, str]]:
    with SEED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_tool_would_write_the_same_rows():
    tool = runpy.run_path(str(ROOT / "tools" / "make_calendar_seed.py"))
    assert [tuple(row.values()) for row in seed_rows()] == [
        (day.isoformat(), str(int(working)), name, source) for day, working, name, source in tool["deviating_days"]()
    ]


def test_each_day_names_its_notice():
    rows = {row["date"]: (row["name"], row["source_document"]) for row in seed_rows()}
    assert rows["2026-02-14"] == ("春节调休上班", "国务院办公厅关于2026年部分节假日安排的通知")
    assert rows["2018-12-31"] == ("元旦", "国务院办公厅关于2019年部分节假日安排的通知")
    assert rows["2020-01-31"] == ("春节", "国务院办公厅关于延长2020年春节假期的通知")
    assert rows["2026-06-19"] == ("端午节", "国务院办公厅关于2026年部分节假日安排的通知")
