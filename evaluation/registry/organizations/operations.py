"""Write organisations and keep the closure."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, insert, select

from evaluation.foundation.audit.operations import record
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import Refused
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.registry.organizations.enums import OrganizationKind, PartyType
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


CHANGEABLE = ("code", "name", "short_name", "party_type", "parent_id", "may_approve_admission", "active_from", "active_to")
OVER_A_BRANCH = frozenset({PartyType.COMMITTEE, PartyType.GENERAL_BRANCH, PartyType.TEMPORARY})


def check_facts(kind: OrganizationKind, facts: Mapping[str, Any], *, but: int | None = None) -> None:
    """Refuse what no organisation can be: no name, one that is taken, a superior of the other tree, an end before the start."""
    for name, missing in (("code", _l("Give the organisation a code.")), ("name", _l("Give the organisation a name."))):
        if not facts.get(name):
            raise Refused(missing, field=name)
        column = getattr(Organization, name)
        holder = db.session.scalar(select(Organization.name).where(column == facts[name], Organization.id != (but or 0)))
        if holder is not None:
            raise Refused(_l("%(name)s has this already; choose another.", name=holder), field=name)
    if kind is OrganizationKind.PARTY and facts.get("party_type") is None:
        raise Refused(_l("Say what kind of Party organisation it is."), field="party_type")
    if facts.get("may_approve_admission") and facts.get("party_type") is not PartyType.COMMITTEE:
        raise Refused(_l("Only a Party committee may approve admissions; take out the mark."), field="may_approve_admission")
    check_parent(kind, facts.get("parent_id"), but)
    begins, ends = facts.get("active_from"), facts.get("active_to")
    if begins and ends and begins >= ends:
        raise Refused(_l("The last day must come after the first day."), field="active_to")


def check_parent(kind: OrganizationKind, parent_id: int | None, own_id: int | None) -> None:
    """Refuse a superior of the other tree, a branch as superior, or oneself."""
    if parent_id is None:
        return
    parent = db.session.get(Organization, parent_id)
    if parent is None or parent.kind is not kind:
        raise Refused(
            _l("Departments stand under departments, Party organisations under Party organisations."), field="parent_id"
        )
    if parent_id == own_id:
        raise Refused(_l("An organisation is not its own superior; choose another."), field="parent_id")
    if kind is OrganizationKind.PARTY and parent.party_type not in OVER_A_BRANCH:
        raise Refused(_l("A branch has nothing below it; choose a committee or a general branch."), field="parent_id")


def enter_organization(kind: OrganizationKind, facts: Mapping[str, Any], *, actor: Any) -> Organization:
    """Enter an organisation by hand."""
    check_facts(kind, facts)
    return create_organization(actor=actor, kind=kind, **facts)


def amend_organization(organization: Organization, facts: Mapping[str, Any], *, actor: Any) -> list[str]:
    """Change an organisation by hand; the names of the facts that changed."""
    check_facts(organization.kind, facts, but=organization.id)
    given = dict(facts) | {"short_name": facts.get("short_name") or facts["name"]}
    changed = {name: value for name, value in given.items() if getattr(organization, name) != value}
    if changed:
        change_organization(organization, actor=actor, **changed)
    return sorted(changed)


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
