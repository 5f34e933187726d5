"""Reads over organisations."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import select

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


@dataclass(frozen=True)
class Tree:
    """The closure as read at one stamp: all ids below each organisation."""

    stamp: int
    below: Mapping[int, frozenset[int]]
    everything: frozenset[int]


def tree(stamp: int) -> Tree:
    """The closure at this stamp (of :class:`OrganizationTree`), kept by the process until the stamp rises."""
    kept: Tree | None = current_app.extensions.get("organization_tree")
    if kept is not None and kept.stamp == stamp:
        return kept
    gathered: dict[int, set[int]] = {}
    for ancestor_id, descendant_id in db.session.execute(
        select(OrganizationClosure.ancestor_id, OrganizationClosure.descendant_id)
    ):
        gathered.setdefault(ancestor_id, set()).add(descendant_id)
    below = {ancestor: frozenset(descendants) for ancestor, descendants in gathered.items()}
    kept = current_app.extensions["organization_tree"] = Tree(stamp, below, frozenset(below))
    return kept


def names_at(stamp: int) -> Mapping[int, str]:
    """Names of all organisations at a stamp of the tree, kept by the process until it rises."""
    kept = current_app.extensions.get("organization_names")
    if kept is None or kept[0] != stamp:
        rows = db.session.execute(select(Organization.id, Organization.name))
        kept = current_app.extensions["organization_names"] = (stamp, {identity: name for identity, name in rows})
    return kept[1]


def root_committee() -> Organization | None:
    """The one Party committee without a superior, if there is exactly one."""
    roots = list(
        db.session.scalars(
            select(Organization).where(Organization.kind == OrganizationKind.PARTY, Organization.parent_id.is_(None)).limit(2)
        )
    )
    return roots[0] if len(roots) == 1 else None
