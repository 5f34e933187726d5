"""Rules CA-01 … CA-05: working days, days of a notice, provisional years, vacations, months. By the official calendar."""

from datetime import date

import pytest

from evaluation.foundation.calendar.working_days import seed_calendar
from evaluation.procedures.rules.almanac import Almanac
from evaluation.procedures.rules.engine import RuleEngine
from evaluation.procedures.rules.enums import Consequence
from evaluation.procedures.rules.facts import CaseFacts
from evaluation.procedures.rules.judgement import judge
from evaluation.procedures.rules.pack import RuleBook
from evaluation.procedures.rules.rule import LocalOverride
from tests.procedures.rules.flawless import flawless

COUNTED = LocalOverride("CA-02", "posting_day_counts", 1, "党办〔2026〕5号", "组织部 郑海", date(2026, 1, 1))


def notice(posted: date, ended: date) -> CaseFacts:
    """A case of which only the notice matters."""
    return flawless(notice_posted_on=posted, notice_ended_on=ended)


def breaches(facts: CaseFacts, rule_id: str, *overrides: LocalOverride, vacations: tuple[tuple[date, date], ...] = ()) -> list:
    engine = RuleEngine(Almanac(seed_calendar(), vacations), RuleBook(overrides=overrides))
    return [finding for finding in judge(engine, facts) if finding.rule.id == rule_id]


@pytest.mark.parametrize(
    ("posted", "last_day", "last_day_with_posting_day"),
    [
        (date(2026, 9, 24), date(2026, 10, 9), date(2026, 10, 8)),
        (date(2026, 9, 28), date(2026, 10, 10), date(2026, 10, 9)),
        (date(2026, 5, 13), date(2026, 5, 20), date(2026, 5, 19)),
        (date(2026, 9, 14), date(2026, 9, 20), date(2026, 9, 18)),
    ],
)
def test_ca_01_and_ca_02_five_full_working_days(posted: date, last_day: date, last_day_with_posting_day: date) -> None:
    day_before = date.fromordinal(last_day.toordinal() - 1)

    assert [finding.day for finding in breaches(notice(posted, last_day), "DM-13")] == []
    assert breaches(notice(posted, day_before), "DM-13")[0].day == last_day
    assert breaches(notice(posted, last_day_with_posting_day), "DM-13", COUNTED) == []
    assert breaches(notice(posted, date.fromordinal(last_day_with_posting_day.toordinal() - 1)), "DM-13", COUNTED)[0].word == (
        "notice_too_short_from_posting"
    )


@pytest.mark.parametrize(("ended", "provisional"), [(date(2026, 12, 31), []), (date(2027, 1, 4), ["CA-03"])])
def test_ca_03_a_year_without_calendar_is_provisional(ended: date, provisional: list[str]) -> None:
    found = breaches(notice(date(2026, 12, 24), ended), "CA-03")

    assert [finding.rule.id for finding in found] == provisional
    assert {finding.effect for finding in found} <= {Consequence.WARN}


@pytest.mark.parametrize(
    ("vacation", "warned"),
    [
        ((date(2026, 7, 11), date(2026, 8, 30)), []),
        ((date(2026, 7, 10), date(2026, 8, 30)), ["CA-04"]),
        ((date(2026, 6, 1), date(2026, 7, 3)), ["CA-04"]),
        ((date(2026, 6, 1), date(2026, 7, 2)), []),
    ],
)
def test_ca_04_a_notice_in_the_vacation_asks_for_a_reason(vacation: tuple[date, date], warned: list[str]) -> None:
    found = breaches(notice(date(2026, 7, 3), date(2026, 7, 10)), "CA-04", vacations=(vacation,))

    assert [finding.rule.id for finding in found] == warned
    assert {finding.effect for finding in found} <= {Consequence.WARN}


@pytest.mark.parametrize(
    ("start", "months", "full", "last_day"),
    [
        (date(2025, 1, 31), 1, date(2025, 2, 28), date(2025, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29), date(2024, 2, 29)),
        (date(2025, 4, 5), 1, date(2025, 5, 5), date(2025, 5, 6)),
        (date(2026, 9, 2), 1, date(2026, 10, 2), date(2026, 10, 8)),
        (date(2025, 8, 28), 1, date(2025, 9, 28), date(2025, 9, 28)),
        (date(2024, 7, 1), 6, date(2025, 1, 1), date(2025, 1, 2)),
    ],
)
def test_ca_05_a_waiting_time_stands_and_a_last_day_moves(start: date, months: int, full: date, last_day: date) -> None:
    almanac = Almanac(seed_calendar())

    assert (almanac.months_after(start, months), almanac.deadline(start, months).day) == (full, last_day)
