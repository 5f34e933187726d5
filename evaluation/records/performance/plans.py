"""A shift as somebody means to record it: what the form, the importer and the copy of an earlier shift have in common."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Self

from evaluation.foundation.core.clock import local
from evaluation.records.performance.calculations import last_day, length, same_shift_key, title_of


@dataclass(frozen=True)
class LinePlan:
    """One person in a planned shift. Without ``minutes`` the person was there the whole shift."""

    person_id: int
    minutes: int | None = None
    present: bool = True
    task: str = ""
    note: str = ""

    def minutes_of(self, planned: int) -> int:
        """Minutes to be recorded."""
        if not self.present:
            return 0
        return planned if self.minutes is None else self.minutes


@dataclass(frozen=True)
class ShiftPlan:
    """A shift to be recorded. Times are aware; ``source`` is the caller's own mark, such as the row of a file."""

    organization_id: int
    place: str
    task: str
    begins_at: datetime
    ends_at: datetime
    lines: Sequence[LinePlan]
    content: str = ""
    campaign_id: int | None = None
    source: Any = None

    @property
    def planned_minutes(self) -> int:
        """Length of the shift."""
        return length(self.begins_at, self.ends_at)

    @property
    def held_on(self) -> date:
        """The day on which it begins."""
        return local(self.begins_at).date()

    @property
    def ends_on(self) -> date:
        """The day on which it ends."""
        return last_day(self.ends_at)

    @property
    def natural_key(self) -> str:
        """What makes it the same shift told twice."""
        return same_shift_key(self.organization_id, self.begins_at, self.ends_at, self.place, self.task)

    @property
    def title(self) -> str:
        """Title in lists."""
        return title_of(self.place, self.task)

    @property
    def person_ids(self) -> list[int]:
        """Who is in it, in order."""
        return [line.person_id for line in self.lines]

    def only(self, person_ids: set[int]) -> Self:
        """The same shift with these people alone."""
        return replace(self, lines=[line for line in self.lines if line.person_id in person_ids])
