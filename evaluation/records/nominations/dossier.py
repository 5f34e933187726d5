"""The dossier: every step with its paper, in archive order; what is there and what is missing (Art. 36)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from evaluation.procedures.attachments.models import Attachment
from evaluation.procedures.rules.enums import Edition, Paper
from evaluation.procedures.rules.facts import Course
from evaluation.procedures.rules.steps import Step, acts_of, step_table
from evaluation.records.nominations.facts import PAPER_OF_STEP
from evaluation.records.nominations.models.cases import ActRecord
from evaluation.records.nominations.models.parts import NominationPaper

Papers = list[tuple[NominationPaper, Attachment | None]]
ALSO_IN_2014 = frozenset(Paper) - {Paper.PROBATION_REGISTER}


@dataclass(frozen=True)
class Line:
    """One line of the index. ``archived``: it belongs to the set without which a case is not closed."""

    step: Step
    day: date | None
    papers: Papers
    archived: bool
    wanted: bool

    @property
    def missing(self) -> bool:
        """Whether the paper should be there by now and is not."""
        return self.wanted and not self.papers


def begun(step: Step, course: Course) -> bool:
    """Whether a step was taken, so that its paper exists; cultivation begins with the decision, probation with the approval."""
    if step.key == "cultivate":
        return course.target_proposed_on is not None
    if step.key == "probation":
        return course.conversion_meeting_on is not None
    return any(getattr(course, act.name) is not None for act in acts_of(step) if not act.is_exceptional)


def day_of(step: Step, course: Course) -> date | None:
    """The last day of a step."""
    return max((day for day in (getattr(course, act.name) for act in acts_of(step)) if day is not None), default=None)


def lines_of(course: Course, papers: Papers, edition: Edition) -> list[Line]:
    """The index in archive order: that of the steps."""
    by_step: dict[str, Papers] = {}
    for paper, file in papers:
        by_step.setdefault(paper.step, []).append((paper, file))
    kept = frozenset(Paper) if edition is Edition.TEXT_2026 else ALSO_IN_2014
    return [
        Line(
            step=step,
            day=day_of(step, course),
            papers=by_step.get(step.key, []),
            archived=PAPER_OF_STEP.get(step.key) in kept,
            wanted=begun(step, course) and step.key != "archive",
        )
        for step in step_table()
    ]


def edition_of(records: Mapping[str, ActRecord], today_edition: Edition) -> Edition:
    """The text by which the archive is asked for: of the archiving where it is done, else of today."""
    record: Any = records.get("archived_on")
    return record.edition if record is not None else today_edition
