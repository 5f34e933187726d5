"""Board and list, the list as a workbook, the beginning of a case, one's own stage."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask_login import current_user
from sqlalchemy import select
from werkzeug.wrappers import Response

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import DomainError, Stale
from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.web.access import requires, signed_in
from evaluation.foundation.web.downloads import workbook_answer
from evaluation.foundation.web.forms import select_choices
from evaluation.foundation.web.paging import Page, Sort
from evaluation.foundation.web.posting import once
from evaluation.procedures.evidence.queries import evidence_about
from evaluation.procedures.rules.engine import RuleEngine
from evaluation.procedures.rules.enums import Stage
from evaluation.procedures.rules.queries import rule_engine
from evaluation.procedures.rules.wording import title_of
from evaluation.records.nominations.facts import course_of
from evaluation.records.nominations.forms.filters import FilterForm, OpenForm
from evaluation.records.nominations.operations.opening import open_case
from evaluation.records.nominations.policies import READERS
from evaluation.records.nominations.presentation.boards import SORTS, Placed, columns, headline, placed
from evaluation.records.nominations.presentation.standing import standing_of
from evaluation.records.nominations.presentation.steps import stepper
from evaluation.records.nominations.queries.boards import case_rows, frontline_of
from evaluation.records.nominations.queries.cases import own_nomination
from evaluation.registry.accounts.enums import ORGANIZATION_ROLES, Role
from evaluation.registry.organizations.enums import PartyType
from evaluation.registry.organizations.models import Organization
from evaluation.registry.people.models import Person

KEEPERS = frozenset({Role.BRANCH_SECRETARY, *ORGANIZATION_ROLES})
MOST_LISTED = 500


def found_cases(form: FilterForm, engine: RuleEngine, sort: str) -> list[Placed]:
    """The cases asked for, in order."""
    return placed(case_rows(current_user, form.data), engine, clock.today(), form.data, sort)


def kept_filters() -> dict[str, str]:
    """The filters of the address."""
    return {name: value for name, value in request.args.items() if name in {"branch", "due", "source", "q"} and value}


def in_stage(stage: Stage) -> str:
    """The list of one column with the filters kept."""
    return url_for("nominations.index", view="list", stage=stage.value, **kept_filters())


@requires(*READERS)
def index() -> str:
    """Five columns; the same rows as a list on request."""
    form = FilterForm.asked()
    engine = rule_engine()
    as_list = request.args.get("view") == "list" or bool(form.stage.data)
    sort = request.args.get("sort", "urgency" if not as_list else "strokes")
    found = found_cases(form, engine, sort if sort in SORTS else "urgency")
    common = {
        "form": form,
        "headline": headline(found),
        "may_open": current_user.holds(*KEEPERS),
        "switch": {view: url_for("nominations.index", view=view, **kept_filters()) for view in ("board", "list")},
    }
    if not as_list:
        board = columns(found, engine, clock.today(), in_stage)
        return render_template("records/nominations/board.html", columns=board, **common)
    sorts = [Sort(key, label, (), descending=False) for key, (label, _key) in SORTS.items()]
    page: Page = Page(rows=found[:MOST_LISTED], size=MOST_LISTED, number=1, count=len(found), sort=sort, sorts=sorts)
    return render_template("records/nominations/list.html", page=page, more=max(0, len(found) - MOST_LISTED), **common)


@requires(*READERS)
def export() -> Response:
    """The list as a workbook, names by strokes unless another order is asked for."""
    form = FilterForm.asked()
    found = found_cases(form, rule_engine(), request.args.get("sort", "strokes"))
    headings = [
        _("Number"),
        _("Name"),
        _("Branch"),
        _("Stage"),
        _("Next step"),
        _("When"),
        _("Last day"),
        _("Application"),
        _("Activist"),
        _("Development target"),
        _("Branch meeting"),
        _("Approval"),
    ]
    rows = (
        [
            one.row.number or "",
            one.row.name,
            one.row.branch,
            str(one.state.label),
            one.standing.title,
            one.standing.when,
            one.standing.due,
            one.row.course.applied_on,
            one.row.course.activist_on,
            one.row.course.target_listed_on,
            one.row.course.meeting_on,
            one.row.course.approved_on,
        ]
        for one in found
    )
    return workbook_answer(_("Membership development"), headings, rows)


def branch_choices() -> list[tuple[Any, str]]:
    """Branches in which the actor may begin a case."""
    scope = current_user.scope(*KEEPERS)
    rows = db.session.execute(
        select(Organization.id, Organization.name)
        .where(
            Organization.id.in_(sorted(scope)),
            Organization.party_type.in_([PartyType.BRANCH, PartyType.TEMPORARY]),
        )
        .order_by(Organization.code)
    )
    return [(identity, name) for identity, name in rows]


@requires(*KEEPERS)
def new() -> Any:
    """Record an application; frontline evidence about the person is attached by itself."""
    form = OpenForm()
    form.branch.choices = select_choices(branch_choices(), _("the branch of the person"))
    if not form.is_submitted():
        form.person.data = request.args.get("person", type=int)
    frontline = frontline_of([form.person.data]).get(form.person.data) if form.person.data else None
    if form.validate_on_submit():
        try:
            with once() as outcome:
                person = db.session.get_one(Person, form.person.data)
                evidence = [one.id for one, _person in db.session.execute(evidence_about([person.id]))]
                nomination = open_case(
                    person,
                    applied_on=form.applied_on.data,
                    branch_id=form.branch.data,
                    evidence_ids=tuple(evidence),
                    reason=form.reason.data,
                    actor=current_user,
                    now=clock.now(),
                )
                outcome.location = url_for("nominations.detail", matter_id=nomination.matter_id)
            return redirect(outcome.location)
        except DomainError as refusal:
            if isinstance(refusal, Stale):
                raise
            form.refuse(refusal)
    page = render_template("records/nominations/new.html", form=form, frontline=frontline)
    return page, 422 if form.errors or form.form_errors else 200


@signed_in
def mine() -> str:
    """One's own stage and next step; papers, opinions and votes are not shown."""
    nomination = own_nomination(current_user)
    if nomination is None:
        return render_template("records/nominations/mine.html", nomination=None, steps=[], standing=None)
    engine = rule_engine()
    course = course_of(nomination)
    standing = standing_of(course, engine, clock.today())
    following = standing.outlook.next
    return render_template(
        "records/nominations/mine.html",
        nomination=nomination,
        steps=stepper(course, engine),
        standing=standing,
        following=title_of(following.act) if following else None,
        earliest=following.earliest if following else None,
    )
