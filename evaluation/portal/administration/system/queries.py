"""Whether the installation is well, what it stores, which years are official. No business content."""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import extract, func, select, text
from sqlalchemy.exc import SQLAlchemyError

from evaluation.foundation.audit.models import AuditEvent
from evaluation.foundation.calendar.models import CalendarDay
from evaluation.foundation.calendar.queries import working_calendar
from evaluation.foundation.calendar.working_days import seed_calendar
from evaluation.foundation.core.database import db
from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.files.models import StoredFile
from evaluation.foundation.importing.models import ImportJob
from evaluation.foundation.web.catalogue import LOCALE, parts

LEAST_FREE_BYTES = 1024**3
DECEMBER = 12
NOBODY = "0" * 64


@dataclass(frozen=True)
class Check:
    """One thing looked at: whether it is well, and what was found or what to do."""

    label: Any
    ok: bool
    detail: Any


def is_sqlite() -> bool:
    """Whether the database is a SQLite file."""
    return db.session.get_bind().dialect.name == "sqlite"


def database_check() -> Check:
    """The database answers, and a commit survives a power cut."""
    label = _("Database")
    try:
        if is_sqlite():
            version = db.session.scalar(text("SELECT sqlite_version()"))
            durable = db.session.scalar(text("PRAGMA synchronous")) == 2  # FULL
            name = f"SQLite {version}"
        else:
            version = db.session.scalar(text("SHOW server_version"))
            durable = db.session.scalar(text("SHOW synchronous_commit")) == "on"
            name = f"PostgreSQL {version}"
    except SQLAlchemyError as failure:
        return Check(label, False, _("No answer: %(reason)s", reason=type(failure).__name__))
    if not durable:
        return Check(
            label,
            False,
            _("%(name)s answers, but a commit may be lost in a power cut; switch synchronous writing on.", name=name),
        )
    return Check(label, True, _("%(name)s answers; commits are on disk before they are acknowledged.", name=name))


def storage_check() -> Check:
    """Files can be read and written."""
    label = _("File storage")
    try:
        current_app.extensions["storage"].exists(NOBODY)
    except OSError as failure:
        return Check(label, False, _("No answer: %(reason)s", reason=type(failure).__name__))
    folder = Path(current_app.config["STORAGE_ADDRESS"])
    if folder.is_dir() and not os.access(folder, os.W_OK | os.X_OK):
        return Check(label, False, _("The folder can be read but not written; give the service the right to write."))
    return Check(label, True, _("Can be read and written."))


def space_check() -> Check:
    """There is room on the disk."""
    free = shutil.disk_usage(current_app.config["INSTANCE"]).free
    if free < LEAST_FREE_BYTES:
        return Check(_("Room on the disk"), False, _("Only %(size)s left; make room before uploads fail.", size=in_bytes(free)))
    return Check(_("Room on the disk"), True, _("%(size)s left.", size=in_bytes(free)))


def words_check() -> Check:
    """The compiled words are those of the source."""
    folder = Path(current_app.config["BABEL_TRANSLATION_DIRECTORIES"])
    compiled = folder / LOCALE / "LC_MESSAGES" / "messages.mo"
    newest = max((path.stat().st_mtime for path in parts(folder)), default=0)
    if not compiled.exists() or compiled.stat().st_mtime < newest:
        return Check(_("Chinese words"), False, _("Older than their source; run the command setup and start again."))
    return Check(_("Chinese words"), True, _("Up to date."))


def calendar_check(today: date) -> Check:
    """The official calendar of this year is there, in December also that of the next."""
    years = [today.year] + ([today.year + 1] if today.month == DECEMBER else [])
    missing = [year for year in years if year not in working_calendar().official_years]
    if missing:
        listed = "、".join(str(year) for year in missing)
        return Check(
            _("Official calendar"), False, _("%(years)s is missing; working days are provisional. Load it below.", years=listed)
        )
    return Check(_("Official calendar"), True, _("Loaded for %(years)s.", years="、".join(str(year) for year in years)))


def checks(today: date) -> list[Check]:
    """Everything looked at, in the order in which it matters."""
    looked_at: tuple[Callable[[], Check], ...] = (database_check, storage_check, space_check, words_check)
    return [*(look() for look in looked_at), calendar_check(today)]


def in_bytes(size: int) -> str:
    """A size in the unit that reads best."""
    value, unit = float(size), "B"
    for unit in ("B", "kB", "MB", "GB", "TB"):
        if value < 1000 or unit == "TB":
            break
        value /= 1000
    return f"{value:.0f} {unit}" if unit in ("B", "kB") else f"{value:.1f} {unit}"


def database_bytes() -> int:
    """How large the database is."""
    if is_sqlite():
        return db.session.scalar(text("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")) or 0
    return db.session.scalar(text("SELECT pg_database_size(current_database())")) or 0


@dataclass(frozen=True)
class StorageFigures:
    """What is stored, in numbers."""

    database_bytes: int
    files: int
    file_bytes: int
    events: int


def storage_figures() -> StorageFigures:
    """Sizes and counts. Two queries."""
    row = db.session.execute(
        select(
            select(func.count()).select_from(StoredFile).scalar_subquery(),
            select(func.coalesce(func.sum(StoredFile.size), 0)).scalar_subquery(),
            select(func.coalesce(func.max(AuditEvent.sequence), 0)).scalar_subquery(),
        )
    ).one()
    return StorageFigures(database_bytes(), row[0], int(row[1]), row[2])


@dataclass(frozen=True)
class ImportFigures:
    """Imports of one kind in one state: how many, and when the last one was."""

    kind: str
    state: str
    count: int
    last_at: Any


def import_figures() -> list[ImportFigures]:
    """Imports by kind and state; nothing of what was in them."""
    last = func.max(ImportJob.created_at)
    rows = db.session.execute(
        select(ImportJob.kind, ImportJob.state, func.count(), last)
        .group_by(ImportJob.kind, ImportJob.state)
        .order_by(ImportJob.kind, ImportJob.state)
    )
    return [ImportFigures(*row) for row in rows]


@dataclass(frozen=True)
class CalendarYear:
    """A year with its official calendar: days that differ, and by which document."""

    year: int
    days: int
    source: str
    loaded: bool


def calendar_years(first: int) -> list[CalendarYear]:
    """Official years from a first one on, newest first."""
    year = extract("year", CalendarDay.day)
    rows = db.session.execute(
        select(year, func.count(), func.max(CalendarDay.source)).where(CalendarDay.official.is_(True)).group_by(year)
    )
    loaded = {int(row[0]): CalendarYear(int(row[0]), row[1], row[2], True) for row in rows}
    seed = seed_calendar()
    counts: dict[int, int] = {}
    for day in seed.days:
        counts[day.year] = counts.get(day.year, 0) + 1
    known = {one: CalendarYear(one, counts[one], "", False) for one in seed.official_years}
    return sorted((one for one in {**known, **loaded}.values() if one.year >= first), key=lambda one: -one.year)
