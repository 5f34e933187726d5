"""/admin/audit/: the log, one event, export, proof of the chain. For the auditor alone, and read-only."""

from typing import Any

from flask import Blueprint, Response, abort, render_template
from flask_login import current_user

from evaluation.foundation.audit.models import AuditEvent
from evaluation.foundation.audit.operations import record, verify
from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import become_writer, db, transaction
from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.web.access import reads_first, requires
from evaluation.foundation.web.downloads import workbook_answer
from evaluation.foundation.web.paging import Sort, page_of
from evaluation.portal.administration.audit import queries, words
from evaluation.portal.administration.audit.forms import EventFilter, VerifyForm
from evaluation.registry.accounts.enums import Role

blueprint = Blueprint("audit", __name__, url_prefix="/admin/audit")
guarded = requires(Role.AUDITOR)

SORTS = (Sort("newest", None, (AuditEvent.sequence,)), Sort("oldest", None, (AuditEvent.sequence,), descending=False))
MOST_EXPORTED = 50_000


def show(template: str, **facts: Any) -> str:
    """A page of this section with the words for events."""
    return render_template(
        f"portal/administration/{template}.html",
        action_word=words.action_word,
        kind_word=words.kind_word,
        outcome_word=words.outcome_word,
        **facts,
    )


@blueprint.get("/")
@guarded
def index() -> str:
    """The log, newest first."""
    form = EventFilter.asked()
    statement = queries.narrowed(queries.event_rows(), form.data)
    page = page_of(statement, SORTS, count=statement.with_only_columns(AuditEvent.sequence))
    return show("log", form=form, page=page, may_verify=True)


@blueprint.get("/<int:sequence>")
@guarded
def event(sequence: int) -> str:
    """One event with its facts and hashes."""
    found = db.session.get(AuditEvent, sequence)
    if found is None:
        abort(404)
    return show("event", event=found)


@blueprint.get("/export.xlsx")
@guarded
def export() -> Response:
    """The filtered log as a workbook, newest first, at most fifty thousand events."""
    statement = queries.narrowed(queries.event_rows(), EventFilter.asked().data)
    rows = db.session.execute(
        statement.order_by(AuditEvent.sequence.desc()).limit(MOST_EXPORTED).execution_options(yield_per=1000)
    )
    about = [_("Sequence"), _("Time"), _("Who"), _("Roles"), _("Action")]
    headings = [*about, _("On what"), _("Id"), _("Number"), _("Outcome"), _("Request")]
    return workbook_answer(
        _("Audit log"),
        headings,
        (
            [
                row.sequence,
                row.occurred_at,
                row.actor_name,
                row.roles,
                f"{words.action_word(row.action)} ({row.action})",
                str(words.kind_word(row.object_kind)),
                row.object_id,
                row.object_number or "",
                str(words.outcome_word(row.outcome)),
                row.request_id or "",
            ]
            for row in rows
        ),
    )


@blueprint.route("/verify", methods=["GET", "POST"])
@guarded
@reads_first
def prove() -> Any:
    """Prove the chain; the result is shown and the proof itself is recorded."""
    form = VerifyForm()
    result = None
    if form.validate_on_submit():
        result = verify(form.expected)
        outcome = "whole" if result.broken_at is None else "broken"
        become_writer()
        with transaction():
            record(
                "audit.verify",
                actor=current_user,
                object_kind="audit",
                object_id=result.rows,
                outcome=outcome,
                now=clock.now(),
                broken_at=result.broken_at,
                reason=result.reason,
                compared=form.expected is not None,
            )
    return show("verify", form=form, result=result), 422 if form.errors else 200
