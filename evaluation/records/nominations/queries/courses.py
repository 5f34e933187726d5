"""Courses of many cases in one statement, in the order in which the rules read them."""

from typing import Any

from sqlalchemy import Row, Select, case, func, literal, select

from evaluation.foundation.core.database import db
from evaluation.procedures.notices.enums import OPEN_OBJECTIONS
from evaluation.procedures.notices.models import Objection
from evaluation.procedures.rules.facts import Course
from evaluation.procedures.workflow.models import Matter
from evaluation.records.nominations.enums import OPEN_STATES
from evaluation.records.nominations.models.cases import Nomination
from evaluation.registry.people.models import Person

OPEN = tuple(sorted(state.value for state in OPEN_STATES))
LENGTH = len(Course._fields)


def open_objections() -> Any:
    """How many objections are open; asked only while a notice is running or over and nobody is listed yet."""
    objection_matter = Matter.__table__.alias("objection_matter")
    number = (
        select(func.count())
        .select_from(Objection.__table__.join(objection_matter, objection_matter.c.id == Objection.matter_id))
        .where(
            Objection.subject_id == Nomination.matter_id,
            objection_matter.c.state.in_(sorted(state.value for state in OPEN_OBJECTIONS)),
        )
        .correlate(Nomination)
        .scalar_subquery()
    )
    waiting = Nomination.notice_posted_on.is_not(None) & Nomination.target_listed_on.is_(None)
    return case((waiting, number), else_=literal(0))


def course_columns() -> list[Any]:
    """One column for each field of :class:`Course`."""
    own: dict[str, Any] = {
        "birth_date": Person.birth_date,
        "birth_day_known": (Person.birth_precision == "day"),
        "open_objections": open_objections(),
    }
    return [own.get(name, getattr(Nomination, name, None)).label(f"course_{name}") for name in Course._fields]


def course_rows() -> Select[Any]:
    """Select courses; further columns go behind them."""
    return (
        select(*course_columns())
        .select_from(Nomination)
        .join(Person, Person.id == Nomination.person_id)
        .join(Matter, Matter.id == Nomination.matter_id)
    )


def course_from(row: Row[Any] | tuple[Any, ...]) -> Course:
    """The course at the beginning of a row."""
    return Course._make(row[:LENGTH])


def open_courses(*columns: Any) -> list[Any]:
    """Rows of all running cases: the course, then the columns asked for."""
    return list(db.session.execute(course_rows().add_columns(*columns).where(Matter.state.in_(OPEN))))
