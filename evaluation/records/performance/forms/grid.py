"""The rows of a shift form: names beside them, people added and taken out, plans read from them, problems shown in them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup, escape

from evaluation.foundation.core.language import gettext as _
from evaluation.records.performance.calculations import hours_typed, minutes_typed
from evaluation.records.performance.enums import RowCheck
from evaluation.records.performance.forms.shifts import ShiftForm
from evaluation.records.performance.plans import LinePlan
from evaluation.records.performance.queries.names import people_in_rows
from evaluation.records.performance.queries.row_checks import RowProblem


@dataclass
class GridRow:
    """One row as the page shows it."""

    prefix: str
    person_id: int
    person: str
    standing: str
    present: bool
    hours: str
    task: str
    remark: str
    errors: list[Any] = field(default_factory=list)
    warnings: list[Any] = field(default_factory=list)


class Grid:
    """The rows of a form with the names of their people; rows of nobody, and of somebody a second time, are left out."""

    def __init__(self, form: ShiftForm, department_id: int | None, adding: Iterable[int] = ()) -> None:
        self.form = form
        self.department_id = department_id
        entries = form.lines.entries
        self.people = people_in_rows([*(entry.form.person.data or 0 for entry in entries), *adding])
        self.messages: dict[int, list[Any]] = {}
        known = [entry for entry in entries if entry.form.person.data in self.people]
        self.left_out = len(entries) - len(known)
        kept: dict[int, Any] = {}
        for entry in known:
            kept.setdefault(entry.form.person.data, entry)
        form.lines.entries = list(kept.values())

    @property
    def person_ids(self) -> list[int]:
        """Who is in the rows."""
        return [entry.form.person.data for entry in self.form.lines.entries]

    def add(self, person_ids: Iterable[int], planned: int | None, tasks: Mapping[int, str] | None = None) -> int:
        """Rows for these people, present for the whole shift; says how many were not there yet."""
        present, tasks = set(self.person_ids), tasks or {}
        added = 0
        for person_id in person_ids:
            if person_id in self.people and person_id not in present:
                present.add(person_id)
                added += 1
                self.form.lines.append_entry(
                    {
                        "person": person_id,
                        "present": True,
                        "hours": hours_typed(planned or 0),
                        "task": tasks.get(person_id, ""),
                        "remark": "",
                    }
                )
        return added

    def remove(self, person_id: int) -> None:
        """Take a person out of the rows."""
        self.form.lines.entries = [entry for entry in self.form.lines.entries if entry.form.person.data != person_id]

    def plans(self, planned: int) -> list[LinePlan]:
        """What the rows say. A row whose hours cannot be read gets an error and no plan."""
        lines = []
        for entry in self.form.lines.entries:
            row = entry.form
            present = bool(row.present.data)
            minutes = self.minutes(row, planned) if present else 0
            if minutes is None:
                self.complain(row, _("Write the hours as a number, such as 6 or 6.5."))
                continue
            lines.append(LinePlan(row.person.data, minutes, present, row.task.data or "", row.remark.data or ""))
        return lines

    def minutes(self, row: Any, planned: int) -> int | None:
        """Minutes of a row; without hours the whole shift."""
        text = row.hours.data or ""
        minutes = minutes_typed(text, planned) if text else planned
        return minutes if minutes else None

    def complain(self, row: Any, message: Any) -> None:
        """An error in a row, named in the summary with the person."""
        person_id = row.person.data
        self.messages.setdefault(person_id, []).append(message)
        self.name_in_summary(row.hours, person_id, message)

    def show(self, problems: Sequence[RowProblem], address: Any, *, in_summary: bool) -> None:
        """Show what is odd in the rows; what a remark explains is quiet. ``address(matter_id)`` leads to the other shift."""
        rows = {entry.form.person.data: entry.form for entry in self.form.lines.entries}
        for problem in problems:
            if not problem.blocks or problem.person_id not in rows:
                continue
            row = rows[problem.person_id]
            self.messages.setdefault(problem.person_id, []).append(with_link(problem, address))
            if in_summary:
                place = row.hours if problem.check is RowCheck.TOO_LONG else row.remark
                self.name_in_summary(place, problem.person_id, problem.message)

    def name_in_summary(self, place: Any, person_id: int, message: Any) -> None:
        """Let the list above the form name the person and lead to the cell."""
        name = self.people[person_id].name
        place.errors = [*place.errors, _("%(name)s: %(message)s", name=name, message=message)]
        self.form.lines.errors = [entry.errors for entry in self.form.lines.entries]

    def rows(self) -> list[GridRow]:
        """The rows for the page."""
        result = []
        for entry in self.form.lines.entries:
            row, person = entry.form, self.people[entry.form.person.data]
            result.append(
                GridRow(
                    prefix=entry.name,
                    person_id=person.id,
                    person=person.name,
                    standing=self.standing(person),
                    present=bool(row.present.data),
                    hours=row.hours.data or "",
                    task=row.task.data or "",
                    remark=row.remark.data or "",
                    errors=self.messages.get(person.id, []) if row.hours.errors else [],
                    warnings=self.warnings_of(row),
                )
            )
        return result

    def warnings_of(self, row: Any) -> list[Any]:
        """What is odd in a row whose hours are right: its remark explains it, or the person is taken out."""
        if row.hours.errors:
            return []
        return self.messages.get(row.person.data) or [*row.task.errors, *row.remark.errors]

    def standing(self, person: Any) -> str:
        """Political status, and the department of those from elsewhere."""
        words = [str(person.political_status.label)] if person.political_status is not None else []
        if person.department_id != self.department_id and person.department:
            words.append(person.department)
        return " · ".join(words)

    def sums(self, planned: int | None) -> dict[str, int]:
        """Present, absent, minutes and rows to change, as far as the hours can be read."""
        present = [entry.form for entry in self.form.lines.entries if entry.form.present.data]
        return {
            "present": len(present),
            "absent": len(self.form.lines.entries) - len(present),
            "minutes": sum(self.minutes(row, planned or 0) or 0 for row in present),
            "wrong": len(self.messages),
        }


def with_link(problem: RowProblem, address: Any) -> Any:
    """The message, with the way to the other shift where it may be seen."""
    if problem.matter_id is None:
        return problem.message
    return Markup('{} <a href="{}">{}</a>').format(escape(problem.message), address(problem.matter_id), _("look at it"))
