"""Papers of the steps: files looked into, or originals that are kept elsewhere."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from evaluation.foundation.audit.operations import record
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import NotAllowed, Refused
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.procedures.attachments.operations import attach_document
from evaluation.procedures.rules.steps import step_table
from evaluation.records.nominations.models.cases import Nomination
from evaluation.records.nominations.models.parts import NominationPaper
from evaluation.records.nominations.policies import may_work

STEPS = frozenset(step.key for step in step_table())


def add_papers(
    nomination: Nomination,
    step: str,
    files: Sequence[tuple[str, bytes]],
    *,
    kept_at: str = "",
    actor: Any,
    now: datetime,
    needed: bool = False,
) -> int:
    """Attach papers of a step, and note where an original is kept; gives how many lines the dossier gained.

    :raises Refused: no such step, a file that is no paper, or nothing given where something is ``needed``.
    """
    if step not in STEPS:
        raise Refused(_l("Choose the step."), field="step")
    if not (may_work(actor, nomination.matter) or actor.within(nomination.matter.organization_id, "committee_leader")):
        raise NotAllowed(_l("Papers are added by the branch and the organization department; ask there."))
    added = 0
    for name, data in files:
        attachment = attach_document(nomination.matter, data, name, actor=actor, now=now)
        keep(nomination, step, actor=actor, now=now, attachment_id=attachment.id)
        added += 1
    if kept_at.strip():
        keep(nomination, step, actor=actor, now=now, kept_at=kept_at.strip())
        record(
            "nomination.paper",
            actor=actor,
            object_kind="nomination",
            object_id=nomination.matter_id,
            object_number=nomination.matter.number,
            now=now,
            step=step,
        )
        added += 1
    if needed and not added:
        raise Refused(_l("Choose a file, or write where the original is kept."), field="papers")
    return added


def keep(
    nomination: Nomination, step: str, *, actor: Any, now: datetime, attachment_id: int | None = None, kept_at: str = ""
) -> None:
    """One line of the dossier."""
    db.session.add(
        NominationPaper(
            matter_id=nomination.matter_id,
            step=step,
            attachment_id=attachment_id,
            kept_at=kept_at,
            recorded_at=now,
            recorded_by_id=actor.account_id,
        )
    )
    db.session.flush()
