"""Who refers to a row: asked before a row that an import made is taken back."""

from collections.abc import Collection, Iterable

from sqlalchemy import Table, select

from evaluation.foundation.core.database import db

AT_ONCE = 500


def referred_to(table: Table, identities: Iterable[int], *, apart_from: Collection[str] = ()) -> set[int]:
    """Those of these ids that some other table refers to by a foreign key, whatever room it belongs to.

    ``apart_from`` names tables whose rows go together with the row.
    """
    wanted = sorted(set(identities))
    target = table.primary_key.columns.values()[0]
    found: set[int] = set()
    for other in db.metadata.sorted_tables:
        if other.name in apart_from:
            continue
        for key in other.foreign_keys:
            if key.column is target:
                for start in range(0, len(wanted), AT_ONCE):
                    some = wanted[start : start + AT_ONCE]
                    found.update(db.session.scalars(select(key.parent).where(key.parent.in_(some)).distinct()))
    return found
