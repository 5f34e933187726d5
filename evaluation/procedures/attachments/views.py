"""The authorised way to files: nothing is served whose matter the reader may not see; unknown and foreign look the same."""

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response, abort, flash, g, jsonify, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import NotAllowed, Refused
from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.files.names import download_headers
from evaluation.foundation.files.photographs import clean_photograph
from evaluation.foundation.files.storage import Storage, StoredFileMissing
from evaluation.foundation.web.access import reads_first, signed_in
from evaluation.foundation.web.failures import wants_json
from evaluation.foundation.web.posting import once
from evaluation.procedures.attachments import operations
from evaluation.procedures.attachments.forms import DescribeForm
from evaluation.procedures.attachments.models import Attachment
from evaluation.procedures.attachments.policies import may_change
from evaluation.procedures.attachments.queries import attachment_seen, people_in
from evaluation.procedures.workflow.addresses import matter_address
from evaluation.procedures.workflow.models import Matter
from evaluation.procedures.workflow.register import visible_matter

blueprint = Blueprint("attachments", __name__)
PIECE = 64 * 1024
BROWSER_KEEPS = "private, max-age=3600"


@blueprint.get("/files/<int:attachment_id>")
@signed_in
def file(attachment_id: int) -> BaseResponse:
    """The whole file."""
    attachment = attachment_or_404(attachment_id)
    return sent(attachment.digest, attachment.name, attachment.file.media_type)


@blueprint.get("/files/<int:attachment_id>/thumbnail")
@signed_in
def thumbnail(attachment_id: int) -> BaseResponse:
    """The small copy of a photograph."""
    attachment = attachment_or_404(attachment_id)
    if attachment.file.thumbnail_digest is None:
        abort(404)
    return sent(attachment.file.thumbnail_digest, attachment.name, attachment.file.media_type)


def attachment_or_404(attachment_id: int) -> Attachment:
    """The file, if the reader may open it."""
    attachment = attachment_seen(current_user, attachment_id)
    if attachment is None:
        abort(404)
    return attachment


def sent(digest: str, name: str, media_type: str) -> BaseResponse:
    """The bytes in pieces, under headers that never let them act as a page; the browser may ask by tag instead."""
    response = Response(headers={**download_headers(name, media_type), "Cache-Control": BROWSER_KEEPS})
    response.set_etag(digest)
    if digest in request.if_none_match:
        response.status_code = 304
        return response
    storage = operations.storage()
    try:
        response.content_length = storage.describe(digest).size
    except StoredFileMissing:
        abort(404)
    response.response = pieces(storage, digest)
    return response


def pieces(storage: Storage, digest: str) -> Iterator[bytes]:
    """Read in portions, so that large files do not fill the memory; closed when read to the end or given up."""
    with storage.open(digest) as stored:
        while piece := stored.read(PIECE):
            yield piece


def changeable_or_404(matter_id: int) -> Matter:
    """The matter, if the reader sees it and may change its files now."""
    matter = visible_matter(current_user, matter_id)
    if matter is None:
        abort(404)
    if not may_change(current_user, matter):
        raise NotAllowed(_("Files can no longer be changed here; ask for a return first."))
    return matter


def page_of(matter: Matter) -> str:
    """Where to go back to."""
    return matter_address(matter.kind, matter.id) or url_for("home.index")


@blueprint.post("/matters/<int:matter_id>/photographs")
@signed_in
@reads_first
def add_photograph(matter_id: int) -> Any:
    """Take in one photograph: JSON for the script, the page of the matter for a plain form."""
    matter = changeable_or_404(matter_id)
    given = request.files.get("file")
    try:
        if given is None or not given.filename:
            raise Refused(_("Choose a photograph first."))
        photograph = clean_photograph(given.stream.read(), name=given.filename)
        begin_writing()
        matter = changeable_or_404(matter_id)
        with once() as outcome:
            attachment = operations.attach_clean_photograph(
                matter, photograph, given.filename, actor=current_user, now=clock.now()
            )
            outcome.location = page_of(matter)
            answer = {
                "id": attachment.id,
                "name": attachment.name,
                "thumbnail": url_for("attachments.thumbnail", attachment_id=attachment.id),
            }
    except Refused as refusal:
        if wants_json():
            return jsonify(message=str(refusal)), 422
        flash(str(refusal), "error")
        return redirect(page_of(matter))
    return (jsonify(answer), 201) if wants_json() else redirect(outcome.location)


def begin_writing() -> None:
    """Queue as a writer only now that the slow work is done; what was read before is read again."""
    db.session.rollback()
    g.writes = True


def own_attachment_or_404(matter: Matter, attachment_id: int) -> Attachment:
    """A file of this very matter."""
    attachment = db.session.get(Attachment, attachment_id)
    if attachment is None or attachment.matter_id != matter.id or attachment.removed_at is not None:
        abort(404)
    return attachment


@blueprint.route("/matters/<int:matter_id>/files/<int:attachment_id>/describe", methods=["GET", "POST"])
@signed_in
def describe(matter_id: int, attachment_id: int) -> Any:
    """Caption, photographer and who is in the picture."""
    matter = changeable_or_404(matter_id)
    attachment = own_attachment_or_404(matter, attachment_id)
    form = DescribeForm(data=None if request.method == "POST" else description_of(attachment))
    if form.validate_on_submit():
        with once() as outcome:
            operations.describe(
                attachment,
                caption=form.caption.data or "",
                credit=form.credit.data or "",
                person_ids=form.people.data or [],
                actor=current_user,
            )
            outcome.location = page_of(matter)
        flash(_("Saved."), "success")
        return redirect(outcome.location)
    page = render_template(
        "procedures/attachments/describe.html", form=form, attachment=attachment, matter=matter, back=page_of(matter)
    )
    return page, 422 if form.errors else 200


def description_of(attachment: Attachment) -> dict[str, Any]:
    """What is said of a picture now."""
    return {
        "caption": attachment.caption,
        "credit": attachment.credit,
        "people": sorted(people_in([attachment.id]).get(attachment.id, ())),
    }


@blueprint.post("/matters/<int:matter_id>/files/<int:attachment_id>/actions/remove")
@signed_in
def remove(matter_id: int, attachment_id: int) -> BaseResponse:
    """Take a file out of sight."""
    matter = changeable_or_404(matter_id)
    attachment = own_attachment_or_404(matter, attachment_id)
    with once() as outcome:
        operations.remove(attachment, actor=current_user, now=clock.now())
        outcome.location = page_of(matter)
    flash(_("Removed: %(name)s.", name=attachment.name), "success")
    return redirect(outcome.location)
