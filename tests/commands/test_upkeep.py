"""``tidy`` and ``backup``: nothing that a record names is lost, and what is copied can be used."""

import os
import sqlite3
from datetime import timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select

from evaluation.foundation.audit.models import AuditEvent
from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.foundation.importing.models import ImportJob
from evaluation.foundation.web.models import RequestKey
from evaluation.foundation.web.posting import KEYS_KEPT
from evaluation.procedures.attachments.operations import keep_bytes, storage
from evaluation.registry.accounts.enums import Role
from tests.support.databases import both_databases
from tests.support.factories import Factory


def run(app: Flask, *arguments: str) -> str:
    result = app.test_cli_runner().invoke(args=list(arguments))
    assert result.exit_code == 0, result.output
    db.session.rollback()
    return str(result.output)


def stored(data: bytes, hours: float) -> str:
    digest = storage().put(data)
    then = (clock.now() - timedelta(hours=hours)).timestamp()
    os.utime(storage().root / digest[:2] / digest[2:4] / digest, (then, then))  # type: ignore[attr-defined]
    return digest


def upload(data: bytes, hours_left: float) -> ImportJob:
    now = clock.now()
    job = ImportJob(
        kind="people",
        state="checked",
        file_name="花名册.xlsx",
        file_digest="0" * 64,
        files=[{"name": "花名册.xlsx", "digest": stored(data, 48)}],
        files_until=now + timedelta(hours=hours_left),
        options={},
        report={},
        counts={},
        preview={"rows": ["李思源"]},
        actor_name="system",
        created_at=now,
    )
    db.session.add(job)
    return job


@both_databases
def test_tidy_takes_what_is_old_and_nameless_and_nothing_else(app: Flask, make: Factory) -> None:
    account = make.account(Role.CLERK)
    now = clock.now()
    for key, age in (("old", KEYS_KEPT + timedelta(hours=1)), ("young", KEYS_KEPT - timedelta(hours=1))):
        db.session.add(RequestKey(account_id=account.id, key=key, location="/", created_at=now - age))
    named = keep_bytes(b"named", media_type="application/pdf", now=now).digest
    os.utime(storage().root / named[:2] / named[2:4] / named, (0, 0))  # type: ignore[attr-defined]
    stored(b"nameless", 30)
    young = stored(b"young", 1)
    waiting, over = upload(b"waiting", 1), upload(b"over", -1)
    db.session.commit()

    assert "1份" in run(app, "tidy")

    assert list(db.session.scalars(select(RequestKey.key))) == ["young"]
    assert set(storage().iterate()) == {named, young, waiting.files[0]["digest"]}
    assert (over.state, over.files, over.preview) == ("discarded", [], {})
    assert waiting.state == "checked"
    event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.sequence.desc()).limit(1)).one()
    assert (event.action, event.body["uploads"], event.body["keys"], event.body["files"]) == ("system.tidy", 1, 1, 1)

    run(app, "tidy")
    assert set(storage().iterate()) == {named, young, waiting.files[0]["digest"]}


def test_a_backup_is_whole_and_holds_every_file(app: Flask, make: Factory, tmp_path: Path) -> None:
    make.account(Role.CLERK, name="孙晓雯")
    first = keep_bytes("第一份".encode(), media_type="application/pdf", now=clock.now()).digest
    db.session.commit()

    shown = run(app, "backup", str(tmp_path / "copy"))
    second = keep_bytes("第二份".encode(), media_type="application/pdf", now=clock.now()).digest
    db.session.commit()
    again = run(app, "backup", str(tmp_path / "copy"))

    assert "新增文件：1个" in shown
    assert "新增文件：1个" in again
    [*databases] = sorted((tmp_path / "copy").glob("yixian-*.db"))
    with sqlite3.connect(databases[0]) as copy:
        assert copy.execute("SELECT name FROM account WHERE name = '孙晓雯'").fetchone() == ("孙晓雯",)
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    for digest, text in ((first, "第一份"), (second, "第二份")):
        assert (tmp_path / "copy" / "files" / digest[:2] / digest[2:4] / digest).read_text() == text
    assert list((tmp_path / "copy").rglob("*.unfinished")) == []
    assert db.session.scalar(select(func.count()).where(AuditEvent.action == "system.backup")) == 2
