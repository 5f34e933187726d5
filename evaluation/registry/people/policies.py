"""Who may look people up, and how much of a person each role reads."""

from enum import Enum
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_

from evaluation.foundation.core.questions import within_reach
from evaluation.registry.people.models import Person

WHOLE_CARD = frozenset({"organization_officer", "organization_head", "committee_leader", "discipline_officer"})
"""Roles that read everything about the people below their grant."""
PHONE_READERS = frozenset({"organization_officer", "organization_head"})
PUBLICITY = frozenset({"publicity_editor", "publicity_reviewer", "publicity_chief"})
READERS = WHOLE_CARD | PUBLICITY | {"clerk", "branch_secretary"}
"""Roles for which the list of people is open."""
EDITORS = frozenset({"organization_officer", "organization_head"})


class Openness(Enum):
    """How much of a person an actor may read."""

    NOTHING = 0
    NAME = 1
    """Name, department and post: enough to write about somebody (publicity)."""
    CARD = 2
    """Everything but the phone number."""
    WHOLE = 3


def people_within(actor: Any, *further: str) -> ColumnElement[bool]:
    """Filter over :class:`Person`: oneself and the people whom one's own roles, and these further ones, reach."""
    reasons: list[ColumnElement[bool]] = [] if actor.person_id is None else [Person.id == actor.person_id]
    reasons.append(within_reach(actor, Person.department_id, "clerk", *WHOLE_CARD, *further))
    reasons.append(within_reach(actor, Person.branch_id, "branch_secretary", *WHOLE_CARD, *further))
    if actor.holds(*EDITORS):
        reasons.append(and_(Person.department_id.is_(None), Person.branch_id.is_(None)))
    return or_(false(), *reasons)


def visible_people(actor: Any) -> ColumnElement[bool]:
    """Filter over :class:`Person`: whom the actor may see at all.

    Clerks see their department, branch secretaries their branch, the college roles and publicity everybody below their grant.
    Who belongs nowhere yet is seen by the organization department, so that it can be put right.
    """
    return people_within(actor, *PUBLICITY)


def visible_cards(actor: Any) -> ColumnElement[bool]:
    """Filter over :class:`Person`: of whom the actor may read more than name, department and post."""
    return people_within(actor)


def openness(actor: Any, person: Any) -> Openness:
    """How much of this person (or row with ``id``, ``department_id`` and ``branch_id``) the actor may read.

    Not :data:`Openness.NOTHING` exactly for those whom :func:`visible_people` lets through.
    """

    def reaches(*roles: str) -> bool:
        return actor.within(person.department_id, *roles) or actor.within(person.branch_id, *roles)

    unplaced = person.department_id is None and person.branch_id is None
    if actor.person_id == person.id or reaches(*PHONE_READERS) or (unplaced and actor.holds(*EDITORS)):
        return Openness.WHOLE
    if reaches(*WHOLE_CARD) or actor.within(person.department_id, "clerk") or actor.within(person.branch_id, "branch_secretary"):
        return Openness.CARD
    return Openness.NAME if reaches(*PUBLICITY) else Openness.NOTHING


def may_see(actor: Any, person: Any) -> bool:
    """The predicate of :func:`visible_people`."""
    return openness(actor, person) is not Openness.NOTHING


def may_edit(actor: Any, person: Any) -> bool:
    """The organization department keeps the register of the people below its grant and of those who belong nowhere yet."""
    if person.department_id is None and person.branch_id is None:
        return actor.holds(*EDITORS)
    return actor.within(person.department_id, *EDITORS) or actor.within(person.branch_id, *EDITORS)
