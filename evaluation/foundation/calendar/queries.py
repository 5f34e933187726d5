"""The calendar in force: the seed and what was loaded since."""

from flask import g
from sqlalchemy import select

from evaluation.foundation.calendar.models import CalendarDay
from evaluation.foundation.calendar.working_days import WorkingCalendar, seed_calendar
from evaluation.foundation.core.database import db


def working_calendar() -> WorkingCalendar:
    """The working calendar of this request; loaded rows stand above the seed."""
    if "working_calendar" not in g:
        rows = db.session.execute(select(CalendarDay.day, CalendarDay.working, CalendarDay.official)).all()
        seed = seed_calendar()
        g.working_calendar = (
            WorkingCalendar(
                {**seed.days, **{row.day: row.working for row in rows}},
                seed.official_years | {row.day.year for row in rows if row.official},
            )
            if rows
            else seed
        )
    return g.working_calendar
