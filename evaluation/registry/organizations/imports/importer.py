"""The importer of departments and Party organisations: sheets 部门 and 党组织, or one of them.

A code that is there already is updated; an empty cell never takes anything away. A committee without a superior is the
college's own and approves admissions; others do so only where somebody says so by hand.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from evaluation.foundation.core.database import db
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.foundation.importing.importer import Change, Kept
from evaluation.foundation.importing.models import ImportChange
from evaluation.foundation.importing.options import Options
from evaluation.foundation.importing.preview import Preview
from evaluation.foundation.importing.references import referred_to
from evaluation.foundation.importing.report import Report
from evaluation.foundation.importing.sources import SourceFile
from evaluation.foundation.importing.tables import ReadTables, RowReader, read_tables, storable_workbook
from evaluation.registry.organizations.enums import OrganizationKind, PartyType
from evaluation.registry.organizations.imports.columns import PARTY_ORGANIZATIONS, PARTY_WORDS, SHAPES, SHOWN
from evaluation.registry.organizations.imports.reading import (
    OrganizationRow,
    check_against_present,
    check_repetitions,
    read_row,
    resolve_parents,
)
from evaluation.registry.organizations.models import Organization, OrganizationClosure
from evaluation.registry.organizations.operations import rebuild_closure

KIND = "organizations"
OBJECT = "organization"


@dataclass
class OrganizationPlan:
    """Rows to be written: new ones, and changed ones with the new values by column."""

    report: Report
    preview: Preview
    read: ReadTables
    created: list[OrganizationRow]
    changed: list[tuple[OrganizationRow, Organization, dict[str, Any]]]

    def shown(self) -> dict[str, Any]:
        """The preview as plain data."""
        return self.preview.as_dict(SHOWN)


class OrganizationImporter:
    """Reads, compares, writes and takes back."""

    kind = KIND

    def examine(self, files: Sequence[SourceFile], *, actor: Any, now: datetime, options: Options) -> OrganizationPlan:
        """What the workbook would change."""
        read = read_tables(files[0], SHAPES, options)
        present = {one.code: one for one in db.session.scalars(select(Organization).order_by(Organization.code))}
        rows = [read_row(found, RowReader(found, row, options)) for found in read.tables for row in found.table.rows]
        repeated = check_repetitions(rows)
        fresh = [row for row in rows if not any(row is one for one in repeated)]
        check_against_present(fresh, present)
        resolve_parents(fresh, present)
        return plan_of(read, rows, repeated, present)

    def storable(self, file: SourceFile, plan: OrganizationPlan) -> bytes:
        """The file as it may wait."""
        return storable_workbook(plan.read)

    def carry_out(self, plan: OrganizationPlan, *, actor: Any, now: datetime, options: Options) -> list[Change]:
        """Write the organisations and compute the closure once."""
        made = [
            Organization(
                code=row.code,
                name=row.name,
                short_name=row.short_name or row.name,
                kind=row.kind,
                party_type=row.party_type,
                may_approve_admission=row.party_type is PartyType.COMMITTEE and not row.parent_code,
            )
            for row in plan.created
        ]
        db.session.add_all(made)
        db.session.flush()
        by_code = {code: identity for code, identity in db.session.execute(select(Organization.code, Organization.id))}
        for organization, row in zip(made, plan.created, strict=True):
            if row.parent_code:
                organization.parent_id = by_code[row.parent_code]
        before = []
        for _row, organization, values in plan.changed:
            before.append({name: plain(getattr(organization, "parent_id" if name == "parent" else name)) for name in values})
            for name, value in values.items():
                setattr(organization, *(("parent_id", by_code[value]) if name == "parent" else (name, value)))
        db.session.flush()
        rebuild_closure()
        changes = [Change(OBJECT, one.id, one.name, True, None, one.version) for one in made]
        changes += [
            Change(OBJECT, organization.id, organization.name, False, values, organization.version)
            for (_row, organization, _values), values in zip(plan.changed, before, strict=True)
        ]
        return changes

    def take_back(self, changes: Sequence[ImportChange], *, done_at: datetime, actor: Any, now: datetime) -> list[Kept]:
        """Restore changed organisations and delete new ones that nothing refers to yet."""
        present = {
            one.id: one
            for one in db.session.scalars(select(Organization).where(Organization.id.in_([one.object_id for one in changes])))
        }
        kept = []
        new: dict[int, Organization] = {}
        for change in changes:
            organization = present.get(change.object_id)
            if organization is None:
                continue
            if organization.version != change.version_after:
                kept.append(Kept(change.label, _l("It was changed after the import.")))
            elif change.created:
                new[organization.id] = organization
            else:
                for name, value in (change.before or {}).items():
                    setattr(organization, "parent_id" if name == "parent" else name, value)
        db.session.flush()
        kept += delete_unused(new)
        rebuild_closure()
        return kept


def plain(value: Any) -> Any:
    """A column's value as JSON knows it."""
    return value.value if isinstance(value, PartyType | OrganizationKind) else value


def delete_unused(new: dict[int, Organization]) -> list[Kept]:
    """Delete these organisations, those apart that something refers to."""
    used = referred_to(Organization.__table__, new, apart_from={"organization", "organization_closure"})  # type: ignore[arg-type]
    children = db.session.execute(
        select(Organization.id, Organization.parent_id).where(Organization.parent_id.in_(list(new)))
    ).all()
    while more := {parent for child, parent in children if child not in new or child in used} - used:
        used |= more
    gone = [one for identity, one in new.items() if identity not in used]
    db.session.execute(delete(OrganizationClosure).where(OrganizationClosure.descendant_id.in_([one.id for one in gone])))
    for organization in gone:
        organization.parent_id = None
    db.session.flush()
    for organization in gone:
        db.session.delete(organization)
    db.session.flush()
    return [Kept(new[identity].name, _l("Something refers to it by now.")) for identity in sorted(used & new.keys())]


def plan_of(
    read: ReadTables, rows: list[OrganizationRow], repeated: list[OrganizationRow], present: dict[str, Organization]
) -> OrganizationPlan:
    """Sort the rows into new, changed, unchanged and refused."""
    report = Report(rows=len(rows), ignored_columns=list(read.ignored), warnings=list(read.warnings))
    preview = Preview([(column.key, column.label) for column in PARTY_ORGANIZATIONS.columns])
    preview.heading_rows = {found.table.sheet: found.table.heading_row for found in read.tables}
    plan = OrganizationPlan(report, preview, read, [], [])
    for row in rows:
        report.warnings += row.reader.warnings
        if row.refused:
            report.rejected += row.reader.faults
            preview.add_wrong(row.reader.sheet, row.reader.number, row.cells(), row.reader.faults)
        elif any(row is one for one in repeated):
            report.duplicates.append(row.reader.finding("code", _l("The same row stands in the file twice."), value=row.code))
        elif row.code not in present:
            plan.created.append(row)
            preview.add_created(row.reader.sheet, row.reader.number, row.cells())
        else:
            compare(plan, row, present)
    report.created, report.updated = len(plan.created), len(plan.changed)
    kinds = {row.kind for row in rows}
    codes = {row.code for row in rows}
    for organization in present.values():
        if organization.kind in kinds and organization.code not in codes and organization.active_to is None:
            preview.add_missing({"code": organization.code, "name": organization.name, "short_name": organization.short_name})
    return plan


def compare(plan: OrganizationPlan, row: OrganizationRow, present: dict[str, Organization]) -> None:
    """Old and new of one organisation."""
    organization = present[row.code]
    names = {one.id: one for one in present.values()}
    parent = names.get(organization.parent_id or 0)
    now = {
        "name": (row.name, organization.name),
        "short_name": (row.short_name or organization.short_name, organization.short_name),
        "parent": (row.parent_code or (parent.code if parent else ""), parent.code if parent else ""),
        "party_type": (row.party_type, organization.party_type),
    }
    values = {name: new for name, (new, old) in now.items() if new != old}
    if not values:
        plan.report.unchanged += 1
        return
    words = {name: PARTY_WORDS[old] if isinstance(old, PartyType) else str(old or "") for name, (_new, old) in now.items()}
    plan.changed.append((row, organization, values))
    cells = {**row.cells(), "parent": now["parent"][0]}
    plan.preview.add_changed(row.reader.sheet, row.reader.number, cells, {name: words[name] for name in values})


organization_importer = OrganizationImporter()
