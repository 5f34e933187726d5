"""Search in titles by overlapping pairs of characters: as quick for two Chinese characters as for ten, on both databases.

The pairs are written with the title, in the same flush. A title of n characters in one run gives n - 1 pairs and its last
character alone, so that one character is found by the beginning of a token.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, delete, event, func, insert, inspect, literal, select
from sqlalchemy.orm import Mapper, aliased

from evaluation.foundation.core.database import db
from evaluation.procedures.workflow.models import Matter, MatterToken

HIGHEST_SIGN = "\U0010ffff"
MOST_TOKENS = 24
COUNTED_UP_TO = 2000
AT_ONCE = 500


def normal(text: str) -> str:
    """One spelling: width, case and compatibility forms do not matter."""
    return unicodedata.normalize("NFKC", text).casefold()


def runs_of(text: str) -> list[str]:
    """Unbroken runs of letters, digits and Chinese characters."""
    return "".join(sign if sign.isalnum() else " " for sign in normal(text)).split()


def tokens_of(text: str) -> frozenset[str]:
    """What a title is found by."""
    return frozenset(
        token for run in runs_of(text) for token in (*(run[place : place + 2] for place in range(len(run) - 1)), run[-1])
    )


def index_titles(titles: Iterable[tuple[int, str]], connection: Connection | None = None) -> None:
    """Write the tokens of (matter id, title); for matters that were inserted past the session."""
    rows = [{"token": token, "matter_id": matter_id} for matter_id, title in titles for token in sorted(tokens_of(title))]
    target = connection or db.session.connection()
    for start in range(0, len(rows), AT_ONCE):
        target.execute(insert(MatterToken.__table__), rows[start : start + AT_ONCE])


def after_insert(_mapper: Mapper[Matter], connection: Connection, matter: Matter) -> None:
    """A new matter is found by its title."""
    index_titles([(matter.id, matter.title)], connection)


def after_update(_mapper: Mapper[Matter], connection: Connection, matter: Matter) -> None:
    """A changed title takes its tokens along."""
    history = inspect(matter).attrs.title.history
    if not history.has_changes():
        return
    present = tokens_of(matter.title)
    table = MatterToken.__table__
    former = (
        tokens_of(history.deleted[0])
        if history.deleted
        else frozenset(connection.scalars(select(table.c.token).where(table.c.matter_id == matter.id)))
    )
    if former - present:
        connection.execute(delete(table).where(table.c.matter_id == matter.id, table.c.token.in_(sorted(former - present))))
    if present - former:
        connection.execute(insert(table), [{"token": token, "matter_id": matter.id} for token in sorted(present - former)])


event.listen(Matter, "after_insert", after_insert)
event.listen(Matter, "after_update", after_update)


def asked_tokens(question: str) -> list[str]:
    """Tokens that a title must have, each once; a single character stands for every token that begins with it."""
    pairs = [token for run in runs_of(question) for token in ([run[place : place + 2] for place in range(len(run) - 1)] or [run])]
    return list(dict.fromkeys(pairs))[:MOST_TOKENS]


def is_token(column: Any, token: str) -> ColumnElement[bool]:
    """Condition: this token, or for one character every token that begins with it."""
    if len(token) > 1:
        return column == token
    return and_(column >= token, column < token + HIGHEST_SIGN)


def rarest_first(tokens: Sequence[str]) -> list[str]:
    """The tokens in the order of how often they stand in titles; counting stops early. One query."""
    if len(tokens) < 2:
        return list(tokens)
    counts = []
    for token in tokens:
        some = select(literal(1)).select_from(MatterToken).where(is_token(MatterToken.token, token)).limit(COUNTED_UP_TO)
        counts.append(select(func.count()).select_from(some.subquery()).scalar_subquery())
    found = db.session.execute(select(*counts)).one()
    return [token for _count, _place, token in sorted(zip(found, range(len(tokens)), tokens, strict=True))]


def with_title_like(statement: Select[Any], question: str) -> Select[Any] | None:
    """Narrow a select over :class:`Matter` to titles that hold the question; None where it holds nothing to look for.

    The rarest pair leads, the others are looked up by key. Word order between runs does not matter; :func:`holds` tells the
    rare title that has all pairs and yet not the run.
    """
    tokens = rarest_first(asked_tokens(question))
    if not tokens:
        return None
    lead, *others = tokens
    first = select(MatterToken.matter_id).where(is_token(MatterToken.token, lead))
    statement = statement.where(Matter.id.in_(first))
    for token in others:
        further = aliased(MatterToken)
        statement = statement.where(
            select(literal(1)).where(further.matter_id == Matter.id, is_token(further.token, token)).exists()
        )
    return statement


def holds(title: str, question: str) -> bool:
    """Whether a title holds every run of the question."""
    written = " ".join(runs_of(title))
    return all(run in written for run in runs_of(question))
