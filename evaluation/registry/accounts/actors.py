"""The actor: an account at work, with the organisations in which each of its roles counts today."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from flask_login import UserMixin

from evaluation.registry.accounts.enums import ADMINISTRATORS, BUSINESS_ROLES, Role


@dataclass(frozen=True)
class Actor(UserMixin):
    """Who acts. ``roles`` gives, for each role held today, the ids of all organisations below its grants."""

    account_id: int
    name: str
    person_id: int | None = None
    roles: Mapping[str, frozenset[int]] = field(default_factory=dict)
    must_change_password: bool = False
    session_digest: str = ""
    organization_name: str = ""
    everywhere: frozenset[str] = frozenset()
    tree_stamp: int = 0
    find_relatives: Callable[[int], frozenset[int]] = lambda person_id: frozenset()
    known: dict[str, Any] = field(default_factory=dict, compare=False)

    def get_id(self) -> str:
        """What the signed cookie carries (unused: the session keeps the token itself)."""
        return self.session_digest

    @cached_property
    def standing(self) -> tuple[Any, ...]:
        """All that decides what this actor may see: account, person, and roles with their organisations."""
        return self.account_id, self.person_id, self.everywhere, tuple(sorted(self.roles.items()))

    def holds(self, *roles: str) -> bool:
        """Whether one of the roles is held anywhere."""
        return any(role in self.roles for role in roles)

    def scope(self, *roles: str) -> frozenset[int]:
        """Organisations in which one of the roles counts."""
        return frozenset().union(*(self.roles.get(role, frozenset()) for role in roles))

    def reaches_all(self, *roles: str) -> bool:
        """Whether one of the roles counts in every organisation; then no list of them is needed."""
        return not self.everywhere.isdisjoint(roles)

    def within(self, organization_id: int | None, *roles: str) -> bool:
        """Whether one of the roles counts in this organisation."""
        return organization_id is not None and any(organization_id in self.roles.get(role, ()) for role in roles)

    @property
    def is_administrator(self) -> bool:
        """One of the three administrators, who read no business data."""
        return self.holds(*ADMINISTRATORS)

    @property
    def works_on_business(self) -> bool:
        """Holds at least one role of the business side."""
        return self.holds(*BUSINESS_ROLES)

    @property
    def role_label(self) -> object:
        """Label of the first role held, in order of declaration."""
        held = next((role for role in Role if role in self.roles and role is not Role.MEMBER), None)
        return held.label if held else (Role.MEMBER.label if Role.MEMBER in self.roles else "")

    @property
    def relatives(self) -> frozenset[int]:
        """Declared near relatives; asked for once, and only where somebody is to be judged."""
        if self.person_id is None:
            return frozenset()
        if "relatives" not in self.known:
            self.known["relatives"] = self.find_relatives(self.person_id)
        return self.known["relatives"]

    def close_to(self, person_ids: set[int] | frozenset[int]) -> bool:
        """Whether the actor is one of these people or a declared near relative of one (recusal, 人事管理条例 Art. 39)."""
        if self.person_id is None:
            return False
        return self.person_id in person_ids or bool(self.relatives & set(person_ids))
