"""A case without a fault under either text, and what a test needs to spoil it in one place."""

from dataclasses import replace
from datetime import date
from typing import Any

from evaluation.foundation.calendar.working_days import WorkingCalendar
from evaluation.procedures.rules.almanac import Almanac
from evaluation.procedures.rules.engine import RuleEngine
from evaluation.procedures.rules.enums import BodyKind, Edition, Meeting, Opinion, Paper, Talker
from evaluation.procedures.rules.facts import Authorisation, Body, CaseFacts, Companion, Course, Votes
from evaluation.procedures.rules.findings import Finding
from evaluation.procedures.rules.judgement import judge

PLAIN_CALENDAR = WorkingCalendar({}, set(range(2015, 2036)))
"""Monday to Friday, no holidays: the last days in these tests can be read off any calendar."""

MEMBERS = (Companion("00101", full_member=True), Companion("00102", full_member=True))
COMMITTEE = Body(BodyKind.COMMITTEE, may_approve=True)
PAPERS_OF_EXCEPTION = Authorisation("组发〔2027〕3号", date(2027, 1, 4), "中共某市委组织部", ("SJ-2027-0001",))
EARLIER = {Edition.TEXT_2026: 0, Edition.TEXT_2014: 4}


def votes(**changes: Any) -> Votes:
    """Eleven due, ten present, all in favour."""
    return replace(Votes(due=11, present=10, in_favour=10), **changes)


def moved(value: Any, years: int) -> Any:
    """The same value some years earlier; what is no day stays."""
    if isinstance(value, date):
        return value.replace(year=value.year - years)
    return tuple(moved(one, years) for one in value) if isinstance(value, tuple) else value


def flawless(edition: Edition = Edition.TEXT_2026, **changes: Any) -> CaseFacts:
    """The whole way from application to archive, with changes to single facts. Under the 2014 text four years earlier."""
    facts: dict[str, Any] = {
        "birth_date": date(2000, 3, 1),
        "applied_on": date(2026, 5, 12),
        "talked_on": date(2026, 5, 20),
        "activist_on": date(2026, 6, 15),
        "activist_filed_on": date(2026, 6, 17),
        "contacts_on": date(2026, 6, 17),
        "target_proposed_on": date(2027, 6, 15),
        "target_agreed_on": date(2027, 6, 17),
        "notice_posted_on": date(2027, 6, 18),
        "notice_ended_on": date(2027, 6, 25),
        "target_listed_on": date(2027, 6, 26),
        "introducers_on": date(2027, 6, 28),
        "political_review_on": date(2027, 7, 5),
        "training_ended_on": date(2027, 7, 9),
        "scrutiny_on": date(2027, 7, 12),
        "pre_review_on": date(2027, 7, 14),
        "application_form_on": date(2027, 7, 16),
        "meeting_on": date(2027, 7, 20),
        "reported_on": date(2027, 7, 22),
        "approval_talk_on": date(2027, 7, 26),
        "approved_on": date(2027, 8, 2),
        "filed_up_on": date(2027, 8, 10),
        "enrolled_on": date(2027, 8, 5),
        "oath_on": date(2027, 8, 12),
        "conversion_applied_on": date(2028, 7, 10),
        "conversion_meeting_on": date(2028, 7, 20),
        "conversion_approved_on": date(2028, 8, 1),
        "archived_on": date(2028, 8, 10),
        "decided_by": Meeting.BRANCH_COMMITTEE,
        "recommendation_source": "党员推荐",
        "contacts": MEMBERS,
        "examinations": (date(2026, 12, 14), date(2027, 6, 12)),
        "analyses": (date(2027, 6, 10),),
        "thought_reports": (date(2026, 9, 14), date(2026, 12, 11), date(2027, 3, 10), date(2027, 6, 9)),
        "opinions_heard": frozenset(Opinion),
        "introducers": MEMBERS,
        "political_review_passed": True,
        "political_review_document": "政审〔2027〕1号",
        "training_days": 3,
        "votes": votes(),
        "approval_talk_by": Talker.ORGANIZER,
        "approving_body": COMMITTEE,
        "probation_from": date(2027, 7, 20),
        "probation_to": date(2028, 7, 20),
        "conversion_votes": votes(),
        "conversion_body": COMMITTEE,
        "papers": frozenset(Paper),
    }
    facts = {name: moved(value, EARLIER[edition]) for name, value in facts.items()} | changes
    course = Course(**{name: facts.pop(name) for name in Course._fields if name in facts})
    return CaseFacts(course=course, **facts)


def engine() -> RuleEngine:
    """An engine on the plain calendar."""
    return RuleEngine(Almanac(PLAIN_CALENDAR))


def findings_of(rule_id: str, facts: CaseFacts) -> list[Finding]:
    """What the judgement of a case says under one rule."""
    return [finding for finding in judge(engine(), facts) if finding.rule.id == rule_id]
