"""Days are those of Shanghai, moments are aware UTC."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from evaluation.foundation.core.clock import clock, local


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2022, 4, 5, 15, 59, 59, tzinfo=UTC), date(2022, 4, 5)),
        (datetime(2022, 4, 5, 16, 0, tzinfo=UTC), date(2022, 4, 6)),
        (datetime(2021, 12, 31, 16, 0, tzinfo=UTC), date(2022, 1, 1)),
    ],
)
def test_the_day_begins_at_midnight_in_shanghai(frozen_clock: Callable[[datetime], None], moment: datetime, day: date) -> None:
    frozen_clock(moment)

    assert clock.today() == day
    assert clock.now() == moment


def test_a_moment_is_shown_as_the_wall_clock_in_shanghai_shows_it() -> None:
    shown = local(datetime(2022, 4, 6, 1, 30, tzinfo=UTC))

    assert (shown.hour, shown.minute, shown.utcoffset()) == (9, 30, timedelta(hours=8))
