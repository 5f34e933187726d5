"""``backup``: a consistent copy of database and files in a folder, made while the server runs; of files only what is new."""

import shutil
import sqlite3
from datetime import datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_babel import force_locale

from evaluation.foundation.audit.operations import record
from evaluation.foundation.core.clock import clock, local
from evaluation.foundation.core.database import db, transaction
from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.files.storage import Storage
from evaluation.foundation.web.catalogue import LOCALE


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@with_appcontext
def backup(folder: Path) -> None:
    """Copy the database, then the files, into FOLDER.

    Files are only ever added, so files that are copied after the database hold all that it names. On PostgreSQL the database
    is copied by its own means (pg_dump) and only the files here.
    """
    now = clock.now()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with force_locale(LOCALE):
        copy = copy_database(folder, now)
        files = copy_files(current_app.extensions["storage"], folder / "files")
        with transaction():
            record("system.backup", actor=None, object_kind="system", now=now, database=copy is not None, files=files)
        if copy is None:
            click.echo(_("This database is copied by its own means (pg_dump)."))
        else:
            click.echo(_("Database: %(path)s", path=copy))
        click.echo(_("New files: %(files)d", files=files))


def copy_database(folder: Path, now: datetime) -> Path | None:
    """A whole and checked copy of an SQLite database, named by its moment; None for another kind of database."""
    if db.engine.dialect.name != "sqlite":
        return None
    target = folder / f"yixian-{local(now):%Y%m%d-%H%M%S}.db"
    unfinished = target.with_suffix(".unfinished")
    source = sqlite3.connect(str(db.engine.url.database))
    copy = sqlite3.connect(unfinished)
    try:
        source.backup(copy)
        fault = copy.execute("PRAGMA quick_check").fetchone()[0]
        if fault != "ok":
            raise click.ClickException(_("The copy is damaged: %(fault)s. Check the disk.", fault=fault))
    finally:
        copy.close()
        source.close()
    unfinished.replace(target)
    return target


def copy_files(storage: Storage, folder: Path) -> int:
    """Copy what the folder does not hold yet, each under its digest; returns how many were copied."""
    copied = 0
    for digest in storage.iterate():
        target = folder / digest[:2] / digest[2:4] / digest
        if target.exists():
            continue
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        unfinished = target.with_suffix(".unfinished")
        with storage.open(digest) as source, unfinished.open("wb") as copy:
            shutil.copyfileobj(source, copy)
        unfinished.replace(target)
        copied += 1
    return copied
