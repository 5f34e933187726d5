"""Who may read, write, sign and approve an examination material. Publicity and administrators: never.

The person examined and declared near relatives do not see it, whatever their role (EV-26).
"""

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, or_, select

from evaluation.appraisals.cycles.models import Appraisee, Examiner
from evaluation.appraisals.cycles.policies import barred, is_examiner, recused
from evaluation.appraisals.materials.models import Material
from evaluation.foundation.core.questions import within_reach
from evaluation.procedures.workflow.enums import MatterKind
from evaluation.procedures.workflow.models import Matter
from evaluation.registry.accounts.enums import COLLEGE_ROLES, Role


def visible_to(actor: Any) -> ColumnElement[bool]:
    """Filter over matters: materials of the scope for the college's roles, and of the appraisals that the actor examines."""
    if barred(actor):
        return false()
    examines = Matter.id.in_(
        select(Material.matter_id)
        .join(Appraisee, Appraisee.id == Material.appraisee_id)
        .join(Examiner, Examiner.appraisal_id == Appraisee.appraisal_id)
        .where(Examiner.account_id == actor.account_id)
    )
    in_scope = within_reach(actor, Matter.organization_id, *COLLEGE_ROLES)
    return and_(Matter.kind == MatterKind.MATERIAL, or_(in_scope, examines), ~about_close_ones(actor))


def about_close_ones(actor: Any) -> ColumnElement[bool]:
    """Condition: the material is about the actor or a declared near relative."""
    close = {actor.person_id, *actor.relatives} - {None}
    if not close:
        return false()
    return exists().where(
        Material.matter_id == Matter.id, Material.appraisee_id == Appraisee.id, Appraisee.person_id.in_(sorted(close))
    )


def may_see(actor: Any, material: Any) -> bool:
    """The predicate of :func:`visible_to`."""
    if barred(actor) or recused(actor, material.appraisee.person_id):
        return False
    return actor.within(material.matter.organization_id, *COLLEGE_ROLES) or is_examiner(actor, material.appraisee.appraisal)


def may_write(actor: Any, material: Any) -> bool:
    """The examiners, and the officers of the organization department."""
    return may_see(actor, material) and (
        is_examiner(actor, material.appraisee.appraisal)
        or actor.within(material.matter.organization_id, Role.ORGANIZATION_OFFICER)
    )


def has_signed(actor: Any, material: Any) -> bool:
    """Whether the actor's signature stands under the present text."""
    return any(one.account_id == actor.account_id for one in material.signatures)


def may_sign(actor: Any, material: Any) -> bool:
    """The examiners; each signs once, which the operation sees to."""
    return may_see(actor, material) and is_examiner(actor, material.appraisee.appraisal)


def may_approve(actor: Any, material: Any) -> bool:
    """The head of the organization department, but neither who began the text nor one of those who signed it (SC-06)."""
    return may_reopen(actor, material) and material.matter.opened_by_id != actor.account_id and not has_signed(actor, material)


def may_reopen(actor: Any, material: Any) -> bool:
    """The head of the organization department."""
    return may_see(actor, material) and actor.within(material.matter.organization_id, Role.ORGANIZATION_HEAD)


def may_return(actor: Any, material: Any) -> bool:
    """Whoever has to sign or to approve."""
    return may_sign(actor, material) or may_approve(actor, material)
