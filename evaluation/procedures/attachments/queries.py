"""Reads over attachments."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, or_, select

from evaluation.foundation.core.database import db, rows_of
from evaluation.foundation.files.models import StoredFile
from evaluation.procedures.attachments.enums import AttachmentKind
from evaluation.procedures.attachments.models import Attachment, AttachmentPerson
from evaluation.procedures.attachments.policies import may_open
from evaluation.procedures.workflow.register import visible_matter


@cache
def files_of(kinds: tuple[AttachmentKind, ...]) -> Select[Any]:
    """Select the files of these kinds of the matter ``matter_id``, in their order."""
    return (
        select(Attachment)
        .where(
            Attachment.matter_id == bindparam("matter_id"),
            Attachment.removed_at.is_(None),
            or_(*(Attachment.kind == kind for kind in kinds)),
        )
        .order_by(Attachment.position, Attachment.id)
    )


def attachments_of(matter_id: int, *kinds: AttachmentKind) -> list[Attachment]:
    """Files of a matter in their order; photographs and documents unless told otherwise."""
    wanted = kinds or (AttachmentKind.PHOTOGRAPH, AttachmentKind.DOCUMENT)
    return list(db.session.scalars(files_of(wanted), {"matter_id": matter_id}))


SHOWN = (
    select(
        Attachment.id,
        Attachment.matter_id,
        Attachment.kind,
        Attachment.name,
        Attachment.caption,
        Attachment.credit,
        StoredFile.size,
    )
    .join(StoredFile, StoredFile.digest == Attachment.digest)
    .where(
        Attachment.matter_id == bindparam("matter_id"),
        Attachment.removed_at.is_(None),
        or_(Attachment.kind == AttachmentKind.PHOTOGRAPH, Attachment.kind == AttachmentKind.DOCUMENT),
    )
    .order_by(Attachment.position, Attachment.id)
)


def shown_files(matter_id: int) -> tuple[list[Any], list[Any]]:
    """Photographs and papers of a matter as its page lists them."""
    rows = rows_of(SHOWN, matter_id=matter_id)
    photographs = [one for one in rows if one.kind is AttachmentKind.PHOTOGRAPH]
    return photographs, [one for one in rows if one.kind is AttachmentKind.DOCUMENT]


def photographs_of(matter_id: int) -> list[Attachment]:
    """Photographs of a matter in their order."""
    return attachments_of(matter_id, AttachmentKind.PHOTOGRAPH)


def documents_of(matter_id: int) -> list[Attachment]:
    """Papers of a matter in their order."""
    return attachments_of(matter_id, AttachmentKind.DOCUMENT)


def attachment_seen(actor: Any, attachment_id: int) -> Attachment | None:
    """The file, if its room lets the actor see the matter and the file is one that the actor may open."""
    attachment = db.session.get(Attachment, attachment_id)
    if attachment is None or attachment.removed_at is not None:
        return None
    matter = visible_matter(actor, attachment.matter_id)
    if matter is None:
        return None
    signed_by = people_in([attachment.id]).get(attachment.id, set()) if attachment.kind is AttachmentKind.CONSENT_SHEET else set()
    return attachment if may_open(actor, attachment, matter, frozenset(signed_by)) else None


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
