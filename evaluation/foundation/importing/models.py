"""Import jobs: what was uploaded, what it would do, what it did, and how to undo it."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from evaluation.foundation.core.database import db


class ImportJob(db.Model):
    """One upload on its way in.

    ``report`` is the report of product section 6, ``counts`` its figures alone, ``preview`` what the check page shows,
    ``options`` what the reader chose (a special action, headings, mended cells). ``files`` names the uploaded files with the
    digests under which they are stored until ``files_until``; ``file_digest`` stands for all of them as they came.
    """

    __tablename__ = "import_job"
    __table_args__ = (
        CheckConstraint("state IN ('checked', 'done', 'undone', 'discarded')", name="state"),
        CheckConstraint("state IN ('checked', 'discarded') OR done_at IS NOT NULL", name="done_is_dated"),
        Index("ix_import_job_account_id_id", "account_id", "id"),
        Index("ix_import_job_kind_id", "kind", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    state: Mapped[str] = mapped_column(default="checked")
    file_name: Mapped[str]
    file_digest: Mapped[str] = mapped_column(index=True)
    files: Mapped[list[Any]]
    files_until: Mapped[datetime | None] = mapped_column(index=True)
    options: Mapped[dict[str, Any]]
    report: Mapped[dict[str, Any]]
    counts: Mapped[dict[str, Any]]
    preview: Mapped[dict[str, Any]]
    account_id: Mapped[int | None]
    actor_name: Mapped[str]
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]


class ImportChange(db.Model):
    """One row that an import created or changed; ``before`` gives back its earlier values on undo."""

    __tablename__ = "import_change"
    __table_args__ = (
        Index("ix_import_change_job_id", "job_id"),
        Index("ix_import_change_object_kind_object_id", "object_kind", "object_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    job_id: Mapped[int] = mapped_column(ForeignKey("import_job.id"))
    object_kind: Mapped[str]
    object_id: Mapped[int]
    label: Mapped[str]
    created: Mapped[bool]
    before: Mapped[dict[str, Any] | None]
    version_after: Mapped[int | None]
