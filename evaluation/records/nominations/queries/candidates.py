"""From deed to candidate: people of a branch with verified frontline evidence who have applied or could."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import exists, false, select
from sqlalchemy.orm import aliased

from evaluation.foundation.core.database import db
from evaluation.procedures.evidence.enums import EvidenceState, Tone
from evaluation.procedures.evidence.models import Evidence, EvidencePerson
from evaluation.procedures.rules.facts import Course
from evaluation.procedures.workflow.models import Matter
from evaluation.records.nominations.models.cases import Nomination
from evaluation.records.nominations.models.parts import DeedChoice
from evaluation.records.nominations.queries.boards import Frontline, frontline_of
from evaluation.records.nominations.queries.courses import OPEN, course_from, course_rows
from evaluation.registry.accounts.enums import COLLEGE_ROLES, Role
from evaluation.registry.organizations.models import Organization
from evaluation.registry.people.enums import PoliticalStatus, Standing
from evaluation.registry.people.models import Person

MEMBERS = (PoliticalStatus.PROBATIONARY_MEMBER, PoliticalStatus.FULL_MEMBER, PoliticalStatus.OTHER_PARTY)


@dataclass(frozen=True)
class Candidate:
    """Somebody on the quiet list; ``course`` is that of the running case, if there is one."""

    person_id: int
    name: str
    number: str
    birth_date: date | None
    birth_precision: str
    status: PoliticalStatus | None
    branch_id: int
    branch: str
    frontline: Frontline
    course: Course | None
    matter_id: int | None
    choice: Any


def candidates(actor: Any, branch_id: int | None) -> list[Candidate]:
    """The people, in four statements. Nobody is ranked: the caller orders them by name."""
    scope = actor.scope(Role.BRANCH_SECRETARY, *COLLEGE_ROLES)
    branch = aliased(Organization)
    statement = (
        select(
            Person.id,
            Person.name,
            Person.number,
            Person.birth_date,
            Person.birth_precision,
            Person.political_status,
            branch.id,
            branch.short_name,
        )
        .join(branch, branch.id == Person.branch_id)
        .where(
            Person.standing == Standing.ACTIVE,
            Person.political_status.is_(None) | Person.political_status.not_in(MEMBERS),
            Person.branch_id.in_(sorted(scope)) if scope else false(),
            Person.id != (actor.person_id or 0),
            exists().where(
                EvidencePerson.person_id == Person.id,
                EvidencePerson.evidence_id == Evidence.id,
                Evidence.state == EvidenceState.VALID,
                Evidence.tone == Tone.COMMENDABLE,
            ),
        )
    )
    if branch_id is not None:
        statement = statement.where(Person.branch_id == branch_id)
    rows = db.session.execute(statement).all()
    ids = [row[0] for row in rows]
    frontline = frontline_of(ids)
    running: dict[int, tuple[Course, int]] = {}
    for row in db.session.execute(
        course_rows().add_columns(Nomination.person_id, Matter.id).where(Matter.state.in_(OPEN), Nomination.person_id.in_(ids))
    ):
        running[row[-2]] = (course_from(row), row[-1])
    choices: dict[int, DeedChoice] = {}
    for choice in db.session.scalars(select(DeedChoice).where(DeedChoice.person_id.in_(ids)).order_by(DeedChoice.id)):
        choices[choice.person_id] = choice
    return [
        Candidate(
            *row,
            frontline=frontline.get(row[0], Frontline()),
            course=running[row[0]][0] if row[0] in running else None,
            matter_id=running[row[0]][1] if row[0] in running else None,
            choice=choices.get(row[0]),
        )
        for row in rows
    ]
