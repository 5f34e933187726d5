"""The rules in force with the college's own numbers, and the one engine that answers by them."""

from fractions import Fraction

from flask import current_app, g, has_request_context
from sqlalchemy import select

from evaluation.foundation.calendar.queries import working_calendar
from evaluation.foundation.core.database import db
from evaluation.procedures.rules.almanac import Almanac
from evaluation.procedures.rules.engine import RuleEngine
from evaluation.procedures.rules.enums import OverrideState
from evaluation.procedures.rules.models import RuleOverride, SchoolVacation
from evaluation.procedures.rules.pack import RuleBook, standard_book
from evaluation.procedures.rules.rule import LocalOverride, Number

KEPT = "rule_engine"


def number_of(text: str) -> Number:
    """A stored number: 12, or 1/2.

    :raises ValueError: it is none.
    """
    return Fraction(text) if "/" in text else int(text)


def local_override(row: RuleOverride) -> LocalOverride:
    """A stored override as the book wants it."""
    return LocalOverride(
        rule_id=row.rule_id,
        limit=row.limit_name,
        number=number_of(row.number),
        approval_number=row.approval_number,
        person=row.person,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        reason=row.reason,
    )


def approved_overrides() -> tuple[LocalOverride, ...]:
    """The college's numbers that count, whenever they are valid; one statement."""
    rows = db.session.scalars(
        select(RuleOverride)
        .where(RuleOverride.state == OverrideState.APPROVED)
        .order_by(RuleOverride.valid_from, RuleOverride.id)
        .execution_options(populate_existing=True)
    )
    return tuple(local_override(row) for row in rows)


def overrides() -> list[RuleOverride]:
    """All numbers ever proposed, newest first."""
    return list(db.session.scalars(select(RuleOverride).order_by(RuleOverride.id.desc())))


def vacations() -> list[SchoolVacation]:
    """School vacations, newest first."""
    return list(db.session.scalars(select(SchoolVacation).order_by(SchoolVacation.first_day.desc())))


def rule_book() -> RuleBook:
    """The table of both texts with the college's approved numbers."""
    return rule_engine().book


def rule_engine() -> RuleEngine:
    """The engine of this installation. It is kept and made anew when a number, a vacation or the calendar changed; whether
    one did is asked once in a request."""
    if has_request_context() and KEPT in g:
        return g.get(KEPT)
    engine = present_engine()
    if has_request_context():
        setattr(g, KEPT, engine)
    return engine


def present_engine() -> RuleEngine:
    """The engine by what stands in the tables now; two statements."""
    numbers = approved_overrides()
    periods = tuple(
        (row.first_day, row.last_day)
        for row in db.session.execute(
            select(SchoolVacation.first_day, SchoolVacation.last_day).order_by(SchoolVacation.first_day)
        )
    )
    calendar = working_calendar()
    kept = current_app.extensions.get(KEPT)
    if kept is None or kept[0] != (numbers, periods) or kept[1] is not calendar:
        book = RuleBook(overrides=numbers) if numbers else standard_book()
        engine = RuleEngine(Almanac(calendar, periods), book)
        kept = current_app.extensions[KEPT] = ((numbers, periods), calendar, engine)
    return kept[2]
