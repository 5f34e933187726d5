"""Public numbers: one series a prefix and year, without a gap and without a twin, however many ask at once."""

import threading

import pytest
from flask import Flask, g

from evaluation.foundation.core.database import db, transaction
from evaluation.procedures.workflow.models import NumberSeries
from evaluation.procedures.workflow.numbering import take_numbers
from tests.support.databases import both_databases


@both_databases
def test_every_series_counts_by_itself(app: Flask) -> None:
    assert take_numbers("SJ", 2022) == ["SJ-2022-0001"]
    assert take_numbers("SJ", 2022, 3) == ["SJ-2022-0002", "SJ-2022-0003", "SJ-2022-0004"]
    assert take_numbers("SJ", 2023) == ["SJ-2023-0001"]
    assert take_numbers("BC", 2022) == ["BC-2022-0001"]
    assert take_numbers("SJ", 2022) == ["SJ-2022-0005"]


@both_databases
def test_a_number_that_was_not_used_is_given_again(app: Flask) -> None:
    """The number belongs to the act; an act that did not happen leaves no gap."""
    with transaction():
        take_numbers("SJ", 2022)
    take_numbers("SJ", 2022, 5)
    db.session.rollback()

    assert take_numbers("SJ", 2022) == ["SJ-2022-0002"]


def test_more_than_four_digits_grow(app: Flask) -> None:
    db.session.add(NumberSeries(prefix="BC", year=2022, last=9999))
    db.session.flush()

    assert take_numbers("BC", 2022) == ["BC-2022-10000"]


@pytest.mark.parametrize("begun", [False, True], ids=["new series", "series begun"])
@both_databases
def test_many_at_once_get_different_numbers(app: Flask, begun: bool) -> None:
    if begun:
        with transaction():
            take_numbers("SJ", 2022, 7)
    taken: list[str] = []
    failures: list[BaseException] = []
    ready = threading.Barrier(8)

    def take() -> None:
        try:
            with app.app_context():
                g.writes = True
                ready.wait(20)
                for _time in range(5):
                    with transaction():
                        taken.extend(take_numbers("SJ", 2022))
                db.session.remove()
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=take) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    first = 8 if begun else 1
    assert failures == []
    assert sorted(taken) == [f"SJ-2022-{ordinal:04d}" for ordinal in range(first, first + 40)]
