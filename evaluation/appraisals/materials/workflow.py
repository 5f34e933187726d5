"""How an examination material moves: written, signed by two examiners, approved. Steps are taken while the appraisal judges."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import joinedload

from evaluation.appraisals.cycles.enums import AppraisalState
from evaluation.appraisals.cycles.models import Appraisal, Appraisee
from evaluation.appraisals.cycles.queries.appraisals import group_of
from evaluation.appraisals.materials.enums import MaterialAction as Action
from evaluation.appraisals.materials.enums import MaterialState as State
from evaluation.appraisals.materials.models import Material
from evaluation.appraisals.materials.policies import (
    may_approve,
    may_reopen,
    may_return,
    may_see,
    may_sign,
    may_write,
    visible_to,
)
from evaluation.foundation.core.database import db
from evaluation.procedures.workflow.enums import Ask, CommentRule, Mark, MatterKind
from evaluation.procedures.workflow.machine import Duty, Step, Workflow
from evaluation.procedures.workflow.register import registered
from evaluation.registry.accounts.enums import Role

FEWEST_SIGNATURES = 2
EDITABLE = frozenset({State.DRAFT, State.SIGNING, State.RETURNED})


def is_judged(material: Material) -> bool:
    """Whether the appraisal is in its second part, in which materials are made."""
    return material.appraisee.appraisal.matter.state == AppraisalState.JUDGING


def judging(policy: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    """The policy while the appraisal judges."""
    return lambda actor, material: is_judged(material) and policy(actor, material)


def to_sign(material: Material) -> list[int]:
    """Accounts of the examiners who have not signed; those who are recused keep out (EV-26)."""
    signed = {one.account_id for one in material.signatures}
    return [
        member.account_id
        for member in group_of(material.appraisee.appraisal_id)
        if member.account_id not in signed and not member.recused_for(material.appraisee.person_id)
    ]


def where_approved(material: Material) -> int | None:
    """Whose head is asked, once two have signed (EV-31)."""
    return material.matter.organization_id if len(material.signatures) >= FEWEST_SIGNATURES else None


def loaded() -> list[Any]:
    """What comes with a material in one statement."""
    return [
        joinedload(Material.signatures),
        joinedload(Material.appraisee).joinedload(Appraisee.appraisal).joinedload(Appraisal.examiners),
    ]


MATERIAL_FLOW = registered(
    Workflow(
        kind=MatterKind.MATERIAL,
        states=State,
        steps=(
            Step(
                Action.SUBMIT,
                frozenset({State.DRAFT, State.RETURNED}),
                State.SIGNING,
                judging(may_write),
                numbers=True,
            ),
            Step(Action.CHANGE, frozenset({State.SIGNING}), State.DRAFT, judging(may_write), mark=Mark.BACK),
            Step(Action.SIGN, frozenset({State.SIGNING}), State.SIGNING, judging(may_sign), CommentRule.NONE, keeps_tasks=True),
            Step(
                Action.RETURN,
                frozenset({State.SIGNING}),
                State.RETURNED,
                judging(may_return),
                CommentRule.REQUIRED,
                Mark.BACK,
            ),
            Step(Action.APPROVE, frozenset({State.SIGNING}), State.APPROVED, judging(may_approve)),
            Step(
                Action.REOPEN,
                frozenset({State.APPROVED}),
                State.DRAFT,
                judging(may_reopen),
                CommentRule.REQUIRED,
                Mark.BACK,
            ),
        ),
        duties={
            State.SIGNING: (
                Duty(Ask.SIGN_MATERIAL, account=to_sign, working_days=3),
                Duty(Ask.APPROVE, Role.ORGANIZATION_HEAD, where=where_approved, working_days=3),
            ),
            State.RETURNED: (Duty(Ask.REVISE, account=lambda material: material.matter.opened_by_id, working_days=3),),
        },
    ),
    visible_to=visible_to,
    may_see=may_see,
    may_attach=lambda actor, matter: False,
    load=lambda matter_id: db.session.get_one(Material, matter_id, options=loaded()),
)
