"""The calendar in force: the seed and what was loaded since."""

from datetime import timedelta

from flask import current_app
from sqlalchemy import select

from evaluation.foundation.calendar.models import CalendarDay
from evaluation.foundation.calendar.working_days import WorkingCalendar, seed_calendar
from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db

KEPT = "working_calendar"
KEPT_FOR = timedelta(minutes=1)


def working_calendar() -> WorkingCalendar:
    """The working calendar; loaded rows stand above the seed. Read again each minute, and at once after a load here."""
    kept = current_app.extensions.get(KEPT)
    if kept is None or not timedelta(0) <= clock.now() - kept[0] < KEPT_FOR:
        rows = db.session.execute(select(CalendarDay.day, CalendarDay.working, CalendarDay.official)).all()
        seed = seed_calendar()
        calendar = (
            WorkingCalendar(
                {**seed.days, **{row.day: row.working for row in rows}},
                seed.official_years | {row.day.year for row in rows if row.official},
            )
            if rows
            else seed
        )
        kept = current_app.extensions[KEPT] = (clock.now(), calendar)
    return kept[1]


def forget_calendar() -> None:
    """Let the next question read the table again."""
    current_app.extensions.pop(KEPT, None)
