"""Marking copies as read."""

from datetime import datetime
from typing import Any

from sqlalchemy import update

from evaluation.foundation.core.database import db
from evaluation.procedures.workflow.models import Copy


def mark_read(copy: Copy, *, now: datetime) -> None:
    """A copy was opened."""
    if copy.read_at is None:
        copy.read_at = now


def mark_all_read(*, actor: Any, now: datetime) -> None:
    """全部标为已读."""
    db.session.execute(
        update(Copy)
        .where(Copy.account_id == actor.account_id, Copy.read_at.is_(None))
        .values(read_at=now)
        .execution_options(synchronize_session=False)
    )
