"""People as of a day: department, branch, post, status, and whether they were here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, select

from evaluation.foundation.core.database import db
from evaluation.records.performance.enums import RowCheck
from evaluation.registry.people.enums import AffiliationKind, PoliticalStatus, Standing
from evaluation.registry.people.models import Affiliation, Person

KINDS = (
    AffiliationKind.DEPARTMENT,
    AffiliationKind.BRANCH,
    AffiliationKind.POST,
    AffiliationKind.POLITICAL_STATUS,
    AffiliationKind.STANDING,
)
AT_ONCE = 500


@dataclass(frozen=True)
class AsOfDay:
    """What a person was on a day; ``check`` says why the person cannot have been on a shift then."""

    department_id: int | None = None
    branch_id: int | None = None
    post: str = ""
    political_status: PoliticalStatus | None = None
    check: RowCheck | None = None


class Histories:
    """Affiliations of some people over a period, read in one query for every five hundred, asked by person and day."""

    def __init__(self, person_ids: Iterable[int], first: date, last: date) -> None:
        self.present_department: dict[int, int | None] = {}
        self.rows: dict[int, list[Any]] = {}
        for some in chunks(sorted(set(person_ids))):
            self.read(some, first, last)

    def read(self, person_ids: Sequence[int], first: date, last: date) -> None:
        """Take in the people of one query."""
        touches = and_(
            Affiliation.person_id == Person.id,
            Affiliation.superseded_at.is_(None),
            Affiliation.kind.in_(KINDS),
            (Affiliation.valid_from.is_(None)) | (Affiliation.valid_from <= last),
            (Affiliation.valid_to.is_(None)) | (Affiliation.valid_to > first),
        )
        statement = (
            select(
                Person.id,
                Person.department_id,
                Affiliation.kind,
                Affiliation.organization_id,
                Affiliation.value,
                Affiliation.valid_from,
                Affiliation.valid_to,
            )
            .outerjoin(Affiliation, touches)
            .where(Person.id.in_(person_ids))
        )
        for row in db.session.execute(statement):
            self.present_department[row.id] = row.department_id
            if row.kind is not None:
                self.rows.setdefault(row.id, []).append(row)

    def on(self, person_id: int, day: date) -> AsOfDay:
        """What the person was on this day."""
        if person_id not in self.present_department:
            return AsOfDay(check=RowCheck.UNKNOWN)
        held: Mapping[AffiliationKind, Any] = {
            row.kind: row
            for row in self.rows.get(person_id, ())
            if (row.valid_from is None or row.valid_from <= day) and (row.valid_to is None or row.valid_to > day)
        }
        department, branch = held.get(AffiliationKind.DEPARTMENT), held.get(AffiliationKind.BRANCH)
        post, status = held.get(AffiliationKind.POST), held.get(AffiliationKind.POLITICAL_STATUS)
        standing = held.get(AffiliationKind.STANDING)
        check = None
        if standing is not None and standing.value == Standing.LEFT:
            check = RowCheck.LEFT
        elif department is None and self.present_department[person_id] is not None:
            check = RowCheck.NOT_YET
        return AsOfDay(
            department_id=department.organization_id if department else None,
            branch_id=branch.organization_id if branch else None,
            post=(post.value or "") if post else "",
            political_status=PoliticalStatus(status.value) if status and status.value else None,
            check=check,
        )


def chunks(values: Sequence[int]) -> Iterable[Sequence[int]]:
    """Values in portions that a condition can hold."""
    return (values[start : start + AT_ONCE] for start in range(0, len(values), AT_ONCE))
