"""Reads over the audit log. Personal data of events (``private``) stays out of pages and exports."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Select, func, select

from evaluation.foundation.audit.models import AuditEvent
from evaluation.foundation.core.clock import SHANGHAI
from evaluation.foundation.core.database import db
from evaluation.portal.administration.audit.words import READS

REFUSED = "refused"


def event_rows() -> Select[Any]:
    """Columns of the log."""
    return select(
        AuditEvent.sequence,
        AuditEvent.occurred_at,
        AuditEvent.actor_name,
        AuditEvent.roles,
        AuditEvent.action,
        AuditEvent.object_kind,
        AuditEvent.object_id,
        AuditEvent.object_number,
        AuditEvent.outcome,
        AuditEvent.request_id,
    )


def moment(day: date) -> datetime:
    """The first moment of a day in Shanghai."""
    return datetime.combine(day, time.min, tzinfo=SHANGHAI)


def narrowed(statement: Select[Any], filters: Mapping[str, Any]) -> Select[Any]:
    """Conditions from the filter bar."""
    if filters.get("who"):
        statement = statement.where(AuditEvent.actor_name.contains(filters["who"], autoescape=True))
    if filters.get("action"):
        statement = statement.where(AuditEvent.action.startswith(filters["action"], autoescape=True))
    if filters.get("kind"):
        statement = statement.where(AuditEvent.object_kind == filters["kind"])
    if filters.get("number"):
        statement = statement.where(AuditEvent.object_number == filters["number"].upper())
    if filters.get("outcome"):
        statement = statement.where(AuditEvent.outcome == filters["outcome"])
    if filters.get("begins_on"):
        statement = statement.where(AuditEvent.occurred_at >= moment(filters["begins_on"]))
    if filters.get("ends_on"):
        statement = statement.where(AuditEvent.occurred_at < moment(filters["ends_on"] + timedelta(days=1)))
    return statement


@dataclass(frozen=True)
class AuditFigures:
    """What the log says of a period."""

    events: int
    reads: int
    refused: int


def figures_since(day: date) -> AuditFigures:
    """Events, looks at sensitive pages, and refusals since a day. One query."""
    since = AuditEvent.occurred_at >= moment(day)

    def count(*conditions: Any) -> Any:
        return select(func.count()).select_from(AuditEvent).where(since, *conditions).scalar_subquery()

    row = db.session.execute(select(count(), count(AuditEvent.action.like(READS)), count(AuditEvent.outcome == REFUSED))).one()
    return AuditFigures(*row)


def newest_events(limit: int) -> list[Any]:
    """The newest rows of the log."""
    return list(db.session.execute(event_rows().order_by(AuditEvent.sequence.desc()).limit(limit)))
