"""A case begins with the application (Art. 5 and 6)."""

from datetime import date, datetime
from typing import Any

from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import NotAllowed, Refused
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.procedures.evidence.enums import Purpose
from evaluation.procedures.evidence.operations import cite
from evaluation.procedures.workflow.enums import MatterKind, Part
from evaluation.procedures.workflow.models import Matter
from evaluation.procedures.workflow.operations import open_matter, set_people
from evaluation.records.nominations.enums import NominationState
from evaluation.records.nominations.models.cases import Nomination
from evaluation.records.nominations.operations.acts import Entry, take_act
from evaluation.records.nominations.policies import may_open
from evaluation.records.nominations.queries.cases import committee_above, running_case_of
from evaluation.registry.organizations.enums import PartyType
from evaluation.registry.organizations.models import Organization
from evaluation.registry.people.enums import PoliticalStatus
from evaluation.registry.people.history import people_then
from evaluation.registry.people.models import Person

MEMBERS = frozenset({PoliticalStatus.PROBATIONARY_MEMBER, PoliticalStatus.FULL_MEMBER})


def place_of(person: Person, branch_id: int | None, day: date) -> tuple[int, Organization]:
    """Branch and committee of a case: the branch given, else that of the person on the day.

    :raises Refused: there is none, or it is no branch, or no committee stands above it.
    """
    then = people_then([person.id], day)[person.id]
    wanted = branch_id or then.branch_id or person.branch_id
    branch = db.session.get(Organization, wanted) if wanted is not None else None
    if branch is None:
        raise Refused(
            _l("%(name)s belongs to no branch; choose the branch that takes the application.", name=person.name), field="branch"
        )
    if branch.party_type not in (PartyType.BRANCH, PartyType.TEMPORARY, PartyType.GENERAL_BRANCH):
        raise Refused(_l("An application goes to a branch; choose one."), field="branch")
    committee = committee_above(branch.id)
    if committee is None:
        raise Refused(_l("No Party committee stands above this branch; correct the organisations first."), field="branch")
    return branch.id, committee


def check_person(person: Person) -> None:
    """Refuse who is a member already, or has a running case."""
    if person.political_status in MEMBERS:
        raise Refused(_l("%(name)s is a Party member already; check the name.", name=person.name), field="person")
    running = running_case_of(person.id)
    if running is not None:
        raise Refused(
            _l("%(name)s has a running case (%(number)s); open that one.", name=person.name, number=running.matter.number),
            field="person",
        )


def new_case(
    person: Person, branch_id: int, committee: Organization, state: NominationState, *, actor: Any, now: datetime
) -> Nomination:
    """The rows of a case. It belongs to its branch, not to the account that typed it: its tasks go to whoever holds the role."""
    matter: Matter = open_matter(
        MatterKind.NOMINATION,
        title=person.name,
        state=state,
        organization_id=committee.id,
        party_organization_id=branch_id,
        actor=actor,
        now=now,
        confidential=True,
    )
    matter.opened_by_id = None
    nomination = Nomination(matter=matter, person=person, person_id=person.id, facts={})
    set_people(matter, [(person.id, Part.SUBJECT)], parts=[Part.SUBJECT])
    return nomination


def open_case(
    person: Person,
    *,
    applied_on: date,
    actor: Any,
    now: datetime,
    branch_id: int | None = None,
    evidence_ids: tuple[int, ...] = (),
    reason: str | None = None,
) -> Nomination:
    """Record an application. Frontline evidence may be attached; it is a basis for examination and shortens nothing.

    :raises Refused: under age, a member already, a running case, no branch.
    :raises NotAllowed: the branch is not the actor's.
    """
    check_person(person)
    branch, committee = place_of(person, branch_id, applied_on)
    if not may_open(actor, branch, committee.id):
        raise NotAllowed(_l("Cases are kept by the secretary of the branch and the organization department; ask there."))
    nomination = new_case(person, branch, committee, NominationState.DRAFT, actor=actor, now=now)
    then = people_then([person.id], applied_on)[person.id]
    nomination.organization_then, nomination.post_then = then.organization, then.post
    nomination.matter.occurred_from = nomination.matter.occurred_to = applied_on
    with db.session.no_autoflush:
        db.session.add(nomination)
    db.session.flush()
    take_act(nomination, "applied_on", Entry(on=applied_on, reason=reason), actor=actor, now=now)
    if evidence_ids:
        cite(evidence_ids, nomination.matter, purpose=Purpose.NOMINATION, actor=actor, now=now)
    return nomination
