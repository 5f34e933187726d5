"""Pages that show appraisals: list, one appraisal with its tasks and people, the list of people as a workbook."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from evaluation.appraisals.cycles import presentation
from evaluation.appraisals.cycles.enums import AppraisalAction, AppraisalState
from evaluation.appraisals.cycles.forms import FilterForm, StepForm
from evaluation.appraisals.cycles.models import Appraisal
from evaluation.appraisals.cycles.operations import steps
from evaluation.appraisals.cycles.policies import barred, is_author, is_examiner, may_open, may_run
from evaluation.appraisals.cycles.queries.appraisals import (
    appraisal_rows,
    appraisal_visible,
    evidence_counts,
    group_of,
    narrowed,
    people_rows,
    ratings_to_look_at,
)
from evaluation.appraisals.cycles.queries.people import own_results
from evaluation.appraisals.cycles.workflow import APPRAISAL_FLOW
from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.errors import NotAllowed, Refused
from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.web.access import signed_in
from evaluation.foundation.web.noting import note_look
from evaluation.foundation.web.paging import Sort, page_of
from evaluation.foundation.web.posting import once
from evaluation.procedures.workflow.models import Matter
from evaluation.procedures.workflow.panels import panel_of
from evaluation.procedures.workflow.queries import timeline

SORTS = (
    Sort("newest", None, (Matter.id,)),
    Sort("oldest", None, (Matter.id,), descending=False),
    Sort("title", None, (Matter.title, Matter.id), descending=False),
)
STEPS = {
    AppraisalAction.TO_JUDGING: steps.begin_judging,
    AppraisalAction.TO_FEEDBACK: steps.begin_feedback,
    AppraisalAction.BACK_TO_JUDGING: steps.judge_again,
    AppraisalAction.ARCHIVE: steps.archive_appraisal,
    AppraisalAction.STOP: steps.stop_appraisal,
}


@signed_in
def index() -> str:
    """Appraisals that the actor may see, and the results that the actor was told."""
    results = own_results(current_user)
    if barred(current_user) and not results:
        raise NotAllowed(_("Appraisals are read by the organization department and the examiners; ask the department."))
    form = FilterForm.asked()
    statement = narrowed(appraisal_rows(current_user), form.data)
    page = page_of(statement, SORTS, count=statement.with_only_columns(Matter.id))
    return render_template(
        "appraisals/cycles/index.html",
        page=page,
        form=form,
        states=AppraisalState,
        results=results,
        works_here=not barred(current_user),
        may_open=may_open(current_user),
    )


@signed_in
def export_list() -> Response:
    """The filtered list as a workbook."""
    return presentation.list_workbook(narrowed(appraisal_rows(current_user), FilterForm.asked().data))


@signed_in
def detail(matter_id: int) -> str:
    """One appraisal: where it stands, its tasks, its people."""
    appraisal = appraisal_visible(current_user, matter_id)
    return detail_page(appraisal, step_form(appraisal))


def step_form(appraisal: Appraisal) -> StepForm | None:
    """The steps that the actor may take now; freezing has a page of its own."""
    open_steps = [one for one in APPRAISAL_FLOW.open_to(current_user, appraisal) if one.action in STEPS]
    return StepForm.over(open_steps, appraisal.matter)


def detail_page(appraisal: Appraisal, form: StepForm | None) -> str:
    """The page of an appraisal. Whose rating leans on withdrawn evidence is told to that examiner, and to those who run it."""
    matter = appraisal.matter
    rows = people_rows(matter.id)
    group = group_of(matter.id)
    running = may_run(current_user, appraisal)
    weak = [row for row in ratings_to_look_at(matter.id) if running or row.account_id == current_user.account_id]
    return render_template(
        "appraisals/cycles/detail.html",
        appraisal=appraisal,
        form=form,
        state=APPRAISAL_FLOW.state_of(appraisal),
        stepper_steps=presentation.stepper(appraisal),
        tasks=presentation.task_list(appraisal, presentation.Progress.of(rows, group), look_again=len(weak), may_run=running),
        rows=rows,
        counts=evidence_counts([row.person_id for row in rows], matter.occurred_from, matter.occurred_to),
        group=group,
        own=next((member for member in group if member.account_id == current_user.account_id), None),
        weak=weak,
        history=timeline(APPRAISAL_FLOW, matter.id),
        panel=panel_of(matter, current_user, clock.now()),
        is_author=is_author(current_user, appraisal),
        may_run=running,
        examines=is_examiner(current_user, appraisal),
        examiners_for=presentation.examiners_for,
        evidence_words=presentation.evidence_words,
        material_state=presentation.material_state,
    )


@signed_in
def step(matter_id: int) -> Any:
    """Take a step of the appraisal."""
    appraisal = appraisal_visible(current_user, matter_id)
    form = step_form(appraisal)
    if form is None:
        raise NotAllowed(_("You may not decide on this appraisal now; see who holds it."))
    if form.validate():
        action, title = AppraisalAction(form.decision.data), appraisal.matter.title
        try:
            with once() as outcome:
                STEPS[action](
                    appraisal,
                    actor=current_user,
                    now=clock.now(),
                    comment=form.comment.data,
                    version=form.version.data,
                )
                outcome.location = url_for("appraisals.detail", matter_id=matter_id)
            flash(_("%(action)s: “%(title)s”.", action=action.label, title=title), "success")
            return redirect(outcome.location)
        except Refused as refusal:
            form.refuse(refusal)
    return detail_page(appraisal, form), 422


@signed_in
def export(matter_id: int) -> Response:
    """The list of people with what is known of each."""
    appraisal = appraisal_visible(current_user, matter_id)
    matter = appraisal.matter
    rows = people_rows(matter.id)
    counts = evidence_counts([row.person_id for row in rows], matter.occurred_from, matter.occurred_to)
    number = matter.number
    answer = presentation.people_workbook(appraisal, rows, counts)
    note_look("appraisal.export_people", actor=current_user, object_kind="appraisal", object_id=matter_id, object_number=number)
    return answer
