"""Reads over attachments."""

from collections.abc import Iterable

from sqlalchemy import select

from evaluation.foundation.core.database import db
from evaluation.procedures.attachments.models import Attachment, AttachmentPerson


def attachments_of(matter_id: int) -> list[Attachment]:
    """Files of a matter in their order."""
    return list(
        db.session.scalars(
            select(Attachment)
            .where(Attachment.matter_id == matter_id, Attachment.removed_at.is_(None))
            .order_by(Attachment.position, Attachment.id)
        )
    )


def photographs_of(matter_id: int) -> list[Attachment]:
    """Pictures of a matter in their order."""
    return [one for one in attachments_of(matter_id) if one.file.media_type.startswith("image/")]


def people_in(attachment_ids: Iterable[int]) -> dict[int, set[int]]:
    """Who is in each picture, by attachment id."""
    found: dict[int, set[int]] = {}
    rows = db.session.execute(
        select(AttachmentPerson.attachment_id, AttachmentPerson.person_id).where(
            AttachmentPerson.attachment_id.in_(set(attachment_ids))
        )
    )
    for attachment_id, person_id in rows:
        found.setdefault(attachment_id, set()).add(person_id)
    return found
