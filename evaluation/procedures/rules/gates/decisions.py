"""Gates over approvals, probation, the archive and posthumous recognition."""

from collections.abc import Callable
from datetime import date, timedelta

from evaluation.procedures.rules.enums import BodyKind, Paper, Talker
from evaluation.procedures.rules.facts import Body, CaseFacts, Extension
from evaluation.procedures.rules.gates.breach import Breach, Frame, Test
from evaluation.procedures.rules.probation import probation_of
from evaluation.procedures.rules.rule import Rule

REFUSED_BODIES = {
    BodyKind.GENERAL_BRANCH: "general_branch_approves",
    BodyKind.BRANCH: "branch_approves",
    BodyKind.PARTY_GROUP: "leading_group_approves",
}


def talker_right(facts: CaseFacts, day: date, rule: Rule, frame: Frame) -> Breach | None:
    """DM-31: a committee member or an organiser has talked."""
    right = facts.approval_talk_by in (Talker.COMMITTEE_MEMBER, Talker.ORGANIZER)
    return None if right else Breach("talker_not_entitled")


def approved_by_committee(body_of: Callable[[CaseFacts], Body | None]) -> Test:
    """DM-32: a committee that holds the right; a temporary organisation only with the papers of its exception."""

    def approved(facts: CaseFacts, day: date, rule: Rule, frame: Frame) -> Breach | None:
        body = body_of(facts)
        if body is None:
            return Breach("approving_body_missing")
        if body.kind in REFUSED_BODIES:
            return Breach(REFUSED_BODIES[body.kind])
        if body.kind is BodyKind.TEMPORARY:
            missing = body.exception.missing if body.exception else ("document_number",)
            return Breach("temporary_approves", details={"parts": missing}) if missing else None
        return None if body.may_approve else Breach("committee_without_right")

    return approved


def admission_body(facts: CaseFacts) -> Body | None:
    """Who approved the admission."""
    return facts.approving_body


def body_of_conversion(facts: CaseFacts) -> Body | None:
    """Who approved the conversion."""
    return facts.conversion_body


def probation_stated(facts: CaseFacts, day: date, rule: Rule, frame: Frame) -> Breach | None:
    """DM-35 with DM-37: the approval names both days, reckoned from the branch meeting; the end may be written either way."""
    meeting = facts.course.meeting_on
    if meeting is None:
        return None
    probation = probation_of(meeting, frame.pack, frame.almanac)
    details = {"first": probation.begins_on, "last": probation.over_on}
    if facts.probation_from is None or facts.probation_to is None:
        return Breach("probation_dates_missing", details=details)
    ends = (probation.over_on, probation.over_on - timedelta(days=1))
    if facts.probation_from != probation.begins_on or facts.probation_to not in ends:
        return Breach("probation_dates_wrong", details=details)
    return None


def extension_allowed(facts: CaseFacts, extension: Extension, position: int, rule: Rule) -> Breach | None:
    """DM-39: once, by six to twelve months. ``position`` counts from 1."""
    least, most, times = rule.limit("least").months, rule.limit("most").months, rule.limit("times").days
    if position > times:
        return Breach("extended_again", details={"times": times})
    if not least <= extension.months <= most:
        return Breach("extension_length", details={"least": least, "most": most, "months": extension.months})
    return None


def archive_complete(facts: CaseFacts, day: date, rule: Rule, frame: Frame) -> Breach | None:
    """DM-43: the case is closed when every paper is there."""
    missing = [paper for paper in Paper if paper not in facts.papers]
    return Breach("papers_missing", details={"papers": missing}) if missing else None


def recognised_by_province(facts: CaseFacts, day: date, rule: Rule, frame: Frame) -> Breach | None:
    """DM-44: the provincial committee has approved. That the person had applied is asked of the course."""
    body = facts.approving_body
    right = body is not None and body.kind is BodyKind.COMMITTEE and body.is_provincial
    return None if right else Breach("not_provincial")
