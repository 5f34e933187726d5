"""One row of the workbook read: whose case, days, numbers, people; then put to the rules."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from evaluation.foundation.audit.operations import digest
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.foundation.importing.tables import RowReader
from evaluation.foundation.tabular.cells import normalise_code, normalise_name, read_whole_number, split_codes
from evaluation.foundation.tabular.dates import Precision, read_date
from evaluation.procedures.rules.facts import Companion
from evaluation.procedures.rules.rows import DATE_COLUMNS, NUMBER_COLUMNS, PEOPLE_COLUMNS, CaseRow

LONGEST_NUMBER = 60


@dataclass(frozen=True)
class Known:
    """A person of the registry as an import needs it; ``statuses`` are political statuses with from and to."""

    id: int
    number: str
    name: str
    birth_date: date | None
    birth_precision: str
    branch_id: int | None
    statuses: tuple[tuple[str, date | None, date | None], ...] = ()

    def full_member_on(self, day: date | None) -> bool:
        """Whether a full member on a day; without a day, now."""
        for value, first, end in self.statuses:
            if day is None and end is None:
                return value == "full_member"
            if day is not None and (first is None or first <= day) and (end is None or day < end):
                return value == "full_member"
        return False


@dataclass
class NominationRow:
    """A row as read; ``case`` is what the rules look at, ``person`` whose it is."""

    reader: RowReader
    number: str
    name: str
    dates: dict[str, date] = field(default_factory=dict)
    numbers: dict[str, float] = field(default_factory=dict)
    people: dict[str, list[str]] = field(default_factory=dict)
    shortening: str = ""
    person: Known | None = None
    case: CaseRow | None = None
    companions: dict[str, list[Known]] = field(default_factory=dict)
    warnings: tuple[Any, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether the row cannot be taken."""
        return bool(self.reader.faults)

    @property
    def fingerprint(self) -> str:
        """What the row says, so that the same row is known again."""
        return digest([self.number, self.dates, self.numbers, self.people, self.shortening])

    def cells(self) -> dict[str, str]:
        """The row as the check page shows it."""
        return {
            key: self.dates[key].isoformat() if key in self.dates else self.reader.shown(key)
            for key in self.reader.found.table.headings
        }


def read_row(reader: RowReader) -> NominationRow:
    """The values of one row; what cannot be read is noted on its reader."""
    number = reader.read("number", normalise_code) or ""
    if not number and not reader.faults:
        reader.refuse("number", _l("The number is missing; fill it in."), brief=_l("is missing"))
    row = NominationRow(reader, number, normalise_name(reader.raw("name")))
    for key in DATE_COLUMNS.values():
        if not reader.is_empty(key):
            found = reader.read(key, read_date, coarsest=Precision.DAY)
            if found is not None:
                row.dates[key] = found.value
    for key in NUMBER_COLUMNS.values():
        if not reader.is_empty(key):
            value = reader.read(key, read_hours if key == "training_hours" else read_whole_number)
            if value is not None:
                row.numbers[key] = value
    for key in PEOPLE_COLUMNS.values():
        if not reader.is_empty(key):
            row.people[key] = list(dict.fromkeys(split_codes(reader.raw(key))))
    row.shortening = reader.text("shortening", LONGEST_NUMBER)
    return row


def read_hours(value: Any) -> float | None:
    """Class hours, whole or with a part."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    whole = read_whole_number(value)
    return None if whole is None else float(whole)


def resolve(row: NominationRow, people: Mapping[str, Known]) -> None:
    """Find the people of a row in the registry and make the case that the rules look at."""
    row.person = people.get(row.number)
    if row.person is None:
        row.reader.refuse("number", _l("%(number)s is not in the registry; import the roster first.", number=row.number))
    elif row.name and row.name != row.person.name:
        row.reader.refuse(
            "name",
            _l(
                "The number %(number)s belongs to %(name)s; correct the number or the name.",
                number=row.number,
                name=row.person.name,
            ),
        )
    for key, numbers in row.people.items():
        missing = [number for number in numbers if number not in people]
        if missing:
            row.reader.refuse(
                key,
                _l("%(number)s is not in the registry; import the roster first.", number="、".join(missing)),
                value="、".join(missing),
            )
        row.companions[key] = [people[number] for number in numbers if number in people]
    if row.refused or row.person is None:
        return
    row.case = CaseRow(
        dates=row.dates,
        numbers=row.numbers,
        contacts=companions_on(row, "contacts", "activist_filed_on"),
        introducers=companions_on(row, "introducers", "target_listed_on"),
        birth_date=row.person.birth_date,
        birth_day_known=row.person.birth_precision == "day",
        shortening_number=row.shortening,
    )


def companions_on(row: NominationRow, key: str, act: str) -> tuple[Companion, ...]:
    """Companions as they stood on the day of the act before, since the workbook gives them no day of their own."""
    day = row.dates.get(act) or max(row.dates.values(), default=None)
    return tuple(Companion(one.number, one.full_member_on(day)) for one in row.companions.get(key, ()))
