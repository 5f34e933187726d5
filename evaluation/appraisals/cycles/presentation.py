"""What the pages of an appraisal show: the steps, the task list, one person, the list as a workbook."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import url_for
from sqlalchemy import Select
from werkzeug.wrappers import Response

from evaluation.appraisals.cycles.enums import AppraisalState
from evaluation.appraisals.cycles.models import Appraisal, AppraisalGrade, Appraisee, Feedback, Finding
from evaluation.appraisals.cycles.policies import may_conclude, may_examine, may_tell
from evaluation.appraisals.cycles.queries.appraisals import EvidenceCount, GroupMember, group_of
from evaluation.appraisals.cycles.queries.people import (
    AssessmentShown,
    Gathered,
    assessments_of,
    feedback_of,
    findings_of,
    gathered,
    joint_of,
    neighbours,
    own_of,
)
from evaluation.foundation.core.database import db
from evaluation.foundation.core.enums import Labelled
from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.foundation.web.display import hours, short_date
from evaluation.foundation.web.downloads import workbook_answer
from evaluation.procedures.evidence.enums import Dimension
from evaluation.procedures.workflow.enums import MatterKind
from evaluation.procedures.workflow.models import Matter
from evaluation.procedures.workflow.register import room_of
from evaluation.registry.accounts.enums import COLLEGE_ROLES

PATH = (
    AppraisalState.DRAFT,
    AppraisalState.VERIFYING,
    AppraisalState.JUDGING,
    AppraisalState.FEEDBACK,
    AppraisalState.ARCHIVED,
)
TOLD_STATES = frozenset({AppraisalState.FEEDBACK, AppraisalState.ARCHIVED})


class TaskStatus(Labelled):
    """How far a task of the list is (ux 2.4)."""

    DONE = "done", _l("Done"), "none"
    UNDER_WAY = "under_way", _l("Under way"), "blue"
    NOT_YET = "not_yet", _l("Not possible yet"), "grey"
    LOOK_AGAIN = "look_again", _l("Look at it again"), "red"


def stepper(appraisal: Appraisal) -> list[dict[str, Any]]:
    """List fixed, verified, judged, told, archived; with the day on which each part ended."""
    labels = (_("List of people"), _("Verify the facts"), _("Judge"), _("Tell the results"), _("Archive"))
    ended = (appraisal.frozen_on, appraisal.verified_at, appraisal.judged_at, appraisal.archived_at, appraisal.archived_at)
    state = AppraisalState(appraisal.matter.state)
    stopped = state is AppraisalState.STOPPED
    current = next((place for place, day in enumerate(ended) if day is None), len(labels)) if stopped else PATH.index(state)
    if state is AppraisalState.ARCHIVED:
        current = len(labels)
    steps = []
    for place, label in enumerate(labels):
        mark = "done" if place < current else ("stop" if stopped else "now") if place == current else "todo"
        day = ended[place] if place < current else None
        steps.append({"label": label, "state": mark, "detail": short_date(day) if day else None})
    return steps


@dataclass(frozen=True)
class Progress:
    """How many people are through each part of the appraisal."""

    people: int
    looked: int
    rated: int
    concluded: int
    approved: int
    told: int
    answered: int

    @classmethod
    def of(cls, rows: Sequence[Any], group: Sequence[GroupMember]) -> "Progress":
        """Counted over the rows of :func:`queries.appraisals.people_rows`."""
        return cls(
            people=len(rows),
            looked=sum(row.looked_at is not None for row in rows),
            rated=sum(row.rated >= examiners_for(row.person_id, group) for row in rows),
            concluded=sum(row.concluded for row in rows),
            approved=sum(row.material_approved_at is not None for row in rows),
            told=sum(row.told_on is not None for row in rows),
            answered=sum(row.opinion is not None for row in rows),
        )


def examiners_for(person_id: int, group: Sequence[GroupMember]) -> int:
    """How many examiners rate this person once those who are recused keep out."""
    return sum(not member.recused_for(person_id) for member in group)


def task_list(appraisal: Appraisal, progress: Progress, *, look_again: int, may_run: bool) -> list[dict[str, Any]]:
    """The tasks of the appraisal in their order, each with its status and, where it cannot be done yet, with the reason."""
    state = AppraisalState(appraisal.matter.state)
    place = PATH.index(state) if state in PATH else 0
    draft = state is AppraisalState.DRAFT
    matter_id = appraisal.matter_id

    def counted(count: int) -> str:
        return _("%(count)d of %(all)d people", count=count, all=progress.people)

    def one(title: str, begins: int, done: bool, hint: str, not_yet: str, url: str | None = None) -> dict[str, Any]:
        if place < begins:
            return {"title": title, "status": TaskStatus.NOT_YET, "hint": not_yet}
        status = TaskStatus.DONE if done else TaskStatus.UNDER_WAY
        return {"title": title, "status": status, "hint": hint, "url": url}

    everybody = progress.people
    freeze = url_for("appraisals.freeze", matter_id=matter_id) if draft and may_run else None
    rating = one(
        _("Rate on the five dimensions"),
        2,
        progress.rated == everybody and place >= 2,
        counted(progress.rated),
        _("after the facts are verified"),
        "#people",
    )
    if look_again and place >= 2:
        rating["status"] = TaskStatus.LOOK_AGAIN
    tasks = [
        one(
            _("Fix scope and list of people"),
            0,
            not draft,
            _("Frozen on %(day)s", day=short_date(appraisal.frozen_on)) if appraisal.frozen_on else counted(everybody),
            "",
            freeze,
        ),
        one(
            _("Go through the evidence, which gathers by itself"),
            1,
            place > 1 or progress.looked == everybody,
            counted(progress.looked),
            _("after the list of people is fixed"),
            "#people",
        ),
        rating,
        one(
            _("Record the joint results"),
            2,
            progress.concluded == everybody,
            counted(progress.concluded),
            _("after two examiners rated the person"),
            "#people",
        ),
        one(
            _("Write, sign and approve the examination material"),
            2,
            progress.approved == everybody,
            counted(progress.approved),
            _("after the facts are verified"),
            "#people",
        ),
        one(
            _("Tell everybody the result"),
            3,
            progress.told == everybody,
            _("%(told)d told, %(answered)d answered", told=progress.told, answered=progress.answered),
            _("after results and materials are complete"),
            "#people",
        ),
        one(_("Archive"), 3, state is AppraisalState.ARCHIVED, "", _("after everybody was told"), None),
    ]
    if state is AppraisalState.STOPPED:
        return [{"title": task["title"], "hint": task.get("hint")} for task in tasks[:1]]
    return tasks


def material_state(value: str | None) -> Labelled | None:
    """The state of an examination material as a status word; its room is asked by kind."""
    return None if value is None else room_of(MatterKind.MATERIAL).workflow.states(value)


def evidence_words(count: EvidenceCount | None) -> str:
    """2 deeds, 12 shifts, 86 hours."""
    if count is None or not count.items:
        return _("no evidence")
    parts = []
    if count.deeds:
        parts.append(_("%(num)d deeds", num=count.deeds))
    if count.shifts:
        parts.append(_("%(num)d shifts, %(hours)s hours", num=count.shifts, hours=hours(count.minutes)))
    return _(", ").join(parts)


@dataclass
class PersonPage:
    """Everything that the page of one person shows to this reader, and what the reader may do on it."""

    appraisal: Appraisal
    appraisee: Appraisee
    items: Gathered
    findings: list[Finding]
    group: list[GroupMember]
    own_examiner_id: int | None
    own: AssessmentShown | None
    others: list[AssessmentShown]
    joint: AssessmentShown | None
    rated_by: int
    feedback: Feedback | None
    before: int | None
    after: int | None
    may_examine: bool
    may_conclude: bool
    may_tell: bool
    grades: dict[int, AppraisalGrade] = field(default_factory=dict)

    @property
    def state(self) -> AppraisalState:
        """The part in which the appraisal is."""
        return AppraisalState(self.appraisal.matter.state)

    @property
    def rates_now(self) -> bool:
        """Whether the reader is to rate this person now."""
        return self.may_examine and self.state is AppraisalState.JUDGING

    @property
    def sees_others(self) -> bool:
        """Examiners see what others say only once their own is saved (E4)."""
        return not self.rates_now or self.own is not None

    @property
    def enough_rated(self) -> bool:
        """Whether two examiners rated, so that a joint result is possible (EV-27)."""
        return self.rated_by >= 2

    @property
    def missing_dimensions(self) -> list[Dimension]:
        """Dimensions under which nothing was recognised."""
        return [one for one in Dimension if not self.items.showing(one)]

    def word(self, grade_id: int | None) -> str:
        """The word of a rating."""
        return self.grades[grade_id].word if grade_id in self.grades else _("Not known well enough")

    def examiner(self, examiner_id: int | None) -> str:
        """Name of an examiner."""
        return next((member.name for member in self.group if member.examiner_id == examiner_id), "")


def person_page(appraisee: Appraisee, actor: Any) -> PersonPage:
    """Gather what the reader may see. What other examiners say is left out where it is not yet to be seen."""
    appraisal = appraisee.appraisal
    group = group_of(appraisal.matter_id)
    examines = may_examine(actor, appraisal, appraisee.person_id)
    own_id = next((one.examiner_id for one in group if one.account_id == actor.account_id), None) if examines else None
    assessments = assessments_of(appraisee.id)
    before, after = neighbours(appraisee, leave_out=actor.relatives | {actor.person_id})
    state = AppraisalState(appraisal.matter.state)
    page = PersonPage(
        appraisal=appraisal,
        appraisee=appraisee,
        items=gathered(appraisal, appraisee.person_id, since=appraisee.looked_at),
        findings=findings_of(appraisee.id),
        group=group,
        own_examiner_id=own_id,
        own=own_of(assessments, own_id),
        others=[],
        joint=None,
        rated_by=sum(one.examiner_id is not None for one in assessments),
        feedback=feedback_of(appraisee.id) if state in TOLD_STATES else None,
        before=before,
        after=after,
        may_examine=examines,
        may_conclude=may_conclude(actor, appraisal, appraisee.person_id),
        may_tell=may_tell(actor, appraisal, appraisee.person_id),
        grades={grade.id: grade for grade in appraisal.grades},
    )
    if page.sees_others:
        page.others = [one for one in assessments if one.examiner_id not in (None, own_id)]
        page.joint = joint_of(assessments)
    return page


def list_workbook(statement: Select[Any]) -> Response:
    """The rows of the list, newest first, columns as shown."""
    columns = [
        _("Number"),
        _("Name of the appraisal"),
        _("Responsible organisation"),
        _("Special action"),
        _("First day of the period"),
        _("Last day of the period"),
        _("People"),
        _("Told"),
        _("State"),
    ]
    rows = db.session.execute(statement.order_by(Matter.id.desc()).execution_options(yield_per=1000))
    return workbook_answer(
        _("Cadre appraisal"),
        columns,
        (
            [
                row.number or "",
                row.title,
                row.organization,
                row.campaign or "",
                row.occurred_from,
                row.occurred_to,
                row.people,
                row.told,
                AppraisalState(row.state).label,
            ]
            for row in rows
        ),
    )


def people_workbook(appraisal: Appraisal, rows: Sequence[Any], counts: dict[int, EvidenceCount]) -> Response:
    """The list of people with what is known of each; no ratings, which belong to the page of the person."""
    columns = [
        _("No."),
        _("Name"),
        _("Staff or student number"),
        _("Department then"),
        _("Post then"),
        _("Political status then"),
        _("Deeds"),
        _("Shifts"),
        _("Hours"),
        _("Evidence looked at on"),
        _("Why there is no evidence"),
        _("Examiners who rated"),
        _("Joint result recorded"),
        _("Examination material"),
        _("State of the material"),
        _("Told on"),
        _("Answer of the person"),
    ]
    none = EvidenceCount()
    return workbook_answer(
        _("People of the appraisal"),
        columns,
        (
            [
                row.position or place,
                row.name,
                row.number,
                row.organization_then,
                row.post_then,
                row.status_then,
                counts.get(row.person_id, none).deeds,
                counts.get(row.person_id, none).shifts,
                round(counts.get(row.person_id, none).minutes / 60, 1),
                row.looked_at,
                row.no_evidence_reason,
                row.rated,
                _("yes") if row.concluded else _("no"),
                row.material_number or "",
                str(material_state(row.material_state).label) if row.material_state else "",
                row.told_on,
                str(row.opinion.label) if row.opinion else "",
            ]
            for place, row in enumerate(rows, start=1)
        ),
    )


def evidence_address(number: str, appraisee: Appraisee, actor: Any) -> str:
    """Where a piece of evidence is opened: its own page for the college's roles, a page of this room for other examiners."""
    if actor.within(appraisee.appraisal.matter.organization_id, *COLLEGE_ROLES):
        return url_for("evidence.detail", number=number)
    return url_for("appraisals.evidence", matter_id=appraisee.appraisal_id, person_id=appraisee.person_id, number=number)


def own_result(appraisee: Appraisee) -> tuple[list[tuple[str, str]], str]:
    """What a person reads of the own result: dimension and word, and the comment."""
    joint = joint_of(assessments_of(appraisee.id))
    if joint is None:
        return [], ""
    words = {grade.id: grade.word for grade in appraisee.appraisal.grades}
    rows = [
        (one.label, words.get(joint.ratings[one].grade_id or 0, _("Not known well enough")))
        for one in Dimension
        if one in joint.ratings
    ]
    return rows, joint.comment
