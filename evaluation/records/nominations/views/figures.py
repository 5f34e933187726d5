"""Statistics of a day, as a page and as a workbook."""

from flask import render_template, request
from flask_login import current_user
from werkzeug.wrappers import Response

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.web.access import requires
from evaluation.foundation.web.downloads import workbook_answer
from evaluation.procedures.rules.enums import Stage
from evaluation.procedures.rules.queries import rule_engine
from evaluation.records.nominations.forms.filters import DayForm
from evaluation.records.nominations.policies import READERS
from evaluation.records.nominations.queries.past import past_cases
from evaluation.records.nominations.statistics import Figures, figures_of


def figures_asked_for(form: DayForm) -> Figures:
    """The figures of the day of the form; never of a day to come."""
    today = clock.today()
    return figures_of(past_cases(current_user), rule_engine(), min(form.on.data or today, today))


@requires(*READERS)
def figures() -> str:
    """Numbers by stage, time in stage, overdue by branch."""
    form = DayForm(request.args)
    return render_template("records/nominations/figures.html", form=form, figures=figures_asked_for(form), stages=list(Stage))


@requires(*READERS)
def figures_export() -> Response:
    """The table of branches as a workbook."""
    found = figures_asked_for(DayForm(request.args))
    headings = [_("Branch"), *(str(stage.label) for stage in Stage), _("In all"), _("Overdue")]
    rows = ([one.branch, *(one.by_stage[stage] for stage in Stage), one.number, one.overdue] for one in found.branches)
    return workbook_answer(_("Membership development by branch"), headings, rows)
