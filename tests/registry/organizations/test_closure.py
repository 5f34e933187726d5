"""The closure knows every superior of every organisation, whatever is added, moved or turned."""

from collections.abc import Iterable

import pytest
from flask import Flask
from sqlalchemy import select

from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import Refused
from evaluation.registry.organizations.enums import OrganizationKind, PartyType
from evaluation.registry.organizations.models import Organization, OrganizationClosure, OrganizationTree
from evaluation.registry.organizations.operations import amend_organization, change_organization
from evaluation.registry.organizations.queries import root_committee
from tests.support.databases import both_databases
from tests.support.factories import Factory

PARTY = OrganizationKind.PARTY


def expected() -> set[tuple[int, int, int]]:
    """Ancestors computed anew, the slow way, from the superiors alone."""
    rows = {row.id: row for row in db.session.scalars(select(Organization))}
    roots = [row.id for row in rows.values() if row.kind is PARTY and row.parent_id is None]
    found = set()
    for identity in rows:
        depth, ancestor = 0, identity
        while ancestor is not None:
            found.add((ancestor, identity, depth))
            row = rows[ancestor]
            above = row.parent_id
            if above is None and row.kind is OrganizationKind.DEPARTMENT and len(roots) == 1:
                above = roots[0]
            ancestor, depth = above, depth + 1
    return found


def closure() -> set[tuple[int, int, int]]:
    rows = db.session.execute(
        select(OrganizationClosure.ancestor_id, OrganizationClosure.descendant_id, OrganizationClosure.depth)
    )
    return {tuple(row) for row in rows}


def below(organization: Organization) -> set[int]:
    return {descendant for ancestor, descendant, _depth in closure() if ancestor == organization.id}


def ids(organizations: Iterable[Organization]) -> set[int]:
    return {one.id for one in organizations}


@both_databases
def test_the_committee_stands_over_both_trees(app: Flask, make: Factory) -> None:
    college = make.college

    assert closure() == expected()
    assert below(college["committee"]) == ids(college.values())
    assert below(college["general_branch"]) == ids(college[name] for name in ("general_branch", "branch", "other_branch"))
    assert below(college["department"]) == {college["department"].id}


@both_databases
def test_moving_a_branch_moves_what_is_below(app: Flask, make: Factory) -> None:
    college = make.college
    other = make.organization("教学党总支", kind=PARTY, party_type=PartyType.GENERAL_BRANCH, parent_id=college["committee"].id)

    change_organization(college["branch"], actor=None, parent_id=other.id)

    assert closure() == expected()
    assert below(other) == {other.id, college["branch"].id}
    assert college["branch"].id not in below(college["general_branch"])


def test_without_one_root_departments_stand_alone(app: Flask, make: Factory) -> None:
    college = make.college
    make.organization("另一个党委", kind=PARTY, party_type=PartyType.COMMITTEE)

    assert closure() == expected()
    assert college["department"].id not in below(college["committee"])
    assert root_committee() is None


def test_departments_below_departments(app: Flask, make: Factory) -> None:
    college = make.college
    office = make.organization("治安科", parent_id=college["department"].id)

    assert closure() == expected()
    assert below(college["department"]) == ids((college["department"], office))
    assert office.id in below(college["committee"])


@both_databases
def test_a_circle_of_superiors_is_refused(app: Flask, make: Factory) -> None:
    college = make.college
    db.session.commit()
    before = closure()

    with pytest.raises(Refused) as refusal:
        change_organization(college["committee"], actor=None, parent_id=college["branch"].id)
    db.session.rollback()

    assert refusal.value.field == "parent_id"
    assert closure() == before


def test_every_change_raises_the_stamp(app: Flask, make: Factory) -> None:
    """Other processes keep the tree by its stamp; a new name is a change too."""
    college = make.college
    before = db.session.get_one(OrganizationTree, 1).stamp

    change_organization(college["department"], actor=None, short_name="保卫")

    assert db.session.get_one(OrganizationTree, 1).stamp == before + 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"code": ""}, "code"),
        ({"name": "总务处"}, "name"),
        ({"parent_id": "committee"}, "parent_id"),
        ({"parent_id": "department"}, "parent_id"),
        ({"active_from": "2022-04-01", "active_to": "2022-04-01"}, "active_to"),
    ],
)
def test_what_no_department_can_be_is_refused(app: Flask, make: Factory, changes: dict[str, str], field: str) -> None:
    college = make.college
    department = college["department"]
    facts = {"code": department.code, "name": department.name, "short_name": "", "parent_id": None}
    given = {**facts, **changes}
    if given["parent_id"]:
        given["parent_id"] = college[str(given["parent_id"])].id

    with pytest.raises(Refused) as refusal:
        amend_organization(department, given, actor=None)
    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"party_type": None}, "party_type"),
        ({"may_approve_admission": True}, "may_approve_admission"),
        ({"parent_id": "other_branch"}, "parent_id"),
    ],
)
def test_what_no_branch_can_be_is_refused(app: Flask, make: Factory, changes: dict[str, object], field: str) -> None:
    college = make.college
    branch = college["branch"]
    facts = {"code": branch.code, "name": branch.name, "parent_id": branch.parent_id, "party_type": PartyType.BRANCH}
    given = {**facts, **changes}
    if isinstance(given["parent_id"], str):
        given["parent_id"] = college[given["parent_id"]].id

    with pytest.raises(Refused) as refusal:
        amend_organization(branch, given, actor=None)
    assert refusal.value.field == field
