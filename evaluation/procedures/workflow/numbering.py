"""Public numbers such as SJ-2022-0017: prefix by kind, year of the event, next of its series."""

from sqlalchemy import Integer, bindparam, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from evaluation.foundation.core.database import db, rows_of
from evaluation.procedures.workflow.models import NumberSeries

MOVE_ON = (
    update(NumberSeries)
    .where(NumberSeries.prefix == bindparam("of_prefix"), NumberSeries.year == bindparam("of_year"))
    .values(last=NumberSeries.last + bindparam("by", type_=Integer()))
    .returning(NumberSeries.last)
)


def take_numbers(prefix: str, year: int, count: int = 1) -> list[str]:
    """The next ``count`` numbers of a series; the row is locked until the transaction ends."""
    with db.session.no_autoflush:  # what the caller changed so far is written together with the number
        last = last_of_series(prefix, year, count)
    return [f"{prefix}-{year}-{ordinal:04d}" for ordinal in range(last - count + 1, last + 1)]


def last_of_series(prefix: str, year: int, count: int) -> int:
    """Move a series on; begin it where there is none."""
    moved = rows_of(MOVE_ON, of_prefix=prefix, of_year=year, by=count)
    last = moved[0].last if moved else None
    if last is None:
        insert = postgresql_insert if db.session.get_bind().dialect.name == "postgresql" else sqlite_insert
        last = db.session.scalar(
            insert(NumberSeries)
            .values(prefix=prefix, year=year, last=count)
            .on_conflict_do_update(index_elements=["prefix", "year"], set_={"last": NumberSeries.last + count})
            .returning(NumberSeries.last)
        )
    assert last is not None
    return last
