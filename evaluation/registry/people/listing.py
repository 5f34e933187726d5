"""The list of people: rows that the actor may see, each with no more than the actor may read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import aliased

from evaluation.foundation.web.paging import Sort
from evaluation.registry.organizations.models import Organization
from evaluation.registry.people.card_forms import EVERYBODY
from evaluation.registry.people.enums import PoliticalStatus, RoleGroup, Standing
from evaluation.registry.people.models import Person
from evaluation.registry.people.policies import Openness, openness, visible_cards, visible_people
from evaluation.registry.people.queries import sounds_like

DEPARTMENT, BRANCH = aliased(Organization, name="department"), aliased(Organization, name="branch")
BY_DEPARTMENT = func.coalesce(DEPARTMENT.code, "")
SORTS = (
    Sort("strokes", None, (Person.stroke_order, Person.id), descending=False),
    Sort("pinyin", None, (Person.pinyin, Person.id), descending=False),
    Sort("number", None, (Person.number,), descending=False),
    Sort("department", None, (BY_DEPARTMENT, Person.stroke_order, Person.id), descending=False),
)


def person_rows(actor: Any) -> Select[Any]:
    """Columns of the people whom the actor may see."""
    return (
        select(
            Person.id,
            Person.number,
            Person.name,
            Person.department_id,
            Person.branch_id,
            Person.post,
            Person.cadre_level,
            Person.political_status,
            Person.role_group,
            Person.standing,
            DEPARTMENT.name.label("department"),
            BRANCH.name.label("branch"),
        )
        .outerjoin(DEPARTMENT, DEPARTMENT.id == Person.department_id)
        .outerjoin(BRANCH, BRANCH.id == Person.branch_id)
        .where(visible_people(actor))
    )


def words_condition(actor: Any, words: str) -> ColumnElement[bool]:
    """Name or sound for all; the number only where the actor reads numbers."""
    return sounds_like(words) | (Person.number.startswith(words, autoescape=True) & visible_cards(actor))


def narrowed(statement: Select[Any], filters: Mapping[str, Any], actor: Any) -> Select[Any]:
    """Conditions from the filter bar. Who reads a name alone cannot learn the rest by filtering for it."""
    if filters.get("q"):
        statement = statement.where(words_condition(actor, filters["q"]))
    if filters.get("department"):
        statement = statement.where(Person.department_id == filters["department"])
    hidden: list[ColumnElement[bool]] = []
    if filters.get("branch"):
        hidden.append(Person.branch_id == filters["branch"])
    if filters.get("status"):
        hidden.append(Person.political_status == PoliticalStatus(filters["status"]))
    if filters.get("group"):
        hidden.append(Person.role_group == RoleGroup(filters["group"]))
    standing = filters.get("standing")
    if standing in (Standing.LEFT, Standing.RETIRED):
        hidden.append(Person.standing == Standing(standing))
    elif standing != EVERYBODY:
        statement = statement.where(Person.standing == Standing.ACTIVE)
    if hidden:
        statement = statement.where(visible_cards(actor), *hidden)
    return statement


@dataclass(frozen=True)
class ListedPerson:
    """A row as this actor may read it; what is not open is empty."""

    id: int
    name: str
    number: str
    department: str
    branch: str
    post: str
    political_status: Any
    standing: Standing
    whole: bool


def listed(actor: Any, row: Any) -> ListedPerson:
    """A row of :func:`person_rows` cut down to what the actor may read."""
    card = openness(actor, row).value >= Openness.CARD.value
    return ListedPerson(
        id=row.id,
        name=row.name,
        number=row.number if card else "",
        department=row.department or "",
        branch=(row.branch or "") if card else "",
        post=row.post or "",
        political_status=row.political_status.label if card and row.political_status else "",
        standing=row.standing,
        whole=card,
    )
