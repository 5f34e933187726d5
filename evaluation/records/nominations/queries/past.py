"""All cases with what a past day needs, in three statements whatever their number."""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from evaluation.foundation.core.database import db
from evaluation.procedures.workflow.models import Matter
from evaluation.records.nominations.models.parts import NominationExamination, NominationExtension
from evaluation.records.nominations.policies import visible_to
from evaluation.records.nominations.queries.courses import course_from, course_rows
from evaluation.records.nominations.statistics import PastCase
from evaluation.registry.organizations.models import Organization


def past_cases(actor: Any) -> list[PastCase]:
    """Every case that the actor works on, ended ones too."""
    branch = aliased(Organization)
    rows = db.session.execute(
        course_rows()
        .outerjoin(branch, branch.id == Matter.party_organization_id)
        .add_columns(Matter.id, branch.short_name)
        .where(visible_to(actor))
    ).all()
    seen = select(Matter.id).where(visible_to(actor))
    duties: dict[int, dict[str, list[date]]] = {}
    for matter_id, kind, done_on in db.session.execute(
        select(NominationExamination.matter_id, NominationExamination.kind, NominationExamination.done_on).where(
            NominationExamination.matter_id.in_(seen)
        )
    ):
        duties.setdefault(matter_id, {}).setdefault(kind.value, []).append(done_on)
    extensions: dict[int, list[tuple[date, int]]] = {}
    for matter_id, decided_on, months in db.session.execute(
        select(NominationExtension.matter_id, NominationExtension.decided_on, NominationExtension.months).where(
            NominationExtension.matter_id.in_(seen)
        )
    ):
        extensions.setdefault(matter_id, []).append((decided_on, months))
    return [PastCase(course_from(row), row[-1] or "", duties.get(row[-2], {}), extensions.get(row[-2], ())) for row in rows]
