"""Reads over organisations."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, select

from evaluation.foundation.core.database import db
from evaluation.registry.organizations.enums import OrganizationKind
from evaluation.registry.organizations.models import Organization, OrganizationClosure


def organizations(kind: OrganizationKind | None = None) -> list[Organization]:
    """All organisations of a kind, by code."""
    statement = select(Organization).order_by(Organization.code)
    if kind is not None:
        statement = statement.where(Organization.kind == kind)
    return list(db.session.scalars(statement))


def organization_names(identities: Iterable[int]) -> dict[int, str]:
    """Names by id, in one query."""
    wanted = set(identities)
    if not wanted:
        return {}
    rows = db.session.execute(select(Organization.id, Organization.name).where(Organization.id.in_(wanted)))
    return {identity: name for identity, name in rows}


def subtree_ids(organization_id: int) -> Select[Any]:
    """Select of the ids of an organisation and all below it."""
    return select(OrganizationClosure.descendant_id).where(OrganizationClosure.ancestor_id == organization_id)


def root_committee() -> Organization | None:
    """The one Party committee without a superior, if there is exactly one."""
    roots = list(
        db.session.scalars(
            select(Organization).where(Organization.kind == OrganizationKind.PARTY, Organization.parent_id.is_(None)).limit(2)
        )
    )
    return roots[0] if len(roots) == 1 else None
