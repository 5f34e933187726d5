"""People as of a day, in the words that a record keeps."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from flask_babel import force_locale

from evaluation.registry.organizations.queries import organization_names
from evaluation.registry.people.enums import AffiliationKind, PoliticalStatus
from evaluation.registry.people.queries import affiliations_on


@dataclass(frozen=True)
class Then:
    """What a person was on a day, in Chinese words, as a record keeps it."""

    organization: str = ""
    post: str = ""
    status: str = ""
    branch_id: int | None = None


def people_then(person_ids: Iterable[int], day: date) -> dict[int, Then]:
    """Unit, post and political status of these people on a day."""
    wanted = list(person_ids)
    held = affiliations_on(wanted, day)
    units = organization_names(
        row.organization_id for kinds in held.values() for row in kinds.values() if row.organization_id is not None
    )
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
