"""Verify: examiners go through the evidence of each person and write down what they found beside it."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from evaluation.appraisals.cycles.enums import AppraisalState
from evaluation.appraisals.cycles.models import Appraisal, Appraisee, Finding
from evaluation.appraisals.cycles.operations.common import ask_for_step, check_examiner, close_asked
from evaluation.appraisals.cycles.queries.appraisals import evidence_counts
from evaluation.foundation.audit.operations import record
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import NotAllowed, Refused, Stale, WrongState
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.procedures.evidence.enums import Dimension
from evaluation.procedures.workflow.enums import Ask
from evaluation.procedures.workflow.machine import SHORTEST_REASON
from evaluation.registry.accounts.enums import Role

LONGEST_FINDING = 500
LONGEST_SOURCE = 100


def note_looked_at(appraisee: Appraisee, *, actor: Any, now: datetime, reason: str = "", version: int | None = None) -> None:
    """Say that the evidence about a person was gone through; where there is none, the reason is written down."""
    check_examiner(appraisee, actor, AppraisalState.VERIFYING)
    if version is not None and version != appraisee.version:
        raise Stale(_l("Somebody changed this after you opened it. Nothing of yours was lost: compare and save again."))
    appraisal = appraisee.appraisal
    period = appraisal.matter.occurred_from, appraisal.matter.occurred_to
    counts = evidence_counts([appraisee.person_id], *period).get(appraisee.person_id)
    items = counts.items if counts else 0
    if not items and len(reason) < SHORTEST_REASON:
        raise Refused(
            _l("There is no evidence about this person; write why, in at least %(min)d characters.", min=SHORTEST_REASON),
            field="reason",
        )
    if len(reason) > LONGEST_FINDING:
        raise Refused(_l("At most %(max)d characters; shorten the text.", max=LONGEST_FINDING), field="reason")
    appraisee.looked_at, appraisee.looked_by_id, appraisee.looked_count = now, actor.account_id, items
    appraisee.no_evidence_reason = "" if items else reason
    db.session.flush()
    record(
        "appraisal.look_at_evidence",
        actor=actor,
        object_kind="appraisal",
        object_id=appraisal.matter_id,
        object_number=appraisal.matter.number,
        now=now,
        items=items,
        private={"person_id": appraisee.person_id},
    )
    settle_verification(appraisal, actor=actor, now=now)


def settle_verification(appraisal: Appraisal, *, actor: Any, now: datetime) -> None:
    """When everybody was looked at, the examiners' tasks end and the office is asked to begin the judging."""
    waiting = select(Appraisee.id).where(Appraisee.appraisal_id == appraisal.matter_id, Appraisee.looked_at.is_(None))
    if db.session.scalar(waiting.limit(1)) is not None:
        return
    close_asked(appraisal.matter_id, Ask.GATHER_EVIDENCE, actor=actor, now=now)
    ask_for_step(
        appraisal.matter,
        asks=Ask.JUDGE,
        role=Role.ORGANIZATION_OFFICER,
        account_id=appraisal.matter.opened_by_id,
        actor=actor,
        now=now,
    )


def add_finding(
    appraisee: Appraisee, *, text: str, source: str, actor: Any, now: datetime, dimension: Dimension | None = None
) -> Finding:
    """Write down what an examiner found, with its source. It is no evidence and is shown as such."""
    check_examiner(appraisee, actor, AppraisalState.VERIFYING, AppraisalState.JUDGING)
    for field, words, longest in (("text", text, LONGEST_FINDING), ("source", source, LONGEST_SOURCE)):
        if len(words) > longest:
            raise Refused(_l("At most %(max)d characters; shorten the text.", max=longest), field=field)
    if len(text) < SHORTEST_REASON:
        raise Refused(_l("Write what you found, in at least %(min)d characters.", min=SHORTEST_REASON), field="text")
    if not source:
        raise Refused(_l("Say where it comes from: who told it, or which paper."), field="source")
    finding = Finding(
        appraisee_id=appraisee.id,
        account_id=actor.account_id,
        examiner_name=actor.name,
        dimension=dimension,
        text=text,
        source=source,
        written_at=now,
    )
    db.session.add(finding)
    db.session.flush()
    note_finding(appraisee, finding, "appraisal.add_finding", actor=actor, now=now)
    return finding


def withdraw_finding(finding: Finding, appraisee: Appraisee, *, actor: Any, now: datetime) -> None:
    """Take a finding back; only who wrote it."""
    check_examiner(appraisee, actor, AppraisalState.VERIFYING, AppraisalState.JUDGING)
    if finding.account_id != actor.account_id:
        raise NotAllowed(_l("Only the examiner who wrote this can take it back."))
    if finding.withdrawn_at is not None:
        raise WrongState(_l("This was taken back already."))
    finding.withdrawn_at = now
    db.session.flush()
    note_finding(appraisee, finding, "appraisal.withdraw_finding", actor=actor, now=now)


def note_finding(appraisee: Appraisee, finding: Finding, action: str, *, actor: Any, now: datetime) -> None:
    """The audit event of a finding."""
    record(
        action,
        actor=actor,
        object_kind="appraisal",
        object_id=appraisee.appraisal_id,
        object_number=appraisee.appraisal.matter.number,
        now=now,
        finding=finding.id,
        private={"person_id": appraisee.person_id},
    )
