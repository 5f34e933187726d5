"""The calendar of last days by branch, as a page and as an iCalendar feed under a secret address."""

from typing import Any

from flask import Response, redirect, render_template, request, url_for
from flask_login import current_user
from sqlalchemy import select
from werkzeug.exceptions import NotFound

from evaluation.foundation.audit.operations import record
from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.web.access import public, requires
from evaluation.foundation.web.posting import once
from evaluation.procedures.rules.queries import rule_engine
from evaluation.records.nominations.deadlines import Deadline, calendar_text, deadlines_of, digest_of_token, token_of
from evaluation.records.nominations.forms.filters import CalendarForm
from evaluation.records.nominations.models.parts import CalendarAddress
from evaluation.records.nominations.policies import READERS
from evaluation.records.nominations.queries.boards import case_rows
from evaluation.registry.accounts.models import Account
from evaluation.registry.accounts.queries import actor_of_account

MOST_SHOWN = 300


def summary(one: Deadline) -> str:
    """An entry in words."""
    if one.first:
        text = _(
            "%(name)s (%(branch)s): %(title)s possible from today", name=one.row.name, branch=one.row.branch, title=one.title
        )
    else:
        text = _("%(name)s (%(branch)s): last day for %(title)s", name=one.row.name, branch=one.row.branch, title=one.title)
    return text + (_(" (provisional)") if one.provisional else "")


@requires(*READERS)
def calendar() -> str:
    """Last days and first possible days, in order, narrowed to a branch."""
    form = CalendarForm(request.args)
    today = clock.today()
    found = deadlines_of(case_rows(current_user, form.data), rule_engine(), today)
    months: dict[tuple[int, int], list[dict[str, Any]]] = {}
    for one in found[:MOST_SHOWN]:
        months.setdefault((one.day.year, one.day.month), []).append(
            {
                "date": one.day,
                "title": summary(one),
                "url": url_for("nominations.detail", matter_id=one.row.id),
                "hint": _("overdue") if one.day < today and not one.first else one.row.number,
                "hot": one.day < today and not one.first,
            }
        )
    address = db.session.get(CalendarAddress, current_user.account_id)
    feed = None
    if address is not None:
        feed = url_for("nominations.feed", token=token_of(address.account_id, address.created_at), _external=True)
    return render_template(
        "records/nominations/calendar.html", form=form, months=months, more=max(0, len(found) - MOST_SHOWN), feed=feed
    )


@requires(*READERS)
def renew_address() -> Any:
    """Make the account's secret address, or a new one in its place."""
    with once() as outcome:
        now = clock.now()
        row = db.session.get(CalendarAddress, current_user.account_id)
        if row is None:
            row = CalendarAddress(account_id=current_user.account_id)
            db.session.add(row)
        row.created_at, row.token_digest = now, digest_of_token(token_of(current_user.account_id, now))
        record("nomination.calendar", actor=current_user, object_kind="account", object_id=current_user.account_id, now=now)
        outcome.location = url_for("nominations.calendar")
    return redirect(outcome.location)


@public
def feed(token: str) -> Response:
    """The calendar of the account to which the secret address belongs, with what that account may see today."""
    row = db.session.scalar(select(CalendarAddress).where(CalendarAddress.token_digest == digest_of_token(token)))
    account = db.session.get(Account, row.account_id) if row is not None else None
    if account is None or account.disabled_at is not None:
        raise NotFound
    actor = actor_of_account(account, clock.today())
    if not actor.holds(*READERS):
        raise NotFound
    found = deadlines_of(case_rows(actor, {}), rule_engine(), clock.today())
    text = calendar_text(
        found, title=_("Membership development: last days"), host=request.host, made_at=clock.now(), words=summary
    )
    return Response(text, mimetype="text/calendar", headers={"Cache-Control": "private, no-store"})
