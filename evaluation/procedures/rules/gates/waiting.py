"""Gates that look at the course alone: may the act be taken on this day."""

from datetime import date, timedelta

from evaluation.foundation.calendar.months import reaches_age_on
from evaluation.procedures.rules.enums import Consequence, Outcome
from evaluation.procedures.rules.facts import Course
from evaluation.procedures.rules.gates.breach import Breach, Frame
from evaluation.procedures.rules.probation import probation_over_on
from evaluation.procedures.rules.rule import Rule

ONE_DAY = timedelta(days=1)


def old_enough(course: Course, day: date, rule: Rule, frame: Frame) -> Breach | None:
    """DM-01: eighteen on the day of application; where only the month of birth is known, its last day must have passed."""
    years = rule.limit("age").days
    if course.birth_date is None:
        return Breach("birth_date_missing", details={"years": years})
    birthday = reaches_age_on(course.birth_date, years)
    if day < birthday:
        return Breach("too_young", birthday, {"years": years}, waits=True)
    if not course.birth_day_known:
        following = frame.almanac.months_after(course.birth_date, 1)
        if day < reaches_age_on(following - ONE_DAY, years):
            return Breach("birth_day_missing", details={"years": years})
    return None


def cultivated_long_enough(course: Course, day: date, rule: Rule, frame: Frame) -> Breach | None:
    """DM-09: a year from the decision on the activist, time elsewhere carried over; DM-30 stands in its place if claimed."""
    since = course.cultivated_since or course.activist_on
    if course.shortened or since is None:
        return None
    months = rule.limits[0].months
    full = frame.almanac.months_after(since, months)
    return Breach("cultivation", full, {"months": months}, waits=True) if day < full else None


def posting_day_counts(frame: Frame) -> bool:
    """CA-02: whether the college counts the posting day."""
    return frame.pack["CA-02"].limits[0].number == 1


def notice_period(course: Course, rule: Rule, frame: Frame) -> date | None:
    """The last day that the notice must still hang (DM-13, DM-14 by CA-02)."""
    if course.notice_posted_on is None:
        return None
    return frame.almanac.notice_end(course.notice_posted_on, rule.limits[0].days, posting_day_counts(frame)).day


def too_short(last: date, rule: Rule, frame: Frame, waits: bool) -> Breach:
    """The notice ends too early."""
    word = "notice_too_short_from_posting" if posting_day_counts(frame) else "notice_too_short"
    return Breach(word, last, {"days": rule.limits[0].days}, waits)


def notice_long_enough(course: Course, day: date, rule: Rule, frame: Frame) -> Breach | None:
    """DM-13, DM-14: the notice ends after the fifth full working day, the posting day not counted."""
    last = notice_period(course, rule, frame)
    if last is None or last <= day:
        return None
    return too_short(last, rule, frame, waits=True)


def notice_over(course: Course, day: date, rule: Rule, frame: Frame) -> Breach | None:
    """DM-13, DM-14: nobody is listed before the last day of the notice is over; a notice taken down early does not count."""
    last = notice_period(course, rule, frame)
    ended = course.notice_ended_on
    if last is None or ended is None:
        return None
    if ended < last:
        return too_short(last, rule, frame, waits=False)
    return Breach("notice_running", ended + ONE_DAY, waits=True) if day <= ended else None


def no_open_objection(course: Course, day: date, rule: Rule, frame: Frame) -> Breach | None:
    """DM-16: an open objection keeps the listing back."""
    if course.open_objections <= rule.limits[0].number:
        return None
    return Breach("objections_open", details={"number": course.open_objections})


def leaves_soon(course: Course, day: date, rule: Rule, frame: Frame) -> Breach | None:
    """DM-24: whoever leaves within three months is normally not handled here."""
    leaves = course.leaves_unit_on
    if leaves is None or leaves > frame.almanac.months_after(day, rule.limits[0].months):
        return None
    return Breach("leaves_soon", leaves, {"months": rule.limits[0].months})


def review_fresh(course: Course, day: date, rule: Rule, frame: Frame) -> Breach | None:
    """DM-21: a political review is good for a year, to the day."""
    if course.political_review_on is None:
        return None
    last = frame.almanac.months_after(course.political_review_on, rule.limits[0].months)
    return Breach("review_old", last, {"months": rule.limits[0].months}) if day > last else None


def reported_in_time(course: Course, day: date, rule: Rule, frame: Frame) -> Breach | None:
    """DM-34: reported after three months the branch deliberates again, after six it begins anew."""
    if course.meeting_on is None:
        return None
    again, restart = rule.limit("deliberate_again"), rule.limit("restart")
    if day > frame.almanac.deadline(course.meeting_on, restart.months).day:
        return Breach("report_restart", details={"months": restart.months}, effect=restart.consequence)
    last = frame.almanac.deadline(course.meeting_on, again.months).day
    return Breach("report_again", last, {"months": again.months}) if day > last else None


def approval_still_possible(course: Course, day: date, rule: Rule, frame: Frame) -> Breach | None:
    """DM-33: after six months nothing can be approved any more."""
    if course.meeting_on is None:
        return None
    longest = rule.limit("longest")
    last = frame.almanac.deadline(course.meeting_on, longest.months).day
    return Breach("approval_too_late", last, {"months": longest.months}, effect=longest.consequence) if day > last else None


def probation_over(course: Course, day: date, rule: Rule, frame: Frame) -> Breach | None:
    """DM-38: no conversion before probation ends, counted from the branch meeting; a cancellation need not wait."""
    if course.meeting_on is None or course.conversion_outcome is Outcome.CANCELLED:
        return None
    over = probation_over_on(course, frame.pack, frame.almanac)
    return Breach("probation_running", over, waits=True) if over and day < over else None


def postponed_within_limit(course: Course, day: date, rule: Rule, frame: Frame) -> Breach | None:
    """DM-41: only for somebody who moved in, and for six months after probation at most; a later meeting is late."""
    over = probation_over_on(course, frame.pack, frame.almanac)
    if over is None:
        return None
    months = rule.limits[0].months
    last = frame.almanac.months_after(over, months)
    if course.postponed_until is not None:
        if not course.transferred_in:
            return Breach("postponed_without_transfer")
        if course.postponed_until > last:
            return Breach("postponed_too_long", last, {"months": months})
    if course.transferred_in and day > last:
        return Breach("discussed_too_late", last, {"months": months}, effect=Consequence.DEADLINE)
    return None
