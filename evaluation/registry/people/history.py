"""People as of a day, in the words that a record keeps."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import force_locale
from sqlalchemy import Date, bindparam, select

from evaluation.foundation.core.database import covers, rows_of
from evaluation.registry.organizations.models import Organization
from evaluation.registry.people.enums import AffiliationKind, PoliticalStatus
from evaluation.registry.people.models import Affiliation


@dataclass(frozen=True)
class Then:
    """What a person was on a day, in Chinese words, as a record keeps it."""

    organization: str = ""
    post: str = ""
    status: str = ""
    branch_id: int | None = None


HELD_THEN = (  # what these people held on a day, as known today
    select(Affiliation.person_id, Affiliation.kind, Affiliation.value, Affiliation.organization_id, Organization.name)
    .outerjoin(Organization, Organization.id == Affiliation.organization_id)
    .where(
        Affiliation.person_id.in_(bindparam("person_ids", expanding=True)),
        Affiliation.superseded_at.is_(None),
        covers(Affiliation.valid_from, Affiliation.valid_to, bindparam("day", type_=Date())),
    )
)


def people_then(person_ids: Iterable[int], day: date) -> dict[int, Then]:
    """Unit, post and political status of these people on a day."""
    wanted = list(person_ids)
    if not wanted:
        return {}
    units: dict[int, str] = {}
    held: dict[int, dict[AffiliationKind, Any]] = {}
    for row in rows_of(HELD_THEN, person_ids=list(set(wanted)), day=day):
        held.setdefault(row.person_id, {})[row.kind] = row
        if row.organization_id is not None:
            units[row.organization_id] = row.name
    result = {}
    for person_id in wanted:
        kinds = held.get(person_id, {})
        department, branch = kinds.get(AffiliationKind.DEPARTMENT), kinds.get(AffiliationKind.BRANCH)
        post, status = kinds.get(AffiliationKind.POST), kinds.get(AffiliationKind.POLITICAL_STATUS)
        with force_locale("zh_Hans_CN"):
            words = str(PoliticalStatus(status.value).label) if status is not None and status.value else ""
        result[person_id] = Then(
            organization=units.get(department.organization_id or 0, "") if department else "",
            post=(post.value or "") if post else "",
            status=words,
            branch_id=branch.organization_id if branch else None,
        )
    return result
