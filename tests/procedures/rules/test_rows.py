"""One row of the workbook: holidays, make-up Sundays, month ends, strict halves, old and new text. All persons are invented."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from evaluation.foundation.calendar.working_days import seed_calendar
from evaluation.procedures.rules.almanac import Almanac
from evaluation.procedures.rules.engine import RuleEngine
from evaluation.procedures.rules.facts import Companion
from evaluation.procedures.rules.rows import DATE_COLUMNS, NUMBER_COLUMNS, CaseRow, check_row

MEMBERS = (Companion("90001", True), Companion("90002", True))
NEW = {
    "applied_on": "2025-01-13",
    "talked_on": "2025-01-20",
    "activist_on": "2025-05-12",
    "activist_filed_on": "2025-05-14",
    "target_proposed_on": "2026-05-18",
    "target_agreed_on": "2026-05-20",
    "notice_posted_on": "2026-05-21",
    "notice_ended_on": "2026-05-28",
    "target_listed_on": "2026-05-29",
    "political_review_on": "2026-06-08",
    "training_ended_on": "2026-06-12",
    "pre_review_on": "2026-06-22",
    "meeting_on": "2026-07-06",
    "approval_talk_on": "2026-07-13",
    "approved_on": "2026-08-03",
    "oath_on": "2026-08-20",
}
OLD = {name: day.replace("2026", "2024").replace("2025", "2023") for name, day in NEW.items()} | {
    "notice_posted_on": "2024-05-20",
    "notice_ended_on": "2024-05-27",
    "conversion_applied_on": "2025-07-01",
    "conversion_meeting_on": "2025-07-07",
    "conversion_approved_on": "2025-08-04",
}
BALLOT = {"due": 11, "present": 10, "in_favour": 9, "against": 0, "abstained": 1, "written_in_favour": 0}


def row(days: Mapping[str, str], last: str | None = None, *, numbers: Mapping[str, float] = BALLOT, **others: Any) -> CaseRow:
    """A row up to an act; numbers and people only where their act is reached."""
    names = list(days)
    kept = {name: date.fromisoformat(days[name]) for name in names[: names.index(last) + 1 if last else None] if days[name]}
    values = {"training_hours": 24.0} if "training_ended_on" in kept else {}
    values |= numbers if "meeting_on" in kept else {}
    people = {
        "contacts": MEMBERS if "target_proposed_on" in kept else (),
        "introducers": MEMBERS if "political_review_on" in kept else (),
        "birth_date": date(2000, 2, 29),
    }
    return CaseRow(dates=kept, numbers=values, **(people | others))


def outcome(case: CaseRow, recorded_on: date | None = None) -> tuple[str | None, list[str]]:
    """Rule that refuses, rules that warn."""
    found = check_row(RuleEngine(Almanac(seed_calendar())), case, recorded_on)
    return found.rejected.rule.id if found.rejected else None, [finding.rule.id for finding in found.warnings]


FINE = (None, [])

CASES = [
    ("whole case, new text", row(NEW), FINE),
    ("whole case, old text", row(OLD), FINE),
    ("eighteen on the day", row(NEW, "applied_on", birth_date=date(2007, 1, 13)), FINE),
    ("eighteen a day later", row(NEW, "applied_on", birth_date=date(2007, 1, 14)), ("DM-01", [])),
    ("born on 29 February", row({"applied_on": "2022-02-28"}, birth_date=date(2004, 2, 29)), FINE),
    ("birth unknown", row(NEW, "applied_on", birth_date=None), ("DM-01", [])),
    ("talk at the month end", row({"applied_on": "2025-01-31", "talked_on": "2025-02-28"}), FINE),
    ("talk after the month end", row({"applied_on": "2025-01-31", "talked_on": "2025-03-01"}), (None, ["DM-02"])),
    ("leap year month end", row({"applied_on": "2024-01-31", "talked_on": "2024-02-29"}), FINE),
    ("last day in National Day week", row({"applied_on": "2025-09-03", "talked_on": "2025-10-09"}), FINE),
    ("a day after that", row({"applied_on": "2025-09-03", "talked_on": "2025-10-10"}), (None, ["DM-02"])),
    ("last day a make-up Sunday", row({"applied_on": "2025-08-28", "talked_on": "2025-09-28"}), FINE),
    ("a day after the make-up Sunday", row({"applied_on": "2025-08-28", "talked_on": "2025-09-29"}), (None, ["DM-02"])),
    ("no talk", row(NEW | {"talked_on": ""}, "activist_on"), (None, ["DM-02"])),
    ("not filed", row(NEW | {"activist_filed_on": ""}, "target_proposed_on"), ("DM-04", [])),
    ("year to the day", row(NEW | {"target_proposed_on": "2026-05-12"}, "target_proposed_on"), FINE),
    ("day under a year", row(NEW | {"target_proposed_on": "2026-05-11"}, "target_proposed_on"), ("DM-09", [])),
    (
        "year ends on a day of rest: no move",
        row(
            NEW | {"activist_on": "2025-05-16", "activist_filed_on": "2025-05-16", "target_proposed_on": "2026-05-16"},
            "target_proposed_on",
        ),
        FINE,
    ),
    (
        "shortened by a number alone",
        row(NEW | {"target_proposed_on": "2026-02-09"}, "target_proposed_on", shortening_number="组发〔2026〕2号"),
        ("DM-30", []),
    ),
    (
        "number given, a year to the day",
        row(NEW | {"target_proposed_on": "2026-05-12"}, "target_proposed_on", shortening_number="组发〔2026〕2号"),
        FINE,
    ),
    ("no contact", row(NEW, "target_proposed_on", contacts=()), ("DM-05", [])),
    ("one contact", row(NEW, "target_proposed_on", contacts=MEMBERS[:1]), FINE),
    ("no consent, new text", row(NEW | {"target_agreed_on": ""}, "notice_posted_on"), ("DM-11", [])),
    ("no filing, old text", row(OLD | {"target_agreed_on": ""}, "notice_posted_on"), ("DM-12", [])),
    ("five working days", row(NEW, "target_listed_on"), FINE),
    ("four working days", row(NEW | {"notice_ended_on": "2026-05-27"}, "target_listed_on"), ("DM-13", [])),
    ("four working days, old text", row(OLD | {"notice_ended_on": "2024-05-24"}, "target_listed_on"), (None, ["DM-14"])),
    ("listed on the closing day", row(NEW | {"target_listed_on": "2026-05-28"}, "target_listed_on"), ("DM-13", [])),
    ("no notice, old text", row(OLD | {"notice_posted_on": "", "notice_ended_on": ""}, "target_listed_on"), (None, ["DM-14"])),
    ("no notice, new text", row(NEW | {"notice_posted_on": "", "notice_ended_on": ""}, "target_listed_on"), ("DM-13", [])),
    (
        "notice over the Mid-Autumn holiday with a make-up Sunday",
        row(
            NEW | {"notice_posted_on": "2026-09-14", "notice_ended_on": "2026-09-20", "target_listed_on": "2026-09-21"},
            "target_listed_on",
        ),
        FINE,
    ),
    (
        "notice that ends on the Saturday before it",
        row(
            NEW | {"notice_posted_on": "2026-09-14", "notice_ended_on": "2026-09-19", "target_listed_on": "2026-09-21"},
            "target_listed_on",
        ),
        ("DM-13", []),
    ),
    (
        "notice over National Day",
        row(
            NEW | {"notice_posted_on": "2026-09-28", "notice_ended_on": "2026-10-10", "target_listed_on": "2026-10-12"},
            "target_listed_on",
        ),
        FINE,
    ),
    (
        "notice over National Day, a day short",
        row(
            NEW | {"notice_posted_on": "2026-09-28", "notice_ended_on": "2026-10-09", "target_listed_on": "2026-10-12"},
            "target_listed_on",
        ),
        ("DM-13", []),
    ),
    (
        "posted on the last day of the old text, listed under the new",
        row(
            OLD
            | {
                "target_agreed_on": "2026-04-28",
                "notice_posted_on": "2026-04-30",
                "notice_ended_on": "2026-05-08",
                "target_listed_on": "2026-05-11",
            },
            "target_listed_on",
        ),
        ("DM-13", []),
    ),
    ("introducer on probation", row(NEW, introducers=(MEMBERS[0], Companion("90003", False))), ("DM-17", [])),
    ("no introducers", row(NEW, introducers=()), ("DM-17", [])),
    ("training before the review", row(NEW | {"training_ended_on": "2026-06-05"}), FINE),
    ("no training", row(NEW | {"training_ended_on": ""}, "pre_review_on"), ("DM-22", [])),
    ("meeting late, new text", row(NEW | {"meeting_on": "2026-07-23"}, "meeting_on"), (None, ["DM-25"])),
    ("meeting late, old text", row(OLD | {"meeting_on": "2024-07-23"}, "meeting_on"), FINE),
    ("six of eleven present", row(NEW, "meeting_on", numbers=BALLOT | {"present": 6, "in_favour": 6, "abstained": 0}), FINE),
    (
        "five of ten present, three in writing",
        row(NEW, "meeting_on", numbers={"due": 10, "present": 5, "in_favour": 5, "written_in_favour": 3}),
        ("DM-26", []),
    ),
    (
        "five of ten in favour",
        row(NEW, "meeting_on", numbers={"due": 10, "present": 7, "in_favour": 5, "against": 2}),
        ("DM-27", []),
    ),
    (
        "a written opinion makes the majority",
        row(NEW, "meeting_on", numbers={"due": 10, "present": 7, "in_favour": 5, "against": 2, "written_in_favour": 1}),
        FINE,
    ),
    ("votes that do not add up", row(NEW, "meeting_on", numbers=BALLOT | {"abstained": 0}), ("DM-27", [])),
    ("more present than due", row(NEW, "meeting_on", numbers=BALLOT | {"due": 9}), ("DM-26", [])),
    ("no numbers", row(NEW, "meeting_on", numbers={}), ("DM-26", [])),
    ("no meeting before the approval", row(NEW | {"meeting_on": ""}, "approved_on"), ("DM-26", [])),
    ("no talk before the approval", row(NEW | {"approval_talk_on": ""}, "approved_on"), ("DM-31", [])),
    ("approval on the last day", row(NEW | {"approved_on": "2026-10-08"}, "approved_on"), FINE),
    ("approval a day later", row(NEW | {"approved_on": "2026-10-09"}, "approved_on"), (None, ["DM-33"])),
    ("approval after six months", row(OLD | {"approved_on": "2025-01-07"}, "approved_on"), ("DM-33", [])),
    ("approval on the last day of six months", row(OLD | {"approved_on": "2025-01-06"}, "approved_on"), (None, ["DM-33"])),
    ("oath within a month", row(NEW | {"oath_on": "2026-09-03"}), FINE),
    ("oath after a month", row(NEW | {"oath_on": "2026-09-04"}), (None, ["DM-36"])),
    ("oath after a month, old text", row(OLD | {"oath_on": "2025-01-20"}), FINE),
    ("conversion on the day", row(OLD | {"conversion_meeting_on": "2025-07-06"}), FINE),
    ("conversion a day early", row(OLD | {"conversion_meeting_on": "2025-07-05"}), ("DM-38", [])),
    ("no application for conversion", row(OLD | {"conversion_applied_on": ""}), ("DM-45", [])),
    ("conversion approved late", row(OLD | {"conversion_approved_on": "2025-10-10"}), (None, ["DM-40"])),
    ("conversion approved after the holiday", row(OLD | {"conversion_approved_on": "2025-10-09"}), FINE),
    ("two missed deadlines", row(NEW | {"talked_on": "2025-02-14", "oath_on": "2026-10-12"}), (None, ["DM-02", "DM-36"])),
    ("order", row(NEW | {"activist_filed_on": "2025-05-11"}, "activist_filed_on"), ("DM-45", [])),
    ("before the birth", row(NEW, "applied_on", birth_date=date(2025, 2, 1)), ("DM-45", [])),
    (
        "hours without a day",
        CaseRow(dates={"applied_on": date(2025, 1, 13)}, numbers={"training_hours": 24}, birth_date=date(2000, 1, 1)),
        ("DM-45", []),
    ),
]


@pytest.mark.parametrize(("case", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_row_at_its_edge(case: CaseRow, expected: tuple[str | None, list[str]]) -> None:
    assert outcome(case) == expected


@pytest.mark.parametrize(("recorded_on", "expected"), [(date(2026, 8, 20), FINE), (date(2026, 8, 19), ("DM-45", []))])
def test_nothing_is_recorded_before_it_happened(recorded_on: date, expected: tuple[str | None, list[str]]) -> None:
    assert outcome(row(NEW), recorded_on) == expected


def test_a_refused_row_names_rule_article_and_step() -> None:
    found = check_row(RuleEngine(Almanac(seed_calendar())), row(NEW | {"notice_ended_on": "2026-05-27"}, "target_listed_on"))

    assert found.rejected is not None
    assert (found.accepted, found.rejected.act.name, found.rejected.day, found.rejected.article.numbers) == (
        False,
        "notice_ended_on",
        date(2026, 5, 28),
        (13,),
    )


def test_an_empty_row_says_nothing() -> None:
    assert outcome(CaseRow()) == FINE


def test_the_columns_are_those_of_the_workbook() -> None:
    assert (len(DATE_COLUMNS), len(NUMBER_COLUMNS)) == (19, 7)
