"""Reads over special actions: the list, and who has no record yet."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select

from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import Unknown
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.procedures.workflow.enums import MatterKind
from evaluation.procedures.workflow.models import Campaign, Matter
from evaluation.records.performance.enums import COUNTED_LINES, LIVE_STATES
from evaluation.records.performance.models import ShiftLine
from evaluation.registry.organizations.enums import OrganizationKind
from evaluation.registry.organizations.models import Organization
from evaluation.registry.people.enums import Standing
from evaluation.registry.people.models import Person

MOST_NAMES = 500


def campaign_rows() -> Select[Any]:
    """All special actions, newest first."""
    return select(Campaign.id, Campaign.name, Campaign.state, Campaign.begins_on, Campaign.ends_on).order_by(
        Campaign.begins_on.desc(), Campaign.id.desc()
    )


def campaign_by_id(campaign_id: int) -> Campaign:
    """A special action; :class:`Unknown` where there is none."""
    campaign = db.session.get(Campaign, campaign_id)
    if campaign is None:
        raise Unknown(_l("There is no such special action."))
    return campaign


def campaign_choices() -> list[tuple[int, str]]:
    """Special actions for a filter, newest first."""
    return [(row.id, row.name) for row in db.session.execute(campaign_rows())]


@dataclass(frozen=True)
class CoverageRow:
    """One department or branch: who is due, who has a record, how much."""

    organization_id: int
    name: str
    due: int
    recorded: int
    lines: int
    minutes: int

    @property
    def missing(self) -> int:
        """People without any record."""
        return self.due - self.recorded

    @property
    def share(self) -> float:
        """Part of the people with a record, 0 to 1."""
        return self.recorded / self.due if self.due else 0.0


def counted(campaign_id: int) -> ColumnElement[bool]:
    """Filter over lines joined with matters: records that count in this special action."""
    return (
        (Matter.id == ShiftLine.matter_id)
        & (Matter.kind == MatterKind.SHIFT)
        & (Matter.campaign_id == campaign_id)
        & Matter.state.in_(LIVE_STATES)
        & ShiftLine.present.is_(True)
        & ShiftLine.state.in_(COUNTED_LINES)
    )


def place_of(kind: OrganizationKind) -> Any:
    """The column by which people are counted: their department or their branch of today."""
    return Person.department_id if kind is OrganizationKind.DEPARTMENT else Person.branch_id


def coverage(
    campaign_id: int, organization_ids: Iterable[int], *, kind: OrganizationKind = OrganizationKind.DEPARTMENT
) -> list[CoverageRow]:
    """Who is due and who has a record, by department or branch of today, in the order of the codes. One query."""
    place = place_of(kind)
    recorded = (
        select(ShiftLine.person_id, func.count().label("lines"), func.sum(ShiftLine.minutes).label("minutes"))
        .join(Matter, Matter.id == ShiftLine.matter_id)
        .where(counted(campaign_id))
        .group_by(ShiftLine.person_id)
        .subquery()
    )
    rows = db.session.execute(
        select(
            Organization.id,
            Organization.name,
            func.count(Person.id).label("due"),
            func.count(recorded.c.person_id).label("recorded"),
            func.coalesce(func.sum(recorded.c.lines), 0).label("lines"),
            func.coalesce(func.sum(recorded.c.minutes), 0).label("minutes"),
        )
        .join(Person, (place == Organization.id) & (Person.standing == Standing.ACTIVE))
        .outerjoin(recorded, recorded.c.person_id == Person.id)
        .where(Organization.id.in_(sorted(set(organization_ids))), Organization.kind == kind)
        .group_by(Organization.id, Organization.name, Organization.code)
        .order_by(Organization.code)
    )
    return [CoverageRow(*row) for row in rows]


def people_without_record(
    campaign_id: int,
    organization_ids: Iterable[int],
    *,
    kind: OrganizationKind = OrganizationKind.DEPARTMENT,
    limit: int = MOST_NAMES,
) -> list[Any]:
    """People here (id, name, number, place) who have no record in the special action, by place and number."""
    place = place_of(kind)
    has_record = exists().where(ShiftLine.person_id == Person.id, counted(campaign_id)).correlate(Person)
    return list(
        db.session.execute(
            select(Person.id, Person.name, Person.number, place.label("organization_id"), Organization.name.label("place"))
            .join(Organization, Organization.id == place)
            .where(Person.standing == Standing.ACTIVE, place.in_(sorted(set(organization_ids))), ~has_record)
            .order_by(Organization.code, Person.number)
            .limit(limit)
        )
    )
