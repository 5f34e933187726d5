"""Storing bytes once, and sweeping what nobody names, on both databases."""

import os
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.foundation.files.models import StoredFile
from evaluation.procedures.attachments.operations import attach_photograph, storage, sweep_orphans
from evaluation.procedures.attachments.queries import photographs_of
from tests.procedures.attachments.test_views import jpeg
from tests.procedures.conftest import commit
from tests.support.databases import both_databases


def age(digest: str, hours: float) -> None:
    """Let stored bytes look as if they had been handed in some hours ago."""
    then = (clock.now() - timedelta(hours=hours)).timestamp()
    os.utime(storage().root / digest[:2] / digest[2:4] / digest, (then, then))


@both_databases
def test_the_same_picture_is_stored_once(room, make, clerk):
    matter = room.matter(clerk, submit=False)
    for name in ("1.jpg", "2.jpg"):
        attach_photograph(matter, jpeg(), name, actor=make.actor_of(clerk), now=clock.now())
    commit()
    assert [(one.name, one.position) for one in photographs_of(matter.id)] == [("1.jpg", 0), ("2.jpg", 1)]
    assert db.session.scalar(select(func.count()).select_from(StoredFile)) == 2
    assert len(list(storage().iterate())) == 2


@both_databases
def test_only_what_is_old_and_nameless_is_swept(room, make, clerk):
    matter = room.matter(clerk, submit=False)
    attach_photograph(matter, jpeg(), "1.jpg", actor=make.actor_of(clerk), now=clock.now())
    commit()
    named = set(storage().iterate())
    old, young = storage().put(b"old"), storage().put(b"young")
    for digest in (*named, old):
        age(digest, 25)
    age(young, 23)

    assert sweep_orphans(clock.now()) == 1
    assert set(storage().iterate()) == {*named, young}


@pytest.mark.usefixtures("app")
def test_sweeping_goes_on_over_many_files(monkeypatch):
    monkeypatch.setattr("evaluation.procedures.attachments.operations.PORTION", 3)
    for number in range(7):
        age(storage().put(str(number).encode()), 48)
    assert sweep_orphans(clock.now()) == 7
    assert list(storage().iterate()) == []
