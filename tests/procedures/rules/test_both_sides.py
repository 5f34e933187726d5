"""Every rule DM-01 … DM-47 at its limit: the last that is kept, the first that is broken, and the article that it stands on."""

from datetime import date

import pytest

from evaluation.procedures.rules.almanac import Almanac
from evaluation.procedures.rules.enums import Consequence, Edition, Outcome
from evaluation.procedures.rules.pack import pack_on, rule_table
from evaluation.procedures.rules.probation import party_standing_from, probation_of
from tests.procedures.rules.flawless import PLAIN_CALENDAR, engine, findings_of, flawless
from tests.procedures.rules.sides import SIDES, Side

NEW_TEXT, OLD_TEXT = date(2027, 7, 20), date(2023, 7, 20)
TESTED_HERE = {"DM-06", "DM-37", "DM-42"}
ONLY_2026 = ["DM-06", "DM-11", "DM-13", "DM-15", "DM-16", "DM-19", "DM-25", "DM-36", "DM-43"]
ONLY_2014 = ["DM-12", "DM-14"]


@pytest.mark.parametrize("edition", list(Edition))
def test_a_flawless_case_breaks_no_rule(edition: Edition) -> None:
    found = [finding.rule.id for rule in {rule.id for rule in rule_table()} for finding in findings_of(rule, flawless(edition))]

    assert found == []


@pytest.mark.parametrize("side", SIDES, ids=lambda side: side.identity)
def test_what_is_just_kept_breaks_nothing(side: Side) -> None:
    assert findings_of(side.rule, flawless(side.edition, **side.kept)) == []


@pytest.mark.parametrize("side", SIDES, ids=lambda side: side.identity)
def test_what_is_just_broken_is_found_with_its_article(side: Side) -> None:
    first = findings_of(side.rule, flawless(side.edition, **side.broken))[0]

    assert (first.rule.id, first.effect, first.article.english) == (side.rule, side.effect, side.article)


def test_every_rule_is_tried_on_both_sides() -> None:
    tried = {side.rule for side in SIDES} | TESTED_HERE

    assert tried == {f"DM-{number:02}" for number in range(1, 48)}


@pytest.mark.parametrize("rule_id", ONLY_2026)
def test_the_2014_text_does_not_hold_the_rule(rule_id: str) -> None:
    assert (rule_id in pack_on(OLD_TEXT), rule_id in pack_on(NEW_TEXT)) == (False, True)


@pytest.mark.parametrize("rule_id", ONLY_2014)
def test_the_2026_text_does_not_hold_the_rule(rule_id: str) -> None:
    assert (rule_id in pack_on(OLD_TEXT), rule_id in pack_on(NEW_TEXT)) == (True, False)


@pytest.mark.parametrize(
    "changes",
    [
        {"oath_on": date(2024, 1, 31)},
        {"meeting_on": date(2023, 9, 29)},
        {"introducers_on": date(2023, 7, 1), "open_objections": 4},
    ],
    ids=["oath: no limit", "meeting after pre-review: no limit", "open objection: not named"],
)
def test_what_only_the_2026_text_asks_is_not_asked_before(changes: dict) -> None:
    facts = flawless(Edition.TEXT_2014, **changes)

    assert [rule for rule in ONLY_2026 if findings_of(rule, facts)] == []


def test_dm_06_a_contact_who_left_is_to_be_replaced_art_9() -> None:
    course = flawless().course._replace(**{name: None for name in after_contacts()})

    settled = engine().outlook(course, date(2026, 10, 1)).replace_contact
    left = engine().outlook(course._replace(contact_to_replace=True), date(2026, 10, 1)).replace_contact

    assert settled is None
    assert left is not None
    assert (left.id, left.consequence, left.article.english) == (
        "DM-06",
        Consequence.WARN,
        "Rules on Developing Members (2026), Art. 9",
    )


def after_contacts() -> list[str]:
    names = list(engine().acts)
    return names[names.index("contacts_on") + 1 :]


def test_dm_37_probation_is_a_year_from_the_branch_meeting_art_31() -> None:
    pack, almanac = pack_on(NEW_TEXT), Almanac(PLAIN_CALENDAR)

    probation = probation_of(date(2027, 7, 20), pack, almanac)

    assert pack["DM-37"].article.english == "Rules on Developing Members (2026), Art. 31"
    assert (probation.begins_on, probation.over_on) == (date(2027, 7, 20), date(2028, 7, 20))
    assert (probation.written_end(), probation.written_end(day_before=True)) == (date(2028, 7, 20), date(2028, 7, 19))


@pytest.mark.parametrize(
    ("meeting", "extension", "over"),
    [
        (date(2024, 2, 29), 0, date(2025, 2, 28)),
        (date(2024, 2, 29), 6, date(2025, 8, 28)),
        (date(2027, 8, 31), 6, date(2029, 2, 28)),
        (date(2027, 7, 20), 12, date(2029, 7, 20)),
    ],
)
def test_dm_37_an_extension_runs_on_from_the_first_end(meeting: date, extension: int, over: date) -> None:
    assert probation_of(meeting, pack_on(meeting), Almanac(PLAIN_CALENDAR), extension).over_on == over


def test_dm_42_standing_counts_from_the_end_of_probation_art_33() -> None:
    pack, almanac = pack_on(NEW_TEXT), Almanac(PLAIN_CALENDAR)
    course = flawless(
        conversion_meeting_on=date(2028, 12, 1), conversion_approved_on=date(2029, 1, 8), transferred_in=True
    ).course

    assert pack["DM-42"].article.english == "Rules on Developing Members (2026), Art. 33"
    assert party_standing_from(course, pack, almanac) == date(2028, 7, 20)
    assert party_standing_from(course._replace(conversion_approved_on=None), pack, almanac) is None
    assert party_standing_from(course._replace(conversion_outcome=Outcome.CANCELLED), pack, almanac) is None


def test_a_cancellation_waits_neither_for_the_end_of_probation_nor_for_an_application() -> None:
    facts = flawless(conversion_outcome=Outcome.CANCELLED, conversion_meeting_on=date(2028, 1, 10), conversion_applied_on=None)

    assert [findings_of(rule, facts) for rule in ("DM-38", "DM-45")] == [[], []]
