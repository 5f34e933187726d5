"""Shifts and coverage as workbooks: what is shown is what is taken out."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select
from werkzeug.wrappers import Response

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.files.kinds import Kind
from evaluation.foundation.tabular.output import OutputSheet, write_workbook
from evaluation.foundation.web.downloads import file_answer, workbook_answer
from evaluation.procedures.workflow.models import Campaign
from evaluation.records.performance.calculations import clock_words
from evaluation.records.performance.enums import ShiftState
from evaluation.records.performance.queries.campaigns import CoverageRow


def shifts_workbook(statement: Select[Any]) -> Response:
    """The rows of the list, in their order."""
    rows = db.session.execute(statement.execution_options(yield_per=1000))
    return workbook_answer(
        _("Frontline shifts"),
        [
            _("Number"),
            _("Shift"),
            _("Special action"),
            _("Reporting department"),
            _("Date"),
            _("Begins at"),
            _("Ends at"),
            _("Present"),
            _("Absent"),
            _("Hours in all"),
            _("State"),
        ],
        (
            [
                row.number or "",
                row.title,
                row.campaign or "",
                row.department,
                row.held_on,
                *clock_words(row.begins_at, row.ends_at),
                row.present_count,
                row.absent_count,
                round(row.minutes_total / 60, 2),
                str(ShiftState(row.state).label),
            ]
            for row in rows
        ),
    )


def coverage_workbook(
    campaign: Campaign, place: Any, rows: Sequence[CoverageRow], missing: Sequence[Any], exporter: str
) -> Response:
    """Coverage by department or branch, and on a second sheet everybody without any record."""
    title = _("Coverage of %(name)s", name=campaign.name)
    figures = OutputSheet(
        _("Coverage"),
        [place, _("Expected"), _("With record"), _("Share in percent"), _("Person-shifts"), _("Hours"), _("Without record")],
        (
            [row.name, row.due, row.recorded, round(100 * row.share, 1), row.lines, round(row.minutes / 60, 2), row.missing]
            for row in rows
        ),
    )
    names = OutputSheet(
        _("Without record"), [place, _("Name"), _("Staff number")], ([one.place, one.name, one.number] for one in missing)
    )
    about = [(_("Exported by"), exporter), (_("Special action"), campaign.name)]
    data = write_workbook([figures, names], about=about, made_at=clock.now())
    return file_answer(data, f"{title} {clock.today().isoformat()}.xlsx", Kind.XLSX.media_type)
