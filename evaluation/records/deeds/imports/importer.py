"""The importer of deed forms: each becomes a draft of its reporting department, with its photographs.

The draft belongs to the clerk who imports it, or to the account named for it; otherwise to the department's clerk where
there is exactly one. Where there is none, or several, it has no author yet: the department's clerks and the organization
department see it, and it becomes that of whoever first works on it. A form is known again by its content.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from evaluation.foundation.audit.operations import digest
from evaluation.foundation.core.clock import local
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import Refused
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.foundation.files.refusals import FileRefused
from evaluation.foundation.importing.importer import Change, Kept
from evaluation.foundation.importing.models import ImportChange
from evaluation.foundation.importing.options import Options
from evaluation.foundation.importing.preview import Preview
from evaluation.foundation.importing.report import Report
from evaluation.foundation.importing.sources import SourceFile
from evaluation.procedures.attachments.operations import MOST_PHOTOGRAPHS, attach_photograph
from evaluation.procedures.workflow.enums import RemarkKind
from evaluation.procedures.workflow.models import Matter
from evaluation.procedures.workflow.operations import remark
from evaluation.records.deeds.enums import DeedState
from evaluation.records.deeds.imports.document import LABELS, DeedForm, read_form
from evaluation.records.deeds.imports.files import (
    Handed,
    about,
    different,
    photographs_by_form,
    sorted_out,
    usable,
)
from evaluation.records.deeds.imports.reading import DeedRow, Known, Registry, understand
from evaluation.records.deeds.models import Deed
from evaluation.records.deeds.operations import DeedText, discard, draft_deed
from evaluation.records.deeds.queries import ENDED
from evaluation.registry.accounts.enums import COLLEGE_ROLES, Role
from evaluation.registry.accounts.queries import accounts_holding
from evaluation.registry.organizations.enums import OrganizationKind
from evaluation.registry.organizations.matching import OrganizationIndex
from evaluation.registry.organizations.models import Organization
from evaluation.registry.people.enums import Standing
from evaluation.registry.people.models import Person

KIND = "deeds"
OBJECT = "deed"
AUTHOR, ACTING = "author", "acting"
SHOWN = ("kind", "subject", "department", "title", "period", "characters", "named", "photographs")
COLUMNS = [
    *((key, LABELS[key]) for key in ("kind", "subject", "department", "title", "period")),
    ("characters", _l("Characters")),
    ("named", _l("Named")),
    ("photographs", _l("Photographs")),
    *((key, LABELS[key]) for key in ("number", "branch", "place", "post", "witnesses", "body")),
]


@dataclass
class DeedPlan:
    """Forms that become drafts, and the report."""

    report: Report
    preview: Preview
    drafts: list[DeedRow] = field(default_factory=list)

    def shown(self) -> dict[str, Any]:
        """The preview as plain data."""
        return self.preview.as_dict(SHOWN)


class DeedImporter:
    """Reads forms, matches photographs, drafts deeds and takes them back."""

    kind = KIND

    def examine(self, files: Sequence[SourceFile], *, actor: Any, now: datetime, options: Options) -> DeedPlan:
        """What would become of the forms."""
        handed = sorted_out(files)
        if not handed.forms:
            raise Refused(_l("There is no Word form (docx) among the files; choose the forms again."), field="file")
        registry = registry_of(actor, local(now).date())
        rows = read_all(handed, registry)
        if all(row.faults and row.form.fields == {} for row in rows):
            raise Refused(rows[0].faults[0].reason, field="file")
        report = Report(rows=len(rows), warnings=handed.warnings)
        plan = DeedPlan(report, Preview(COLUMNS))
        take_account(plan, rows)
        return plan

    def storable(self, file: SourceFile, plan: DeedPlan) -> bytes:
        """The file as it may wait."""
        return file.data

    def carry_out(self, plan: DeedPlan, *, actor: Any, now: datetime, options: Options) -> list[Change]:
        """Draft the deeds and attach their photographs."""
        changes = []
        today = local(now).date()
        for row in plan.drafts:
            deed = draft_deed(text_of(row), organization_id=row.department.id, actor=actor, now=now)
            deed.import_digest = row.digest
            deed.matter.opened_by_id = author_of(row, actor, today, options)
            for name, data in row.photographs:
                attach_photograph(deed.matter, data, name, actor=actor, now=now)
            if row.notes:
                remark(deed.matter, RemarkKind.NOTE, "\n".join(row.notes), actor=actor, now=now)
            db.session.flush()
            changes.append(Change(OBJECT, deed.matter_id, row.title, True, None, deed.matter.version))
        return changes

    def take_back(self, changes: Sequence[ImportChange], *, done_at: datetime, actor: Any, now: datetime) -> list[Kept]:
        """Throw away the drafts that nobody has worked on."""
        kept = []
        deeds = {
            deed.matter_id: deed
            for deed in db.session.scalars(select(Deed).where(Deed.matter_id.in_([one.object_id for one in changes])))
        }
        for change in changes:
            deed = deeds.get(change.object_id)
            if deed is None:
                continue
            matter = deed.matter
            if matter.state != DeedState.DRAFT or matter.number is not None or matter.version != change.version_after:
                kept.append(Kept(change.label, _l("Somebody has worked on it since.")))
            else:
                discard(deed)
        db.session.flush()
        return kept


def registry_of(actor: Any, today: date) -> Registry:
    """Departments, branches and people; three statements."""
    organizations = db.session.execute(
        select(Organization.id, Organization.name, Organization.short_name, Organization.kind)
    ).all()
    people = db.session.execute(
        select(Person.id, Person.name, Person.number, Person.department_id, Person.branch_id)
        .where(Person.standing == Standing.ACTIVE)
        .order_by(Person.number)
    )
    return Registry(
        OrganizationIndex([one for one in organizations if one.kind == OrganizationKind.DEPARTMENT]),
        OrganizationIndex([one for one in organizations if one.kind == OrganizationKind.PARTY]),
        [Known(*row) for row in people],
        actor.scope(Role.CLERK, *COLLEGE_ROLES),
        today,
    )


def read_all(handed: Handed, registry: Registry) -> list[DeedRow]:
    """All forms, with their photographs: those beside them first, then those inside that are not the same."""
    rows = []
    for file, beside in zip(handed.forms, photographs_by_form(handed), strict=True):
        try:
            form = read_form(file)
        except FileRefused as refusal:
            row = DeedRow(DeedForm(file.name), file)
            row.faults.append(about(file.name, refusal.message))
        else:
            row = understand(form, file, registry)
            pictures, warnings = usable(different([*((one.name, one.data) for one in beside), *form.pictures]), form.name)
            row.warnings += warnings
            row.photographs = pictures[:MOST_PHOTOGRAPHS]
            if len(pictures) > MOST_PHOTOGRAPHS:
                reason = _l("At most %(max)d photographs a deed; the others were left out.", max=MOST_PHOTOGRAPHS)
                row.warnings.append(about(form.name, reason))
        row.digest = content_digest(row)
        rows.append(row)
    return rows


def content_digest(row: DeedRow) -> str:
    """What makes a form the same however the file was saved."""
    said = {key: one.value for key, one in sorted(row.form.fields.items())}
    pictures = sorted(SourceFile(name, data).digest for name, data in row.photographs)
    return digest([said, row.form.body, pictures])


def take_account(plan: DeedPlan, rows: Sequence[DeedRow]) -> None:
    """Sort forms into new, there already, twice among the files and refused."""
    report = plan.report
    known = imported_before(row.digest for row in rows)
    alike = alike_deeds(rows)
    first: dict[str, DeedRow] = {}
    for row in rows:
        earlier = first.setdefault(row.digest, row)
        if not row.faults and row.digest not in known and earlier is row and key_of(row) in alike:
            row.refuse(
                "title",
                _l("The department has a deed of this title and person already, which says something else; change that one."),
            )
        report.warnings += row.warnings
        if row.faults:
            report.rejected += row.faults
            plan.preview.add_wrong(row.form.name, row.faults[0].row, row.cells(), row.faults)
            continue
        if earlier is not row:
            reason = _l("This is the same form as %(name)s; it was passed over.", name=earlier.form.name)
            report.duplicates.append(about(row.form.name, reason))
            continue
        report.listings.setdefault("files", []).append(row.listing(row.photographs[0][0] if row.photographs else None))
        if row.digest in known:
            report.unchanged += 1
        else:
            plan.drafts.append(row)
            plan.preview.add_created(row.form.name, None, row.cells())
    report.created = len(plan.drafts)
    report.listings.setdefault("files", [])


def imported_before(digests: Any) -> set[str]:
    """Which of these forms became a deed earlier, whatever has become of it."""
    return set(db.session.scalars(select(Deed.import_digest).where(Deed.import_digest.in_(list(digests)))))


def key_of(row: DeedRow) -> tuple[Any, ...]:
    """Department, title and whose deed."""
    return row.department.id if row.department else None, row.title, row.person.id if row.person else row.subject


def alike_deeds(rows: Sequence[DeedRow]) -> set[tuple[Any, ...]]:
    """Deeds that are alive with the titles of these forms."""
    found = db.session.execute(
        select(Matter.organization_id, Matter.title, Deed.subject_person_id, Deed.subject_name)
        .join(Deed, Deed.matter_id == Matter.id)
        .where(Matter.title.in_([row.title for row in rows if row.title]), Matter.state.not_in([one.value for one in ENDED]))
    )
    return {(place, title, person or name) for place, title, person, name in found}


def text_of(row: DeedRow) -> DeedText:
    """The draft."""
    assert row.kind is not None
    return DeedText(
        title=row.title,
        subject_kind=row.kind,
        body=row.form.body,
        subject_person_id=row.person.id if row.person else None,
        subject_name=row.subject,
        named_ids=row.named_ids,
        occurred_from=row.occurred_from,
        occurred_to=row.occurred_to,
        place=row.place,
        post=row.post,
        witnesses=row.witnesses,
    )


def author_of(row: DeedRow, actor: Any, today: date, options: Options) -> int | None:
    """Whose draft it is."""
    if options.setting(AUTHOR) == ACTING or actor.within(row.department.id, Role.CLERK):
        return actor.account_id
    clerks = accounts_holding(Role.CLERK, row.department.id, today)
    return clerks[0].id if len(clerks) == 1 else None


deed_importer = DeedImporter()
