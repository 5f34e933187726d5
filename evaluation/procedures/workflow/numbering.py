"""Public numbers such as SJ-2022-0017: prefix by kind, year of the event, next of its series."""

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from evaluation.foundation.core.database import db
from evaluation.procedures.workflow.models import NumberSeries


def take_numbers(prefix: str, year: int, count: int = 1) -> list[str]:
    """The next ``count`` numbers of a series; the row is locked until the transaction ends."""
    with db.session.no_autoflush:  # what the caller changed so far is written together with the number
        last = last_of_series(prefix, year, count)
    return [f"{prefix}-{year}-{ordinal:04d}" for ordinal in range(last - count + 1, last + 1)]


def last_of_series(prefix: str, year: int, count: int) -> int:
    """Move a series on; begin it where there is none."""
    last = db.session.scalar(
        update(NumberSeries)
        .where(NumberSeries.prefix == prefix, NumberSeries.year == year)
        .values(last=NumberSeries.last + count)
        .returning(NumberSeries.last)
        .execution_options(synchronize_session=False)
    )
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
