"""The rule table as data: what is in force on a day, what two packs differ in, what the college sets itself."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from evaluation.foundation.core.errors import Refused
from evaluation.procedures.rules.enums import Bound, Certainty, Consequence, Edition, Unit
from evaluation.procedures.rules.pack import RuleBook, difference, pack_on, rule_table
from evaluation.procedures.rules.rule import LocalOverride, chinese_number, loosens

LAST_DAY_OF_2014, FIRST_DAY_OF_2026 = date(2026, 5, 10), date(2026, 5, 11)
SEVEN_DAYS = LocalOverride("DM-13", "notice", 7, "党办〔2026〕9号", "组织部 郑海", date(2026, 9, 1), date(2027, 9, 1))


def test_the_table_is_complete() -> None:
    assert sorted({rule.id for rule in rule_table()}) == sorted(
        [f"DM-{number:02}" for number in range(1, 48)] + [f"CA-{number:02}" for number in range(1, 6)]
    )


@pytest.mark.parametrize("rule", rule_table(), ids=lambda rule: f"{rule.id} {rule.edition}")
def test_every_row_has_words_source_and_validity(rule) -> None:
    assert rule.title
    assert rule.chinese
    assert rule.article.chinese
    assert (rule.valid_from, rule.valid_to) == (rule.edition.valid_from, rule.edition.valid_to)
    assert rule.is_setting or rule.certainty is Certainty.VERIFIED


@pytest.mark.parametrize(
    ("day", "edition", "consent", "notice"),
    [
        (date(2009, 1, 1), Edition.TEXT_2014, "DM-12", "DM-14"),
        (LAST_DAY_OF_2014, Edition.TEXT_2014, "DM-12", "DM-14"),
        (FIRST_DAY_OF_2026, Edition.TEXT_2026, "DM-11", "DM-13"),
        (date(2040, 1, 1), Edition.TEXT_2026, "DM-11", "DM-13"),
    ],
)
def test_the_texts_change_on_11_may_2026(day: date, edition: Edition, consent: str, notice: str) -> None:
    pack = pack_on(day)

    assert pack.edition is edition
    assert [rule.id for rule in (pack.first_of(["DM-11", "DM-12"]), pack.first_of(["DM-13", "DM-14"])) if rule] == [
        consent,
        notice,
    ]


@pytest.mark.parametrize(
    ("rule_id", "old", "new", "number_is_certain"),
    [
        ("DM-23", 19, 18, True),
        ("DM-26", 20, 19, True),
        ("DM-27", 21, 20, True),
        ("DM-33", 26, 25, False),
        ("DM-40", 34, 33, False),
        ("DM-05", 9, 9, True),
    ],
)
def test_articles_are_one_lower_from_the_pre_review_on(rule_id: str, old: int, new: int, number_is_certain: bool) -> None:
    before, after = pack_on(LAST_DAY_OF_2014)[rule_id].article, pack_on(FIRST_DAY_OF_2026)[rule_id].article

    assert (before.numbers, after.numbers, before.certain, after.certain) == ((old,), (new,), number_is_certain, True)


@pytest.mark.parametrize(
    ("rule_id", "limit", "number", "unit", "bound"),
    [
        ("DM-01", "age", 18, Unit.YEAR, Bound.LEAST),
        ("DM-13", "notice", 5, Unit.WORKING_DAY, Bound.LEAST),
        ("DM-26", "present", Fraction(1, 2), Unit.SHARE, Bound.MORE_THAN),
        ("DM-22", "hours", 24, Unit.CLASS_HOUR, Bound.LEAST),
        ("DM-33", "usual", 3, Unit.MONTH, Bound.WITHIN),
    ],
)
def test_numbers_have_unit_and_bound(rule_id: str, limit: str, number: int, unit: Unit, bound: Bound) -> None:
    found = pack_on(FIRST_DAY_OF_2026)[rule_id].limit(limit)

    assert (found.number, found.unit, found.bound) == (number, unit, bound)


def test_a_limit_may_have_a_consequence_of_its_own() -> None:
    rule = pack_on(FIRST_DAY_OF_2026)["DM-33"]

    assert (rule.consequence, rule.limit("usual").consequence, rule.limit("longest").consequence) == (
        Consequence.DEADLINE,
        None,
        Consequence.BLOCK,
    )


def test_an_unknown_limit_is_named() -> None:
    with pytest.raises(KeyError, match="DM-33 has no limit shortest"):
        pack_on(FIRST_DAY_OF_2026)["DM-33"].limit("shortest")


def test_the_difference_of_the_two_texts() -> None:
    changes = difference(pack_on(LAST_DAY_OF_2014), pack_on(FIRST_DAY_OF_2026))

    assert [change.rule_id for change in changes if change.before is None] == [
        "DM-06",
        "DM-11",
        "DM-13",
        "DM-15",
        "DM-16",
        "DM-19",
        "DM-25",
        "DM-36",
        "DM-43",
    ]
    assert [change.rule_id for change in changes if change.after is None] == ["DM-12", "DM-14"]
    assert {change.fields for change in changes if change.before and change.after} == {("article",)}
    assert "DM-01" not in {change.rule_id for change in changes}


def test_packs_of_one_text_do_not_differ() -> None:
    assert difference(pack_on(date(2020, 1, 1)), pack_on(date(2022, 4, 6))) == []


@pytest.mark.parametrize(
    ("day", "number"),
    [(date(2026, 8, 31), 5), (date(2026, 9, 1), 7), (date(2027, 8, 31), 7), (date(2027, 9, 1), 5)],
)
def test_an_override_holds_between_its_days(day: date, number: int) -> None:
    assert pack_on(day, [SEVEN_DAYS])["DM-13"].limit("notice").number == number


def test_an_override_stands_beside_the_text() -> None:
    rule = pack_on(date(2026, 10, 1), [SEVEN_DAYS])["DM-13"]

    assert rule.is_overridden
    assert rule.limit("notice").override == SEVEN_DAYS
    assert [
        (change.rule_id, change.fields)
        for change in difference(pack_on(date(2026, 10, 1)), pack_on(date(2026, 10, 1), [SEVEN_DAYS]))
    ] == [("DM-13", ("limits",))]


def test_the_later_override_wins() -> None:
    later = replace(SEVEN_DAYS, number=10, valid_from=date(2026, 11, 1))

    book = RuleBook(overrides=[later, SEVEN_DAYS])

    assert [book.pack_on(day)["DM-13"].limits[0].number for day in (date(2026, 10, 31), date(2026, 11, 1))] == [7, 10]


def test_an_override_of_a_rule_that_the_text_does_not_hold_changes_nothing() -> None:
    assert "DM-13" not in pack_on(LAST_DAY_OF_2014, [replace(SEVEN_DAYS, valid_from=date(2022, 1, 1))])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"rule_id": "DM-99"}, "rule_id"),
        ({"limit": "length"}, "limit"),
        ({"number": 0}, "number"),
        ({"number": Fraction(11, 2)}, "number"),
        ({"rule_id": "DM-26", "limit": "present", "number": 1}, "number"),
        ({"approval_number": " "}, "approval_number"),
        ({"person": ""}, "person"),
        ({"valid_to": date(2026, 9, 1)}, "valid_to"),
    ],
)
def test_an_override_without_a_basis_is_refused_at_its_field(changes: dict, field: str) -> None:
    with pytest.raises(Refused) as refusal:
        RuleBook(overrides=[replace(SEVEN_DAYS, **changes)])

    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("rule_id", "limit", "number", "looser"),
    [
        ("DM-13", "notice", 4, True),
        ("DM-13", "notice", 7, False),
        ("DM-02", "talk", 2, True),
        ("DM-33", "usual", 2, False),
        ("DM-26", "present", Fraction(2, 3), False),
        ("DM-17", "introducers", 3, True),
    ],
)
def test_what_asks_less_than_the_text_is_told(rule_id: str, limit: str, number: int, looser: bool) -> None:
    assert loosens(pack_on(FIRST_DAY_OF_2026)[rule_id].limit(limit), number) is looser


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (7, "七"),
        (10, "十"),
        (13, "十三"),
        (20, "二十"),
        (34, "三十四"),
        (110, "一百一十"),
        (201, "二百零一"),
        (1019, "一千零一十九"),
    ],
)
def test_articles_are_numbered_in_chinese(number: int, written: str) -> None:
    assert chinese_number(number) == written


def test_articles_are_cited_as_in_official_papers() -> None:
    pack = pack_on(FIRST_DAY_OF_2026)

    assert pack["DM-09"].article.chinese == "《中国共产党发展党员工作细则》（2026年修订）第十二条、第十三条"
    assert pack["DM-45"].article.chinese == "《中国共产党发展党员工作细则》（2026年修订）第七条至第三十三条"
    assert pack["CA-05"].article.english == "Civil Code, Arts. 202, 203"
    assert pack["DM-21"].article.chinese == "工作惯例"
