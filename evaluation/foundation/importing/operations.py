"""What happens to an upload: checked, then done and perhaps undone, or discarded. Nothing but the job is written before
somebody confirms; confirming twice has one effect."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import bindparam, insert, select, text, update

from evaluation.foundation.audit.operations import digest, record
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import WrongState
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.foundation.files.kinds import Kind
from evaluation.foundation.files.models import StoredFile
from evaluation.foundation.files.names import ending_of, shown_name
from evaluation.foundation.files.storage import Storage, StoredFileMissing
from evaluation.foundation.importing.importer import Change, Importer, Kept, Plan
from evaluation.foundation.importing.models import ImportChange, ImportJob
from evaluation.foundation.importing.options import Options, options_from
from evaluation.foundation.importing.queries import changes_of, may_be_undone
from evaluation.foundation.importing.report import counts_of, essence
from evaluation.foundation.importing.sources import SourceFile, digest_of, name_of
from evaluation.foundation.importing.tables import Unclear, storable_unread

KEPT_FOR = timedelta(days=1)


def storage() -> Storage:
    """The storage of this installation."""
    return current_app.extensions["storage"]


def check(importer: Importer, files: Sequence[SourceFile], *, actor: Any, now: datetime, options: Options) -> ImportJob:
    """Look at an upload and keep it until somebody confirms, at most a day. Refuses what cannot be used, without a trace."""
    plan: Plan = importer.examine(files, actor=actor, now=now, options=options)
    job = new_job(importer, files, plan, actor=actor, now=now, options=options)
    job.files = [kept(file, importer.storable(file, plan)) for file in files]
    job.files_until = now + KEPT_FOR
    db.session.add(job)
    db.session.flush()
    record("import.check", actor=actor, object_kind="import", object_id=job.id, now=now, kind=job.kind, file=job.file_digest)
    return job


def kept(file: SourceFile, data: bytes) -> dict[str, str]:
    """Store what may wait of a file. A workbook that was written anew is an xlsx, whatever it was before."""
    name = shown_name(file.name)
    if data != file.data and ending_of(name) in Kind.OLD_WORKBOOK.extensions:
        name = f"{name.rpartition('.')[0]}.{Kind.XLSX.extensions[0]}"
    return {"name": name, "digest": storage().put(data)}


def hold(
    importer: Importer, files: Sequence[SourceFile], unclear: Sequence[Unclear], *, actor: Any, now: datetime, options: Options
) -> ImportJob:
    """Keep an upload of which some headings are not understood, until the reader says what they mean."""
    job = ImportJob(
        kind=importer.kind,
        state="checked",
        file_name=name_of(files),
        file_digest=digest_of(files),
        files=[kept(file, storable_unread(file)) for file in files],
        files_until=now + KEPT_FOR,
        options=options.as_dict(),
        report={},
        counts=counts_of({}, {}),
        preview={"unclear": [unclear_row(one) for one in unclear]},
        account_id=getattr(actor, "account_id", None),
        actor_name=getattr(actor, "name", "system"),
        created_at=now,
    )
    db.session.add(job)
    db.session.flush()
    record("import.check", actor=actor, object_kind="import", object_id=job.id, now=now, kind=job.kind, file=job.file_digest)
    return job


def unclear_row(one: Unclear) -> dict[str, Any]:
    """A column that was not found, as plain data."""
    return {
        "sheet": one.sheet,
        "key": one.column.key,
        "label": one.column.label,
        "message": str(one.message),
        "suggestion": one.suggestion,
        "candidates": [{"heading": heading, "samples": list(samples)} for heading, samples in one.candidates],
    }


def new_job(
    importer: Importer, files: Sequence[SourceFile], plan: Plan, *, actor: Any, now: datetime, options: Options
) -> ImportJob:
    """The job of an upload, with what was found in it."""
    report, preview = plan.report.as_dict(), plan.shown()
    return ImportJob(
        kind=importer.kind,
        state="checked",
        file_name=name_of(files),
        file_digest=digest_of(files),
        files=[],
        options=options.as_dict(),
        report=report,
        counts=counts_of(report, preview),
        preview=preview,
        account_id=getattr(actor, "account_id", None),
        actor_name=getattr(actor, "name", "system"),
        created_at=now,
    )


def locked(job_id: int) -> ImportJob:
    """The job, with everybody else waiting until this transaction ends."""
    return db.session.scalars(
        select(ImportJob).where(ImportJob.id == job_id).with_for_update().execution_options(populate_existing=True)
    ).one()


def stored_files(job: ImportJob) -> list[SourceFile]:
    """The uploaded files of a job, as they were kept."""
    try:
        return [SourceFile(one["name"], storage().read(one["digest"])) for one in job.files]
    except StoredFileMissing:
        raise WrongState(_l("An uploaded file is kept for one day only; upload it again.")) from None


def check_waiting(job: ImportJob) -> None:
    """Refuse what was confirmed or thrown away already."""
    if job.state != "checked":
        raise WrongState(_l("This upload was confirmed or thrown away already; upload the file again."))


def look_again(importer: Importer, job: ImportJob, *, actor: Any, now: datetime, options: Options) -> Plan:
    """Examine the upload anew with other choices, and show the result on its page."""
    check_waiting(job)
    files = stored_files(job)
    plan: Plan = importer.examine(files, actor=actor, now=now, options=options)
    job.options, job.report, job.preview = options.as_dict(), plan.report.as_dict(), plan.shown()
    job.counts = counts_of(job.report, job.preview)
    return plan


def take_turn() -> None:
    """One import after the other: what was compared is still true when it is written."""
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text("SELECT pg_advisory_xact_lock(20220407)"))


def confirm(importer: Importer, job: ImportJob, *, actor: Any, now: datetime) -> bool:
    """Write what the page showed. False: what is there has changed since, the page shows the new result and nothing was written.

    A job that is done stays done, so that a second confirmation is harmless. The caller holds the lock of the job.
    """
    if job.state == "done":
        return True
    check_waiting(job)
    take_turn()
    shown = essence(job.report)
    options = options_from(job.options)
    plan = look_again(importer, job, actor=actor, now=now, options=options)
    if essence(job.report) != shown:
        return False
    finish(importer, job, plan, actor=actor, now=now, options=options)
    return True


def run(
    importer: Importer, files: Sequence[SourceFile], *, actor: Any, now: datetime, options: Options
) -> tuple[ImportJob, Plan]:
    """Examine and write at once, for the command line. The file itself is not kept."""
    take_turn()
    plan: Plan = importer.examine(files, actor=actor, now=now, options=options)
    job = new_job(importer, files, plan, actor=actor, now=now, options=options)
    db.session.add(job)
    db.session.flush()
    finish(importer, job, plan, actor=actor, now=now, options=options)
    return job, plan


def finish(importer: Importer, job: ImportJob, plan: Plan, *, actor: Any, now: datetime, options: Options) -> None:
    """Write the plan, note every row touched, and say so in the audit chain with a digest of these notes."""
    changes = importer.carry_out(plan, actor=actor, now=now, options=options)
    rows = [change_row(job.id, change) for change in changes]
    if rows:
        db.session.execute(insert(ImportChange), rows)
    job.state, job.done_at = "done", now
    job.actor_name = getattr(actor, "name", job.actor_name)
    record(
        "import.confirm",
        actor=actor,
        object_kind="import",
        object_id=job.id,
        now=now,
        kind=job.kind,
        file=job.file_digest,
        created=plan.report.created,
        updated=plan.report.updated,
        refused=len(plan.report.refused),
        changes=digest([[row["object_kind"], row["object_id"], row["created"], row["before"]] for row in rows]),
    )
    db.session.flush()


def change_row(job_id: int, change: Change) -> dict[str, Any]:
    """A change as a row."""
    return {
        "job_id": job_id,
        "object_kind": change.object_kind,
        "object_id": change.object_id,
        "label": change.label,
        "created": change.created,
        "before": None if change.before is None else dict(change.before),
        "version_after": change.version_after,
    }


def undo(importer: Importer, job: ImportJob, *, actor: Any, now: datetime, acting: Any = None) -> list[Kept]:
    """Take an import back within a day: created rows go, changed ones get their earlier values; what was changed or used
    meanwhile stays and is named. The caller holds the lock of the job.

    ``acting`` stands for whoever imported, where rows belong to that account: the command line has none of its own.
    """
    if job.state == "undone":
        return []
    if job.state != "done" or job.done_at is None or not may_be_undone(job, now):
        raise WrongState(_l("An import can be undone within 24 hours only; correct the rows by hand."))
    left = importer.take_back(changes_of(job.id), done_at=job.done_at, actor=acting or actor, now=now)
    job.state, job.undone_at = "undone", now
    job.preview = {**job.preview, "kept": [{"label": one.label, "reason": str(one.reason)} for one in left]}
    record("import.undo", actor=actor, object_kind="import", object_id=job.id, now=now, kind=job.kind, kept=len(left))
    db.session.flush()
    return left


def follow_versions(object_kind: str, versions: Mapping[int, tuple[int, int]]) -> None:
    """Rows that an undo restored are again what an earlier import made of them: let that one be undone too.

    ``versions`` gives for each row the version after the earlier import and the present one.
    """
    table = ImportChange.__table__
    rows = [{"b_id": identity, "b_old": old, "b_new": new} for identity, (old, new) in versions.items()]
    if rows:
        db.session.connection().execute(
            update(table)  # type: ignore[arg-type]
            .where(
                table.c.object_kind == object_kind,
                table.c.object_id == bindparam("b_id"),
                table.c.version_after == bindparam("b_old"),
            )
            .values(version_after=bindparam("b_new")),
            rows,
        )


def discard(job: ImportJob, *, actor: Any, now: datetime) -> None:
    """Throw an upload away before anything is written."""
    check_waiting(job)
    job.state = "discarded"
    record("import.discard", actor=actor, object_kind="import", object_id=job.id, now=now, kind=job.kind)
    db.session.flush()
    forget_files([job])


def sweep(now: datetime) -> int:
    """Delete the files of uploads that are a day old; those that nobody confirmed are discarded. Gives how many were swept."""
    old = list(db.session.scalars(select(ImportJob).where(ImportJob.files_until < now)))
    for job in old:
        job.state = "discarded" if job.state == "checked" else job.state
    forget_files(old)
    return len(old)


def forget_files(jobs: Sequence[ImportJob]) -> None:
    """Delete uploaded bytes that no attachment and no other upload names. The preview of a discarded upload goes too."""
    digests = {one["digest"] for job in jobs for one in job.files}
    for job in jobs:
        job.files, job.files_until = [], None
        if job.state == "discarded":
            job.preview = {}
    db.session.flush()
    if not digests:
        return
    named = set(db.session.scalars(select(StoredFile.digest).where(StoredFile.digest.in_(digests))))
    for one in digests - named - waiting_digests():
        storage().delete(one)


def waiting_digests() -> frozenset[str]:
    """Digests of all uploaded files that are kept at present."""
    uploads = db.session.scalars(select(ImportJob.files).where(ImportJob.files_until.is_not(None)))
    return frozenset(one["digest"] for files in uploads for one in files)
