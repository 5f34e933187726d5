"""Reads over deeds."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, bindparam, case, func, select
from sqlalchemy.orm import contains_eager
from werkzeug.exceptions import NotFound

from evaluation.foundation.core.database import db, rows_of
from evaluation.foundation.core.questions import asked_again
from evaluation.procedures.workflow.enums import Part
from evaluation.procedures.workflow.models import Matter, MatterPerson
from evaluation.procedures.workflow.queries import holding
from evaluation.records.deeds.enums import DeedState, SubjectKind
from evaluation.records.deeds.models import Deed
from evaluation.records.deeds.policies import visible_to
from evaluation.registry.people.history import Then
from evaluation.registry.people.models import Person

PARTS = (Part.SUBJECT, Part.NAMED)
SUBJECT = case((Deed.subject_kind == SubjectKind.COLLECTIVE, Deed.subject_name), else_=func.coalesce(Person.name, "")).label(
    "subject"
)
"""Column: whose deed it is, in words."""
ENDED = (DeedState.REJECTED, DeedState.DUPLICATE, DeedState.REVOKED, DeedState.WITHDRAWN)


@asked_again
def visible_deed(actor: Any) -> Select[Any]:
    """Select the deed with the id ``matter_id``, if the actor may see it, with its matter and people."""
    return (
        select(Deed)
        .join(Deed.matter)
        .options(contains_eager(Deed.matter).joinedload(Matter.people).joinedload(MatterPerson.person).load_only(Person.name))
        .where(Deed.matter_id == bindparam("matter_id"), visible_to(actor))
    )


def deed_visible(actor: Any, matter_id: int) -> Deed:
    """The deed, or 404 where there is none or none that the actor may see."""
    deed = db.session.scalars(visible_deed(actor), {"matter_id": matter_id}).unique().one_or_none()
    if deed is None:
        raise NotFound
    return deed


@asked_again
def deed_rows(actor: Any) -> Select[Any]:
    """Columns of the list over what the actor may see."""
    return (
        select(
            Matter.id,
            Matter.number,
            Matter.title,
            Matter.state,
            Matter.organization_id,
            Matter.occurred_from,
            Deed.subject_kind,
            SUBJECT,
        )
        .join(Deed, Deed.matter_id == Matter.id)
        .outerjoin(Person, Person.id == Deed.subject_person_id)
        .where(visible_to(actor))
    )


def narrowed(statement: Select[Any], filters: Mapping[str, Any]) -> Select[Any]:
    """Conditions from the filter bar."""
    if filters.get("state"):
        statement = statement.where(Matter.state == filters["state"])
    if filters.get("department"):
        statement = statement.where(Matter.organization_id == filters["department"])
    if filters.get("campaign"):
        statement = statement.where(Matter.campaign_id == filters["campaign"])
    if filters.get("kind"):
        statement = statement.where(Deed.subject_kind == filters["kind"])
    if filters.get("begins_on"):
        statement = statement.where(Matter.occurred_to >= filters["begins_on"])
    if filters.get("ends_on"):
        statement = statement.where(Matter.occurred_from <= filters["ends_on"])
    if filters.get("q"):
        statement = statement.where(holding(filters["q"], Deed.subject_name, Person.name))
    return statement


def branch_of(deed: Deed, then: Mapping[int, Then]) -> int | None:
    """The branch that verifies: of the person concerned, else of the first named person who has one."""
    people = sorted(
        (one for one in deed.matter.people if one.part in PARTS), key=lambda one: (one.part is not Part.SUBJECT, one.person_id)
    )
    return next((then[one.person_id].branch_id for one in people if then[one.person_id].branch_id is not None), None)


def counted(actor: Any, filters: Mapping[str, Any]) -> Select[Any]:
    """The same rows for counting; the matter alone where no filter asks for more."""
    if filters.get("kind") or filters.get("q"):
        return narrowed(deed_rows(actor), filters).with_only_columns(Matter.id)
    return narrowed(visible_ids(actor), filters)


@asked_again
def visible_ids(actor: Any) -> Select[Any]:
    """Select the ids of the deeds that the actor may see."""
    return select(Matter.id).where(visible_to(actor))


def subject_label(deed: Any, names: Mapping[int, str]) -> str:
    """Whose deed it is, in words."""
    return deed.subject_name if deed.subject_kind is SubjectKind.COLLECTIVE else names.get(deed.subject_person_id or 0, "")


@asked_again
def similar_to(actor: Any, individual: bool) -> Select[Any]:
    """Select deeds of the same ``person`` or ``collective`` that touch the days from ``first`` to ``last``, another one apart."""
    same = Deed.subject_person_id == bindparam("person") if individual else Deed.subject_name == bindparam("collective")
    return (
        select(Matter.id, Matter.number, Matter.title, Matter.opened_at)
        .join(Deed, Deed.matter_id == Matter.id)
        .where(
            visible_to(actor),
            same,
            Matter.id != bindparam("other"),
            Matter.number.is_not(None),
            Matter.state.not_in(ENDED),
            Matter.occurred_from <= bindparam("last"),
            Matter.occurred_to >= bindparam("first"),
        )
        .order_by(Matter.id)
        .limit(5)
    )


def similar_deeds(deed: Deed, first: date | None, last: date | None, actor: Any) -> Sequence[Any]:
    """Deeds of the same person or collective that touch these days, among those the actor may see (id, number, title)."""
    if first is None or not (deed.subject_person_id or deed.subject_name):
        return []
    whose = {"person": deed.subject_person_id} if deed.subject_person_id else {"collective": deed.subject_name}
    return rows_of(similar_to(actor, "person" in whose), other=deed.matter_id, first=first, last=last or first, **whose)


def deed_by_number(actor: Any, number: str) -> Deed | None:
    """A visible deed with this number."""
    return db.session.scalar(
        select(Deed).join(Matter, Matter.id == Deed.matter_id).where(Matter.number == number, visible_to(actor))
    )
