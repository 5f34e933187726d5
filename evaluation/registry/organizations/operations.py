"""Write organisations and keep the closure."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, insert, select

from evaluation.foundation.audit.operations import record
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import Refused
from evaluation.registry.organizations.enums import OrganizationKind
from evaluation.registry.organizations.models import Organization, OrganizationClosure, OrganizationTree


def rebuild_closure() -> None:
    """Compute every ancestor anew; organisations are few and change rarely.

    A circle of superiors is refused.
    """
    rows = db.session.execute(select(Organization.id, Organization.parent_id, Organization.kind)).all()
    parents: dict[int, int | None] = {row.id: row.parent_id for row in rows}
    roots = [row.id for row in rows if row.kind == OrganizationKind.PARTY and row.parent_id is None]
    if len(roots) == 1:
        for row in rows:
            if row.kind == OrganizationKind.DEPARTMENT and row.parent_id is None:
                parents[row.id] = roots[0]
    closure: list[dict[str, int]] = []
    for identity in parents:
        ancestor: int | None = identity
        depth = 0
        while ancestor is not None:
            closure.append({"ancestor_id": ancestor, "descendant_id": identity, "depth": depth})
            ancestor = parents[ancestor]
            depth += 1
            if depth > len(parents):
                raise Refused(_l("The superiors form a circle; choose another superior."), field="parent_id")
    db.session.execute(delete(OrganizationClosure))
    if closure:
        db.session.execute(insert(OrganizationClosure), closure)
    raise_stamp()


def raise_stamp() -> None:
    """Tell every process that organisations changed."""
    tree = db.session.get(OrganizationTree, 1)
    if tree is None:
        db.session.add(OrganizationTree(id=1, stamp=1))
    else:
        tree.stamp += 1
    db.session.flush()


def create_organization(*, actor: Any, code: str, name: str, kind: OrganizationKind, **facts: Any) -> Organization:
    """A new organisation; the closure follows."""
    organization = Organization(code=code, name=name, kind=kind, short_name=facts.pop("short_name", "") or name, **facts)
    db.session.add(organization)
    db.session.flush()
    rebuild_closure()
    record(
        "organization.create", actor=actor, object_kind="organization", object_id=organization.id, object_number=code, name=name
    )
    return organization


def change_organization(organization: Organization, *, actor: Any, **facts: Any) -> None:
    """Change facts of an organisation; the closure follows."""
    before = {name: getattr(organization, name) for name in facts}
    for name, value in facts.items():
        setattr(organization, name, value)
    db.session.flush()
    if "parent_id" in facts:
        rebuild_closure()
    else:
        raise_stamp()
    record(
        "organization.change",
        actor=actor,
        object_kind="organization",
        object_id=organization.id,
        object_number=organization.code,
        before=before,
        after=facts,
    )
