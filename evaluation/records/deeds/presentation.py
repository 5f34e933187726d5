"""What the pages of a deed show: facts gathered in few queries, choices of the forms, the list as a workbook."""

from collections.abc import Sequence
from typing import Any

from flask import url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from evaluation.foundation.core.database import db
from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.web.display import period, short_date
from evaluation.foundation.web.downloads import workbook_answer
from evaluation.procedures.attachments.queries import photographs_of
from evaluation.procedures.evidence.enums import Dimension, EvidenceKind
from evaluation.procedures.evidence.queries import evidence_about
from evaluation.procedures.workflow.enums import Part
from evaluation.procedures.workflow.models import Matter, Task
from evaluation.records.deeds.enums import DeedAction, DeedState
from evaluation.records.deeds.models import Deed
from evaluation.records.deeds.queries import PARTS
from evaluation.registry.accounts.enums import COLLEGE_ROLES, Role
from evaluation.registry.organizations.enums import OrganizationKind, PartyType
from evaluation.registry.organizations.models import Organization
from evaluation.registry.organizations.queries import organization_names
from evaluation.registry.people.models import Person

PATH = (DeedState.SUBMITTED, DeedState.VERIFIED, DeedState.REVIEWED, DeedState.NOTICED, DeedState.ACCEPTED)
BESIDE = {
    DeedState.DRAFT: 0,
    DeedState.WITHDRAWN: 0,
    DeedState.RETURNED: 0,
    DeedState.DUPLICATE: 1,
    DeedState.REJECTED: 2,
    DeedState.REVOKED: 5,
}
DECISIONS = frozenset(
    {
        DeedAction.VERIFY,
        DeedAction.REVIEW,
        DeedAction.RETURN,
        DeedAction.REJECT,
        DeedAction.MARK_DUPLICATE,
        DeedAction.ACCEPT,
        DeedAction.REVOKE,
    }
)
STOPPED = frozenset({DeedState.REJECTED, DeedState.DUPLICATE, DeedState.REVOKED})


def stepper(deed: Deed) -> list[dict[str, Any]]:
    """Five places: handed in, verified, reviewed, on notice, accepted."""
    state = DeedState(deed.matter.state)
    reached = PATH.index(state) + 1 if state in PATH else BESIDE[state]
    labels = (_("Handed in"), _("Branch verifies"), _("Organization department reviews"), _("Public notice"), _("Accepted"))
    current = min(reached, len(labels) - 1) if state is not DeedState.ACCEPTED else len(labels)
    if state is DeedState.REVIEWED or state is DeedState.NOTICED:
        current = 3
    steps = []
    for position, label in enumerate(labels):
        if position < current:
            mark = "done"
        elif position == current:
            mark = "stop" if state in STOPPED else "back" if state is DeedState.RETURNED else "now"
        else:
            mark = "todo"
        steps.append({"label": label, "state": mark, "detail": detail_of_step(deed, position)})
    return steps


def detail_of_step(deed: Deed, position: int) -> str | None:
    """The day of a step taken."""
    moment = (deed.matter.submitted_at, deed.verified_at, deed.reviewed_at, None, deed.accepted_at)[position]
    return None if moment is None else short_date(moment)


def department_choices(actor: Any) -> list[tuple[Any, str]]:
    """Departments for which the actor may report."""
    scope = actor.scope(Role.CLERK, *COLLEGE_ROLES)
    own = home_department(actor)
    wanted = scope | ({own} if own else set())
    rows = db.session.execute(
        select(Organization.id, Organization.name)
        .where(Organization.id.in_(sorted(wanted)), Organization.kind == OrganizationKind.DEPARTMENT)
        .order_by(Organization.code)
    )
    return [(identity, name) for identity, name in rows]


def home_department(actor: Any) -> int | None:
    """The actor's own department."""
    if actor.person_id is None:
        return None
    return db.session.scalar(select(Person.department_id).where(Person.id == actor.person_id))


def branch_choices() -> list[tuple[Any, str]]:
    """Branches that can verify."""
    rows = db.session.execute(
        select(Organization.id, Organization.name)
        .where(Organization.party_type.in_([PartyType.BRANCH, PartyType.TEMPORARY]))
        .order_by(Organization.code)
    )
    return [(identity, name) for identity, name in rows]


def shift_choices(deed: Deed, cited: Sequence[int]) -> list[tuple[int, str]]:
    """Verified shifts of the people of the deed on its days, and what is cited already, to be ticked as support."""
    people = {one.person_id for one in deed.matter.people if one.part in PARTS}
    if not people:
        return []
    first = deed.matter.occurred_from
    rows = db.session.execute(evidence_about(people, begins_on=first, ends_on=deed.matter.occurred_to or first).limit(200))
    seen: dict[int, str] = {}
    for evidence, _person in rows:
        if evidence.kind is EvidenceKind.SHIFT_LINE or evidence.id in cited:
            seen[evidence.id] = f"{evidence.number}　{period(evidence.occurred_from, evidence.occurred_to)}　{evidence.title}"
    return list(seen.items())


def next_duty(deed: Deed) -> dict[str, Any] | None:
    """Who has to act now and by when."""
    row = db.session.execute(
        select(Task, Organization.name)
        .outerjoin(Organization, Organization.id == Task.organization_id)
        .where(Task.matter_id == deed.matter_id, Task.closed_at.is_(None))
        .order_by(Task.due_on)
        .limit(1)
    ).first()
    if row is None:
        return None
    task, organization = row
    return {"organization": organization or "", "role": Role(task.role).label if task.role else "", "due_on": task.due_on}


def dimension_words(values: Sequence[str]) -> list[Any]:
    """Labels of dimensions, in the order of the notice."""
    return [one.label for one in Dimension if one.value in values]


def detail_facts(deed: Deed, people: Sequence[tuple[Person, Part]], citations: Sequence[Any]) -> list[dict[str, Any]]:
    """The basic facts of the detail page."""
    minutes = sum(evidence.minutes or 0 for evidence in citations)
    support = [
        {"number": evidence.number, "url": url_for("evidence.detail", number=evidence.number), "state": evidence.state}
        for evidence in citations
    ]
    subject = "".join(
        filter(
            None,
            (deed.organization_then, deed.post_then and f"　{deed.post_then}", deed.status_then and f"　{deed.status_then}"),
        )
    )
    facts: list[dict[str, Any]] = [
        {"label": _("Time"), "value": period(deed.matter.occurred_from, deed.matter.occurred_to)},
        {"label": _("Place and post"), "value": " · ".join(filter(None, (deed.place, deed.post)))},
        {"label": _("Dimensions shown"), "value": [str(label) for label in dimension_words(deed.dimensions)]},
        {"label": _("Witnesses"), "value": deed.witnesses},
    ]
    if subject:
        facts.insert(0, {"label": _("Person concerned, as of that day"), "value": subject})
    return [*facts, {"label": _("Shifts that bear it out"), "support": support, "minutes": minutes, "value": ""}]


def photograph_items(matter_id: int) -> list[dict[str, Any]]:
    """Photographs as the upload field shows them."""
    return [
        {
            "id": one.id,
            "name": one.name,
            "caption": one.caption,
            "thumbnail": url_for("attachments.thumbnail", attachment_id=one.id),
        }
        for one in photographs_of(matter_id)
    ]


def list_workbook(statement: Any) -> Response:
    """The rows of a list as a workbook, newest first, columns as shown."""
    names = organization_names(db.session.scalars(select(Organization.id)))
    ordered = statement.add_columns(Matter.occurred_to).order_by(Matter.id.desc())
    rows = db.session.execute(ordered.execution_options(yield_per=1000))
    columns = [_("Number"), _("Title"), _("Kind"), _("Whose deed"), _("Department"), _("First day"), _("Last day"), _("State")]
    return workbook_answer(
        _("Exemplary deeds"),
        columns,
        (
            [
                row.number or "",
                row.title,
                str(row.subject_kind.label),
                row.subject,
                names.get(row.organization_id, ""),
                row.occurred_from,
                row.occurred_to,
                str(DeedState(row.state).label),
            ]
            for row in rows
        ),
    )
