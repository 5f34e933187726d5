"""Rows of the roster beside the people who are registered: new, changed, unchanged, twice in the file, or missing from it.

An empty cell never takes anything away; a warning a column says how often that was so.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask_babel import lazy_ngettext

from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.foundation.importing.preview import Preview
from evaluation.foundation.importing.report import Finding, Report
from evaluation.foundation.importing.tables import ReadTables
from evaluation.registry.people.bulk import Amendment, Enrolment, Holding
from evaluation.registry.people.enums import AffiliationKind, PoliticalStatus, RoleGroup, Sex, Standing
from evaluation.registry.people.imports.columns import GROUP_WORDS, MEMBERS, ROSTER, SEX_WORDS, SHOWN, STATUS_WORDS
from evaluation.registry.people.imports.reading import PersonRow, words_of
from evaluation.registry.people.matching import nearness
from evaluation.registry.people.naming import pinyin_of
from evaluation.registry.people.operations import PRESENT_FIELDS

COLUMN_OF = {
    AffiliationKind.DEPARTMENT: "department",
    AffiliationKind.BRANCH: "branch",
    AffiliationKind.POST: "post",
    AffiliationKind.CADRE_LEVEL: "cadre_level",
    AffiliationKind.ROLE_GROUP: "role_group",
    AffiliationKind.POLITICAL_STATUS: "political_status",
}
CORRECTION = "correction"


@dataclass
class RosterPlan:
    """What the roster would change. ``effective`` is the day from which changed values hold; None: they correct what is
    registered."""

    report: Report
    preview: Preview
    read: ReadTables
    effective: date | None
    created: list[PersonRow] = field(default_factory=list)
    changed: list[Amendment] = field(default_factory=list)
    changed_rows: list[PersonRow] = field(default_factory=list)

    def shown(self) -> dict[str, Any]:
        """The preview as plain data."""
        return self.preview.as_dict(SHOWN)

    def enrolments(self) -> list[Enrolment]:
        """The new people."""
        return [Enrolment(row.number, row.identity, holdings_of(row)) for row in self.created]


def holdings_of(row: PersonRow) -> dict[AffiliationKind, Holding]:
    """What holds for a new person; membership of the Party since the day of joining, the rest as long as is known."""
    held = {}
    for kind, value in row.holds.items():
        if value is not None:
            since = row.identity["joined_on"] if kind is AffiliationKind.POLITICAL_STATUS and value in MEMBERS else None
            held[kind] = Holding(value, since)
    return held


class Comparison:
    """Goes through the rows once and fills a plan."""

    def __init__(self, plan: RosterPlan, present: Mapping[str, Any], names: Mapping[int, str], scope: frozenset[int]) -> None:
        self.plan = plan
        self.present = present
        self.names = dict(names)
        self.scope = scope
        self.first: dict[str, PersonRow] = {}
        self.kept_cells: dict[str, int] = {}

    def add(self, row: PersonRow) -> None:
        """Find the place of one row."""
        report = self.plan.report
        report.rows += 1
        known = self.present.get(row.number)
        if not row.refused:
            self.check_scope(row, known)
        earlier = None if row.refused else self.first.setdefault(row.number, row)
        if earlier is not None and earlier is not row:
            self.add_repeated(row, earlier)
        if known is not None and not row.refused:
            check_name(row, known)
        if row.refused:
            report.rejected += row.reader.faults
            self.plan.preview.add_wrong(row.reader.sheet, row.reader.number, self.words(row), row.reader.faults)
        elif earlier is row:
            report.warnings += row.reader.warnings
            self.add_good(row, known)

    def words(self, row: PersonRow) -> dict[str, str]:
        """The row in words."""
        return words_of(row, self.names)

    def check_scope(self, row: PersonRow, known: Any) -> None:
        """People are entered and moved within the actor's own departments."""
        places = {row.holds[AffiliationKind.DEPARTMENT], known.department_id if known is not None else None} - {None}
        if not places <= self.scope:
            row.reader.refuse(
                "department", _l("This department is not yours to keep; leave the row to its organization department.")
            )

    def add_repeated(self, row: PersonRow, earlier: PersonRow) -> None:
        """The same number again: the same row is passed over, another one is refused."""
        reader, place = row.reader, earlier.reader
        if row.same_as(earlier):
            where = place.number if place.sheet == reader.sheet else f"{place.sheet} {place.number}"
            reason = _l("The same person stands in row %(row)s already; this row was passed over.", row=where)
            self.plan.report.duplicates.append(reader.finding("number", reason, value=row.number, no=row.number))
            return
        reader.refuse(
            "number",
            _l(
                "Row %(row)s (%(name)s) has the same number and says something else; keep the right row.",
                row=place.number,
                name=earlier.name,
            ),
            brief=_l("same number as row %(row)s", row=place.number),
            value=row.number,
        )

    def add_good(self, row: PersonRow, known: Any) -> None:
        """A row that is taken: new, changed or as it was."""
        plan, reader = self.plan, row.reader
        if known is None:
            plan.created.append(row)
            if not plan.preview.is_full:
                plan.preview.add_created(reader.sheet, reader.number, self.words(row))
            return
        identity, holds, before = self.differences(row, known)
        if not identity and not holds:
            plan.report.unchanged += 1
            return
        plan.changed.append(Amendment(known, identity, holds))
        plan.changed_rows.append(row)
        plan.preview.add_changed(reader.sheet, reader.number, self.words(row), before)

    def differences(self, row: PersonRow, known: Any) -> tuple[dict[str, Any], dict[AffiliationKind, Holding], dict[str, str]]:
        """New values of identity and history, and the old ones in words by column."""
        identity: dict[str, Any] = {}
        before: dict[str, str] = {}
        for name, value in row.identity.items():
            old = getattr(known, name)
            if name in {"birth_date", "birth_precision"}:
                continue
            if value is None:
                self.keep(row, name, old)
            elif value != old:
                identity[name] = value
                before[name] = self.word(name, old)
        if row.identity["birth_date"] is None:
            self.keep(row, "birth_date", known.birth_date)
        elif birth_differs(row, known):
            identity |= {name: row.identity[name] for name in ("birth_date", "birth_precision")}
            before["birth_date"] = self.word("birth_date", known.birth_date)[: 7 if known.birth_precision == "month" else 10]
        holds: dict[AffiliationKind, Holding] = {}
        for kind, value in row.holds.items():
            old, column = getattr(known, PRESENT_FIELDS[kind]), COLUMN_OF[kind]
            if value is None:
                self.keep(row, column, old)
            elif value != old and not (kind is AffiliationKind.ROLE_GROUP and self.keeps_group(row, known, holds)):
                holds[kind] = Holding(value, self.since(row, kind, value))
                before[column] = self.word(column, old)
        return identity, holds, before

    def keeps_group(self, row: PersonRow, known: Any, holds: Mapping[AffiliationKind, Holding]) -> bool:
        """A group that follows from the post replaces another one only together with the post."""
        return row.derived_group and known.role_group is not None and AffiliationKind.POST not in holds

    def since(self, row: PersonRow, kind: AffiliationKind, value: Any) -> date | None:
        """From when a changed value holds."""
        joined = row.identity["joined_on"]
        if kind is AffiliationKind.POLITICAL_STATUS and value is PoliticalStatus.PROBATIONARY_MEMBER and joined:
            return joined
        return self.plan.effective

    def keep(self, row: PersonRow, column: str, old: Any) -> None:
        """Count an empty cell that takes nothing away."""
        if old is not None and row.reader.has_column(column):
            self.kept_cells[column] = self.kept_cells.get(column, 0) + 1

    def word(self, column: str, value: Any) -> str:
        """An old value in words."""
        if value is None:
            return ""
        if column in {"department", "branch"}:
            return self.names.get(value, "")
        if isinstance(value, PoliticalStatus):
            return STATUS_WORDS[value]
        if isinstance(value, RoleGroup):
            return GROUP_WORDS[value]
        if isinstance(value, Sex):
            return SEX_WORDS[value]
        return value.isoformat() if isinstance(value, date) else str(value)

    def finish(self) -> RosterPlan:
        """Counts, warnings about empty cells, and who is missing from the file."""
        report = self.plan.report
        report.created, report.updated = len(self.plan.created), len(self.plan.changed)
        for column, count in self.kept_cells.items():
            label = ROSTER.column(column).label
            reason = lazy_ngettext(
                "%(num)d cell of “%(column)s” is empty where the registry has a value; the value stays.",
                "%(num)d cells of “%(column)s” are empty where the registry has a value; the values stay.",
                count,
                column=label,
            )
            report.warnings.append(Finding(self.plan.read.tables[0].table.sheet, None, label, "", reason))
        for person in missing_people(self.first, self.present):
            self.plan.preview.add_missing(
                {
                    "number": person.number,
                    "name": person.name,
                    "department": self.names.get(person.department_id or 0, ""),
                    "branch": self.names.get(person.branch_id or 0, ""),
                    "political_status": self.word("political_status", person.political_status),
                }
            )
        return self.plan


def birth_differs(row: PersonRow, known: Any) -> bool:
    """Whether the file knows the birth otherwise or more exactly than the registry; the month of a known day is nothing new."""
    given, precision = row.identity["birth_date"], row.identity["birth_precision"]
    if known.birth_date is not None and precision == "month" and known.birth_precision == "day":
        return (given.year, given.month) != (known.birth_date.year, known.birth_date.month)
    return (given, precision) != (known.birth_date, known.birth_precision)


def check_name(row: PersonRow, known: Any) -> None:
    """A number keeps its person: a name that differs by a slip is corrected with a warning, another name is refused."""
    if row.name == known.name:
        return
    if nearness(row.name, pinyin_of(row.name)[0], known.name):
        row.reader.warn("name", _l("The registry says %(name)s so far; the name is corrected.", name=known.name))
        return
    row.reader.refuse(
        "name",
        _l(
            "The number %(number)s belongs to %(name)s; correct the number, or change the name on the person's own page first.",
            number=row.number,
            name=known.name,
        ),
        brief=_l("another name than in the registry"),
    )


def missing_people(first: Mapping[str, PersonRow], present: Mapping[str, Any]) -> Iterable[Any]:
    """People who are here, belong to a department that the file speaks of, and do not stand in it."""
    departments = {row.holds[AffiliationKind.DEPARTMENT] for row in first.values()}
    for number, person in present.items():
        if number not in first and person.standing is Standing.ACTIVE and person.department_id in departments:
            yield person
