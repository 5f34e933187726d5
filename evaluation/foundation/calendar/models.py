"""Official calendar days loaded by an administrator, beyond the years that the seed knows."""

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from evaluation.foundation.core.database import db


class CalendarDay(db.Model):
    """A day that differs from the plain Monday-to-Friday rule, or (31 December) the mark that a year is official."""

    __tablename__ = "calendar_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    working: Mapped[bool]
    name: Mapped[str]
    source: Mapped[str]
    official: Mapped[bool] = mapped_column(default=True)
