"""The 25 steps in five stages, as configuration."""

from collections import Counter

from evaluation.procedures.rules.enums import Edition, Stage
from evaluation.procedures.rules.facts import FACTS, Course
from evaluation.procedures.rules.pack import rule_table
from evaluation.procedures.rules.steps import act_table, acts_of, step_table


def test_there_are_25_steps_in_five_stages() -> None:
    assert [step.number for step in step_table()] == list(range(1, 26))
    assert list(Counter(step.stage for step in step_table()).items()) == [
        (Stage.APPLICATION, 2),
        (Stage.ACTIVIST, 4),
        (Stage.DEVELOPMENT_TARGET, 5),
        (Stage.ADMISSION, 7),
        (Stage.CONVERSION, 7),
    ]


def test_every_fact_of_a_form_exists_and_every_act_is_asked_for() -> None:
    asked = {fact for step in step_table() for fact in step.facts}

    assert asked - FACTS == set()
    assert {act.name for act in act_table().values()} - asked == {"recognised_on"}


def test_a_course_begins_with_the_acts_in_their_order() -> None:
    assert Course._fields[: len(act_table())] == tuple(act_table())


def test_needs_name_rules_of_the_table() -> None:
    known = {rule.id for rule in rule_table()}

    assert {rule for act in act_table().values() for need in act.after for rule in need.rules} - known == set()


def test_what_lies_before_an_act() -> None:
    acts = act_table()

    assert acts["contacts_on"].earlier == {"applied_on", "talked_on", "activist_on", "activist_filed_on"}
    assert "training_ended_on" not in acts["political_review_on"].earlier
    assert "oath_on" in acts["conversion_meeting_on"].earlier
    assert [need.act for need in acts["conversion_meeting_on"].after if need.holds] == ["conversion_applied_on"]


def test_step_8_has_four_days() -> None:
    step = step_table()[7]

    assert [act.name for act in acts_of(step)] == [
        "target_agreed_on",
        "notice_posted_on",
        "notice_ended_on",
        "target_listed_on",
    ]


def test_articles_of_a_step_follow_the_text() -> None:
    step = step_table()[14]

    assert step.article(Edition.TEXT_2014).numbers == (20, 21, 22)
    assert step.article(Edition.TEXT_2026).chinese == "《中国共产党发展党员工作细则》（2026年修订）第十九条、第二十条、第二十一条"
