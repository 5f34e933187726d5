"""The steps between the three parts of an appraisal; each looks at what must be there before it is taken."""

from datetime import datetime
from typing import Any

from sqlalchemy import update

from evaluation.appraisals.cycles.enums import AppraisalAction
from evaluation.appraisals.cycles.models import Appraisal
from evaluation.appraisals.cycles.operations.common import named
from evaluation.appraisals.cycles.queries.appraisals import ended_support, people_rows
from evaluation.appraisals.cycles.workflow import APPRAISAL_FLOW
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import Refused
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.procedures.workflow.models import Task, Transition


def begin_judging(
    appraisal: Appraisal, *, actor: Any, now: datetime, comment: str | None = None, version: int | None = None
) -> Transition:
    """From verifying to judging: everybody's evidence was looked at, or it is written why there is none."""
    APPRAISAL_FLOW.required(actor, appraisal, AppraisalAction.TO_JUDGING)
    open_ones = [row.name for row in people_rows(appraisal.matter_id) if row.looked_at is None]
    if open_ones:
        raise Refused(
            _l(
                "%(names)s: nobody looked at the evidence yet, or wrote why there is none; do this first.",
                names=named(open_ones),
            ),
            field="decision",
        )
    transition = APPRAISAL_FLOW.advance(
        appraisal, AppraisalAction.TO_JUDGING, actor=actor, now=now, comment=comment, version=version
    )
    appraisal.verified_at = now
    return transition


def begin_feedback(
    appraisal: Appraisal, *, actor: Any, now: datetime, comment: str | None = None, version: int | None = None
) -> Transition:
    """From judging to feedback: everybody has a joint result and an approved material that rests on valid evidence."""
    APPRAISAL_FLOW.required(actor, appraisal, AppraisalAction.TO_FEEDBACK)
    rows = people_rows(appraisal.matter_id)
    without_result = [row.name for row in rows if not row.concluded]
    if without_result:
        raise Refused(
            _l("%(names)s: no joint result is recorded yet; record it first.", names=named(without_result)), field="decision"
        )
    check_materials(rows)
    matters = [appraisal.matter_id, *(row.material_id for row in rows)]
    ended = dict.fromkeys(one.evidence_number for one in ended_support(matters))
    if ended:
        raise Refused(
            _l(
                "%(numbers)s: no longer valid, and a rating or a sentence leans on it; look at it again first.",
                numbers=named(ended),
            ),
            field="decision",
        )
    transition = APPRAISAL_FLOW.advance(
        appraisal, AppraisalAction.TO_FEEDBACK, actor=actor, now=now, comment=comment, version=version
    )
    appraisal.judged_at = now
    return transition


def judge_again(
    appraisal: Appraisal, *, actor: Any, now: datetime, comment: str | None, version: int | None = None
) -> Transition:
    """Back from feedback to judging with a reason. Whose rating or material changes now has to be told anew."""
    transition = APPRAISAL_FLOW.advance(
        appraisal, AppraisalAction.BACK_TO_JUDGING, actor=actor, now=now, comment=comment, version=version
    )
    appraisal.judged_at = None
    return transition


def check_materials(rows: list[Any]) -> None:
    """Every examination material is signed by two examiners and approved (EV-31)."""
    unready = [row.name for row in rows if row.material_approved_at is None]
    if unready:
        raise Refused(
            _l(
                "%(names)s: the examination material is not signed by two examiners and approved yet; do this first.",
                names=named(unready),
            ),
            field="decision",
        )


def archive_appraisal(
    appraisal: Appraisal, *, actor: Any, now: datetime, comment: str | None = None, version: int | None = None
) -> Transition:
    """Close the appraisal: verified, judged, and everybody told (EV-20: three parts)."""
    APPRAISAL_FLOW.required(actor, appraisal, AppraisalAction.ARCHIVE)
    rows = people_rows(appraisal.matter_id)
    check_materials(rows)
    untold = [row.name for row in rows if row.told_on is None]
    if untold:
        raise Refused(_l("%(names)s: not told the result yet; tell them first.", names=named(untold)), field="decision")
    transition = APPRAISAL_FLOW.advance(
        appraisal, AppraisalAction.ARCHIVE, actor=actor, now=now, comment=comment, version=version
    )
    appraisal.archived_at = now
    return transition


def stop_appraisal(
    appraisal: Appraisal, *, actor: Any, now: datetime, comment: str | None, version: int | None = None
) -> Transition:
    """Stop with a reason; what was asked about its materials is asked no more."""
    transition = APPRAISAL_FLOW.advance(appraisal, AppraisalAction.STOP, actor=actor, now=now, comment=comment, version=version)
    materials = [row.material_id for row in people_rows(appraisal.matter_id) if row.material_id is not None]
    db.session.execute(
        update(Task)
        .where(Task.matter_id.in_(materials), Task.closed_at.is_(None))
        .values(closed_at=now, closed_by_id=actor.account_id)
        .execution_options(synchronize_session=False)
    )
    return transition
