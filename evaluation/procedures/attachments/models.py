"""Attachments: a stored file as part of a matter, with caption, credit and who is in the picture."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from evaluation.foundation.core.database import db
from evaluation.foundation.files.models import StoredFile
from evaluation.procedures.attachments.enums import AttachmentKind


class Attachment(db.Model):
    """A file of a matter. ``removed_at`` takes it out of sight; the row and the bytes stay for the record."""

    __tablename__ = "attachment"

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"), index=True)
    digest: Mapped[str] = mapped_column(ForeignKey("stored_file.digest"), index=True)
    kind: Mapped[AttachmentKind]
    name: Mapped[str]
    caption: Mapped[str] = mapped_column(default="")
    credit: Mapped[str] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=0)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    added_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    file: Mapped[StoredFile] = relationship(StoredFile, lazy="joined", innerjoin=True)


class AttachmentPerson(db.Model):
    """A person in the picture, whose consent its publication needs (Civil Code Art. 1019)."""

    __tablename__ = "attachment_person"

    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachment.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
