"""What can be done to any matter from its page: remind, hand on, ask, answer, see to, take back.

Whose matter one may not see does not exist here either (404); its room's own filter decides.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import NotAllowed, Refused
from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.web.access import signed_in
from evaluation.foundation.web.posting import once
from evaluation.procedures.workflow import correspondence, operations
from evaluation.procedures.workflow.addresses import matter_address
from evaluation.procedures.workflow.enums import Ask
from evaluation.procedures.workflow.forms import TransferForm, WordsForm
from evaluation.procedures.workflow.models import Matter, Task
from evaluation.procedures.workflow.queries import PossibleHolder, last_question, possible_holders
from evaluation.procedures.workflow.register import room_of, visible_matter
from evaluation.registry.accounts.models import Account

blueprint = Blueprint("matters", __name__, url_prefix="/matters")
SUGGESTIONS = 12


def matter_or_404(matter_id: int) -> Matter:
    """The matter, if its room lets the reader see it."""
    matter = visible_matter(current_user, matter_id)
    if matter is None:
        abort(404)
    return matter


def task_or_404(matter_id: int, task_id: int) -> Task:
    """A task of this very matter."""
    task = db.session.get(Task, task_id)
    if task is None or task.matter_id != matter_id:
        abort(404)
    return task


def page_of_matter(matter: Matter) -> str:
    """Where to go back to."""
    return matter_address(matter.kind, matter.id) or url_for("inbox.index")


@blueprint.post("/<int:matter_id>/actions/nudge")
@signed_in
def nudge(matter_id: int) -> Response:
    """Remind whoever holds it."""
    matter = matter_or_404(matter_id)
    with once() as outcome:
        operations.nudge(matter, actor=current_user, now=clock.now())
        outcome.location = page_of_matter(matter)
    flash(_("Reminder sent."), "success")
    return redirect(outcome.location)


@blueprint.post("/<int:matter_id>/actions/undo")
@signed_in
def undo(matter_id: int) -> Response:
    """Take back one's newest step."""
    matter = matter_or_404(matter_id)
    room = room_of(matter.kind)
    with once() as outcome:
        operations.undo(room.workflow, room.item_of(matter), actor=current_user, now=clock.now())
        outcome.location = page_of_matter(matter)
    flash(_("Taken back. Both entries stay in the timeline."), "success")
    return redirect(outcome.location)


@blueprint.route("/<int:matter_id>/tasks/<int:task_id>/transfer", methods=["GET", "POST"])
@signed_in
def transfer(matter_id: int, task_id: int) -> Any:
    """Hand a task to somebody else who holds its role."""
    matter = matter_or_404(matter_id)
    task = task_or_404(matter_id, task_id)
    operations.check_transferable(task, current_user)
    form = TransferForm()
    if form.validate_on_submit():
        try:
            with once() as outcome:
                receiver = receiver_of(task, form.account.account_id, form.account.typed)
                name = receiver.name
                operations.transfer(task, receiver, actor=current_user, now=clock.now(), reason=form.reason.data or "")
                outcome.location = url_for("inbox.index")
            flash(_("Transferred to %(name)s.", name=name), "success")
            return redirect(outcome.location)
        except Refused as refusal:
            form.refuse(refusal)
    page = render_template(
        "procedures/workflow/transfer.html", form=form, matter=matter, task=task, asks=Ask(task.asks), back=page_of_matter(matter)
    )
    return page, 422 if form.errors else 200


def receiver_of(task: Task, account_id: int | None, typed: str) -> Account:
    """The account that was chosen or typed by name or login; nothing is guessed."""
    candidates = possible_holders(task, clock.today())
    found: list[PossibleHolder] = [
        one for one in candidates if (one.id == account_id if account_id else typed in (one.name, one.login))
    ]
    if len(found) > 1:
        raise Refused(
            _("Several people are called %(name)s; choose one from the list or type the login.", name=typed), field="account"
        )
    if not found:
        raise Refused(_("Nobody of this name holds the role that this task needs; choose from the list."), field="account")
    return db.session.get_one(Account, found[0].id)


@blueprint.get("/<int:matter_id>/tasks/<int:task_id>/holders")
@signed_in
def holders(matter_id: int, task_id: int) -> Response:
    """Suggestions for a transfer as JSON."""
    matter_or_404(matter_id)
    task = task_or_404(matter_id, task_id)
    operations.check_transferable(task, current_user)
    rows = possible_holders(task, clock.today(), like=request.args.get("q", "")[:40], limit=SUGGESTIONS)
    return jsonify([{"id": row.id, "name": row.name, "detail": row.detail} for row in rows])


@blueprint.route("/<int:matter_id>/actions/ask", methods=["GET", "POST"])
@signed_in
def ask(matter_id: int) -> Any:
    """Put a question to who started it; the state stays."""
    matter = matter_or_404(matter_id)
    correspondence.check_may_ask(matter, current_user)
    return words_page(
        matter,
        partial(correspondence.ask, matter),
        done=_("The question is sent. The matter stays as it is."),
        title=_("Ask a question"),
        label=_("Send the question"),
    )


@blueprint.route("/<int:matter_id>/actions/ask-back", methods=["GET", "POST"])
@signed_in
def ask_back(matter_id: int) -> Any:
    """Ask the holder to return what can no longer be withdrawn."""
    matter = matter_or_404(matter_id)
    if not correspondence.may_ask_back(current_user, matter):
        raise NotAllowed(_("Who started this can ask for its return, once it can no longer be withdrawn."))
    return words_page(
        matter,
        partial(correspondence.ask_back, matter),
        done=_("Asked. Whoever holds it decides."),
        title=_("Ask to have it returned"),
        label=_("Send the request"),
    )


@blueprint.route("/<int:matter_id>/tasks/<int:task_id>/answer", methods=["GET", "POST"])
@signed_in
def answer(matter_id: int, task_id: int) -> Any:
    """Answer a question."""
    matter = matter_or_404(matter_id)
    task = task_or_404(matter_id, task_id)
    operations.check_held(task, current_user)
    return words_page(
        matter,
        partial(correspondence.answer, task),
        done=_("The answer is sent."),
        title=_("Answer a question"),
        label=_("Send the answer"),
        question=last_question(matter.id),
    )


@blueprint.route("/<int:matter_id>/tasks/<int:task_id>/finish", methods=["GET", "POST"])
@signed_in
def finish(matter_id: int, task_id: int) -> Any:
    """Say that what was asked beside the steps is seen to."""
    matter = matter_or_404(matter_id)
    task = task_or_404(matter_id, task_id)
    operations.check_held(task, current_user)
    return words_page(
        matter,
        partial(correspondence.finish, task),
        done=_("Noted; the task is closed."),
        title=Ask(task.asks).label,
        label=_("Say it is seen to"),
    )


def words_page(matter: Matter, act: Callable[..., Any], *, done: str, **facts: Any) -> Any:
    """A page with one box for words; what is written there goes to ``act``."""
    form = WordsForm()
    if form.validate_on_submit():
        try:
            with once() as outcome:
                act(form.text.data or "", actor=current_user, now=clock.now())
                outcome.location = page_of_matter(matter)
            flash(done, "success")
            return redirect(outcome.location)
        except Refused as refusal:
            form.refuse(refusal)
    page = render_template("procedures/workflow/words.html", form=form, matter=matter, back=page_of_matter(matter), **facts)
    return page, 422 if form.errors else 200
