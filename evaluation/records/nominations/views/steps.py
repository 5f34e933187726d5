"""The page of one act: its form before it is recorded, its frozen answer afterwards."""

from datetime import date
from typing import Any

from flask import redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.exceptions import NotFound

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import DomainError, Stale
from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.web.access import requires
from evaluation.foundation.web.display import period
from evaluation.foundation.web.forms import select_choices
from evaluation.foundation.web.posting import once
from evaluation.procedures.evidence.queries import evidence_about
from evaluation.procedures.rules.engine import RuleEngine
from evaluation.procedures.rules.probation import probation_of
from evaluation.procedures.rules.queries import rule_engine
from evaluation.procedures.rules.steps import Act, act_table
from evaluation.procedures.rules.wording import article_text, title_of
from evaluation.records.nominations.enums import NominationAction as Action
from evaluation.records.nominations.forms.beside import DatedForm
from evaluation.records.nominations.forms.entries import entry_from
from evaluation.records.nominations.forms.steps import BodyForm, step_form
from evaluation.records.nominations.models.cases import ActRecord, Nomination
from evaluation.records.nominations.operations.acts import take_act
from evaluation.records.nominations.operations.exceptions import correct_day
from evaluation.records.nominations.operations.papers import add_papers
from evaluation.records.nominations.policies import READERS
from evaluation.records.nominations.presentation.steps import changed_between_texts, document, not_yet_words, who
from evaluation.records.nominations.queries.cases import (
    acts_of_case,
    approving_bodies,
    ballots_of,
    nomination_visible,
    papers_of,
    present_course,
)
from evaluation.records.nominations.views.dossier import files_of
from evaluation.records.nominations.workflow import NOMINATION_FLOW

BALLOTS = {"meeting_on", "conversion_meeting_on"}


def act_of(name: str) -> Act:
    """The act of an address, or 404."""
    act = act_table().get(name)
    if act is None:
        raise NotFound
    return act


@requires(*READERS)
def step(matter_id: int, act: str) -> Any:
    """Record an act, or read what was recorded."""
    nomination = nomination_visible(current_user, matter_id)
    found = act_of(act)
    record = acts_of_case(matter_id).get(act)
    if record is not None:
        return recorded_page(nomination, found, record, DatedForm())
    return entering(nomination, found)


def entering(nomination: Nomination, act: Act) -> Any:
    """The form of an act."""
    engine = rule_engine()
    course = present_course(nomination)
    answer = engine.may_take(course, act.name, clock.today())
    allowed = NOMINATION_FLOW.may(current_user, nomination, act.name)
    form = step_form(act.name)
    numbers = prepare(form, nomination, act, engine)
    if form.validate_on_submit() and allowed:
        try:
            with once() as outcome:
                take_act(
                    nomination,
                    act.name,
                    entry_from(act.name, form, numbers),
                    actor=current_user,
                    now=clock.now(),
                    version=form.version.data,
                )
                add_papers(
                    nomination,
                    act.step.key,
                    files_of(form.papers),
                    kept_at=form.kept_at.data or "",
                    actor=current_user,
                    now=clock.now(),
                )
                outcome.location = url_for("nominations.detail", matter_id=nomination.matter_id)
            return redirect(outcome.location)
        except DomainError as refusal:
            if isinstance(refusal, Stale):
                raise
            db.session.rollback()
            nomination = nomination_visible(current_user, nomination.matter_id)
            form.refuse(refusal)
    edition = answer.edition
    page = render_template(
        "records/nominations/step.html",
        nomination=nomination,
        act=act,
        title=title_of(act),
        form=form,
        allowed=allowed,
        is_ballot=act.name in BALLOTS,
        not_yet=None if answer.allowed else not_yet_words(answer),
        edition=edition,
        article=article_text(act.step.article(edition)),
        changed=changed_between_texts(act.step),
        who=who(act.step),
        document=document(act.step),
        papers=[],
    )
    return page, 422 if form.errors or form.form_errors else 200


def prepare(form: Any, nomination: Nomination, act: Act, engine: RuleEngine) -> dict[int, str]:
    """Choices and what is known already. Gives the numbers of evidence that may be cited, by id."""
    numbers: dict[int, str] = {}
    if "evidence" in form:
        rows = db.session.execute(evidence_about([nomination.person_id])).all()
        numbers = {evidence.id: evidence.number for evidence, _person in rows}
        form.evidence.choices = select_choices(
            [
                (evidence.id, f"{evidence.number}　{period(evidence.occurred_from, evidence.occurred_to)}　{evidence.title}")
                for evidence, _person in rows
            ]
        )
    if isinstance(form, BodyForm):
        branch = nomination.matter.party_organization_id or nomination.matter.organization_id
        bodies = approving_bodies(branch)
        form.body.choices = select_choices([(one.id, one.name) for one in bodies], _("choose"))
        if not form.is_submitted():
            form.body.data = next((one.id for one in bodies if one.may_approve_admission), None)
    if "probation_from" in form and not form.is_submitted() and nomination.meeting_on:
        frame = engine.frame_on(nomination.meeting_on, nomination.edition)
        probation = probation_of(nomination.meeting_on, frame.pack, frame.almanac)
        form.probation_from.data, form.probation_to.data = probation.begins_on, probation.written_end()
    if not form.is_submitted():
        form.version.data = nomination.matter.version
    return numbers


def recorded_page(nomination: Nomination, act: Act, record: ActRecord, form: DatedForm) -> Any:
    """What was recorded, with the answer of the rules on that day."""
    ballot = ballots_of(nomination.matter_id).get(act.name) if act.name in BALLOTS else None
    page = render_template(
        "records/nominations/recorded.html",
        nomination=nomination,
        act=act,
        title=title_of(act),
        record=record,
        ballot=ballot,
        form=form,
        who=who(act.step),
        papers=[(paper, file) for paper, file in papers_of(nomination.matter_id) if paper.step == act.step.key],
        may_correct=NOMINATION_FLOW.may(current_user, nomination, Action.CORRECT),
    )
    return page, 422 if form.errors or form.form_errors else 200


@requires(*READERS)
def correct(matter_id: int, act: str) -> Any:
    """Correct the day of a recorded act."""
    nomination = nomination_visible(current_user, matter_id)
    found = act_of(act)
    record = acts_of_case(matter_id).get(act)
    if record is None:
        raise NotFound
    form = DatedForm()
    if form.validate_on_submit():
        try:
            with once() as outcome:
                day: date = form.on.data
                correct_day(
                    nomination,
                    act,
                    day,
                    reason=form.reason.data or "",
                    actor=current_user,
                    now=clock.now(),
                    version=form.version.data,
                )
                outcome.location = url_for("nominations.step", matter_id=matter_id, act=act)
            return redirect(outcome.location)
        except DomainError as refusal:
            if isinstance(refusal, Stale):
                raise
            db.session.rollback()
            nomination = nomination_visible(current_user, matter_id)
            record = acts_of_case(matter_id)[act]
            form.refuse(refusal)
    if request.method == "GET":
        return redirect(url_for("nominations.step", matter_id=matter_id, act=act))
    return recorded_page(nomination, found, record, form)
