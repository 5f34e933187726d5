"""The steps of one case: what is done, what can be done, what is not yet possible and from which day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for

from evaluation.foundation.core.enums import Labelled
from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.foundation.web.display import is_chinese, short_date, zh_date
from evaluation.procedures.rules.engine import RuleEngine, stage_of
from evaluation.procedures.rules.enums import Edition, Stage
from evaluation.procedures.rules.facts import Course
from evaluation.procedures.rules.findings import Answer
from evaluation.procedures.rules.steps import Act, Step, acts_of, step_table
from evaluation.procedures.rules.wording import article_text, reason, title_of, way_out
from evaluation.records.nominations.models.cases import ActRecord


class StepState(Labelled):
    """The word at a step of the task list."""

    DONE = "done", _l("Done"), "plain"
    OPEN = "open", _l("Can be done now"), "blue"
    LATE = "late", _l("Overdue"), "red"
    NOT_YET = "not_yet", _l("Not yet possible"), "grey"
    WITH_REASON = "with_reason", _l("Only with a reason"), "amber"


@dataclass(frozen=True)
class Task:
    """One act in the task list; without ``url`` it cannot be done yet."""

    act: Act
    title: str
    status: StepState
    hint: str
    url: str | None = None
    due: date | None = None


def who(step: Step) -> str:
    """Who acts."""
    return step.actor_chinese if is_chinese() else step.actor


def document(step: Step) -> str:
    """What the step produces."""
    return step.document_chinese if is_chinese() else step.document


def changed_between_texts(step: Step) -> bool:
    """Whether the two texts cite other articles for the step."""
    return step.article(Edition.TEXT_2014).numbers != step.article(Edition.TEXT_2026).numbers


def stage_of_act(act: Act) -> Stage:
    """The column in which a case waits for the act: the listing ends the time of an activist, though it makes a target."""
    if act.step.key in ("propose_target", "list_target"):
        return Stage.ACTIVIST
    if act.name == "activist_on":
        return Stage.APPLICATION
    if act.step.key in ("scrutiny", "pre_review"):
        return Stage.DEVELOPMENT_TARGET
    return act.step.stage


def task_of(
    act: Act,
    course: Course,
    engine: RuleEngine,
    records: Mapping[str, ActRecord],
    today: date,
    matter_id: int,
    due: Mapping[str, date | None],
) -> Task:
    """One line: done with its day, possible, or not yet with the reason and the first day."""
    url = url_for("nominations.step", matter_id=matter_id, act=act.name)
    title, day = title_of(act), getattr(course, act.name)
    if day is not None:
        record = records.get(act.name)
        text = record.edition.label if record else ""
        return Task(act, title, StepState.DONE, _("on %(day)s · applied: %(text)s", day=zh_date(day), text=text), url)
    answer = engine.may_take(course, act.name, today)
    hint = " · ".join(filter(None, (who(act.step), document(act.step))))
    last = due.get(act.name)
    if not answer.allowed:
        return Task(act, title, StepState.NOT_YET, not_yet_words(answer), None, last)
    if act.name not in due:
        skipped = next((one for one in answer.findings if one.word == "not_recorded"), None)
        if skipped is not None and skipped.act.step == act.step:
            return Task(act, title, StepState.NOT_YET, reason(skipped), None, last)
        return Task(act, title, StepState.WITH_REASON, reason(skipped) if skipped else hint, url)
    return Task(act, title, StepState.LATE if last is not None and last < today else StepState.OPEN, hint, url, last)


def not_yet_words(answer: Answer) -> str:
    """Why it cannot be done, the article, and the first day as far as time decides."""
    block = answer.first_block
    assert block is not None
    text = _("%(reason)s. Basis: %(article)s.", reason=reason(block), article=article_text(block.article))
    if answer.earliest is not None and answer.earliest > answer.on:
        return _("%(text)s Possible from %(day)s.", text=text, day=zh_date(answer.earliest))
    return f"{text}{way_out(block)}" if is_chinese() else f"{text} {way_out(block)}"


def tasks_of(
    course: Course, engine: RuleEngine, records: Mapping[str, ActRecord], today: date, matter_id: int, stage: Stage | None
) -> list[Task]:
    """The acts of a stage, or of all; exceptional ones only where they were taken."""
    outlook = engine.outlook(course, today)
    due = {one.act.name: one.due for one in outlook.pending}
    return [
        task_of(act, course, engine, records, today, matter_id, due)
        for step in step_table()
        for act in acts_of(step)
        if (stage is None or stage_of_act(act) is stage) and (not act.is_exceptional or getattr(course, act.name) is not None)
    ]


def stepper(course: Course, engine: RuleEngine) -> list[dict[str, Any]]:
    """Five stages, with the day on which each was reached."""
    reached = {
        Stage.APPLICATION: course.applied_on,
        Stage.ACTIVIST: course.activist_on,
        Stage.DEVELOPMENT_TARGET: course.target_listed_on,
        Stage.ADMISSION: course.pre_review_on,
        Stage.CONVERSION: course.approved_on,
    }
    present = stage_of(course)
    ended = course.closed_on is not None
    result = []
    for stage, day in reached.items():
        if stage is present and course.archived_on is None:
            state = "stop" if ended else "now"
        else:
            state = "done" if day is not None else "todo"
        result.append({"label": stage.label, "state": state, "detail": short_date(day) if day else None})
    return result
