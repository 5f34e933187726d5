"""Rows of the tables read and checked against each other and against what is there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.foundation.importing.report import Choice
from evaluation.foundation.importing.tables import ReadTable, RowReader
from evaluation.foundation.tabular.cells import normalise_code, normalise_label
from evaluation.registry.organizations.enums import OrganizationKind, PartyType
from evaluation.registry.organizations.imports.columns import PARTY_TYPES, PARTY_WORDS, SHOWN
from evaluation.registry.organizations.matching import OrganizationIndex
from evaluation.registry.organizations.models import Organization

LONGEST_NAME = 60
LONGEST_CODE = 20


@dataclass
class OrganizationRow:
    """One row as read. ``parent`` is what the file says: a code or a name; ``parent_code`` what it turned out to be."""

    reader: RowReader
    kind: OrganizationKind
    code: str
    name: str
    short_name: str
    parent: str
    party_type: PartyType | None
    parent_code: str = ""

    @property
    def refused(self) -> bool:
        """Whether something is wrong with it."""
        return bool(self.reader.faults)

    def same_as(self, other: "OrganizationRow") -> bool:
        """Whether two rows say the same."""
        return (self.kind, self.name, self.short_name, self.parent, self.party_type) == (
            other.kind,
            other.name,
            other.short_name,
            other.parent,
            other.party_type,
        )

    def cells(self) -> dict[str, str]:
        """The row as the check page shows it."""
        words = {"name": self.name, "code": self.code}
        return {key: words.get(key) or self.reader.shown(key) for key in SHOWN if self.reader.has_column(key)}


def read_row(found: ReadTable, reader: RowReader) -> OrganizationRow:
    """The values of one row; what is missing or cannot be read is noted on its reader."""
    code = reader.read("code", normalise_code) or ""
    name = normalise_label(reader.raw("name"))
    if not code and not reader.faults:
        reader.refuse("code", _l("The code is missing; fill it in."), brief=_l("is missing"))
    if not name:
        reader.refuse("name", _l("The name is missing; fill it in."), brief=_l("is missing"))
    for key, text, longest in (("code", code, LONGEST_CODE), ("name", name, LONGEST_NAME)):
        if len(text) > longest:
            reader.refuse(key, _l("At most %(max)d characters; shorten the text.", max=longest), value=text[:longest] + "…")
    kind = OrganizationKind(found.shape.key)
    short_name = normalise_label(reader.raw("short_name"))
    return OrganizationRow(
        reader=reader,
        kind=kind,
        code=code,
        name=name,
        short_name=short_name,
        parent=normalise_label(reader.raw("parent")),
        party_type=read_party_type(reader) if kind is OrganizationKind.PARTY else None,
    )


def read_party_type(reader: RowReader) -> PartyType | None:
    """The kind of Party organisation by its word."""
    word = normalise_label(reader.raw("party_type"))
    found = PARTY_TYPES.get(word)
    if found is None:
        words = tuple(PARTY_WORDS.values())
        reason = (
            _l("There is no kind “%(word)s” of Party organisation; write one of: %(words)s.", word=word, words="、".join(words))
            if word
            else _l("The kind is missing; write one of: %(words)s.", words="、".join(words))
        )
        reader.refuse("party_type", reason, choices=[Choice(one, one) for one in words])
    return found


def check_repetitions(rows: Iterable[OrganizationRow]) -> list[OrganizationRow]:
    """Give back rows that repeat an earlier one word for word; refuse those that use its code or name for something else."""
    repeated = []
    by_code: dict[str, OrganizationRow] = {}
    by_name: dict[str, OrganizationRow] = {}
    for row in rows:
        if row.refused:
            continue
        first = by_code.setdefault(row.code, row)
        if first is not row and first.same_as(row):
            repeated.append(row)
        elif first is not row:
            row.reader.refuse(
                "code",
                _l("The code is that of row %(row)s (%(name)s) too; each has its own.", row=first.reader.number, name=first.name),
                brief=_l("same code as row %(row)s", row=first.reader.number),
            )
        else:
            same_name = by_name.setdefault(row.name, row)
            if same_name is not row:
                row.reader.refuse(
                    "name",
                    _l("The name is that of row %(row)s too; each has its own.", row=same_name.reader.number),
                    brief=_l("same name as row %(row)s", row=same_name.reader.number),
                )
    return repeated


def check_against_present(rows: Iterable[OrganizationRow], present: Mapping[str, Organization]) -> None:
    """Refuse a code that stands for the other kind, and a name that another code has."""
    by_name = {organization.name: organization for organization in present.values()}
    for row in rows:
        if row.refused:
            continue
        known, namesake = present.get(row.code), by_name.get(row.name)
        if known is not None and known.kind != row.kind:
            row.reader.refuse(
                "code",
                _l(
                    "The code %(code)s is that of “%(name)s” already, which is of the other kind.", code=row.code, name=known.name
                ),
            )
        elif namesake is not None and namesake.code != row.code:
            row.reader.refuse(
                "name", _l("“%(name)s” is registered under the code %(code)s already.", name=row.name, code=namesake.code)
            )


def resolve_parents(rows: list[OrganizationRow], present: Mapping[str, Organization]) -> None:
    """Find every superior, by code or by exact name, in the file or among what is there; refuse what leads nowhere."""
    index = {kind: OrganizationIndex(o for o in present.values() if o.kind == kind) for kind in OrganizationKind}
    refused_before = -1
    while (refused := sum(row.refused for row in rows)) != refused_before:
        refused_before = refused
        taken = {row.code: row for row in rows if not row.refused}
        names = {(row.kind, row.name): row for row in taken.values()}
        for row in taken.values():
            if row.parent:
                resolve_parent(row, taken, names, present, index[row.kind])
    refuse_circles([row for row in rows if not row.refused], present)


def resolve_parent(
    row: OrganizationRow,
    taken: Mapping[str, OrganizationRow],
    names: Mapping[tuple[OrganizationKind, str], OrganizationRow],
    present: Mapping[str, Organization],
    index: OrganizationIndex[Any],
) -> None:
    """Find the superior of one row."""
    parent: Any = taken.get(row.parent) or present.get(row.parent) or names.get((row.kind, row.parent))
    if parent is None:
        parent = next((one for one in present.values() if (one.kind, one.name) == (row.kind, row.parent)), None)
    if parent is None:
        near = [one.name for one in index.find(row.parent).suggestions]
        near += [one.name for (kind, _name), one in names.items() if kind == row.kind and row.parent in one.name][:3]
        row.reader.refuse(
            "parent",
            unknown_parent(row.parent, list(dict.fromkeys(near))),
            brief=_l("not found"),
            choices=[Choice(name, name) for name in dict.fromkeys(near)],
        )
    elif parent.kind != row.kind:
        row.reader.refuse("parent", _l("The superior “%(name)s” is of the other kind; choose another.", name=parent.name))
    elif parent.code == row.code:
        row.reader.refuse("parent", _l("Nothing is its own superior; choose another or leave the cell empty."))
    else:
        row.parent_code = parent.code


def unknown_parent(text: str, near: list[str]) -> Any:
    """There is no such superior, or its own row was refused."""
    if near:
        return _l("There is no superior “%(text)s”. Is it %(near)s?", text=text, near="、".join(f"“{name}”" for name in near[:3]))
    return _l(
        "There is no superior “%(text)s” in the table or the registry, or its own row has a fault; put it right first.", text=text
    )


def refuse_circles(rows: list[OrganizationRow], present: Mapping[str, Organization]) -> None:
    """Superiors lead upwards and end somewhere."""
    by_id = {organization.id: organization.code for organization in present.values()}
    parents = {code: by_id.get(one.parent_id or 0, "") for code, one in present.items()}
    parents |= {row.code: row.parent_code for row in rows if row.parent_code or not row.reader.has_column("parent")}
    for row in rows:
        seen, code = set(), row.code
        while code and code not in seen:
            seen.add(code)
            code = parents.get(code, "")
        if code:
            row.reader.refuse("parent", _l("The superiors form a circle; choose another superior."))
