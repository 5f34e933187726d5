"""Gates that look at what the forms hold, from the activist to the trained development target."""

from collections.abc import Iterable
from datetime import date

from evaluation.procedures.rules.enums import Opinion
from evaluation.procedures.rules.facts import CaseFacts, Companion
from evaluation.procedures.rules.gates.breach import Breach, Frame
from evaluation.procedures.rules.rule import Rule


def numbers_of(companions: Iterable[Companion]) -> list[str]:
    """Staff or student numbers, in order."""
    return [companion.number for companion in companions]


def decided_by_meeting(facts: CaseFacts, day: date, rule: Rule, frame: Frame) -> Breach | None:
    """DM-03: the branch committee, or the members' meeting where there is none, has decided."""
    return Breach("decision_without_meeting") if facts.decided_by is None else None


def recommended(facts: CaseFacts, day: date, rule: Rule, frame: Frame) -> Breach | None:
    """DM-03: somebody recommended: Party members, or a mass organisation."""
    return None if (facts.recommendation_source or "").strip() else Breach("recommendation_missing")


def contacts_right(facts: CaseFacts, day: date, rule: Rule, frame: Frame) -> Breach | None:
    """DM-05: one or two contacts, and full members."""
    least, most = rule.limit("least").days, rule.limit("most").days
    number = len(set(numbers_of(facts.contacts)))
    if not least <= number <= most:
        return Breach("contacts_number", details={"least": least, "most": most, "number": number})
    others = [companion for companion in facts.contacts if not companion.full_member]
    return Breach("contact_not_full", details={"people": numbers_of(others)}) if others else None


def opinions_complete(facts: CaseFacts, day: date, rule: Rule, frame: Frame) -> Breach | None:
    """DM-10: Party group, contacts, members and masses were heard."""
    missing = [opinion for opinion in Opinion if opinion not in facts.opinions_heard]
    if len(facts.opinions_heard) >= rule.limits[0].number or not missing:
        return None
    return Breach("opinions_missing", details={"opinions": missing})


def shortening_authorised(facts: CaseFacts, day: date, rule: Rule, frame: Frame) -> Breach | None:
    """DM-30: a shortened cultivation has document number, date, approving committee and evidence; a full year needs none."""
    course = facts.course
    since = course.cultivated_since or course.activist_on
    if not course.shortened or since is None:
        return None
    cultivation = frame.pack.get("DM-09")
    if cultivation is not None and frame.almanac.months_after(since, cultivation.limits[0].months) <= day:
        return None
    missing = facts.shortening.missing if facts.shortening else ("document_number",)
    return Breach("shortening_papers", details={"parts": missing}) if missing else None


def publicised_in_both_places(facts: CaseFacts, day: date, rule: Rule, frame: Frame) -> Breach | None:
    """DM-15: a floating person is publicised where he or she comes from and where he or she is."""
    places = rule.limits[0].days
    return Breach("notice_places", details={"places": places}) if facts.floating and facts.notice_places < places else None


def outside_vacation(facts: CaseFacts, day: date, rule: Rule, frame: Frame) -> Breach | None:
    """CA-04: a notice that nobody can see misses its purpose."""
    posted = facts.course.notice_posted_on
    vacation = frame.almanac.vacation_in(posted, day) if posted else None
    return Breach("notice_in_vacation", details={"first": vacation[0], "last": vacation[1]}) if vacation else None


def calendar_official(facts: CaseFacts, day: date, rule: Rule, frame: Frame) -> Breach | None:
    """CA-03: working days of a year without an official calendar are provisional."""
    posted = facts.course.notice_posted_on
    if posted is None or posted > day or frame.almanac.calendar.is_official(posted, day):
        return None
    return Breach("calendar_provisional", details={"year": day.year})


def introducers_right(facts: CaseFacts, day: date, rule: Rule, frame: Frame) -> Breach | None:
    """DM-17: exactly two introducers, and full members."""
    asked, number = rule.limits[0].days, len(set(numbers_of(facts.introducers)))
    if number != asked:
        return Breach("introducers_number", details={"asked": asked, "number": number})
    others = [companion for companion in facts.introducers if not companion.full_member]
    return Breach("introducer_not_full", details={"people": numbers_of(others)}) if others else None


def introducers_have_rights(facts: CaseFacts, day: date, rule: Rule, frame: Frame) -> Breach | None:
    """DM-18: nobody on probation within the Party whose rights are not restored."""
    others = [companion for companion in facts.introducers if companion.rights_suspended]
    return Breach("introducer_without_rights", details={"people": numbers_of(others)}) if others else None


def introducers_without_sanction(facts: CaseFacts, day: date, rule: Rule, frame: Frame) -> Breach | None:
    """DM-19: within the effect period of a warning, serious warning or removal one should not introduce."""
    others = [companion for companion in facts.introducers if companion.sanction_in_effect]
    return Breach("introducer_under_sanction", details={"people": numbers_of(others)}) if others else None


def review_passed(facts: CaseFacts, day: date, rule: Rule, frame: Frame) -> Breach | None:
    """DM-20: the political review was passed."""
    return None if facts.political_review_passed else Breach("review_not_passed")


def review_documented(facts: CaseFacts, day: date, rule: Rule, frame: Frame) -> Breach | None:
    """DM-20: there is a conclusion document."""
    return None if (facts.political_review_document or "").strip() else Breach("review_document_missing")


def training_long_enough(facts: CaseFacts, day: date, rule: Rule, frame: Frame) -> Breach | None:
    """DM-22: three days or 24 class hours; an individual special case has its reason written down."""
    days, hours = rule.limit("days").days, rule.limit("hours").days
    if (facts.training_days or 0) >= days or (facts.training_hours or 0) >= hours:
        return None
    if (facts.training_exception or "").strip():
        return None
    return Breach("training_too_short", details={"days": days, "hours": hours, "had": facts.training_hours})
