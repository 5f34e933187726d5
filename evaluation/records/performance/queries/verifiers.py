"""Who could verify whose line: the branch of that day, or else the organization department."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, or_, select

from evaluation.foundation.core.database import covers, db
from evaluation.registry.accounts.enums import Role
from evaluation.registry.accounts.models import Account, Grant
from evaluation.registry.organizations.models import OrganizationClosure
from evaluation.registry.people.models import Relative


@dataclass(frozen=True)
class Office:
    """An account that holds an office, and the people whom it may not judge."""

    account_id: int
    close_people: frozenset[int]


class Offices:
    """Who holds the offices that verify lines of some branches and departments on a day. One query."""

    def __init__(self, branch_ids: Iterable[int], department_ids: Iterable[int], day: date) -> None:
        at_branch = and_(Grant.role == Role.BRANCH_SECRETARY, OrganizationClosure.descendant_id.in_(set(branch_ids)))
        at_department = and_(
            Grant.role.in_((Role.ORGANIZATION_OFFICER, Role.ORGANIZATION_HEAD)),
            OrganizationClosure.descendant_id.in_(set(department_ids)),
        )
        related = and_(
            Relative.ended_at.is_(None),
            or_(Relative.person_id == Account.person_id, Relative.relative_id == Account.person_id),
        )
        rows = db.session.execute(
            select(
                Grant.role,
                OrganizationClosure.descendant_id,
                Account.id,
                Account.person_id,
                Relative.person_id.label("declarer_id"),
                Relative.relative_id,
            )
            .join(OrganizationClosure, OrganizationClosure.ancestor_id == Grant.organization_id)
            .join(Account, Account.id == Grant.account_id)
            .outerjoin(Relative, related)
            .where(
                Account.disabled_at.is_(None),
                covers(Grant.valid_from, Grant.valid_to, day),
                or_(at_branch, at_department),
            )
        )
        gathered: dict[tuple[Role, int], dict[int, set[int]]] = {}
        for row in rows:
            close = gathered.setdefault((row.role, row.descendant_id), {}).setdefault(row.id, set())
            close.update(one for one in (row.person_id, row.declarer_id, row.relative_id) if one is not None)
        self.held = {
            place: [Office(account_id, frozenset(close)) for account_id, close in accounts.items()]
            for place, accounts in gathered.items()
        }

    def can_judge(self, role: Role, place: int, person_id: int, submitters: frozenset[int]) -> bool:
        """Whether somebody holds this office there who may judge the person and did not hand the shift in."""
        return any(
            office.account_id not in submitters and person_id not in office.close_people
            for office in self.held.get((role, place), ())
        )

    def verifier_of(self, person_id: int, branch_id: int | None, department_id: int, submitters: frozenset[int]) -> Role:
        """Whose turn a line is. Where the branch has nobody who may, the organization officer, or else the head."""
        if branch_id is not None and self.can_judge(Role.BRANCH_SECRETARY, branch_id, person_id, submitters):
            return Role.BRANCH_SECRETARY
        officer = self.can_judge(Role.ORGANIZATION_OFFICER, department_id, person_id, submitters)
        head = self.can_judge(Role.ORGANIZATION_HEAD, department_id, person_id, submitters)
        return Role.ORGANIZATION_HEAD if head and not officer else Role.ORGANIZATION_OFFICER
