"""What is known of one person, for somebody who may read it. Each function is one query."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from evaluation.foundation.core.database import db
from evaluation.procedures.evidence.models import Evidence, EvidencePerson
from evaluation.procedures.workflow.addresses import matter_address
from evaluation.procedures.workflow.enums import MatterKind, Part
from evaluation.procedures.workflow.models import Matter, MatterPerson
from evaluation.procedures.workflow.register import ROOMS, visible_matters
from evaluation.registry.accounts.models import Account
from evaluation.registry.organizations.models import Organization
from evaluation.registry.people.enums import AffiliationKind, PoliticalStatus, RoleGroup, Standing
from evaluation.registry.people.models import Affiliation, Person
from evaluation.registry.people.policies import visible_people

MOST_ROWS = 100
ENUMERATED: dict[AffiliationKind, Any] = {
    AffiliationKind.POLITICAL_STATUS: PoliticalStatus,
    AffiliationKind.ROLE_GROUP: RoleGroup,
    AffiliationKind.STANDING: Standing,
}


def visible_person(actor: Any, person_id: int) -> Any:
    """The person with the names of department and branch, or None where the actor may not know of one."""
    department, branch = aliased(Organization), aliased(Organization)
    return db.session.execute(
        select(Person, department.name.label("department"), branch.name.label("branch"))
        .outerjoin(department, department.id == Person.department_id)
        .outerjoin(branch, branch.id == Person.branch_id)
        .where(Person.id == person_id, visible_people(actor))
    ).first()


@dataclass(frozen=True)
class Entry:
    """One entry of a history in words; a corrected one stays readable."""

    id: int
    kind: AffiliationKind
    value: Any
    valid_from: date | None
    valid_to: date | None
    reason: str | None
    recorded_by: str | None
    corrected: bool

    def holds_on(self, day: date) -> bool:
        """Whether this is what held on a day, as known now."""
        begun = self.valid_from is None or self.valid_from <= day
        return not self.corrected and begun and (self.valid_to is None or self.valid_to > day)


def history(person_id: int) -> list[Entry]:
    """The whole history, kind by kind, newest first."""
    rows = db.session.execute(
        select(Affiliation, Organization.name, Account.name)
        .outerjoin(Organization, Organization.id == Affiliation.organization_id)
        .outerjoin(Account, Account.id == Affiliation.recorded_by_id)
        .where(Affiliation.person_id == person_id)
        .order_by(Affiliation.valid_from.desc().nulls_last(), Affiliation.id.desc())
    )
    entries = [
        Entry(
            id=row.id,
            kind=row.kind,
            value=organization or in_words(row.kind, row.value),
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            reason=row.reason,
            recorded_by=account,
            corrected=row.superseded_at is not None,
        )
        for row, organization, account in rows
    ]
    order = list(AffiliationKind)
    return sorted(entries, key=lambda entry: order.index(entry.kind))


def in_words(kind: AffiliationKind, value: str | None) -> Any:
    """A stored value as the reader knows it."""
    return ENUMERATED[kind](value).label if kind in ENUMERATED and value else value or ""


def evidence_seen(actor: Any, person_id: int) -> list[Any]:
    """Evidence about the person whose source the actor may see, newest first."""
    return list(
        db.session.execute(
            select(
                Evidence.number,
                Evidence.title,
                Evidence.kind,
                Evidence.state,
                Evidence.occurred_from,
                Evidence.minutes,
                EvidencePerson.organization_then,
                EvidencePerson.post_then,
            )
            .join(EvidencePerson, EvidencePerson.evidence_id == Evidence.id)
            .join(Matter, Matter.id == Evidence.source_matter_id)
            .where(EvidencePerson.person_id == person_id, visible_matters(actor))
            .order_by(Evidence.occurred_from.desc(), Evidence.id.desc())
            .limit(MOST_ROWS)
        )
    )


@dataclass(frozen=True)
class Concern:
    """A matter that concerns the person, and as what."""

    title: str
    number: str | None
    kind: MatterKind
    part: Part
    state: Any
    occurred_from: date | None
    address: str | None


def matters_seen(actor: Any, person_id: int) -> list[Concern]:
    """Matters that the person has a part in, among those the actor may see, newest first."""
    party = aliased(MatterPerson)  # the rooms' conditions ask for other rows of the same table
    rows = db.session.execute(
        select(Matter.id, Matter.kind, Matter.number, Matter.title, Matter.state, Matter.occurred_from, party.part)
        .join(party, party.matter_id == Matter.id)
        .where(party.person_id == person_id, visible_matters(actor))
        .order_by(Matter.id.desc(), party.part)
        .limit(MOST_ROWS)
    )
    return [
        Concern(
            title=row.title,
            number=row.number,
            kind=MatterKind(row.kind),
            part=row.part,
            state=ROOMS[MatterKind(row.kind)].workflow.states(row.state),
            occurred_from=row.occurred_from,
            address=matter_address(row.kind, row.id),
        )
        for row in rows
    ]
