"""May this step be taken; if not, from which day; what is next, until when, what is overdue."""

from datetime import date

import pytest

from evaluation.foundation.calendar.working_days import seed_calendar
from evaluation.procedures.rules.almanac import Almanac
from evaluation.procedures.rules.engine import ACTS, RuleEngine, stage_of
from evaluation.procedures.rules.enums import Consequence, Edition, Outcome, Stage
from evaluation.procedures.rules.facts import Course
from evaluation.procedures.rules.pack import RuleBook
from evaluation.procedures.rules.rule import LocalOverride
from tests.procedures.rules.flawless import engine, flawless

FULL = flawless().course


def up_to(name: str, **changes: object) -> Course:
    """The flawless course with everything after an act empty."""
    later = Course._fields[Course._fields.index(name) + 1 : ACTS]
    return FULL._replace(**{one: None for one in later})._replace(**changes)


@pytest.mark.parametrize(
    ("course", "act", "day", "rule_id", "earliest"),
    [
        (Course(birth_date=date(2008, 5, 13)), "applied_on", date(2026, 5, 12), "DM-01", date(2026, 5, 13)),
        (Course(birth_date=date(2008, 5, 13)), "applied_on", date(2026, 5, 13), None, date(2026, 5, 13)),
        (up_to("contacts_on"), "target_proposed_on", date(2027, 6, 14), "DM-09", date(2027, 6, 15)),
        (up_to("contacts_on"), "target_proposed_on", date(2027, 6, 15), None, date(2027, 6, 15)),
        (up_to("contacts_on", contacts_on=None), "target_proposed_on", date(2027, 6, 15), "DM-05", None),
        (up_to("notice_posted_on"), "notice_ended_on", date(2027, 6, 24), "DM-13", date(2027, 6, 25)),
        (up_to("notice_ended_on"), "target_listed_on", date(2027, 6, 25), "DM-13", date(2027, 6, 26)),
        (up_to("notice_ended_on"), "target_listed_on", date(2027, 6, 26), None, date(2027, 6, 26)),
        (up_to("notice_ended_on", open_objections=1), "target_listed_on", date(2027, 6, 26), "DM-16", None),
        (up_to("target_proposed_on"), "notice_posted_on", date(2027, 6, 18), "DM-11", None),
        (up_to("conversion_applied_on"), "conversion_meeting_on", date(2028, 7, 19), "DM-38", date(2028, 7, 20)),
        (
            up_to("conversion_applied_on", extension_months=6),
            "conversion_meeting_on",
            date(2028, 7, 20),
            "DM-38",
            date(2029, 1, 20),
        ),
        (up_to("meeting_on"), "approved_on", date(2027, 8, 2), "DM-31", None),
        (up_to("talked_on"), "activist_on", date(2026, 5, 19), "DM-45", date(2026, 5, 20)),
        (up_to("talked_on"), "talked_on", date(2026, 5, 21), "DM-45", None),
        (up_to("talked_on", closed_on=date(2026, 6, 1)), "activist_on", date(2026, 6, 15), "DM-45", None),
    ],
)
def test_may_an_act_be_taken(course: Course, act: str, day: date, rule_id: str | None, earliest: date | None) -> None:
    answer = engine().may_take(course, act, day)

    assert (answer.first_block.rule.id if answer.first_block else None) == rule_id
    assert (answer.allowed, answer.earliest) == (rule_id is None, earliest)


def test_an_unknown_act_is_an_error() -> None:
    with pytest.raises(KeyError):
        engine().may_take(FULL, "dinner", date(2027, 1, 1))


def test_a_late_act_may_still_be_taken_and_is_marked() -> None:
    answer = engine().may_take(up_to("applied_on"), "talked_on", date(2026, 6, 15))

    assert answer.allowed
    assert [(finding.rule.id, finding.effect, finding.day) for finding in answer.findings] == [
        ("DM-02", Consequence.DEADLINE, date(2026, 6, 12))
    ]


def test_practice_asks_for_a_reason_and_does_not_block() -> None:
    course = up_to("target_agreed_on", edition=Edition.TEXT_2014)

    answer = engine().may_take(course, "target_listed_on", date(2027, 6, 20))

    assert answer.allowed
    assert [(finding.rule.id, finding.effect) for finding in answer.findings] == [("DM-14", Consequence.WARN)]


@pytest.mark.parametrize(
    ("day", "edition", "applied"),
    [
        (date(2026, 5, 10), None, Edition.TEXT_2014),
        (date(2026, 5, 11), None, Edition.TEXT_2026),
        (date(2026, 12, 1), Edition.TEXT_2014, Edition.TEXT_2014),
        (date(2026, 1, 1), Edition.TEXT_2026, Edition.TEXT_2026),
    ],
)
def test_the_text_of_the_day_applies_unless_the_case_has_its_own(day: date, edition: Edition | None, applied: Edition) -> None:
    course = up_to("talked_on", edition=edition)

    assert engine().outlook(course, day).edition is applied
    assert engine().may_take(course, "activist_on", day).edition is applied


def test_changing_a_rule_moves_the_day() -> None:
    longer = LocalOverride("DM-09", "cultivation", 2, "党办〔2027〕1号", "组织部 郑海", date(2027, 1, 1))
    changed = RuleEngine(Almanac(seed_calendar()), RuleBook(overrides=[longer]))

    earliest = [one.outlook(up_to("contacts_on"), date(2027, 3, 1)).next.earliest for one in (engine(), changed)]

    assert earliest == [date(2027, 6, 15), date(2028, 6, 15)]


def test_changing_a_rule_leaves_finished_steps() -> None:
    longer = LocalOverride("DM-09", "cultivation", 2, "党办〔2028〕1号", "组织部 郑海", date(2028, 1, 1))
    changed = RuleEngine(engine().almanac, RuleBook(overrides=[longer]))

    assert changed.may_take(up_to("contacts_on"), "target_proposed_on", date(2027, 6, 15)).allowed


@pytest.mark.parametrize(
    ("last", "following"),
    [
        ("applied_on", ["talked_on"]),
        ("target_listed_on", ["introducers_on", "political_review_on", "training_ended_on"]),
        ("introducers_on", ["political_review_on", "training_ended_on"]),
        ("meeting_on", ["reported_on", "approval_talk_on"]),
        ("approved_on", ["filed_up_on", "enrolled_on", "oath_on", "conversion_applied_on"]),
        ("conversion_approved_on", ["archived_on"]),
    ],
)
def test_what_is_next(last: str, following: list[str]) -> None:
    outlook = engine().outlook(up_to(last), date(2027, 6, 1))

    assert [one.act.name for one in outlook.pending] == following


def test_the_chain_waits_for_no_side_act() -> None:
    outlook = engine().outlook(up_to("approved_on"), date(2027, 8, 3))

    assert outlook.next is not None
    assert outlook.next.act.name == "conversion_applied_on"


@pytest.mark.parametrize(
    ("last", "day", "act", "due", "overdue"),
    [
        ("applied_on", date(2026, 6, 12), "talked_on", date(2026, 6, 12), False),
        ("applied_on", date(2026, 6, 13), "talked_on", date(2026, 6, 12), True),
        ("application_form_on", date(2027, 8, 16), "meeting_on", date(2027, 8, 16), False),
        ("application_form_on", date(2027, 8, 17), "meeting_on", date(2027, 8, 16), True),
        ("approval_talk_on", date(2027, 10, 21), "approved_on", date(2027, 10, 20), True),
        ("approved_on", date(2027, 9, 2), "oath_on", date(2027, 9, 2), False),
        ("conversion_meeting_on", date(2028, 10, 21), "conversion_approved_on", date(2028, 10, 20), True),
    ],
)
def test_until_when_and_what_is_overdue(last: str, day: date, act: str, due: date, overdue: bool) -> None:
    outlook = engine().outlook(up_to(last), day)

    pending = next(one for one in outlook.pending if one.act.name == act)
    assert pending.due == due
    assert (pending in outlook.overdue) is overdue


def test_a_special_approval_has_six_months() -> None:
    course = up_to("approval_talk_on", approval_special=True)

    assert engine().outlook(course, date(2027, 10, 21)).next.due == date(2028, 1, 20)


def test_after_six_months_nothing_can_be_approved() -> None:
    pending = engine().outlook(up_to("approval_talk_on"), date(2028, 1, 21)).next

    assert (pending.may_be_taken, pending.earliest, pending.findings[0].rule.id) == (False, None, "DM-33")


def test_duties_come_round_while_an_activist_is_cultivated() -> None:
    course = up_to("contacts_on", last_examined_on=date(2026, 12, 14))

    outlook = engine().outlook(course, date(2027, 6, 15))

    assert [(one.rule.id, one.due) for one in outlook.recurring] == [
        ("DM-07", date(2027, 6, 14)),
        ("DM-08", date(2027, 6, 15)),
        ("DM-46", date(2026, 9, 15)),
    ]
    assert [one.rule.id for one in outlook.overdue] == ["DM-07", "DM-46"]
    assert outlook.due == date(2026, 9, 15)
    assert engine().outlook(up_to("target_listed_on"), date(2027, 7, 1)).recurring == ()


def test_a_last_day_in_a_year_without_calendar_is_provisional() -> None:
    by_seed = RuleEngine(Almanac(seed_calendar()))

    settled = by_seed.outlook(Course(applied_on=date(2026, 11, 20)), date(2026, 11, 24)).next
    open_year = by_seed.outlook(Course(applied_on=date(2026, 12, 20)), date(2026, 12, 24)).next

    assert (settled.provisional, open_year.provisional) == (False, True)


@pytest.mark.parametrize(
    "course",
    [FULL, up_to("talked_on", closed_on=date(2026, 7, 1)), up_to("applied_on", recognised_on=date(2026, 8, 1))],
    ids=["archived", "ended", "recognised"],
)
def test_a_case_that_has_ended_has_nothing_next(course: Course) -> None:
    outlook = engine().outlook(course, date(2029, 1, 1))

    assert (outlook.pending, outlook.recurring, outlook.next, outlook.due, outlook.overdue) == ((), (), None, None, ())


@pytest.mark.parametrize(
    ("last", "stage"),
    [
        ("applied_on", Stage.APPLICATION),
        ("activist_on", Stage.ACTIVIST),
        ("notice_ended_on", Stage.ACTIVIST),
        ("target_listed_on", Stage.DEVELOPMENT_TARGET),
        ("pre_review_on", Stage.ADMISSION),
        ("approved_on", Stage.CONVERSION),
    ],
)
def test_the_column_is_what_the_person_is_by_now(last: str, stage: Stage) -> None:
    assert stage_of(up_to(last)) is stage


def test_plans_are_worked_out_once_for_every_pattern() -> None:
    shared = engine()
    names = ["applied_on", "contacts_on", "target_listed_on", "approved_on"]
    courses = [up_to(name, birth_date=date(2000, 1, 1 + number)) for name in names for number in range(20)]

    for course in courses:
        shared.outlook(course, date(2027, 8, 3))

    assert len(shared.plans) == len(names)


def test_a_cancellation_needs_no_application() -> None:
    course = up_to("oath_on", conversion_outcome=Outcome.CANCELLED)

    assert engine().may_take(course, "conversion_meeting_on", date(2028, 1, 10)).allowed
