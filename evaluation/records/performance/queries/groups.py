"""Reads over usual groups."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import Unknown
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.records.performance.models import ShiftGroup, ShiftGroupMember
from evaluation.registry.organizations.models import Organization


def group_rows(organization_ids: Iterable[int]) -> list[Any]:
    """Groups of these departments with the number of members, by department and name."""
    members = select(func.count()).where(ShiftGroupMember.group_id == ShiftGroup.id).correlate(ShiftGroup).scalar_subquery()
    return list(
        db.session.execute(
            select(
                ShiftGroup.id,
                ShiftGroup.name,
                ShiftGroup.organization_id,
                ShiftGroup.changed_at,
                Organization.short_name.label("department"),
                members.label("members"),
            )
            .join(Organization, Organization.id == ShiftGroup.organization_id)
            .where(ShiftGroup.organization_id.in_(sorted(set(organization_ids))))
            .order_by(Organization.code, ShiftGroup.name)
        )
    )


def group_within(group_id: int, organization_ids: Iterable[int]) -> ShiftGroup:
    """A group of one of these departments with its members; :class:`Unknown` otherwise."""
    group = (
        db.session.scalars(
            select(ShiftGroup)
            .where(ShiftGroup.id == group_id, ShiftGroup.organization_id.in_(sorted(set(organization_ids))))
            .options(joinedload(ShiftGroup.members).joinedload(ShiftGroupMember.person), joinedload(ShiftGroup.organization))
        )
        .unique()
        .one_or_none()
    )
    if group is None:
        raise Unknown(_l("There is no such group in your department."))
    return group
