"""The importer of the frontline log: every row a shift, every name a line, handed in and waiting for the branches.

``rows`` counts shifts, ``created`` lines: one person in one shift. A name that is not found costs its own line only. With
a special action named, everything belongs to it; where there is none of that name it is made with the period of the log.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import Refused
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.foundation.importing.importer import Change, Kept
from evaluation.foundation.importing.models import ImportChange
from evaluation.foundation.importing.options import Options
from evaluation.foundation.importing.preview import Preview
from evaluation.foundation.importing.references import referred_to
from evaluation.foundation.importing.report import Finding, Report
from evaluation.foundation.importing.sources import SourceFile
from evaluation.foundation.importing.tables import ReadTables, RowReader, read_tables, storable_workbook
from evaluation.foundation.tabular.dates import DateRefused, Period
from evaluation.foundation.tabular.headings import Table
from evaluation.foundation.tabular.periods import find_period
from evaluation.procedures.workflow.models import Campaign
from evaluation.records.performance.imports.columns import LOG, SHOWN
from evaluation.records.performance.imports.people import DepartmentPeople, names_found
from evaluation.records.performance.imports.reading import LogRow, planned, read_log_row
from evaluation.records.performance.operations.bulk import submit_shifts, withdraw_shifts
from evaluation.records.performance.operations.campaigns import LONGEST_NAME, campaign_named
from evaluation.records.performance.operations.examination import Examination, LineNote, examine_shifts
from evaluation.records.performance.operations.shifts import check_campaign
from evaluation.records.performance.plans import ShiftPlan
from evaluation.records.performance.policies import may_lead_campaigns
from evaluation.registry.accounts.enums import ORGANIZATION_ROLES, Role
from evaluation.registry.organizations.enums import OrganizationKind
from evaluation.registry.organizations.matching import OrganizationIndex
from evaluation.registry.organizations.models import Organization
from evaluation.registry.people.models import Person

KIND = "frontline-log"
SHIFT, CAMPAIGN = "shift", "campaign"
CAMPAIGN_NAME = "campaign"


@dataclass
class LogPlan:
    """What the log would record. ``period`` is that of its title, or of its dates."""

    report: Report
    preview: Preview
    read: ReadTables
    rows: list[LogRow] = field(default_factory=list)
    period: Period | None = None

    @property
    def shifts(self) -> list[ShiftPlan]:
        """The shifts, with everybody who was found."""
        return [row.plan for row in self.rows if row.plan is not None]

    def shown(self) -> dict[str, Any]:
        """The preview as plain data."""
        return self.preview.as_dict(SHOWN)


class LogImporter:
    """Reads, looks up, hands in and takes back."""

    kind = KIND

    def examine(self, files: Sequence[SourceFile], *, actor: Any, now: datetime, options: Options) -> LogPlan:
        """What the log would record; the number of statements does not grow with its rows but for portions of people."""
        read = read_tables(files[0], [LOG], options)
        report = Report(ignored_columns=list(read.ignored), warnings=list(read.warnings))
        plan = LogPlan(report, Preview([(column.key, column.label) for column in LOG.columns if column.key != "serial"]), read)
        plan.preview.heading_rows = {found.table.sheet: found.table.heading_row for found in read.tables}
        departments = OrganizationIndex(
            db.session.execute(
                select(Organization.id, Organization.name, Organization.short_name).where(
                    Organization.kind == OrganizationKind.DEPARTMENT
                )
            ).all()
        )
        scope = actor.scope(Role.CLERK, *ORGANIZATION_ROLES)
        for found in read.tables:
            period = period_of(found.table)
            plan.period = plan.period or period
            for row in found.table.rows:
                plan.rows.append(read_log_row(RowReader(found, row, options), departments, scope, period))
        find_people(plan, now)
        plan.period = plan.period or span(plan)
        check_campaign_name(options.setting(CAMPAIGN_NAME), plan, actor)
        take_account(plan, examine_shifts(plan.shifts))
        return plan

    def storable(self, file: SourceFile, plan: LogPlan) -> bytes:
        """The file as it may wait."""
        return storable_workbook(plan.read)

    def carry_out(self, plan: LogPlan, *, actor: Any, now: datetime, options: Options) -> list[Change]:
        """Hand in the shifts."""
        changes = []
        name, campaign = options.setting(CAMPAIGN_NAME), None
        if name and plan.period is not None and plan.report.created:
            before = db.session.scalar(select(Campaign.id).where(Campaign.name == name))
            begins_on, ends_on = plan.period.start, plan.period.end
            campaign = campaign_named(name, begins_on=begins_on, ends_on=ends_on, actor=actor, now=now)
            if before is None:
                changes.append(Change(CAMPAIGN, campaign.id, campaign.name, True, None, campaign.version))
        submitted = submit_shifts(plan.shifts, actor=actor, campaign=campaign, now=now)
        changes += [Change(SHIFT, shift.matter_id, f"{shift.number} {shift.plan.title}", True) for shift in submitted.shifts]
        return changes

    def take_back(self, changes: Sequence[ImportChange], *, done_at: datetime, actor: Any, now: datetime) -> list[Kept]:
        """Withdraw the shifts of which nobody has decided a line; a special action that nothing belongs to goes."""
        shifts = {change.object_id: change.label for change in changes if change.object_kind == SHIFT}
        withdrawn = set(withdraw_shifts(shifts, actor=actor, now=now))
        kept = [
            Kept(label, _l("A branch has decided about it, or it was changed after the import."))
            for identity, label in shifts.items()
            if identity not in withdrawn
        ]
        made = [change for change in changes if change.object_kind == CAMPAIGN]
        used = referred_to(Campaign.__table__, [one.object_id for one in made])  # type: ignore[arg-type]
        for change in made:
            if change.object_id in used:
                kept.append(Kept(change.label, _l("The special action stays: the withdrawn shifts belong to it.")))
            else:
                db.session.execute(delete(Campaign).where(Campaign.id == change.object_id))
        return kept


def period_of(table: Table) -> Period | None:
    """The period that the titles above the table name."""
    for title in table.titles:
        try:
            period = find_period(title)
        except DateRefused as refusal:
            raise Refused(
                _l("The title “%(title)s”: %(reason)s", title=title[:60], reason=refusal.message), field="file"
            ) from None
        if period is not None:
            return period
    return None


def span(plan: LogPlan) -> Period | None:
    """From the first to the last day of the rows."""
    days = [row.day for row in plan.rows if row.day is not None and not row.refused]
    return Period(min(days), max(days)) if days else None


def find_people(plan: LogPlan, now: datetime) -> None:
    """Look up the names of every row that can be read otherwise, and make its shift."""
    readable = [row for row in plan.rows if not row.refused]
    everybody = DepartmentPeople(row.department.id for row in readable)
    for row in readable:
        assert row.day is not None
        row.names = names_found(row.reader, everybody.on(row.department.id, row.day), row.department.name)
    for position, row in enumerate(plan.rows):
        if not row.refused:
            planned(row, position, now)


def check_campaign_name(name: str, plan: LogPlan, actor: Any) -> None:
    """Refuse a special action that takes no records, or one that would have to be made and cannot be."""
    if not name:
        return
    campaign = db.session.scalar(select(Campaign).where(Campaign.name == name))
    if campaign is not None:
        check_campaign(campaign)
        return
    if len(name) > LONGEST_NAME:
        raise Refused(_l("At most %(max)d characters; shorten the text.", max=LONGEST_NAME), field=CAMPAIGN_NAME)
    if not may_lead_campaigns(actor):
        raise Refused(
            _l("There is no special action “%(name)s”; the organization department opens it first.", name=name),
            field=CAMPAIGN_NAME,
        )


def take_account(plan: LogPlan, examination: Examination) -> None:
    """Counts and findings of all rows."""
    report = plan.report
    report.rows = len(plan.rows)
    report.created = sum(len(shift.lines) for shift in examination.fresh)
    everybody = {line.person_id for shift in plan.shifts for line in shift.lines}
    names = person_names(everybody)
    by_row: dict[int, list[Finding]] = {}
    for note in examination.refused:
        by_row.setdefault(note.plan.source, []).append(finding_of(plan, note, names))
    for note in examination.duplicates:
        if note.number is None:
            report.duplicates.append(finding_of(plan, note, names))
        else:
            report.unchanged += 1
    fresh = {shift.source for shift in examination.fresh}
    for position, row in enumerate(plan.rows):
        rejected = [*row.reader.faults, *row.names.rejected, *by_row.get(position, ())]
        report.rejected += rejected
        report.ambiguous += row.names.ambiguous
        report.duplicates += row.names.repeated
        report.warnings += row.reader.warnings
        faults = [*rejected, *row.names.ambiguous]
        cells = {key: row.reader.shown(key) for key in row.reader.found.table.headings}
        cells["day"] = row.day.isoformat() if row.day else cells.get("day", "")
        if faults:
            plan.preview.add_wrong(row.reader.sheet, row.reader.number, cells, faults)
        if position in fresh:
            plan.preview.add_created(row.reader.sheet, row.reader.number, cells)
    report.warnings += [finding_of(plan, note, names) for note in examination.warnings]


def person_names(person_ids: set[int]) -> dict[int, str]:
    """Names by id."""
    ordered, found = sorted(person_ids), {}
    for start in range(0, len(ordered), 500):
        rows = db.session.execute(select(Person.id, Person.name).where(Person.id.in_(ordered[start : start + 500])))
        found |= {identity: name for identity, name in rows}
    return found


def finding_of(plan: LogPlan, note: LineNote, names: dict[int, str]) -> Finding:
    """What is to be said about one person of a row."""
    name = names.get(note.person_id, "")
    return plan.rows[note.plan.source].reader.finding("people", note.message, value=name, part=name, name=name)


log_importer = LogImporter()
