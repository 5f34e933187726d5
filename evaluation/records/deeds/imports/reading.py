"""A form as a draft: whose deed, which department, who is named in the text. What is doubtful stays open and is told."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.foundation.importing.report import Choice, Finding
from evaluation.foundation.importing.sources import SourceFile
from evaluation.foundation.tabular.cells import normalise_code, normalise_label
from evaluation.foundation.tabular.dates import DateRefused, Precision, read_date
from evaluation.foundation.tabular.periods import find_period
from evaluation.records.deeds.enums import SubjectKind
from evaluation.records.deeds.imports.document import DeedForm
from evaluation.records.deeds.operations import LONGEST_TITLE
from evaluation.registry.organizations.matching import OrganizationIndex
from evaluation.registry.people.matching import match_name, names_in_text
from evaluation.registry.people.naming import tidy_name

LONGEST_BODY = 5_000
LONGEST_SUBJECT = 60
LONGEST_PLACE = 80
LONGEST_WITNESSES = 200
KINDS = {"个人": SubjectKind.INDIVIDUAL, "集体": SubjectKind.COLLECTIVE}
KIND_WORDS = {kind: word for word, kind in KINDS.items()}


@dataclass(frozen=True)
class Known:
    """A registered person, as far as a form speaks of people."""

    id: int
    name: str
    number: str
    department_id: int | None
    branch_id: int | None


@dataclass
class Registry:
    """Whom and what a form may mean: departments, branches and people, and the departments that the actor reports for."""

    departments: OrganizationIndex[Any]
    branches: OrganizationIndex[Any]
    people: Sequence[Known]
    scope: frozenset[int]
    today: date
    by_number: Mapping[str, Known] = field(init=False)
    by_name: dict[str, list[Known]] = field(init=False)

    def __post_init__(self) -> None:
        self.by_number = {one.number: one for one in self.people}
        self.by_name = {}
        for one in self.people:
            self.by_name.setdefault(one.name, []).append(one)


@dataclass
class DeedRow:
    """One form understood. ``notes`` are words of the form that no field of a deed holds."""

    form: DeedForm
    file: SourceFile
    title: str = ""
    kind: SubjectKind | None = None
    subject: str = ""
    person: Known | None = None
    department: Any = None
    occurred_from: date | None = None
    occurred_to: date | None = None
    place: str = ""
    post: str = ""
    witnesses: str = ""
    named: list[str] = field(default_factory=list)
    named_ids: list[int] = field(default_factory=list)
    photographs: list[tuple[str, bytes]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    faults: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)
    digest: str = ""

    def finding(self, key: str, reason: Any, **facts: Any) -> Finding:
        """Something about a field of the form."""
        value = facts.pop("value", self.form.value(key))
        return Finding(self.form.name, self.form.row(key), self.form.label(key), value, reason, key=key, **facts)

    def refuse(self, key: str, reason: Any, **facts: Any) -> None:
        """The form cannot become a draft."""
        self.faults.append(self.finding(key, reason, **facts))

    def warn(self, key: str, reason: Any, **facts: Any) -> None:
        """It becomes a draft, and this is to be looked at."""
        self.warnings.append(self.finding(key, reason, **facts))

    def cells(self) -> dict[str, str]:
        """The form as the check page shows it."""
        return {
            "kind": self.form.value("kind"),
            "subject": self.form.value("subject"),
            "department": self.department.name if self.department else self.form.value("department"),
            "title": self.form.value("title"),
            "period": self.form.value("period"),
            "characters": str(len(self.form.body)),
            "named": "、".join(self.named),
            "photographs": str(len(self.photographs)),
        }

    def listing(self, photograph: str | None) -> dict[str, Any]:
        """The form in the report."""
        return {
            "file": self.form.name,
            "kind": KIND_WORDS[self.kind] if self.kind else self.form.value("kind"),
            "subject": self.subject,
            "title": self.title,
            "characters": len(self.form.body),
            "named": self.named,
            "photo": photograph,
        }


def understand(form: DeedForm, file: SourceFile, registry: Registry) -> DeedRow:
    """Every field of a form read; faults keep it out, doubts are warnings."""
    row = DeedRow(form, file)
    if not form.fields:
        row.refuse("title", _l("There is no table of a deed form in this file; use the form 先进事迹申报表."))
        return row
    read_title(row)
    read_kind(row)
    read_department(row, registry)
    read_subject(row, registry)
    read_period(row, registry.today)
    read_body(row, registry)
    row.place = short(row, "place", LONGEST_PLACE)
    row.post = short(row, "post", LONGEST_PLACE)
    row.witnesses = short(row, "witnesses", LONGEST_WITNESSES)
    if form.value("opinion"):
        row.notes.append(f"{form.label('opinion')}：{form.value('opinion')}")
    return row


def read_title(row: DeedRow) -> None:
    """The title of the table, never the file name."""
    row.title = row.form.value("title")
    if not row.title:
        row.refuse("title", _l("The title is missing; fill it in."))
    elif len(row.title) > LONGEST_TITLE:
        row.refuse(
            "title",
            _l(
                "The title has %(now)d characters, at most %(max)d are possible; shorten it.",
                now=len(row.title),
                max=LONGEST_TITLE,
            ),
        )


def read_kind(row: DeedRow) -> None:
    """Individual or collective."""
    word = normalise_label(row.form.value("kind"))
    row.kind = KINDS.get(word) or KINDS.get(word.removesuffix("事迹").removesuffix("先进"))
    if row.kind is None:
        row.refuse("kind", _l("Write 个人 or 集体."), choices=[Choice(one, one) for one in KINDS])


def read_department(row: DeedRow, registry: Registry) -> None:
    """The reporting department; it must be one of the actor's own."""
    text = row.form.value("department")
    if not text:
        row.refuse("department", _l("The department is missing; fill it in."))
        return
    match = registry.departments.find(text)
    if match.found is None:
        near = match.several or match.suggestions
        names = "、".join(f"“{one.name}”" for one in near)
        row.refuse(
            "department",
            _l("There is no “%(text)s”. Is it %(names)s?", text=text, names=names)
            if near
            else _l("There is no department “%(text)s”. Write its full or short name.", text=text),
        )
    elif match.found.id not in registry.scope:
        row.refuse(
            "department", _l("You report for your own department only; let %(name)s hand in the form.", name=match.found.name)
        )
    else:
        row.department = match.found


def read_subject(row: DeedRow, registry: Registry) -> None:
    """A collective is a name; an individual is found by number, else by the exact name in the department."""
    text = row.form.value("subject")
    row.subject = text if row.kind is SubjectKind.COLLECTIVE else tidy_name(text)
    if not text:
        row.refuse("subject", _l("The name is missing; fill it in."))
    elif len(text) > LONGEST_SUBJECT:
        row.refuse("subject", _l("At most %(max)d characters; shorten the text.", max=LONGEST_SUBJECT))
    elif row.kind is SubjectKind.INDIVIDUAL and row.department is not None:
        find_subject(row, registry)


def find_subject(row: DeedRow, registry: Registry) -> None:
    """The person whose deed it is; left open with a warning where it is not certain."""
    number = normalise_code(row.form.value("number"))
    known = registry.by_number.get(number)
    if number and known is None:
        row.warn("number", _l("Nobody has the number %(number)s; choose the person in the draft.", number=number))
    elif known is not None and known.name != row.subject:
        row.refuse(
            "number",
            _l(
                "The number %(number)s belongs to %(known)s, the form says %(name)s; correct one of them.",
                number=number,
                known=known.name,
                name=row.subject,
            ),
        )
        return
    elif known is None:
        match = match_name(row.subject, [one for one in registry.people if one.department_id == row.department.id])
        known = match.person
        if known is None:
            row.warn("subject", unclear_person(row.subject, match.people, match.suggestions))
    row.person = known
    if known is None:
        row.notes.append(f"{row.form.label('subject')}：{row.form.value('subject')}")
        return
    if known.department_id != row.department.id:
        row.warn(
            "department", _l("%(name)s belongs to another department in the registry; check the department.", name=known.name)
        )
    branch = row.form.value("branch")
    if branch and known.branch_id is not None:
        found = registry.branches.find(branch).found
        if found is None or found.id != known.branch_id:
            row.warn("branch", _l("%(name)s belongs to another branch in the registry; the registry counts.", name=known.name))


def unclear_person(name: str, people: Iterable[Known], suggestions: Iterable[Known]) -> Any:
    """Why a name is nobody's for certain."""
    numbers = "、".join(one.number for one in people)
    if numbers:
        return _l(
            "Several people are called %(name)s (%(numbers)s); choose the right one in the draft.", name=name, numbers=numbers
        )
    near = "、".join(f"“{one.name}”" for one in suggestions)
    if near:
        return _l(
            "Nobody in this department is called “%(name)s”. Is it %(near)s? Choose the person in the draft.",
            name=name,
            near=near,
        )
    return _l("Nobody in this department is called “%(name)s”; choose the person in the draft.", name=name)


def read_period(row: DeedRow, today: date) -> None:
    """When it happened; what cannot be read or lies in the future is left open."""
    text = row.form.value("period")
    if not text:
        row.warn("period", _l("It is not said when it happened; add it in the draft."))
        return
    try:
        period = find_period(text)
        day = None if period else read_date(text, coarsest=Precision.DAY)
    except DateRefused as refusal:
        row.warn("period", _l("%(reason)s The draft leaves it open.", reason=refusal.message))
        return
    first, last = (period.start, period.end) if period else (day.value, day.value) if day else (None, None)
    if last is not None and last > today:
        row.warn("period", _l("A part of it lies in the future; add the days in the draft."))
        return
    row.occurred_from, row.occurred_to = first, last


def read_body(row: DeedRow, registry: Registry) -> None:
    """The text, and everybody whom it names: by exact name in the whole college; namesakes are left open."""
    body = row.form.body
    if not body:
        row.refuse("body", _l("There is no text below 主要事迹; write what happened."), value="")
        return
    if len(body) > LONGEST_BODY:
        row.refuse("body", _l("At most %(max)d characters; shorten the text.", max=LONGEST_BODY), value=body[:40] + "…")
    row.named = names_in_text(body, registry.by_name)
    for name in row.named:
        bearers = registry.by_name[name]
        if len(bearers) > 1 and row.person not in bearers:
            row.warn("body", unclear_person(name, bearers, ()), value=name)
        elif row.person not in bearers:
            row.named_ids.append(bearers[0].id)
            if row.department is not None and bearers[0].department_id != row.department.id:
                row.warn(
                    "body",
                    _l("%(name)s belongs to another department in the registry; check who is meant.", name=name),
                    value=name,
                )
    if row.kind is SubjectKind.COLLECTIVE and not row.named:
        row.warn("body", _l("No registered name stands in the text; add members of the collective in the draft."), value="")


def short(row: DeedRow, key: str, longest: int) -> str:
    """A field that may be missing."""
    text = row.form.value(key)
    if len(text) > longest:
        row.refuse(key, _l("At most %(max)d characters; shorten the text.", max=longest), value=text[:40] + "…")
    return text
