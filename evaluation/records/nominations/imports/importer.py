"""The importer of running cases: a row that breaks a blocking rule is refused whole, missed deadlines come in as warnings."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select, update

from evaluation.foundation.core.clock import local
from evaluation.foundation.core.database import db
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.foundation.importing.importer import Change, Kept
from evaluation.foundation.importing.models import ImportChange
from evaluation.foundation.importing.options import Options
from evaluation.foundation.importing.preview import Preview
from evaluation.foundation.importing.report import Report
from evaluation.foundation.importing.sources import SourceFile
from evaluation.foundation.importing.tables import ReadTables, RowReader, read_tables, storable_workbook
from evaluation.procedures.rules.engine import RuleEngine
from evaluation.procedures.rules.findings import Finding
from evaluation.procedures.rules.queries import rule_engine
from evaluation.procedures.rules.rows import check_row
from evaluation.procedures.rules.wording import article_text, row_sentence
from evaluation.procedures.workflow.models import Matter, MatterPerson, Task, Transition
from evaluation.records.nominations.imports.columns import CASES, SHOWN
from evaluation.records.nominations.imports.reading import Known, NominationRow, read_row, resolve
from evaluation.records.nominations.imports.writing import committees_of, write_cases
from evaluation.records.nominations.models.cases import ActRecord, Nomination
from evaluation.records.nominations.models.parts import NominationBallot, NominationCompanion
from evaluation.records.nominations.policies import may_open
from evaluation.records.nominations.queries.courses import OPEN
from evaluation.registry.people.enums import AffiliationKind
from evaluation.registry.people.models import Affiliation, Person

KIND = "nominations"
OBJECT = "nomination"
AT_ONCE = 500
COLUMN_OF_RULE = {
    "DM-05": "contacts",
    "DM-17": "introducers",
    "DM-18": "introducers",
    "DM-19": "introducers",
    "DM-22": "training_hours",
    "DM-26": "present",
    "DM-27": "in_favour",
    "DM-30": "shortening",
}


@dataclass
class CasePlan:
    """Cases to be written."""

    report: Report
    preview: Preview
    read: ReadTables
    rows: list[NominationRow] = field(default_factory=list)

    def shown(self) -> dict[str, Any]:
        """The preview as plain data."""
        return self.preview.as_dict(SHOWN)


class NominationImporter:
    """Reads, looks people up, asks the rules, writes and takes back."""

    kind = KIND

    def examine(self, files: Sequence[SourceFile], *, actor: Any, now: datetime, options: Options) -> CasePlan:
        """What the workbook would record; the number of statements does not grow with its rows but for portions of people."""
        read = read_tables(files[0], [CASES], options)
        report = Report(ignored_columns=list(read.ignored), warnings=list(read.warnings))
        plan = CasePlan(report, Preview([(one.key, one.label) for one in CASES.columns if one.key != "serial"]), read)
        plan.preview.heading_rows = {found.table.sheet: found.table.heading_row for found in read.tables}
        rows = [read_row(RowReader(found, row, options)) for found in read.tables for row in found.table.rows]
        report.rows = len(rows)
        people = known_people(
            {row.number for row in rows} | {one for row in rows for some in row.people.values() for one in some}
        )
        running = running_cases(one.id for one in people.values())
        committees = committees_of(one.branch_id for one in people.values())
        engine, today = rule_engine(), local(now).date()
        seen: dict[str, NominationRow] = {}
        for row in rows:
            resolve(row, people)
            take_account(plan, row, seen, running, committees, engine, today, actor)
        return plan

    def storable(self, file: SourceFile, plan: CasePlan) -> bytes:
        """The file as it may wait."""
        return storable_workbook(plan.read)

    def carry_out(self, plan: CasePlan, *, actor: Any, now: datetime, options: Options) -> list[Change]:
        """Write the cases, each with its number and the answer of the rules on every day."""
        return [
            Change(OBJECT, one.matter_id, f"{one.matter.number} {one.matter.title}", True, None, one.matter.version)
            for one in write_cases(plan.rows, actor=actor, now=now)
        ]

    def take_back(self, changes: Sequence[ImportChange], *, done_at: datetime, actor: Any, now: datetime) -> list[Kept]:
        """Delete cases on which nobody has taken a further step."""
        ids = [change.object_id for change in changes]
        moved = set(
            db.session.scalars(
                select(Transition.matter_id).where(Transition.matter_id.in_(ids), Transition.action != "import").distinct()
            )
        )
        gone = [identity for identity in ids if identity not in moved]
        for table in (ActRecord, NominationCompanion, NominationBallot):
            db.session.execute(delete(table).where(table.matter_id.in_(gone)))
        db.session.execute(
            update(Task).where(Task.matter_id.in_(gone)).values(opened_transition_id=None, closed_transition_id=None)
        )
        for other in (Task, Transition, MatterPerson):
            db.session.execute(delete(other).where(other.matter_id.in_(gone)))
        db.session.execute(delete(Nomination).where(Nomination.matter_id.in_(gone)))
        db.session.execute(delete(Matter).where(Matter.id.in_(gone)))
        db.session.expire_all()
        return [
            Kept(change.label, _l("A further step was taken after the import."))
            for change in changes
            if change.object_id in moved
        ]


def known_people(numbers: Iterable[str]) -> dict[str, Known]:
    """People by number, with the history of their political status."""
    wanted = sorted(filter(None, numbers))
    people: dict[int, Any] = {}
    statuses: dict[int, list[tuple[str, date | None, date | None]]] = {}
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        for person in db.session.execute(
            select(Person.id, Person.number, Person.name, Person.birth_date, Person.birth_precision, Person.branch_id).where(
                Person.number.in_(some)
            )
        ):
            people[person.id] = person
        for person_id, value, first, end in db.session.execute(
            select(Affiliation.person_id, Affiliation.value, Affiliation.valid_from, Affiliation.valid_to)
            .join(Person, Person.id == Affiliation.person_id)
            .where(
                Person.number.in_(some),
                Affiliation.kind == AffiliationKind.POLITICAL_STATUS,
                Affiliation.superseded_at.is_(None),
            )
            .order_by(Affiliation.id)
        ):
            statuses.setdefault(person_id, []).append((value or "", first, end))
    return {one.number: Known(*one, statuses=tuple(statuses.get(one.id, ()))) for one in people.values()}


def running_cases(person_ids: Iterable[int]) -> dict[int, tuple[str, str | None]]:
    """Number and fingerprint of the newest case of these people that is running."""
    wanted = sorted(set(person_ids))
    found: dict[int, tuple[str, str | None]] = {}
    for start in range(0, len(wanted), AT_ONCE):
        rows = db.session.execute(
            select(Nomination.person_id, Matter.number, Nomination.import_digest)
            .join(Matter, Matter.id == Nomination.matter_id)
            .where(Nomination.person_id.in_(wanted[start : start + AT_ONCE]), Matter.state.in_(OPEN))
        )
        found |= {person_id: (number or "", fingerprint) for person_id, number, fingerprint in rows}
    return found


def take_account(
    plan: CasePlan,
    row: NominationRow,
    seen: dict[str, NominationRow],
    running: Mapping[int, tuple[str, str | None]],
    committees: Mapping[int, int],
    engine: RuleEngine,
    today: date,
    actor: Any,
) -> None:
    """Refuse a row, pass over what is known, or plan its case."""
    report, reader = plan.report, row.reader
    earlier = seen.get(row.number)
    if earlier is not None and not row.refused:
        if earlier.fingerprint == row.fingerprint:
            report.duplicates.append(reader.finding("number", _l("The same row stands in the file twice."), value=row.number))
            return
        reader.refuse("number", _l("This person stands in the file twice with different contents; keep one row."))
    if row.person is not None and not row.refused:
        known = running.get(row.person.id)
        if known is not None and known[1] == row.fingerprint:
            seen[row.number] = row
            report.unchanged += 1
            return
        check_place(row, known, committees, actor)
    if row.case is not None and not row.refused:
        outcome = check_row(engine, row.case, recorded_on=today)
        if outcome.rejected is not None:
            refuse_by_rule(row, outcome.rejected)
        row.warnings = outcome.warnings
    if row.refused:
        report.rejected += reader.faults
        plan.preview.add_wrong(reader.sheet, reader.number, row.cells(), reader.faults)
        return
    seen.setdefault(row.number, row)
    for finding in row.warnings:
        reader.warn(column_of(finding), row_sentence(finding), **facts_of(finding))
    report.warnings += reader.warnings
    report.created += 1
    plan.rows.append(row)
    plan.preview.add_created(reader.sheet, reader.number, row.cells())


def check_place(row: NominationRow, known: tuple[str, str | None] | None, committees: Mapping[int, int], actor: Any) -> None:
    """Refuse who has a running case, who belongs to no branch, and branches that are not the actor's."""
    assert row.person is not None
    if known is not None:
        row.reader.refuse(
            "number",
            _l("%(name)s has a running case (%(number)s); open that one.", name=row.person.name, number=known[0]),
        )
    elif row.person.branch_id is None or row.person.branch_id not in committees:
        row.reader.refuse(
            "number",
            _l("%(name)s belongs to no branch; choose the branch that takes the application.", name=row.person.name),
        )
    elif not may_open(actor, row.person.branch_id, committees[row.person.branch_id]):
        row.reader.refuse(
            "number", _l("Cases are kept by the secretary of the branch and the organization department; ask there.")
        )


def column_of(finding: Finding) -> str:
    """The column that a finding speaks of."""
    key = COLUMN_OF_RULE.get(finding.rule.id, finding.act.name)
    return key if any(column.key == key for column in CASES.columns) else "number"


def facts_of(finding: Finding) -> dict[str, str]:
    """Rule and article, as the report carries them."""
    return {"rule": finding.rule.id, "article": article_text(finding.article), "act": finding.act.name}


def refuse_by_rule(row: NominationRow, finding: Finding) -> None:
    """Refuse the row with the first rule that it breaks."""
    row.reader.refuse(column_of(finding), row_sentence(finding), **facts_of(finding))


nomination_importer = NominationImporter()
