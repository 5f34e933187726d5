"""Who may see an appraisal, run it, examine a person, decide and tell. Publicity and administrators: never.

Recusal (人事管理条例 Art. 39, EV-26) is asked for each person: nobody reads, rates or decides on oneself or on a declared
near relative, whatever the role.
"""

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, or_

from evaluation.appraisals.cycles.models import Examiner
from evaluation.foundation.core.questions import asked_again
from evaluation.procedures.workflow.enums import MatterKind
from evaluation.procedures.workflow.models import Matter
from evaluation.procedures.workflow.policies import DRAFT, is_scoped, scoped
from evaluation.registry.accounts.enums import COLLEGE_ROLES, ORGANIZATION_ROLES, PUBLICITY_ROLES, Role


def barred(actor: Any) -> bool:
    """Publicity and administrators know nothing of appraisals, even of one that they opened in an earlier office."""
    return actor.is_administrator or (actor.holds(*PUBLICITY_ROLES) and not actor.holds(*COLLEGE_ROLES))


def examined_by(actor: Any, appraisal_id: Any) -> ColumnElement[bool]:
    """Condition: the actor belongs to the examination group of this appraisal."""
    return exists().where(Examiner.appraisal_id == appraisal_id, Examiner.account_id == actor.account_id)


@asked_again
def visible_to(actor: Any) -> ColumnElement[bool]:
    """Filter over matters: appraisals of the scope for the college's roles, one's own examinations, and what one opened.

    Those who are appraised do not see it; they see their own result once they were told.
    """
    if barred(actor):
        return false()
    from_work = scoped(actor, MatterKind.APPRAISAL, unit_roles=COLLEGE_ROLES, concerned=False)
    examines = and_(Matter.kind == MatterKind.APPRAISAL, Matter.state != DRAFT, examined_by(actor, Matter.id))
    return or_(from_work, examines)


def may_see(actor: Any, appraisal: Any) -> bool:
    """The predicate of :func:`visible_to`."""
    if barred(actor):
        return False
    if is_scoped(actor, appraisal.matter, unit_roles=COLLEGE_ROLES):
        return True
    return appraisal.matter.state != DRAFT and is_examiner(actor, appraisal)


def may_open(actor: Any) -> bool:
    """The organization department opens appraisals."""
    return actor.holds(*ORGANIZATION_ROLES)


def is_examiner(actor: Any, appraisal: Any) -> bool:
    """Whether the actor belongs to the examination group."""
    return any(one.account_id == actor.account_id for one in appraisal.examiners)


def may_run(actor: Any, appraisal: Any) -> bool:
    """The organization department of the scope, but nobody who is on the list."""
    return (
        actor.within(appraisal.matter.organization_id, *ORGANIZATION_ROLES) and actor.person_id not in appraisal.people_concerned
    )


def may_decide(actor: Any, appraisal: Any) -> bool:
    """The head of the organization department, but not while being on the list."""
    return (
        actor.within(appraisal.matter.organization_id, Role.ORGANIZATION_HEAD)
        and actor.person_id not in appraisal.people_concerned
    )


def is_author(actor: Any, appraisal: Any) -> bool:
    """The one who opened the appraisal and may change its draft."""
    return appraisal.matter.opened_by_id == actor.account_id


def recused(actor: Any, person_id: int) -> bool:
    """Whether the actor is this person or a declared near relative."""
    return actor.close_to(frozenset({person_id}))


def may_read_person(actor: Any, appraisal: Any, person_id: int) -> bool:
    """Whoever sees the appraisal reads what is gathered about a person, unless recused."""
    return may_see(actor, appraisal) and not recused(actor, person_id)


def may_examine(actor: Any, appraisal: Any, person_id: int) -> bool:
    """The examiners of the group look at evidence, write findings and rate, unless recused."""
    return is_examiner(actor, appraisal) and may_read_person(actor, appraisal, person_id)


def may_conclude(actor: Any, appraisal: Any, person_id: int) -> bool:
    """The head of the organization department records the joint result, unless recused."""
    return actor.within(appraisal.matter.organization_id, Role.ORGANIZATION_HEAD) and may_read_person(actor, appraisal, person_id)


def may_tell(actor: Any, appraisal: Any, person_id: int) -> bool:
    """The organization department tells a person the result, unless recused."""
    return actor.within(appraisal.matter.organization_id, *ORGANIZATION_ROLES) and may_read_person(actor, appraisal, person_id)


def may_read_feedback(actor: Any, feedback: Any) -> bool:
    """The person alone, once told."""
    return actor.person_id is not None and feedback.appraisee.person_id == actor.person_id
