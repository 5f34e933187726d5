"""Pages of those who judge: decision, public notice."""

from typing import Any

from flask import redirect, render_template, url_for
from flask_login import current_user
from sqlalchemy import select

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import DomainError, NotAllowed, Refused, Stale
from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.web.access import requires, signed_in
from evaluation.foundation.web.posting import once
from evaluation.procedures.workflow.announcing import announce
from evaluation.procedures.workflow.models import Matter
from evaluation.records.deeds import operations, queries
from evaluation.records.deeds.enums import DeedAction, DeedState
from evaluation.records.deeds.forms import JudgeForm, NoticeForm
from evaluation.records.deeds.models import Deed
from evaluation.records.deeds.texts import notice_text
from evaluation.records.deeds.views.reading import detail_page, judge_form
from evaluation.records.deeds.workflow import DEED_FLOW
from evaluation.registry.accounts.enums import ORGANIZATION_ROLES


@signed_in
def decide(matter_id: int) -> Any:
    """Carry out the decision of the box."""
    deed = queries.deed_visible(current_user, matter_id)
    form = judge_form(deed)
    if form is None:
        raise NotAllowed(_("You may not decide on this deed now; see who holds it."))
    if form.validate():
        try:
            with once() as outcome:
                transition = carry_out(deed, form)
                outcome.location = url_for("inbox.next_task")
            announce(deed.matter, transition, DEED_FLOW)
            return redirect(outcome.location)
        except Refused as refusal:
            form.refuse(refusal)
    return detail_page(deed, form), 422


def carry_out(deed: Deed, form: JudgeForm) -> Any:
    """The operation behind each decision."""
    common = {
        "actor": current_user,
        "now": clock.now(),
        "comment": form.comment.data,
        "version": form.version.data,
    }
    action = DeedAction(form.decision.data)
    if action is DeedAction.ACCEPT:
        return operations.accept_deed(deed, **common)
    if action is DeedAction.REVOKE:
        return operations.revoke_deed(deed, **common)
    earlier = None
    if action is DeedAction.MARK_DUPLICATE and form.duplicate_of.data:
        earlier = queries.deed_by_number(current_user, form.duplicate_of.data)
        if earlier is None:
            raise Refused(_("There is no deed with this number among those you may see."), field="duplicate_of")
    return operations.judge_deed(deed, action=action, duplicate_of=earlier, **common)


@requires(*ORGANIZATION_ROLES)
def notice() -> Any:
    """Propose a public notice over reviewed deeds; the head of the department posts it."""
    waiting = list(
        db.session.execute(
            queries.deed_rows(current_user).where(Matter.state == DeedState.REVIEWED).order_by(Matter.number).limit(200)
        )
    )
    form = NoticeForm()
    form.deeds.choices = [(row.id, f"{row.number}　{row.title}（{row.subject}）") for row in waiting]
    if not form.is_submitted():
        form.deeds.data = [row.id for row in waiting]
        form.title.data, form.body.data = notice_text(waiting)
    if form.validate_on_submit():
        try:
            with once() as outcome:
                deeds = list(db.session.scalars(select(Deed).where(Deed.matter_id.in_(form.deeds.data or []))))
                made = operations.propose_notice(
                    deeds,
                    actor=current_user,
                    now=clock.now(),
                    title=form.title.data or "",
                    body=form.body.data or "",
                    contact=form.contact.data or "",
                    working_days=form.working_days.data or 5,
                )
                outcome.location = url_for("notices.detail", matter_id=made.matter_id)
            return redirect(outcome.location)
        except DomainError as refusal:
            if isinstance(refusal, Stale):
                raise
            form.refuse(refusal)
    return render_template("records/deeds/notice.html", form=form, waiting=waiting), 422 if form.errors else 200
