"""Pages follow each other without a gap and without a repetition, forwards and backwards, in every order."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from evaluation.foundation.core.database import db
from evaluation.foundation.web import paging
from evaluation.foundation.web.paging import Page, Sort, page_of
from evaluation.registry.organizations.models import Organization
from tests.support.databases import both_databases
from tests.support.factories import Factory

SORTS = (
    Sort("newest", None, (Organization.id,)),
    Sort("oldest", None, (Organization.id,), descending=False),
    Sort("name", None, (Organization.short_name, Organization.id), descending=False),
    Sort("name_back", None, (Organization.short_name, Organization.id)),
)
ROWS = 45


@pytest.fixture
def rows(app: Flask, make: Factory) -> list[Organization]:
    """Many organisations, of which every five share a short name: ties must not break the order."""
    made = [Organization(code=f"C{n:02d}", name=f"单位{n:02d}", short_name=f"甲{n // 5}", kind="department") for n in range(ROWS)]
    db.session.add_all(made)
    db.session.commit()
    return made


def page(app: Flask, query: str = "", *, count: bool = False) -> Page:
    statement = select(Organization.code)
    with app.test_request_context(f"/?{query}"):
        return page_of(statement, SORTS, count=statement if count else None)


def codes(one: Page) -> list[str]:
    return [row.code for row in one.rows]


@pytest.mark.parametrize("sort", [sort.key for sort in SORTS])
@both_databases
def test_walking_on_and_back_sees_every_row_once(app: Flask, rows: Any, sort: str) -> None:
    walked = [page(app, f"sort={sort}")]
    while walked[-1].next_token:
        walked.append(page(app, f"sort={sort}&after={walked[-1].next_token}&page={walked[-1].number + 1}"))
    seen = [code for one in walked for code in codes(one)]

    assert [len(one.rows) for one in walked] == [20, 20, 5]
    assert sorted(seen) == [f"C{n:02d}" for n in range(ROWS)]
    back = page(app, f"sort={sort}&before={walked[2].previous_token}&page=2")
    assert codes(back) == codes(walked[1])
    first = page(app, f"sort={sort}&before={back.previous_token}&page=1")
    assert codes(first) == codes(walked[0])
    assert first.previous_token is None


def test_the_order_is_that_of_the_database(app: Flask, rows: Any) -> None:
    expected = db.session.scalars(select(Organization.code).order_by(Organization.short_name, Organization.id).limit(20)).all()

    assert codes(page(app, "sort=name")) == expected


def test_an_unknown_order_is_the_first_one(app: Flask, rows: Any) -> None:
    assert page(app, "sort=nonsense").sort == "newest"


@pytest.mark.parametrize(("asked", "given"), [("20", 20), ("50", 50), ("100", 100), ("1000000", 20), ("-1", 20), ("x", 20)])
def test_only_offered_sizes_are_given(app: Flask, rows: Any, asked: str, given: int) -> None:
    assert page(app, f"size={asked}").size == given


@pytest.mark.parametrize("token", ["x", "%00", "e30", "W10", "WzFd" * 500, "WyJhIl0", "WzkyMjMzNzIwMzY4NTQ3NzU4MDhd", "'; DROP"])
@pytest.mark.parametrize("name", ["after", "before"])
def test_a_hostile_place_shows_the_first_page(app: Flask, rows: Any, name: str, token: str) -> None:
    shown = page(app, f"{name}={token}&page=7")

    assert codes(shown) == codes(page(app))
    assert shown.number == 1


@pytest.mark.parametrize("number", ["0", "-3", "99999999999999999999", "x"])
def test_a_hostile_page_number_is_no_harm(app: Flask, rows: Any, number: str) -> None:
    assert len(page(app, f"page={number}").rows) == 20


def test_counting_stops_in_time(app: Flask, rows: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = page(app, count=True)
    assert (whole.count, whole.counted_all) == (ROWS, True)
    monkeypatch.setattr(paging, "COUNT_LIMIT", 30)
    cut = page(app, count=True)

    assert (cut.count, cut.counted_all) == (30, False)


def test_nothing_to_show_is_no_page_to_turn(app: Flask) -> None:
    empty = page(app, count=True)

    assert (empty.rows, empty.count, empty.next_token, empty.previous_token) == ([], 0, None, None)
