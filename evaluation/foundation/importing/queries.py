"""Reads over import jobs."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, select

from evaluation.foundation.core.database import db
from evaluation.foundation.importing.models import ImportChange, ImportJob

UNDO_WITHIN = timedelta(hours=24)


def job_rows(kinds: Collection[str]) -> Select[Any]:
    """Columns of the list of imports of these kinds, those that were only looked at left out."""
    return select(
        ImportJob.id,
        ImportJob.kind,
        ImportJob.state,
        ImportJob.file_name,
        ImportJob.account_id,
        ImportJob.actor_name,
        ImportJob.counts,
        ImportJob.done_at,
        ImportJob.undone_at,
    ).where(ImportJob.kind.in_(sorted(kinds)), ImportJob.state.in_(("done", "undone")))


def earlier_import(kind: str, file_digest: str) -> ImportJob | None:
    """The newest import of the very same file that still holds."""
    return db.session.scalar(
        select(ImportJob)
        .where(ImportJob.kind == kind, ImportJob.file_digest == file_digest, ImportJob.state == "done")
        .order_by(ImportJob.id.desc())
        .limit(1)
    )


def changes_of(job_id: int) -> list[ImportChange]:
    """What an import touched, in its order."""
    return list(db.session.scalars(select(ImportChange).where(ImportChange.job_id == job_id).order_by(ImportChange.id)))


def undo_until(job: ImportJob) -> datetime | None:
    """Until when an import can be undone; None where it cannot."""
    return job.done_at + UNDO_WITHIN if job.state == "done" and job.done_at is not None else None


def may_be_undone(job: ImportJob, now: datetime) -> bool:
    """Whether the day of an import is not over yet."""
    until = undo_until(job)
    return until is not None and now <= until
