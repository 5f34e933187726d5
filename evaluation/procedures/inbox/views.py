"""Pages of the inbox: four boxes, the next item, copies."""

from typing import Any

from flask import Blueprint, Response, abort, flash, g, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db, transaction
from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.web.access import requires
from evaluation.foundation.web.downloads import workbook_answer
from evaluation.foundation.web.paging import Sort, page_of
from evaluation.foundation.web.posting import once
from evaluation.procedures.inbox import operations, queries
from evaluation.procedures.inbox.enums import Box
from evaluation.procedures.inbox.forms import InboxFilter
from evaluation.procedures.inbox.presentation import HEADINGS, cells_of, entries_of
from evaluation.procedures.workflow.addresses import matter_address, task_address
from evaluation.procedures.workflow.models import Copy, Matter, Task, Transition
from evaluation.registry.accounts.enums import BUSINESS_ROLES

blueprint = Blueprint("inbox", __name__, url_prefix="/inbox")
SORTS = {
    Box.TODO: Sort("due", None, (Task.due_on, Task.id), descending=False),
    Box.MINE: Sort("changed", None, (Matter.changed_at, Matter.id)),
    Box.DONE: Sort("taken", None, (Transition.id,)),
    Box.COPIES: Sort("sent", None, (Copy.sent_at, Copy.id)),
}


def box_asked_for() -> Box:
    """The box of the address; any other word means what is to do."""
    asked = request.args.get("box", "")
    return Box(asked) if asked in set(Box) else Box.TODO


def rows_asked_for(box: Box) -> tuple[InboxFilter, Any]:
    """The filter bar and the select behind it."""
    form = InboxFilter.of(box, request.args)
    due = form.due.data if "due" in form else ""
    statement = queries.narrowed(
        queries.ROWS[box](current_user), what=form.type.data, due=due, words=form.q.data or "", today=clock.today()
    )
    return form, statement


@blueprint.get("/")
@requires(*BUSINESS_ROLES)
def index() -> str:
    """One box."""
    box = box_asked_for()
    form, statement = rows_asked_for(box)
    page = page_of(statement, [SORTS[box]], count=statement.with_only_columns(Matter.id))
    count, late = queries.task_counts(current_user, clock.today())
    g.inbox_count = count
    return render_template(
        "procedures/inbox/index.html",
        box=box,
        boxes=Box,
        counts=queries.box_counts(current_user, count),
        form=form,
        page=page,
        entries=entries_of(box, page.rows, current_user, clock.now()),
        count=count,
        late=late,
    )


@blueprint.get("/export.xlsx")
@requires(*BUSINESS_ROLES)
def export() -> Response:
    """The filtered box as a workbook, in the order of the page."""
    box = box_asked_for()
    _form, statement = rows_asked_for(box)
    sort = SORTS[box]
    order = [column.desc() if sort.descending else column.asc() for column in sort.columns]
    rows = db.session.execute(statement.order_by(*order).execution_options(yield_per=1000))
    return workbook_answer(str(box.label), [str(heading) for heading in HEADINGS[box]], (cells_of(box, row) for row in rows))


@blueprint.get("/next")
@requires(*BUSINESS_ROLES)
def next_task() -> BaseResponse:
    """Open the item that is due first, or next after the one named by ``after``."""
    named = request.args.get("after", "")
    after = db.session.get(Task, int(named)) if named.isdecimal() and len(named) < 10 else None
    task = queries.next_task(current_user, after=after) or queries.next_task(current_user)
    address = task_address(task.kind, task.asks, task.matter_id) if task is not None else None
    return redirect(address or url_for("inbox.index"))


@blueprint.get("/copies/<int:copy_id>")
@requires(*BUSINESS_ROLES)
def open_copy(copy_id: int) -> BaseResponse:
    """Mark a copy read and go to its matter."""
    copy = db.session.get(Copy, copy_id)
    if copy is None or copy.account_id != current_user.account_id:
        abort(404)
    matter = db.session.get_one(Matter, copy.matter_id)
    address = matter_address(matter.kind, matter.id) or url_for("inbox.index", box=Box.COPIES.value)
    if copy.read_at is None:
        db.session.rollback()
        g.writes = True
        with transaction():
            operations.mark_read(db.session.get_one(Copy, copy_id), now=clock.now())
    return redirect(address)


@blueprint.post("/copies/actions/read")
@requires(*BUSINESS_ROLES)
def read_all() -> BaseResponse:
    """Mark all copies read."""
    with once() as outcome:
        operations.mark_all_read(actor=current_user, now=clock.now())
        outcome.location = url_for("inbox.index", box=Box.COPIES.value)
    flash(_("All marked as read."), "success")
    return redirect(outcome.location)
