"""Paging by key: the next page begins after the last row shown, however many rows lie before it."""

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from flask import request
from sqlalchemy import Select, and_, func, or_, select

from evaluation.foundation.core.database import db, rows_of

SIZES = (20, 50, 100)
COUNT_LIMIT = 1000
LARGEST = 2**63 - 1
PLACE = ("after", "before", "page")


@dataclass(frozen=True)
class Sort:
    """One way to order a list: a key for the address bar, a label, and columns; the last column is unique."""

    key: str
    label: Any
    columns: Sequence[Any]
    descending: bool = True


@dataclass
class Page:
    """Rows of one page and the way to its neighbours. ``count`` stops at :data:`COUNT_LIMIT`."""

    rows: list[Any]
    size: int
    number: int
    count: int | None = None
    next_token: str | None = None
    previous_token: str | None = None
    sort: str = ""
    sorts: list[Sort] = field(default_factory=list)

    @property
    def counted_all(self) -> bool:
        """Whether ``count`` is the whole number of rows."""
        return self.count is not None and self.count < COUNT_LIMIT


def address_with(changes: Mapping[str, Any], keep_place: bool = False) -> str:
    """The present address with some arguments changed (None: left out); paging starts again."""
    left_out = {"lang", *changes, *(() if keep_place else PLACE)}
    asked = request.args
    kept = [(name, value) for name, value in asked.items(multi=True) if name not in left_out] if asked else ()
    return "?" + urlencode([*kept, *((name, value) for name, value in changes.items() if value is not None)])


def packed(values: Sequence[Any]) -> str:
    """Key values as text for an address."""
    plain = [value.isoformat() if isinstance(value, date | datetime) else value for value in values]
    return base64.urlsafe_b64encode(json.dumps(plain).encode()).decode().rstrip("=")


def unpacked(token: str, columns: Sequence[Any]) -> list[Any] | None:
    """Key values from an address; a token that is none is ignored and the first page is shown."""
    try:
        values = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
        if not isinstance(values, list) or len(values) != len(columns):
            return None
        result = []
        for value, column in zip(values, columns, strict=True):
            kind = column.type.python_type
            if kind in (date, datetime):
                value = kind.fromisoformat(value)
            if type(value) is not kind or not fits(value):
                return None
            result.append(value)
        return result
    except (ValueError, TypeError):
        return None


def fits(value: Any) -> bool:
    """Whether a key value can be compared with a column: numbers within 64 bits, times with their zone, text without NUL."""
    if isinstance(value, datetime):
        return value.tzinfo is not None
    if isinstance(value, int):
        return abs(value) <= LARGEST
    return not isinstance(value, str) or "\x00" not in value


def beyond(columns: Sequence[Any], values: Sequence[Any], descending: bool) -> Any:
    """Condition: the row comes after the given key in this order."""
    options = []
    for position, column in enumerate(columns):
        same = [earlier == value for earlier, value in zip(columns[:position], values[:position], strict=True)]
        further = column < values[position] if descending else column > values[position]
        options.append(and_(*same, further))
    return or_(*options)


@lru_cache(maxsize=200)
def ordered(statement: Select[Any], columns: tuple[Any, ...], descending: bool, limit: int) -> tuple[Select[Any], bool]:
    """The first rows of a statement in this order, and whether they are columns alone, without entities.

    The columns of the order are added as ``_key0``, ``_key1``, …
    """
    of_columns = all(one["expr"] is not one["entity"] for one in statement.column_descriptions)
    keys = [column.label(f"_key{index}") for index, column in enumerate(columns)]
    order = [column.desc() if descending else column.asc() for column in columns]
    return statement.add_columns(*keys).order_by(*order).limit(limit), of_columns


@lru_cache(maxsize=200)
def capped_count(rows: Select[Any]) -> Select[Any]:
    """How many rows there are, up to :data:`COUNT_LIMIT`."""
    return select(func.count()).select_from(rows.limit(COUNT_LIMIT).subquery())


def page_of(statement: Select[Any], sorts: Sequence[Sort], *, count: Select[Any] | None = None) -> Page:
    """The page that the request asks for (``after``, ``before``, ``page``, ``size``, ``sort``).

    ``statement`` has its conditions but no order; the sort columns must be not null. ``count`` is a cheap select of the
    same rows; without it nothing is counted.
    """
    wanted = request.args.get("sort", "")
    sort = next((one for one in sorts if one.key == wanted), sorts[0])
    size = request.args.get("size", type=int)
    size = size if size in SIZES else SIZES[0]
    number = max(1, min(request.args.get("page", 1, type=int), 1_000_000))
    columns = list(sort.columns)
    after, before = request.args.get("after"), request.args.get("before")
    start = unpacked(after or before or "", columns) if (after or before) else None
    backwards = start is not None and after is None
    descending = sort.descending != backwards
    query, of_columns = ordered(statement, tuple(columns), descending, size + 1)
    if start is not None:
        query = query.where(beyond(columns, start, descending))
    rows = list(rows_of(query) if of_columns else db.session.execute(query))
    more = len(rows) > size
    rows = rows[:size]
    if backwards:
        rows.reverse()
    if start is None:
        number = 1
    keys = [[getattr(row, f"_key{index}") for index in range(len(columns))] for row in (rows[:1] + rows[-1:])]
    has_next = bool(rows) and (more if not backwards else True)
    has_previous = bool(rows) and (more if backwards else start is not None)
    counted = None
    if count is not None:
        counted = rows_of(capped_count(count))[0][0]
    return Page(
        rows=rows,
        size=size,
        number=number,
        count=counted,
        next_token=packed(keys[-1]) if has_next else None,
        previous_token=packed(keys[0]) if has_previous and number > 1 else None,
        sort=sort.key,
        sorts=list(sorts),
    )
