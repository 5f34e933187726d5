"""Probation and Party standing, from the branch meeting (DM-37, DM-39, DM-42); never from the oath, never from approval."""

from dataclasses import dataclass
from datetime import date, timedelta

from evaluation.procedures.rules.almanac import Almanac
from evaluation.procedures.rules.enums import Outcome
from evaluation.procedures.rules.facts import Course
from evaluation.procedures.rules.pack import Pack


@dataclass(frozen=True, slots=True)
class Probation:
    """``over_on`` is the first day on which the person can be a full member.

    Units write the end differently, as that day or as the day before it; :meth:`written_end` gives either.
    """

    begins_on: date
    over_on: date

    def written_end(self, day_before: bool = False) -> date:
        """The end as the application form states it."""
        return self.over_on - timedelta(days=1) if day_before else self.over_on


def probation_of(meeting_on: date, pack: Pack, almanac: Almanac, extension_months: int = 0) -> Probation:
    """Probation that begins with the meeting that passed the admission; an extension runs on from the first end."""
    over = almanac.months_after(meeting_on, pack["DM-37"].limits[0].months)
    return Probation(meeting_on, almanac.months_after(over, extension_months) if extension_months else over)


def probation_over_on(course: Course, pack: Pack, almanac: Almanac) -> date | None:
    """When the probation of a case is over; None before the branch meeting."""
    if course.meeting_on is None:
        return None
    return probation_of(course.meeting_on, pack, almanac, course.extension_months).over_on


def party_standing_from(course: Course, pack: Pack, almanac: Almanac) -> date | None:
    """The day from which Party standing counts: the end of probation, not the approval (DM-42); None for nobody converted.

    A discussion postponed after a transfer changes nothing: the day goes back to the end of probation (DM-41).
    """
    if course.conversion_approved_on is None or course.conversion_outcome is Outcome.CANCELLED:
        return None
    return probation_over_on(course, pack, almanac)
