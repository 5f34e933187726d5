"""Take in, describe and remove files of a matter. Bytes are stored and synced before the row is committed."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import delete, func, insert, select

from evaluation.foundation.audit.operations import record
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import Refused
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.foundation.files.inspection import inspect_file
from evaluation.foundation.files.kinds import PHOTOGRAPH_KINDS, Kind
from evaluation.foundation.files.models import StoredFile
from evaluation.foundation.files.names import shown_name
from evaluation.foundation.files.photographs import CleanPhotograph, clean_photograph
from evaluation.foundation.files.storage import Storage
from evaluation.foundation.importing.operations import waiting_digests
from evaluation.procedures.attachments.enums import AttachmentKind
from evaluation.procedures.attachments.models import Attachment, AttachmentPerson
from evaluation.procedures.workflow.models import Matter

MOST_PHOTOGRAPHS = 9
PAPERS_FROM = 100  # position: papers stand after the photographs
ORPHANS_AFTER = timedelta(days=1)
PORTION = 500
PAPERS = frozenset({Kind.PDF, Kind.DOCX, Kind.XLSX, Kind.JPEG, Kind.PNG})


def storage() -> Storage:
    """The storage of this installation."""
    return current_app.extensions["storage"]


def keep_bytes(data: bytes, *, media_type: str, now: datetime, **facts: Any) -> StoredFile:
    """Store bytes by content and give their row; the same content is stored once."""
    digest = storage().put(data)
    row = db.session.get(StoredFile, digest)
    if row is None:
        row = StoredFile(digest=digest, size=len(data), media_type=media_type, stored_at=now, **facts)
        db.session.add(row)
        db.session.flush()
    return row


def attach_photograph(matter: Matter, data: bytes, name: str, *, actor: Any, now: datetime, caption: str = "") -> Attachment:
    """Clean a photograph (EXIF and position gone, orientation kept) and attach it. At most nine a matter."""
    return attach_clean_photograph(matter, clean_photograph(data, name=name), name, actor=actor, now=now, caption=caption)


def attach_clean_photograph(
    matter: Matter, photograph: CleanPhotograph, name: str, *, actor: Any, now: datetime, caption: str = ""
) -> Attachment:
    """Attach a photograph that was cleaned before, while nobody waited for the database."""
    present = db.session.scalar(
        select(func.count())
        .select_from(Attachment)
        .where(
            Attachment.matter_id == matter.id,
            Attachment.removed_at.is_(None),
            Attachment.kind == AttachmentKind.PHOTOGRAPH,
        )
    )
    if (present or 0) >= MOST_PHOTOGRAPHS:
        raise Refused(_l("At most %(max)d photographs; remove one first.", max=MOST_PHOTOGRAPHS), field="photographs")
    thumbnail = keep_bytes(photograph.thumbnail, media_type=photograph.media_type, now=now)
    file = keep_bytes(
        photograph.data,
        media_type=photograph.media_type,
        now=now,
        width=photograph.width,
        height=photograph.height,
        thumbnail_digest=thumbnail.digest,
        had_location=photograph.had_location,
    )
    return attach(
        matter, file, name, kind=AttachmentKind.PHOTOGRAPH, position=present or 0, caption=caption, actor=actor, now=now
    )


def attach_document(
    matter: Matter,
    data: bytes,
    name: str,
    *,
    actor: Any,
    now: datetime,
    caption: str = "",
    kind: AttachmentKind = AttachmentKind.DOCUMENT,
) -> Attachment:
    """Attach a paper (PDF, Word, Excel or a picture of one) after looking at its content; a picture is cleaned like any other."""
    found = inspect_file(data, name, accepted=PAPERS)
    media_type = found.media_type
    if found.kind in PHOTOGRAPH_KINDS:
        cleaned = clean_photograph(data, name=name)
        data, media_type = cleaned.data, cleaned.media_type
    file = keep_bytes(data, media_type=media_type, now=now)
    return attach(matter, file, name, kind=kind, position=PAPERS_FROM, caption=caption, actor=actor, now=now)


def attach(
    matter: Matter,
    file: StoredFile,
    name: str,
    *,
    kind: AttachmentKind,
    position: int,
    caption: str,
    actor: Any,
    now: datetime,
) -> Attachment:
    """The row between a matter and a stored file."""
    attachment = Attachment(
        matter_id=matter.id,
        digest=file.digest,
        kind=kind,
        name=shown_name(name),
        caption=caption,
        position=position,
        added_by_id=getattr(actor, "account_id", None),
        added_at=now,
    )
    attachment.file = file
    db.session.add(attachment)
    db.session.flush()
    record(
        "attachment.add",
        actor=actor,
        object_kind=matter.kind.value,
        object_id=matter.id,
        object_number=matter.number,
        now=now,
        kind=kind.value,
        digest=file.digest,
    )
    return attachment


def describe(attachment: Attachment, *, caption: str, credit: str, person_ids: Iterable[int], actor: Any) -> None:
    """Caption, photographer, and who is in the picture (their consent is asked before it is published)."""
    attachment.caption, attachment.credit = caption, credit
    show_people(attachment, person_ids)
    record("attachment.describe", actor=actor, object_kind="attachment", object_id=attachment.id)


def show_people(attachment: Attachment, person_ids: Iterable[int]) -> None:
    """Make these the people whom a file shows, or who signed it."""
    db.session.execute(
        delete(AttachmentPerson)
        .where(AttachmentPerson.attachment_id == attachment.id)
        .execution_options(synchronize_session=False)
    )
    rows = [{"attachment_id": attachment.id, "person_id": person_id} for person_id in sorted(set(person_ids))]
    if rows:
        db.session.execute(insert(AttachmentPerson), rows)


def remove(attachment: Attachment, *, actor: Any, now: datetime) -> None:
    """Take a file out of sight; the record keeps it."""
    attachment.removed_at = now
    record("attachment.remove", actor=actor, object_kind="attachment", object_id=attachment.id, now=now)


def sweep_orphans(now: datetime) -> int:
    """Delete stored bytes that no row and no upload names and that were handed in a day or more ago; returns how many went.

    Bytes are stored before their row is committed, so what is younger may still belong to a running transaction.
    """
    oldest, uploaded = now - ORPHANS_AFTER, waiting_digests()
    swept = storage().sweep_unfinished(now)
    portion: list[str] = []
    for digest in storage().iterate():
        if digest in uploaded:
            continue
        portion.append(digest)
        if len(portion) == PORTION:
            swept += sweep_portion(portion, oldest)
            portion = []
    return swept + sweep_portion(portion, oldest)


def sweep_portion(digests: list[str], oldest: datetime) -> int:
    """Delete those of the digests that have no row."""
    if not digests:
        return 0
    named = set(db.session.scalars(select(StoredFile.digest).where(StoredFile.digest.in_(digests))))
    return sum(storage().delete(digest, unless_stored_since=oldest) for digest in digests if digest not in named)
