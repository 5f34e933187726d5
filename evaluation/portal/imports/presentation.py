"""Sentences and rows of the check page and the pages around it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app, url_for
from flask_babel import ngettext

from evaluation.foundation.core.clock import clock, local
from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.importing.models import ImportJob
from evaluation.foundation.web.display import clock_time, date_time, is_chinese
from evaluation.portal.imports.doors import FORM, LINE, Door

MOST_LISTED = 10
TABS = ("wrong", "changed", "created", "missing")


@dataclass(frozen=True)
class Figures:
    """What a report counts. ``wrong`` are rows (files) with something to change, ``good`` is what confirming writes."""

    rows: int
    created: int
    updated: int
    unchanged: int
    wrong: int
    missing: int

    @property
    def good(self) -> int:
        """What would be written."""
        return self.created + self.updated


def figures_of(counts: Mapping[str, int]) -> Figures:
    """The figures of a job."""
    return Figures(**counts)


def amount(door: Door, count: int) -> str:
    """So many rows, records or forms."""
    if door.unit == LINE:
        return ngettext("%(num)d record", "%(num)d records", count)
    if door.unit == FORM:
        return ngettext("%(num)d form", "%(num)d forms", count)
    return ngettext("%(num)d row", "%(num)d rows", count)


def wrong_amount(door: Door, count: int) -> str:
    """So many rows or forms with something to change."""
    return (
        ngettext("%(num)d form", "%(num)d forms", count) if door.unit == FORM else ngettext("%(num)d row", "%(num)d rows", count)
    )


def heading(door: Door, figures: Figures) -> str:
    """The sentence at the head of the check page."""
    wrong, good = wrong_amount(door, figures.wrong), amount(door, figures.good)
    if figures.wrong and figures.good:
        return _("%(wrong)s to be changed, the other %(good)s can be imported", wrong=wrong, good=good)
    if figures.wrong:
        return _("%(wrong)s to be changed, nothing else to import", wrong=wrong)
    if figures.good:
        return _("%(good)s can be imported", good=good)
    return _("Nothing new: all of it is in the system already")


def confirm_label(door: Door, figures: Figures) -> str:
    """The button, with the number in it."""
    good = amount(door, figures.good)
    if figures.wrong:
        return _("Import the %(good)s without fault", good=good)
    if figures.updated:
        return _(
            "Import %(good)s: %(created)d new, %(updated)d changed", good=good, created=figures.created, updated=figures.updated
        )
    return _("Import %(good)s", good=good)


def done_sentence(door: Door, job: ImportJob, figures: Figures) -> str:
    """What an import did."""
    if job.state == "undone":
        return _("This import was undone")
    good = amount(door, figures.good)
    return _(
        "%(good)s imported: %(created)d new, %(updated)d changed", good=good, created=figures.created, updated=figures.updated
    )


@dataclass(frozen=True)
class TableView:
    """What the table of a tab shows: its columns, the word for a first column of sheets or files (if any), row numbers."""

    columns: list[Mapping[str, Any]]
    sheet_word: str
    numbered: bool


def table_view(door: Door, preview: Mapping[str, Any], tab: str) -> TableView:
    """The table of one tab."""
    columns = [column for column in preview["columns"] if tab in column["tabs"]]
    if tab == "missing":
        return TableView(columns, "", False)
    word = _("File") if door.several else _("Sheet") if len(sheets_in(preview)) > 1 else ""
    return TableView(columns, word, tab == "wrong" or not door.several)


def place_of(one: Mapping[str, Any]) -> str:
    """Where a finding stands, and what stands there."""
    where = place_words(one["sheet"], one["row"], one["column"], True)
    return _("%(where)s: %(reason)s", where=where, reason=one["value"]) if one["value"] else where


def place_words(sheet: str, row: int | None, column: str, several: bool) -> str:
    """Where a fault stands: sheet, row as in Excel, column."""
    parts = [_("sheet “%(sheet)s”", sheet=sheet)] if several and sheet else []
    if row:
        parts.append(_("row %(row)d", row=row))
    if column:
        parts.append(f"“{column}”")
    return ("" if is_chinese() else " ").join(parts)


def summary_lines(preview: Mapping[str, Any], several: bool) -> list[tuple[str, str]]:
    """The first faults as (anchor, sentence)."""
    lines = []
    for position, row in enumerate(preview.get("wrong", ())):
        for fault in row["faults"]:
            where = place_words(row["sheet"], row["row"], fault["column"], several)
            lines.append((anchor(position, fault["key"]), _("%(where)s: %(reason)s", where=where, reason=fault["reason"])))
    return lines[:MOST_LISTED]


def when(moment: datetime | None) -> str:
    """A moment as a reader says it: today at a time, or day and time."""
    if moment is not None and local(moment).date() == clock.today():
        return _("today %(time)s", time=clock_time(moment))
    return date_time(moment)


def anchor(position: int, key: str) -> str:
    """Id of a cell on the page."""
    return f"row{position}-{key or 'row'}"


def sheets_in(preview: Mapping[str, Any]) -> list[str]:
    """Names of the sheets with a table."""
    return list(preview.get("heading_rows", {}))


def tab_items(figures: Figures, current: str) -> list[dict[str, Any]]:
    """Tabs that have something to show."""
    labels = {
        "wrong": (_("With faults"), figures.wrong),
        "changed": (_("Changed"), figures.updated),
        "created": (_("New"), figures.created),
        "missing": (_("Not in the table"), figures.missing),
    }
    return [
        {"label": label, "url": f"?tab={name}#rows", "current": name == current, "count": count}
        for name, (label, count) in labels.items()
        if count or name == current
    ]


def chosen_tab(asked: str | None, figures: Figures) -> str:
    """The tab asked for, or the first that has something to show."""
    filled = dict(zip(TABS, (figures.wrong, figures.updated, figures.created, figures.missing), strict=True))
    if asked in filled:
        return asked
    return next((name for name in TABS if filled[name]), "created")


def home_url(door: Door) -> str:
    """The list that the import fills, where its room has pages."""
    return url_for(door.home) if door.home in current_app.view_functions else url_for("home.index")


def trail(door: Door, *steps: tuple[str, str | None]) -> Sequence[tuple[str, str | None]]:
    """The breadcrumb."""
    return [(str(door.home_label), home_url(door)), *steps]
