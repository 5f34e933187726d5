"""Factories with boring defaults. They write through the real operations and flush; nothing is shared between tests."""

from collections.abc import Iterable
from datetime import date
from io import BytesIO
from itertools import count
from typing import Any

from openpyxl import load_workbook

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.registry.accounts.actors import Actor
from evaluation.registry.accounts.enums import Role
from evaluation.registry.accounts.models import Account, Grant
from evaluation.registry.accounts.queries import actor_of_account
from evaluation.registry.organizations.enums import OrganizationKind, PartyType
from evaluation.registry.organizations.models import Organization
from evaluation.registry.organizations.operations import create_organization
from evaluation.registry.people.enums import AffiliationKind, PoliticalStatus
from evaluation.registry.people.models import Person, Relative
from evaluation.registry.people.operations import affiliate, create_person

PASSWORD = "Frontline-2022"
PASSWORD_HASH = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21l$" + "A" * 43
LONG_AGO = date(2015, 9, 1)
UNSCOPED = {Role.MEMBER, Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDITOR}


class Factory:
    """Makes a small college and whatever a test asks for."""

    def __init__(self) -> None:
        self.serial = count(1)
        self._college: dict[str, Organization] = {}

    def organization(self, name: str = "", *, kind: OrganizationKind = OrganizationKind.DEPARTMENT, **facts: Any) -> Organization:
        """A department unless told otherwise."""
        number = next(self.serial)
        code = facts.pop("code", f"X{number:03d}")
        if kind is OrganizationKind.PARTY:
            facts.setdefault("party_type", PartyType.BRANCH)
        return create_organization(actor=None, code=code, name=name or f"单位{number}", kind=kind, **facts)

    @property
    def college(self) -> dict[str, Organization]:
        """Committee, a general branch with two branches, and two departments; made when first asked for."""
        if not self._college:
            party = OrganizationKind.PARTY
            committee = self.organization(
                "中共测试学院委员会", kind=party, party_type=PartyType.COMMITTEE, may_approve_admission=True
            )
            general = self.organization("机关党总支", kind=party, party_type=PartyType.GENERAL_BRANCH, parent_id=committee.id)
            self._college = {
                "committee": committee,
                "general_branch": general,
                "branch": self.organization("机关第一党支部", kind=party, parent_id=general.id),
                "other_branch": self.organization("后勤党支部", kind=party, parent_id=general.id),
                "department": self.organization("保卫处"),
                "other_department": self.organization("总务处"),
            }
        return self._college

    def person(self, name: str = "", *, department: str = "department", branch: str | None = "branch", **facts: Any) -> Person:
        """A full Party member of the first department and branch."""
        number = next(self.serial)
        status = facts.pop("political_status", PoliticalStatus.FULL_MEMBER)
        post, level = facts.pop("post", "干事"), facts.pop("cadre_level", None)
        now = clock.now()
        person = create_person(
            actor=None,
            now=now,
            number=facts.pop("number", f"{number:05d}"),
            name=name or f"王试{'甲乙丙丁戊己庚辛壬癸'[number % 10]}",
            **facts,
        )
        common: dict[str, Any] = {"valid_from": LONG_AGO, "actor": None, "now": now}
        affiliate(person, AffiliationKind.DEPARTMENT, self.college[department].id, **common)
        if branch:
            affiliate(person, AffiliationKind.BRANCH, self.college[branch].id, **common)
        affiliate(person, AffiliationKind.POLITICAL_STATUS, status, **common)
        affiliate(person, AffiliationKind.POST, post, **common)
        if level:
            affiliate(person, AffiliationKind.CADRE_LEVEL, level, **common)
        return person

    def workbook_rows(self, data: bytes, sheet: int = 0) -> list[list[Any]]:
        """Cells of a sheet as read back by another library; formulas are shown as such."""
        return [list(row) for row in load_workbook(BytesIO(data)).worksheets[sheet].iter_rows(values_only=True)]

    def relatives(self, person_id: int | None, relative_id: int | None) -> None:
        """Two people who declared to be near relatives."""
        db.session.add(
            Relative(person_id=person_id, relative_id=relative_id, relation="配偶", declared_at=clock.now(), ended_at=None)
        )
        db.session.flush()

    def account(self, *roles: Role, at: str | Iterable[str] = "committee", person: Person | None = None, **facts: Any) -> Account:
        """An account that holds these roles over an organisation of the college; it belongs to a person unless told otherwise."""
        number = next(self.serial)
        if person is None and not facts.pop("without_person", False) and not set(roles) & (UNSCOPED - {Role.MEMBER}):
            person = self.person(facts.pop("name", ""))
        account = Account(
            login=facts.pop("login", f"user{number}"),
            name=person.name if person else f"账号{number}",
            person_id=person.id if person else None,
            password_hash=facts.pop("password_hash", PASSWORD_HASH),
            must_change_password=False,
            created_at=clock.now(),
            **facts,
        )
        db.session.add(account)
        db.session.flush()
        for role in roles:
            for place in [at] if isinstance(at, str) else at:
                db.session.add(
                    Grant(
                        account_id=account.id,
                        role=role,
                        organization_id=None if role in UNSCOPED else self.college[place].id,
                        valid_from=LONG_AGO,
                        granted_at=clock.now(),
                    )
                )
        db.session.flush()
        return account

    def actor(self, *roles: Role, **facts: Any) -> Actor:
        """The actor of a new account."""
        return actor_of_account(self.account(*roles, **facts), clock.today())

    def actor_of(self, account: Account) -> Actor:
        """The actor of an account, as of now."""
        return actor_of_account(account, clock.today())
