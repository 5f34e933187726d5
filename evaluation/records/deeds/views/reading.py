"""Pages that show deeds: list, detail, comparison."""

from flask import render_template, request
from flask_login import current_user
from werkzeug.wrappers import Response

from evaluation.foundation.core.clock import clock
from evaluation.foundation.web.access import signed_in
from evaluation.foundation.web.paging import Sort, page_of
from evaluation.procedures.attachments.queries import shown_files
from evaluation.procedures.evidence.queries import cited_in
from evaluation.procedures.notices.queries import open_objections_of, running_notice_of
from evaluation.procedures.workflow.models import Matter
from evaluation.procedures.workflow.panels import panel_of
from evaluation.procedures.workflow.queries import revisions_of, timeline
from evaluation.records.deeds import presentation, queries
from evaluation.records.deeds.enums import DeedState, SubjectKind
from evaluation.records.deeds.forms import FilterForm, JudgeForm
from evaluation.records.deeds.models import Deed
from evaluation.records.deeds.policies import is_author, may_write
from evaluation.records.deeds.texts import compared
from evaluation.records.deeds.workflow import DEED_FLOW, EDITABLE
from evaluation.registry.accounts.enums import ORGANIZATION_ROLES
from evaluation.registry.organizations.queries import names_at

SORTS = (
    Sort("newest", None, (Matter.id,)),
    Sort("oldest", None, (Matter.id,), descending=False),
    Sort("changed", None, (Matter.changed_at, Matter.id)),
    Sort("title", None, (Matter.title, Matter.id), descending=False),
)


def filter_form() -> FilterForm:
    """The filter bar as asked for."""
    return FilterForm.asked()


@signed_in
def index() -> str:
    """The list of the deeds that the actor may see."""
    form = filter_form()
    statement = queries.narrowed(queries.deed_rows(current_user), form.data)
    page = page_of(statement, SORTS, count=queries.counted(current_user, form.data))
    return render_template(
        "records/deeds/index.html",
        page=page,
        form=form,
        names=names_at(current_user.tree_stamp),
        states=DeedState,
        subject_kinds=SubjectKind,
        may_write=may_write(current_user),
        may_propose=current_user.holds(*ORGANIZATION_ROLES),
    )


@signed_in
def export() -> Response:
    """The filtered list as a workbook, in the order of the page."""
    statement = queries.narrowed(queries.deed_rows(current_user), filter_form().data)
    return presentation.list_workbook(statement)


def judge_form(deed: Deed) -> JudgeForm | None:
    """The decision box over the steps that are decisions; author's own steps have their own buttons."""
    decisions = [step for step in DEED_FLOW.open_to(current_user, deed) if step.action in presentation.DECISIONS]
    return JudgeForm.over(decisions, deed.matter)


@signed_in
def detail(matter_id: int) -> str:
    """One deed, laid flat."""
    deed = queries.deed_visible(current_user, matter_id)
    return detail_page(deed, judge_form(deed))


def detail_page(deed: Deed, form: JudgeForm | None) -> str:
    """The detail page with its decision box."""
    matter = deed.matter
    people = [(one.person, one.part) for one in matter.people]
    photographs, documents = shown_files(matter.id)
    citations = cited_in(matter.id)
    noticed = matter.state == DeedState.NOTICED
    return render_template(
        "records/deeds/detail.html",
        deed=deed,
        form=form,
        state=DEED_FLOW.state_of(deed),
        steps=presentation.stepper(deed),
        people=people,
        facts=presentation.detail_facts(deed, people, citations),
        subject=queries.subject_label(deed, {person.id: person.name for person, _part in people}),
        photographs=photographs,
        documents=documents,
        history=timeline(DEED_FLOW, matter.id),
        panel=panel_of(matter, current_user, clock.now()),
        notice=running_notice_of(matter.id) if noticed else None,
        objections=open_objections_of(matter.id) if noticed else [],
        is_author=is_author(current_user, deed),
        editable=matter.state in EDITABLE,
        may=lambda action: DEED_FLOW.may(current_user, deed, action),
    )


@signed_in
def diff(matter_id: int) -> str:
    """Two texts as handed in, side by side in one."""
    deed = queries.deed_visible(current_user, matter_id)
    revisions = revisions_of(matter_id)
    last = len(revisions)
    older = request.args.get("a", max(1, last - 1), type=int)
    newer = request.args.get("b", last, type=int)
    by_ordinal = {revision.ordinal: revision for revision in revisions}
    a, b = by_ordinal.get(older), by_ordinal.get(newer)
    return render_template(
        "records/deeds/diff.html",
        deed=deed,
        older=a,
        newer=b,
        revisions=revisions,
        pairs=compared(a.text, b.text) if a and b else [],
    )
