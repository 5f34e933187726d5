"""One row of a roster read: every cell understood or refused with the way out, nothing guessed."""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from evaluation.foundation.calendar.months import add_months
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.foundation.importing.report import Choice
from evaluation.foundation.importing.tables import RowReader
from evaluation.foundation.tabular.cells import normalise_code, normalise_label
from evaluation.foundation.tabular.dates import Precision, read_date
from evaluation.registry.organizations.matching import OrganizationIndex
from evaluation.registry.people.enums import AffiliationKind, PoliticalStatus
from evaluation.registry.people.imports.columns import (
    GROUP_WORDS,
    MEMBERS,
    ROLE_GROUPS,
    SEXES,
    STATUS_WORDS,
    STATUSES,
    WITHOUT_PARTY,
    role_group_of,
)
from evaluation.registry.people.naming import tidy_name

LONGEST_NUMBER = 30
LONGEST_NAME = 50
LONGEST_WORDS = 60
LONGEST_REMARK = 200
MEMBERSHIP_AGE = 18 * 12  # months; Party constitution, Art. 1
PROBATION = 12  # months; Party constitution, Art. 7
IDENTITY_NUMBER = re.compile(r"(?<!\d)[1-9]\d{16}[\dXx](?!\d)", re.ASCII)


@dataclass
class Places:
    """Departments and branches by every official spelling; ``other_party`` are Party organisations that are no branches."""

    departments: OrganizationIndex[Any]
    branches: OrganizationIndex[Any]
    other_party: OrganizationIndex[Any]


@dataclass
class PersonRow:
    """A row as read: the number, the columns of the identity, and what holds by kind (None: the file does not say)."""

    reader: RowReader
    number: str = ""
    identity: dict[str, Any] = field(default_factory=dict)
    holds: dict[AffiliationKind, Any] = field(default_factory=dict)
    derived_group: bool = False

    @property
    def name(self) -> str:
        """The name as it is stored."""
        return self.identity.get("name", "")

    @property
    def refused(self) -> bool:
        """Whether something is wrong with it."""
        return bool(self.reader.faults)

    def same_as(self, other: "PersonRow") -> bool:
        """Whether two rows say the same of one person."""
        return (self.number, self.identity, self.holds) == (other.number, other.identity, other.holds)


def read_person(reader: RowReader, places: Places, today: date) -> PersonRow:
    """The values of one row; what is wrong is noted on its reader."""
    row = PersonRow(reader)
    row.number = read_number(reader)
    row.identity["name"] = read_name(reader)
    row.identity["sex"] = read_word(reader, "sex", SEXES)
    row.identity["ethnicity"] = read_ethnicity(reader)
    row.identity["phone"] = read_phone(reader)
    row.identity["remark"] = reader.text("remark", LONGEST_REMARK) or None
    read_birth(row, today)
    row.holds[AffiliationKind.DEPARTMENT] = read_department(reader, places)
    row.holds[AffiliationKind.BRANCH] = read_branch(reader, places)
    row.holds[AffiliationKind.POST] = reader.text("post", LONGEST_WORDS) or None
    row.holds[AffiliationKind.CADRE_LEVEL] = reader.text("cadre_level", LONGEST_WORDS) or None
    row.holds[AffiliationKind.POLITICAL_STATUS] = read_status(reader)
    read_joining(row, today)
    read_role_group(row)
    for key in ("number", "remark", "phone"):
        refuse_identity_numbers(reader, key)
    return row


def read_number(reader: RowReader) -> str:
    """The staff or student number, the one thing by which a person is known again."""
    number = reader.read("number", normalise_code) or ""
    if not number and not reader.faults:
        reader.refuse("number", _l("The staff or student number is missing; fill it in."), brief=_l("is missing"))
    if len(number) > LONGEST_NUMBER:
        reader.refuse("number", _l("At most %(max)d characters; shorten the text.", max=LONGEST_NUMBER), value=number[:40])
    return number


def read_name(reader: RowReader) -> str:
    """The name, without the spaces that pad it."""
    name = tidy_name(reader.shown("name"))
    if not name:
        reader.refuse("name", _l("The name is missing; fill it in."), brief=_l("is missing"))
    elif len(name) > LONGEST_NAME:
        reader.refuse("name", _l("At most %(max)d characters; shorten the text.", max=LONGEST_NAME), value=name[:60])
    return name


def read_word(reader: RowReader, key: str, words: dict[str, Any]) -> Any:
    """One of a few words, or nothing."""
    text = normalise_label(reader.raw(key))
    if not text or text in words:
        return words.get(text)
    usual = list({value: word for word, value in reversed(words.items())}.values())[::-1]
    reader.refuse(
        key,
        _l("“%(text)s” is not known here; write one of: %(words)s.", text=text, words="、".join(usual)),
        brief=_l("not known"),
        choices=[Choice(word, word) for word in usual] if len(usual) < 4 else (),
    )
    return None


def read_ethnicity(reader: RowReader) -> str | None:
    """The ethnic group, always written with 族."""
    text = normalise_label(reader.raw("ethnicity"))[:LONGEST_WORDS]
    return None if not text else text if text.endswith("族") or text in {"其他", "外国血统"} else f"{text}族"


def read_phone(reader: RowReader) -> str | None:
    """A telephone number as digits; a mobile number has eleven."""
    typed = "" if reader.is_empty("phone") else reader.read("phone", normalise_code) or ""
    text = re.sub(r"^\+?86(?=1\d{10}$)", "", re.sub(r"[()（）-]", "", typed))
    if text and not re.fullmatch(r"1\d{10}|0?\d{7,12}|\d{3,8}", text, re.ASCII):
        reader.refuse(
            "phone", _l("“%(text)s” is no telephone number; a mobile number has 11 digits.", text=reader.shown("phone")[:40])
        )
        return None
    return text or None


def read_birth(row: PersonRow, today: date) -> None:
    """The birth date to the day, or to the month where the roster knows no more."""
    found = row.reader.read("birth_date", read_date, coarsest=Precision.MONTH)
    row.identity["birth_date"] = found.value if found else None
    row.identity["birth_precision"] = "month" if found and found.precision is Precision.MONTH else "day"
    if found and found.value > today:
        row.reader.refuse(
            "birth_date", _l("The birth date lies in the future; write the right date."), brief=_l("lies in the future")
        )


def read_department(reader: RowReader, places: Places) -> int | None:
    """The department by its full, short or otherwise official name."""
    text = reader.shown("department")
    if not text:
        reader.refuse("department", _l("The department is missing; fill it in."), brief=_l("is missing"))
        return None
    match = places.departments.find(text)
    if match.found is not None:
        return match.found.id
    near = match.several or match.suggestions
    reader.refuse("department", no_such(text, near, _l("department")), brief=_l("no such department"), choices=as_choices(near))
    return None


def read_branch(reader: RowReader, places: Places) -> int | None:
    """The branch by its official name; the cell may be empty, but what stands in it must be right."""
    text = reader.shown("branch")
    if not text:
        return None
    match = places.branches.find(text, hint=reader.shown("department") + reader.shown("post"))
    if match.found is not None:
        return match.found.id
    higher = places.other_party.find(text).found
    if higher is not None:
        reader.refuse(
            "branch",
            _l("“%(name)s” is no branch; write the branch below it.", name=higher.name),
            brief=_l("is no branch"),
            choices=as_choices(match.suggestions),
        )
        return None
    near = match.several or match.suggestions
    reader.refuse("branch", no_such(text, near, _l("branch")), brief=_l("no such branch"), choices=as_choices(near))
    return None


def as_choices(near: Any) -> list[Choice]:
    """Organisations as values that would mend the cell."""
    return [Choice(one.name, one.name) for one in near]


def no_such(text: str, near: Any, what: Any) -> Any:
    """There is no such organisation; those that come near are named."""
    if near:
        names = "、".join(f"“{one.name}”" for one in near)
        return _l("There is no “%(text)s”. Is it %(names)s?", text=text, names=names)
    return _l(
        "There is no %(what)s “%(text)s”. Write its registered name, or import the organisation first.", what=what, text=text
    )


def read_status(reader: RowReader) -> PoliticalStatus | None:
    """政治面貌 in whatever of its usual words."""
    text = normalise_label(reader.raw("political_status"))
    if text in WITHOUT_PARTY:
        reader.warn("political_status", _l("“%(text)s” is registered as masses.", text=text))
        return PoliticalStatus.MASSES
    if text and text not in STATUSES:
        reader.refuse(
            "political_status",
            _l("“%(text)s” is not known here; write one of: %(words)s.", text=text, words="、".join(STATUS_WORDS.values())),
            brief=_l("not known"),
        )
    return STATUSES.get(text)


def read_joining(row: PersonRow, today: date) -> None:
    """The day of joining the Party: past, after the birth, of members only."""
    reader, status, birth = row.reader, row.holds[AffiliationKind.POLITICAL_STATUS], row.identity["birth_date"]
    found = reader.read("joined_on", read_date, coarsest=Precision.MONTH)
    joined = row.identity["joined_on"] = found.value if found else None
    if joined is None:
        if status in MEMBERS and reader.has_column("joined_on") and not reader.faults:
            reader.warn("joined_on", _l("A Party member without the day of joining; add it."))
        return
    if joined > today:
        reader.refuse(
            "joined_on", _l("The day of joining lies in the future; write the right date."), brief=_l("lies in the future")
        )
    elif birth is not None and joined <= birth:
        reader.refuse(
            "joined_on", _l("The day of joining lies before the birth; correct one of them."), brief=_l("lies before the birth")
        )
    elif found.precision is Precision.MONTH:
        reader.warn("joined_on", _l("The day is not given; the first of the month is registered."))
    if reader.faults:
        return
    if birth is not None and joined < add_months(birth, MEMBERSHIP_AGE):
        reader.warn("joined_on", _l("Younger than 18 on the day of joining (Party constitution, Art. 1); check both dates."))
    if status not in MEMBERS:
        reader.warn("joined_on", _l("There is a day of joining, but the person is no Party member; check the political status."))
    elif status is PoliticalStatus.FULL_MEMBER and today < add_months(joined, PROBATION):
        reader.warn(
            "political_status", _l("Joined less than a year ago and a full member already (Art. 7); check the political status.")
        )


def read_role_group(row: PersonRow) -> None:
    """The role group as given, or as it follows from the post."""
    given = read_word(row.reader, "role_group", ROLE_GROUPS)
    post = row.holds[AffiliationKind.POST] or ""
    row.derived_group = given is None
    row.holds[AffiliationKind.ROLE_GROUP] = given or role_group_of(post, row.reader.sheet)


def refuse_identity_numbers(reader: RowReader, key: str) -> None:
    """Identity numbers are never stored, wherever they have slipped into."""
    text = reader.shown(key)
    if IDENTITY_NUMBER.search(text):
        reader.refuse(
            key,
            _l("This looks like an identity number, which is never stored here; delete it from the cell."),
            value=IDENTITY_NUMBER.sub("…", text),
        )


def words_of(row: PersonRow, names: dict[int, str]) -> dict[str, str]:
    """The row in words as the registry would show it, for the check page; cells that were not understood as they stand."""
    shown = {key: row.reader.shown(key) for key in row.reader.found.table.headings if key != "serial"}
    if any(IDENTITY_NUMBER.search(text) for text in shown.values()):
        shown = {key: IDENTITY_NUMBER.sub("…", text) for key, text in shown.items()}
    shown["number"], shown["name"] = row.number or shown.get("number", ""), row.name or shown.get("name", "")
    for key, kind in (("department", AffiliationKind.DEPARTMENT), ("branch", AffiliationKind.BRANCH)):
        shown[key] = names.get(row.holds.get(kind) or 0, shown.get(key, ""))
    status = row.holds.get(AffiliationKind.POLITICAL_STATUS)
    if status is not None:
        shown["political_status"] = STATUS_WORDS[status]
    if row.identity.get("joined_on"):
        shown["joined_on"] = row.identity["joined_on"].isoformat()
    group = row.holds.get(AffiliationKind.ROLE_GROUP)
    if group is not None:
        shown["role_group"] = GROUP_WORDS[group]
    return shown
