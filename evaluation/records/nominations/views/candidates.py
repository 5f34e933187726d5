"""The quiet list of a branch: evidence, stage, gates still open; the secretary decides and says why."""

from datetime import date
from typing import Any

from flask import redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.exceptions import NotFound

from evaluation.foundation.calendar.months import months_between
from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import DomainError, Stale
from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.web.access import requires
from evaluation.foundation.web.posting import once
from evaluation.procedures.rules.engine import RuleEngine
from evaluation.procedures.rules.facts import Course
from evaluation.procedures.rules.queries import rule_engine
from evaluation.procedures.rules.wording import reason, title_of
from evaluation.records.nominations.forms.filters import CalendarForm, ChoiceForm
from evaluation.records.nominations.operations.choices import decide_candidate
from evaluation.records.nominations.policies import READERS
from evaluation.records.nominations.presentation.standing import frontline_words
from evaluation.records.nominations.queries.candidates import Candidate, candidates
from evaluation.registry.accounts.enums import Role
from evaluation.registry.people.models import Person
from evaluation.registry.people.stroke_order import stroke_key


def decision_word(decision: str) -> str:
    """A decision in words."""
    return {
        "cultivate": _("talk with the person about applying"),
        "wait": _("wait and see"),
        "not_now": _("not now"),
    }[decision]


def line_of(one: Candidate, engine: RuleEngine, today: date) -> dict[str, Any]:
    """One person: what there is, and what still stands before the next step."""
    course = one.course or Course(birth_date=one.birth_date, birth_day_known=one.birth_precision == "day")
    outlook = engine.outlook(course, today)
    following = outlook.next
    gates = [reason(finding) for finding in following.findings if finding.blocks] if following else []
    earliest = following.earliest if following else None
    return {
        "one": one,
        "frontline": frontline_words(one.frontline),
        "status": one.status.label if one.status else "",
        "next": title_of(following.act) if following else "",
        "gates": gates,
        "months": months_between(today, earliest) if earliest and earliest > today else 0,
        "earliest": earliest if earliest and earliest > today else None,
        "decision": decision_word(one.choice.decision) if one.choice else None,
    }


@requires(*READERS)
def quiet_list() -> str:
    """Names by strokes; nothing is weighed and nobody is proposed."""
    form = CalendarForm(request.args)
    engine, today = rule_engine(), clock.today()
    found = sorted(candidates(current_user, form.branch.data), key=lambda one: (stroke_key(one.name), one.number))
    return render_template(
        "records/nominations/candidates.html",
        form=form,
        lines=[line_of(one, engine, today) for one in found],
        may_decide=current_user.holds(Role.BRANCH_SECRETARY),
    )


@requires(Role.BRANCH_SECRETARY)
def decide(person_id: int) -> Any:
    """The decision about one person."""
    found = next((one for one in candidates(current_user, None) if one.person_id == person_id), None)
    if found is None:
        raise NotFound
    form = ChoiceForm()
    if form.validate_on_submit():
        try:
            with once() as outcome:
                person = db.session.get_one(Person, person_id)
                decide_candidate(
                    person, form.decision.data or "", reason=form.reason.data or "", actor=current_user, now=clock.now()
                )
                outcome.location = url_for("nominations.quiet_list")
            return redirect(outcome.location)
        except DomainError as refusal:
            if isinstance(refusal, Stale):
                raise
            form.refuse(refusal)
    page = render_template("records/nominations/choice.html", form=form, line=line_of(found, rule_engine(), clock.today()))
    return page, 422 if form.errors or form.form_errors else 200
