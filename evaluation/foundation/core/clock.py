"""The only clock. Inside, times are aware UTC; days are those of Shanghai, where the college is."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


class Clock:
    """Tells the time; a test may put another source in its place."""

    def __init__(self) -> None:
        self.source: Callable[[], datetime] = lambda: datetime.now(UTC)

    def now(self) -> datetime:
        """The present moment, aware, UTC."""
        return self.source()

    def today(self) -> date:
        """The present day in Shanghai."""
        return local(self.now()).date()


def local(moment: datetime) -> datetime:
    """A moment as the wall clock in Shanghai shows it."""
    return moment.astimezone(SHANGHAI)


clock = Clock()
