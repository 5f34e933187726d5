"""A place in a list travels in the address bar, where anybody can write anything."""

import base64
import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from evaluation.foundation.web.paging import packed, unpacked
from evaluation.procedures.workflow.models import Matter, Task

MOMENT = datetime(2022, 4, 6, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("columns", "values"),
    [
        ((Matter.id,), [7]),
        ((Matter.title, Matter.id), ["标题", 7]),
        ((Task.due_on, Task.id), [date(2022, 4, 6), 7]),
        ((Matter.changed_at, Matter.id), [MOMENT, 7]),
    ],
)
def test_a_place_comes_back_as_it_was(columns: Any, values: Any) -> None:
    assert unpacked(packed(values), columns) == values


@pytest.mark.parametrize(
    "values",
    [
        ["2022-04-06T01:00:00", 7],
        ["2022-04-06T01:00:00+00:00", 2**63],
        ["2022-04-06T01:00:00+00:00", True],
        ["2022-04-06T01:00:00+00:00", "7"],
        ["2022-04-06T01:00:00+00:00"],
        [None, 7],
        [7, 7],
        {"a": 1},
    ],
)
def test_a_forged_place_is_none(values: Any) -> None:
    token = base64.urlsafe_b64encode(json.dumps(values).encode()).decode()
    assert unpacked(token, (Matter.changed_at, Matter.id)) is None


@pytest.mark.parametrize("token", ["", "x", "====", "%%%", "e30", "bnVsbA", "\x00", "中"])
def test_what_is_no_token_is_none(token: str) -> None:
    assert unpacked(token, (Matter.title, Matter.id)) is None


def test_text_that_no_database_takes_is_none() -> None:
    assert unpacked(packed(["a\x00b", 7]), (Matter.title, Matter.id)) is None
