"""The page of one evidence item: what was verified, whether it is untouched, whom it is about, who leans on it."""

from typing import Any

from flask import Blueprint, abort, render_template
from flask_login import current_user

from evaluation.foundation.core.database import db
from evaluation.foundation.web.access import signed_in
from evaluation.procedures.evidence.models import Evidence
from evaluation.procedures.evidence.operations import is_intact
from evaluation.procedures.evidence.presentation import frozen_rows
from evaluation.procedures.evidence.queries import evidence_by_number, leaning_on, people_then_of
from evaluation.procedures.workflow.addresses import matter_address
from evaluation.procedures.workflow.models import Matter
from evaluation.procedures.workflow.register import visible_among
from evaluation.registry.organizations.queries import organization_names

blueprint = Blueprint("evidence", __name__)


@blueprint.get("/evidence/<path:number>")
@signed_in
def detail(number: str) -> str:
    """One item, for who may see its source or a matter that leans on it; for all others it does not exist."""
    evidence = evidence_by_number(number)
    if evidence is None:
        abort(404)
    leanings = leaning_on(evidence.id)
    seen = visible_among(current_user, [evidence.source_matter_id, *(one.matter.id for one in leanings)])
    if not seen:
        abort(404)
    source = db.session.get_one(Matter, evidence.source_matter_id)
    return render_template(
        "procedures/evidence/detail.html",
        evidence=evidence,
        intact=is_intact(evidence),
        rows=frozen_rows(evidence.frozen),
        people=people_then_of(evidence.id),
        organization=organization_names([evidence.organization_id]).get(evidence.organization_id, ""),
        source=source,
        source_address=matter_address(source.kind, source.id) if source.id in seen else None,
        successor=successor_number(evidence),
        leanings=[(one, matter_address(one.matter.kind, one.matter.id)) for one in leanings if one.matter.id in seen],
        hidden=len({one.matter.id for one in leanings} - seen),
    )


def successor_number(evidence: Evidence) -> Any:
    """The number of the corrected edition."""
    return db.session.get_one(Evidence, evidence.superseded_by_id).number if evidence.superseded_by_id else None
