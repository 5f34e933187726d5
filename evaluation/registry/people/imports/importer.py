"""The importer of the roster: people of all sheets, by number new or changed, with their history, and the way back."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from evaluation.foundation.core.clock import local
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import Refused
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.foundation.importing.importer import Change, Kept
from evaluation.foundation.importing.models import ImportChange
from evaluation.foundation.importing.operations import follow_versions
from evaluation.foundation.importing.options import Options
from evaluation.foundation.importing.preview import Preview
from evaluation.foundation.importing.references import referred_to
from evaluation.foundation.importing.report import Report
from evaluation.foundation.importing.sources import SourceFile
from evaluation.foundation.importing.tables import RowReader, read_tables, storable_workbook
from evaluation.registry.organizations.enums import OrganizationKind, PartyType
from evaluation.registry.organizations.matching import OrganizationIndex
from evaluation.registry.organizations.models import Organization
from evaluation.registry.people.bulk import (
    amend_people,
    enrol_people,
    portions,
    remove_people,
    restore_people,
    touched_since,
)
from evaluation.registry.people.imports.columns import ROSTER
from evaluation.registry.people.imports.comparing import CORRECTION, Comparison, RosterPlan
from evaluation.registry.people.imports.reading import Places, read_person
from evaluation.registry.people.models import Person

KIND = "roster"
OBJECT = "person"
EFFECTIVE = "effective"
TOO_LATE = _l("It was changed after the import.")
IN_USE = _l("Something refers to it by now.")


class RosterImporter:
    """Reads, compares, writes and takes back. ``roles`` are those whose scope holds the departments that may be changed."""

    kind = KIND

    def __init__(self, roles: Sequence[str]) -> None:
        self.roles = tuple(roles)

    def examine(self, files: Sequence[SourceFile], *, actor: Any, now: datetime, options: Options) -> RosterPlan:
        """What the workbook would change; three statements whatever its size."""
        read = read_tables(files[0], [ROSTER], options)
        today = local(now).date()
        organizations = db.session.execute(
            select(
                Organization.id,
                Organization.name,
                Organization.short_name,
                Organization.kind,
                Organization.party_type,
                Organization.parent_id,
            ).where((Organization.active_to.is_(None)) | (Organization.active_to > today))
        ).all()
        present = {row.number: row for row in db.session.execute(select(*Person.__table__.columns).order_by(Person.number))}
        report = Report(ignored_columns=list(read.ignored), warnings=list(read.warnings))
        plan = RosterPlan(
            report,
            Preview([(column.key, column.label) for column in ROSTER.columns if column.key != "serial"]),
            read,
            effective_day(options, today),
        )
        plan.preview.heading_rows = {found.table.sheet: found.table.heading_row for found in read.tables}
        comparison = Comparison(plan, present, {one.id: one.name for one in organizations}, actor.scope(*self.roles))
        places = places_of(organizations)
        for found in read.tables:
            for row in found.table.rows:
                comparison.add(read_person(RowReader(found, row, options), places, today))
        return comparison.finish()

    def storable(self, file: SourceFile, plan: RosterPlan) -> bytes:
        """The file as it may wait: without identity numbers."""
        return storable_workbook(plan.read)

    def carry_out(self, plan: RosterPlan, *, actor: Any, now: datetime, options: Options) -> list[Change]:
        """Write new people and changes, each with history."""
        ids = enrol_people(plan.enrolments(), actor=actor, now=now)
        changes = [
            Change(OBJECT, identity, label(row.number, row.name), True, None, 1)
            for identity, row in zip(ids, plan.created, strict=True)
        ]
        for amended, row in zip(amend_people(plan.changed, actor=actor, now=now), plan.changed_rows, strict=True):
            before = amended.before
            changes.append(Change(OBJECT, amended.person_id, label(row.number, row.name), False, before, amended.version))
        return changes

    def take_back(self, changes: Sequence[ImportChange], *, done_at: datetime, actor: Any, now: datetime) -> list[Kept]:
        """Give changed people their earlier values and delete new ones to whom nothing refers yet."""
        ids = [change.object_id for change in changes]
        versions: dict[int, int] = {}
        for some in portions(ids):
            rows = db.session.execute(select(Person.id, Person.version).where(Person.id.in_(some)))
            versions |= {identity: version for identity, version in rows}
        touched = touched_since(ids, done_at)
        created = [change.object_id for change in changes if change.created]
        used = referred_to(Person.__table__, created, apart_from={"affiliation"})  # type: ignore[arg-type]
        kept, removed, restored, again = [], [], {}, {}
        for change in changes:
            identity = change.object_id
            if identity not in versions:
                continue
            if versions[identity] != change.version_after or identity in touched:
                kept.append(Kept(change.label, TOO_LATE))
            elif identity in used:
                kept.append(Kept(change.label, IN_USE))
            elif change.created:
                removed.append(identity)
            else:
                restored[identity] = change.before or {}
                again[identity] = (versions[identity] - 1, versions[identity] + 1)
        restore_people(restored)
        follow_versions(OBJECT, again)
        remove_people(removed)
        db.session.expire_all()
        return kept


def label(number: str, name: str) -> str:
    """A person as lists of an import name them."""
    return f"{number} {name}"


def effective_day(options: Options, today: date) -> date | None:
    """From which day changed values hold: as chosen, today by default; None where they correct what is registered."""
    chosen = options.setting(EFFECTIVE)
    if chosen == CORRECTION:
        return None
    try:
        day = date.fromisoformat(chosen) if chosen else today
    except ValueError:
        raise Refused(_l("“%(value)s” is no date. Write it like 2022-03-14.", value=chosen), field=EFFECTIVE) from None
    if day > today:
        raise Refused(_l("Changes are registered when they have happened; choose today or an earlier day."), field=EFFECTIVE)
    return day


def places_of(organizations: Sequence[Any]) -> Places:
    """Organisations by name, sorted into what a person may belong to."""
    party = [one for one in organizations if one.kind == OrganizationKind.PARTY]
    roots = [one.name for one in party if one.parent_id is None]
    college = roots[0].removeprefix("中国共产党").removeprefix("中共").removesuffix("委员会") if len(roots) == 1 else ""
    branches = [one for one in party if one.party_type in (PartyType.BRANCH, PartyType.TEMPORARY)]
    return Places(
        OrganizationIndex([one for one in organizations if one.kind == OrganizationKind.DEPARTMENT], college=college),
        OrganizationIndex(branches, college=college),
        OrganizationIndex([one for one in party if one not in branches], college=college),
    )
