"""Titles are found by any two neighbouring characters, and the index follows the title."""

import pytest
from flask import Flask
from sqlalchemy import delete, insert, select

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.procedures.workflow.enums import MatterKind
from evaluation.procedures.workflow.models import Matter, MatterToken
from evaluation.procedures.workflow.operations import open_matter
from evaluation.procedures.workflow.search_index import (
    asked_tokens,
    holds,
    index_titles,
    rarest_first,
    tokens_of,
    with_title_like,
)
from tests.support.databases import both_databases
from tests.support.factories import Factory


def matter(make: Factory, title: str) -> Matter:
    return open_matter(
        MatterKind.DEED,
        title=title,
        state="draft",
        organization_id=make.college["department"].id,
        actor=None,
        now=clock.now(),
    )


def found(question: str) -> list[str]:
    statement = with_title_like(select(Matter.title), question)
    assert statement is not None
    titles = db.session.scalars(statement.order_by(Matter.id.desc())).all()
    return [title for title in titles if holds(title, question)]


@pytest.mark.parametrize(
    ("title", "tokens"),
    [
        ("采样组", {"采样", "样组", "组"}),
        ("Ａ组 72小时", {"a组", "组", "72", "2小", "小时", "时"}),
        ("一", {"一"}),
        ("“——”", set()),
    ],
)
def test_tokens_of_a_title(title: str, tokens: set[str]) -> None:
    assert tokens_of(title) == tokens


@pytest.mark.parametrize(
    ("question", "tokens"),
    [("采样组", ["采样", "样组"]), ("李", ["李"]), ("采样 李伟", ["采样", "李伟"]), ("采样采样", ["采样", "样采"]), ("%_", [])],
)
def test_tokens_of_a_question(question: str, tokens: list[str]) -> None:
    assert asked_tokens(question) == tokens


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("采样", ["连续值守的采样组", "雨夜里的采样员"]),
        ("采样员", ["雨夜里的采样员"]),
        ("员", ["雨夜里的采样员"]),
        ("雨", ["雨夜里的采样员"]),
        ("采样 雨夜", ["雨夜里的采样员"]),
        ("７２", ["连续值守72小时"]),
        ("样采", []),
        ("䶮", ["䶮师傅的门岗"]),
        ("100%", ["覆盖率100%"]),
        ("abc", ["ABC班组"]),
    ],
)
@both_databases
def test_two_characters_are_enough(app: Flask, make: Factory, question: str, expected: list[str]) -> None:
    for title in ("雨夜里的采样员", "连续值守的采样组", "连续值守72小时", "䶮师傅的门岗", "覆盖率100%", "ABC班组"):
        matter(make, title)
    db.session.commit()

    assert found(question) == expected


def test_all_pairs_without_the_run_is_not_it(app: Flask, make: Factory) -> None:
    matter(make, "国建国的班")
    matter(make, "建国建的班")

    assert found("建国建") == ["建国建的班"]


@both_databases
def test_the_index_follows_the_title(app: Flask, make: Factory) -> None:
    row = matter(make, "雨夜里的采样员")
    db.session.commit()

    row.title = "雪夜里的采样员"
    db.session.commit()

    assert (found("雨夜"), found("雪夜"), found("采样")) == ([], ["雪夜里的采样员"], ["雪夜里的采样员"])
    stored = set(db.session.scalars(select(MatterToken.token).where(MatterToken.matter_id == row.id)))
    assert stored == tokens_of("雪夜里的采样员")


def test_a_change_of_something_else_writes_nothing(app: Flask, make: Factory) -> None:
    row = matter(make, "雨夜里的采样员")
    db.session.commit()
    before = set(db.session.execute(select(MatterToken.token, MatterToken.matter_id)))

    row.occurred_from = clock.today()
    db.session.commit()

    assert set(db.session.execute(select(MatterToken.token, MatterToken.matter_id))) == before


@both_databases
def test_the_index_goes_with_the_matter(app: Flask, make: Factory) -> None:
    row = matter(make, "雨夜里的采样员")
    db.session.commit()

    db.session.execute(delete(Matter).where(Matter.id == row.id))
    db.session.commit()

    assert db.session.scalars(select(MatterToken.token)).all() == []


@both_databases
def test_matters_written_past_the_session_are_indexed_on_request(app: Flask, make: Factory) -> None:
    row = {
        "kind": MatterKind.SHIFT,
        "title": "南门值守",
        "state": "submitted",
        "organization_id": make.college["department"].id,
        "opened_at": clock.now(),
        "changed_at": clock.now(),
        "confidential": False,
        "version": 1,
    }
    [identity] = db.session.execute(insert(Matter.__table__).returning(Matter.__table__.c.id), [row]).scalars()

    index_titles([(identity, "南门值守")])

    assert found("南门") == ["南门值守"]


def test_the_rarest_pair_leads(app: Flask, make: Factory) -> None:
    for number in range(5):
        matter(make, f"采样{number}")
    matter(make, "采样员")
    db.session.flush()

    assert rarest_first(["采样", "样员"]) == ["样员", "采样"]
