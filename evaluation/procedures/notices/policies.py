"""Who may see and who may act on public notices and objections."""

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, or_

from evaluation.foundation.core.questions import asked_again, within_reach
from evaluation.procedures.notices.enums import NoticeState, ObjectionState
from evaluation.procedures.workflow.enums import CONCERNED, MatterKind
from evaluation.procedures.workflow.models import Matter, MatterPerson, Task
from evaluation.procedures.workflow.policies import concerned_in
from evaluation.registry.accounts.enums import BUSINESS_ROLES, ORGANIZATION_ROLES, Role

WORKING_ROLES = frozenset(BUSINESS_ROLES) - {Role.MEMBER}
OVER = (NoticeState.ENDED.value, NoticeState.STOPPED.value)


@asked_again
def visible_to(actor: Any) -> ColumnElement[bool]:
    """Filter over matters: notices.

    What is running is for everybody who is signed in. Afterwards it is for those who work on records and for the people
    concerned; a draft is for its author and the organization department in scope.
    """
    reasons: list[ColumnElement[bool]] = [Matter.state == NoticeState.RUNNING, Matter.opened_by_id == actor.account_id]
    if actor.holds(*ORGANIZATION_ROLES):
        reasons.append(within_reach(actor, Matter.organization_id, *ORGANIZATION_ROLES))
    was_posted = and_(Matter.state.in_(OVER), Matter.number.is_not(None))
    if actor.holds(*WORKING_ROLES):
        reasons.append(was_posted)
    elif actor.person_id is not None:
        reasons.append(and_(was_posted, concerned_in(actor.person_id)))
    return and_(Matter.kind == MatterKind.NOTICE, or_(*reasons))


def may_see(actor: Any, notice: Any) -> bool:
    """The predicate of :func:`visible_to`."""
    matter = notice.matter
    was_posted = matter.state in OVER and matter.number is not None
    return (
        matter.state == NoticeState.RUNNING
        or matter.opened_by_id == actor.account_id
        or actor.within(matter.organization_id, *ORGANIZATION_ROLES)
        or (was_posted and (actor.holds(*WORKING_ROLES) or actor.person_id in notice.people_concerned))
    )


def may_draft(actor: Any, organization_id: int) -> bool:
    """The organization department prepares notices."""
    return actor.within(organization_id, *ORGANIZATION_ROLES)


def may_edit(actor: Any, notice: Any) -> bool:
    """A draft is changed by the organization department in scope."""
    return notice.matter.state == NoticeState.DRAFT and may_draft(actor, notice.matter.organization_id)


def may_post(actor: Any, notice: Any) -> bool:
    """The head of the organization department decides what goes on notice; not on a notice about oneself or a relative."""
    return actor.within(notice.matter.organization_id, Role.ORGANIZATION_HEAD) and not actor.close_to(notice.people_concerned)


def may_stop(actor: Any, notice: Any) -> bool:
    """Who may post may stop; a draft is also dropped by its author."""
    own_draft = notice.matter.state == NoticeState.DRAFT and notice.matter.opened_by_id == actor.account_id
    return own_draft or may_post(actor, notice)


def may_close(actor: Any, notice: Any) -> bool:
    """The organization department closes what has run its time."""
    return actor.within(notice.matter.organization_id, *ORGANIZATION_ROLES) and not actor.close_to(notice.people_concerned)


def objections_visible_to(actor: Any) -> ColumnElement[bool]:
    """Filter over matters: objections in full, that is with who objected: the objector and who examines, nobody else.

    A discipline officer who is concerned or related sees nothing of it.
    """
    reasons: list[ColumnElement[bool]] = [
        Matter.opened_by_id == actor.account_id,
        exists().where(Task.matter_id == Matter.id, Task.account_id == actor.account_id),
    ]
    if actor.holds(Role.DISCIPLINE_OFFICER):
        close = {actor.person_id, *actor.relatives} - {None}
        recused = (
            exists().where(
                MatterPerson.matter_id == Matter.id, MatterPerson.part.in_(CONCERNED), MatterPerson.person_id.in_(sorted(close))
            )
            if close
            else false()
        )
        reasons.append(and_(within_reach(actor, Matter.organization_id, Role.DISCIPLINE_OFFICER), ~recused))
    return and_(Matter.kind == MatterKind.OBJECTION, or_(*reasons))


def objections_shown_without_objector(actor: Any) -> ColumnElement[bool]:
    """Filter over matters: objections of which the person concerned may read state and answer, once they are examined."""
    return and_(
        Matter.kind == MatterKind.OBJECTION,
        Matter.state.not_in([ObjectionState.RECEIVED.value, ObjectionState.WITHDRAWN.value]),
        concerned_in(actor.person_id),
    )


def is_recused(actor: Any, objection: Any) -> bool:
    """Concerned oneself, a near relative of one concerned, or the objector (人事管理条例 Art. 39)."""
    return objection.matter.opened_by_id == actor.account_id or actor.close_to(objection.people_concerned)


def may_see_objection(actor: Any, objection: Any) -> bool:
    """The predicate of :func:`objections_visible_to`."""
    matter = objection.matter
    return (
        matter.opened_by_id == actor.account_id
        or actor.account_id in objection.holders
        or (actor.within(matter.organization_id, Role.DISCIPLINE_OFFICER) and not actor.close_to(objection.people_concerned))
    )


def may_examine(actor: Any, objection: Any) -> bool:
    """A discipline officer in scope, or who was asked in the place of one; never who is recused."""
    in_charge = actor.within(objection.matter.organization_id, Role.DISCIPLINE_OFFICER) or actor.account_id in objection.holders
    return in_charge and not is_recused(actor, objection)


def may_answer(actor: Any, objection: Any) -> bool:
    """Who took the objection on answers it; a re-review is answered by somebody else."""
    if is_recused(actor, objection):
        return False
    if objection.matter.state == ObjectionState.RE_REVIEW:
        return actor.account_id != objection.handler_id and may_examine(actor, objection)
    asked = objection.acting if objection.matter.state == ObjectionState.ACCEPTED else objection.holders
    return actor.account_id in asked


def is_objector(actor: Any, objection: Any) -> bool:
    """Who objected."""
    return objection.matter.opened_by_id == actor.account_id


def may_ask_re_review(actor: Any, objection: Any) -> bool:
    """The objector, once."""
    return is_objector(actor, objection) and objection.re_review_reason is None


def may_object(actor: Any, *, on_running_notice: bool, concerned: bool) -> bool:
    """Named people object: anybody to what is on notice, and each person to the own record."""
    return actor.person_id is not None and (on_running_notice or concerned)
