"""Where a case stands on a day, in the words of a card: the next step, its day, how urgent it is."""

from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import ngettext

from evaluation.foundation.calendar.months import months_between
from evaluation.foundation.core.enums import Labelled
from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.foundation.web.display import hours, short_date
from evaluation.procedures.rules.engine import ACTS, RuleEngine, stage_of
from evaluation.procedures.rules.enums import Stage
from evaluation.procedures.rules.facts import Course
from evaluation.procedures.rules.findings import Outlook, Pending, Recurring
from evaluation.procedures.rules.pack import Pack
from evaluation.procedures.rules.probation import probation_over_on
from evaluation.procedures.rules.wording import duration, reason, title_of
from evaluation.records.nominations.queries.boards import Frontline

SOON = timedelta(days=14)


class Urgency(Labelled):
    """The colour of a card's edge; the words are those of the legend."""

    LATE = "late", _l("Act now"), "red"
    SOON = "soon", _l("Due within 14 days"), "amber"
    GO = "go", _l("Gate passed, can be done"), "green"
    RUNNING = "running", _l("Within the time"), "grey"


ORDER = {Urgency.LATE: 0, Urgency.SOON: 1, Urgency.GO: 2, Urgency.RUNNING: 3}


@dataclass(frozen=True)
class Standing:
    """What a card says. ``day`` is the day it speaks of: the last day, or the first possible one."""

    stage: Stage
    outlook: Outlook
    urgency: Urgency
    title: str
    when: str
    day: date | None
    due: date | None


def dated(outlook: Outlook) -> list[Pending | Recurring]:
    """What has a last day, the first one first."""
    return sorted((one for one in (*outlook.pending, *outlook.recurring) if one.due), key=lambda one: one.due or date.max)


def title_of_item(item: Pending | Recurring) -> str:
    """The words for an act or a duty."""
    return title_of(item.act if isinstance(item, Pending) else item.duty)


def last_day_words(due: date, today: date, provisional: bool = False) -> str:
    """By 4 April at the latest, 2 days late."""
    left = (due - today).days
    if left < 0:
        text = ngettext(
            "By %(day)s at the latest, %(num)d day late",
            "By %(day)s at the latest, %(num)d days late",
            -left,
            day=short_date(due),
        )
    elif left <= SOON.days:
        text = ngettext(
            "By %(day)s at the latest, %(num)d day left", "By %(day)s at the latest, %(num)d days left", left, day=short_date(due)
        )
    else:
        text = _("By %(day)s at the latest", day=short_date(due))
    return text + (_(" (provisional)") if provisional else "")


def last_recorded(course: Course) -> date | None:
    """The day of the newest act."""
    return max((day for day in course[:ACTS] if day is not None), default=None)


def standing_of(course: Course, engine: RuleEngine, today: date) -> Standing:
    """The card of a case: what is late, else what is due within fourteen days, else the act that the chain waits for."""
    outlook = engine.outlook(course, today)
    stage = stage_of(course)
    due = outlook.due
    urgent = next(iter(dated(outlook)), None)
    if urgent is not None and urgent.due is not None and urgent.due <= today + SOON:
        urgency = Urgency.LATE if urgent.due < today else Urgency.SOON
        words = last_day_words(urgent.due, today, urgent.provisional)
        return Standing(stage, outlook, urgency, title_of_item(urgent), words, urgent.due, due)
    if outlook.replace_contact is not None:
        words = _("A contact has left; name another full member")
        return Standing(stage, outlook, Urgency.SOON, _("Replace the contact"), words, None, due)
    following = outlook.next
    if following is None:
        return Standing(stage, outlook, Urgency.RUNNING, _("Nothing is open"), "", None, due)
    return following_standing(course, outlook, stage, following, today)


def following_standing(course: Course, outlook: Outlook, stage: Stage, following: Pending, today: date) -> Standing:
    """The card of a case in which nothing presses."""
    title, due = title_of(following.act), outlook.due
    if not following.may_be_taken:
        if following.earliest is not None:
            words = _("Possible from %(day)s", day=short_date(following.earliest))
            return Standing(stage, outlook, Urgency.RUNNING, title, words, following.earliest, due)
        block = next(one for one in following.findings if one.blocks)
        return Standing(stage, outlook, Urgency.RUNNING, title, reason(block), block.day, due)
    if following.due is not None:
        words = last_day_words(following.due, today, following.provisional)
        return Standing(stage, outlook, Urgency.GO, title, words, following.due, due)
    last = last_recorded(course)
    words = _("Can be done now; last step on %(day)s", day=short_date(last)) if last else _("Can be done now")
    return Standing(stage, outlook, Urgency.GO, title, words, last, due)


def progress(course: Course, engine: RuleEngine, pack: Pack, today: date) -> tuple[int, int, str] | None:
    """How far a time has run: cultivation, or probation, in months."""
    if course.approved_on is not None and course.meeting_on is not None:
        over = probation_over_on(course, pack, engine.almanac)
        start, whole = course.meeting_on, months_between(course.meeting_on, over) if over else 0
    elif course.activist_on is not None and course.target_listed_on is None:
        start, whole = course.cultivated_since or course.activist_on, pack["DM-09"].limits[0].months
    else:
        return None
    if start > today or not whole:
        return None
    months = months_between(start, today)
    return min(months, whole), whole, _("%(months)d/%(whole)d months", months=months, whole=whole)


def frontline_words(one: Frontline | None) -> str:
    """14 shifts, 86 hours, 1 deed."""
    if one is None:
        return ""
    parts = []
    if one.shifts:
        parts.append(ngettext("%(num)d shift", "%(num)d shifts", one.shifts))
    if one.minutes:
        parts.append(_("%(hours)s hours", hours=hours(one.minutes)))
    if one.deeds:
        parts.append(ngettext("%(num)d deed", "%(num)d deeds", one.deeds))
    return _("Frontline: %(what)s", what=_(", ").join(parts)) if parts else ""


def rule_of_column(stage: Stage, pack: Pack) -> str:
    """The limit that a column stands under, with the numbers in force."""

    def months(rule_id: str, limit: str) -> str:
        return duration(pack[rule_id].limit(limit).months)

    if stage is Stage.APPLICATION:
        return _("Talk within %(duration)s of the application", duration=months("DM-02", "talk"))
    if stage is Stage.ACTIVIST:
        return _("Cultivated and examined for %(duration)s", duration=duration(pack["DM-09"].limits[0].months))
    if stage is Stage.DEVELOPMENT_TARGET:
        return _("Political review; training of at least %(days)d days", days=pack["DM-22"].limit("days").days)
    if stage is Stage.ADMISSION and "DM-25" not in pack:
        return _("Approval within %(approval)s of the branch meeting", approval=months("DM-33", "usual"))
    if stage is Stage.ADMISSION:
        return _(
            "Meeting within %(meeting)s of the pre-review, approval within %(approval)s",
            meeting=months("DM-25", "meeting"),
            approval=months("DM-33", "usual"),
        )
    return _("Probation of %(duration)s, then discussed in time", duration=duration(pack["DM-37"].limits[0].months))
