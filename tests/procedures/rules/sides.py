"""Both sides of the limit of every rule that an act is tested by: what is just kept, what is just broken, and its article."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from evaluation.procedures.rules.enums import BodyKind, Consequence, Edition, Meeting, Opinion, Paper, Talker
from evaluation.procedures.rules.facts import Authorisation, Body, Companion, Exclusion, Extension
from tests.procedures.rules.flawless import COMMITTEE, MEMBERS, PAPERS_OF_EXCEPTION, votes

BLOCK, WARN, LATE = Consequence.BLOCK, Consequence.WARN, Consequence.DEADLINE
PROBATIONARY = Companion("00103", full_member=False)
THIRD = Companion("00104", full_member=True)
RULES_2026 = "Rules on Developing Members (2026), "
RULES_2014 = "Rules on Developing Members (2014), "


@dataclass
class Side:
    """Changes to a flawless case: ``kept`` breaks nothing under the rule, ``broken`` breaks it."""

    rule: str
    article: str
    kept: dict[str, Any]
    broken: dict[str, Any]
    effect: Consequence = BLOCK
    edition: Edition = Edition.TEXT_2026
    identity: str = field(default="")

    def __post_init__(self) -> None:
        self.identity = self.identity or f"{self.rule} {' '.join(self.broken)}"


def article(numbers: str) -> str:
    return RULES_2026 + numbers


def body(kind: BodyKind, **changes: Any) -> dict[str, Body]:
    return {"approving_body": Body(kind, **changes)}


SHORTENED = {"shortened": True, "target_proposed_on": date(2026, 12, 15)}

SIDES = [
    Side("DM-01", article("Art. 5"), {"birth_date": date(2008, 5, 12)}, {"birth_date": date(2008, 5, 13)}),
    Side("DM-01", article("Art. 5"), {}, {"birth_date": None}, identity="DM-01 no date of birth"),
    Side(
        "DM-01",
        article("Art. 5"),
        {"birth_date": date(2008, 4, 1), "birth_day_known": False},
        {"birth_date": date(2008, 5, 1), "birth_day_known": False},
        identity="DM-01 month of birth only",
    ),
    Side("DM-02", article("Art. 7"), {"talked_on": date(2026, 6, 12)}, {"talked_on": date(2026, 6, 13)}, LATE),
    Side("DM-02", article("Art. 7"), {}, {"talked_on": None}, LATE, identity="DM-02 no talk"),
    Side("DM-03", article("Art. 8"), {"decided_by": Meeting.MEMBERS}, {"decided_by": None}),
    Side("DM-03", article("Art. 8"), {"recommendation_source": "共青团推优"}, {"recommendation_source": " "}),
    Side("DM-04", article("Art. 8"), {}, {"activist_filed_on": None}),
    Side("DM-05", article("Art. 9"), {"contacts": MEMBERS[:1]}, {"contacts": ()}),
    Side("DM-05", article("Art. 9"), {"contacts": MEMBERS}, {"contacts": (*MEMBERS, THIRD)}, identity="DM-05 three"),
    Side("DM-05", article("Art. 9"), {}, {"contacts": (MEMBERS[0], PROBATIONARY)}, identity="DM-05 on probation"),
    Side(
        "DM-07",
        article("Art. 11"),
        {"examinations": (date(2026, 12, 15), date(2027, 6, 15))},
        {"examinations": (date(2026, 12, 16), date(2027, 6, 15))},
        LATE,
    ),
    Side("DM-07", article("Art. 11"), {}, {"examinations": (date(2026, 12, 1),)}, LATE, identity="DM-07 before listing"),
    Side("DM-08", article("Art. 11"), {"analyses": (date(2027, 6, 15),)}, {"analyses": (date(2027, 6, 16),)}, LATE),
    Side(
        "DM-09",
        article("Arts. 12, 13"),
        {"target_proposed_on": date(2027, 6, 15)},
        {"target_proposed_on": date(2027, 6, 14)},
    ),
    Side(
        "DM-09",
        article("Arts. 12, 13"),
        {"target_proposed_on": date(2027, 3, 1), "cultivated_since": date(2026, 3, 1)},
        {"target_proposed_on": date(2027, 2, 28), "cultivated_since": date(2026, 3, 1)},
        identity="DM-09 carried over",
    ),
    Side("DM-10", article("Art. 13"), {}, {"opinions_heard": frozenset(set(Opinion) - {Opinion.MASSES})}),
    Side("DM-11", article("Art. 13"), {}, {"target_agreed_on": None}),
    Side("DM-12", RULES_2014 + "Art. 13", {}, {"target_agreed_on": None}, edition=Edition.TEXT_2014),
    Side("DM-13", article("Art. 13"), {"notice_ended_on": date(2027, 6, 25)}, {"notice_ended_on": date(2027, 6, 24)}),
    Side("DM-13", article("Art. 13"), {}, {"target_listed_on": date(2027, 6, 25)}),
    Side("DM-13", article("Art. 13"), {}, {"notice_posted_on": None, "notice_ended_on": None}, identity="DM-13 no notice"),
    Side(
        "DM-14",
        "Practice",
        {"notice_posted_on": date(2023, 6, 18), "notice_ended_on": date(2023, 6, 23)},
        {"notice_posted_on": date(2023, 6, 18), "notice_ended_on": date(2023, 6, 22)},
        WARN,
        Edition.TEXT_2014,
    ),
    Side(
        "DM-14",
        "Practice",
        {},
        {"notice_posted_on": None, "notice_ended_on": None},
        WARN,
        Edition.TEXT_2014,
        identity="DM-14 no notice",
    ),
    Side("DM-15", article("Art. 13"), {"floating": True, "notice_places": 2}, {"floating": True, "notice_places": 1}),
    Side("DM-16", article("Art. 13"), {"open_objections": 0}, {"open_objections": 1}),
    Side("DM-17", article("Art. 14"), {"introducers": MEMBERS}, {"introducers": MEMBERS[:1]}),
    Side("DM-17", article("Art. 14"), {}, {"introducers": (*MEMBERS, THIRD)}, identity="DM-17 three"),
    Side("DM-17", article("Art. 14"), {}, {"introducers": (MEMBERS[0], MEMBERS[0])}, identity="DM-17 one twice"),
    Side("DM-17", article("Art. 14"), {}, {"introducers": (MEMBERS[0], PROBATIONARY)}, identity="DM-17 on probation"),
    Side(
        "DM-18",
        article("Art. 14"),
        {"introducers": (MEMBERS[0], Companion("1", True, rights_suspended=False))},
        {"introducers": (MEMBERS[0], Companion("1", True, rights_suspended=True))},
    ),
    Side(
        "DM-19",
        article("Art. 14"),
        {"introducers": (MEMBERS[0], Companion("1", True, sanction_in_effect=False))},
        {"introducers": (MEMBERS[0], Companion("1", True, sanction_in_effect=True))},
        WARN,
    ),
    Side("DM-20", article("Art. 16"), {}, {"political_review_on": None}),
    Side("DM-20", article("Art. 16"), {"political_review_passed": True}, {"political_review_passed": False}),
    Side("DM-20", article("Art. 16"), {}, {"political_review_document": ""}),
    Side("DM-21", "Practice", {"political_review_on": date(2026, 7, 20)}, {"political_review_on": date(2026, 7, 19)}, WARN),
    Side("DM-22", article("Art. 17"), {"training_days": 3}, {"training_days": 2}),
    Side(
        "DM-22",
        article("Art. 17"),
        {"training_days": None, "training_hours": 24},
        {"training_days": None, "training_hours": 23.5},
        identity="DM-22 hours",
    ),
    Side(
        "DM-22",
        article("Art. 17"),
        {"training_days": None, "training_exception": "援藏期间，经党委同意"},
        {"training_days": None, "training_exception": " "},
        identity="DM-22 special case",
    ),
    Side("DM-23", article("Art. 18"), {"scrutiny_on": date(2027, 7, 14)}, {"scrutiny_on": None}),
    Side("DM-23", article("Art. 18"), {}, {"pre_review_on": None}),
    Side("DM-24", article("Art. 18"), {"leaves_unit_on": date(2027, 10, 15)}, {"leaves_unit_on": date(2027, 10, 14)}, WARN),
    Side("DM-25", article("Art. 19"), {"meeting_on": date(2027, 8, 16)}, {"meeting_on": date(2027, 8, 17)}, LATE),
    Side(
        "DM-26",
        article("Art. 19"),
        {"votes": votes(due=11, present=6, in_favour=6)},
        {"votes": votes(due=10, present=5, in_favour=5, written_in_favour=3)},
    ),
    Side("DM-26", article("Art. 19"), {}, {"votes": votes(due=9, present=10)}, identity="DM-26 more than due"),
    Side("DM-26", article("Art. 19"), {}, {"votes": votes(present=-10)}, identity="DM-26 below zero"),
    Side("DM-26", article("Art. 19"), {}, {"votes": None}, identity="DM-26 no numbers"),
    Side("DM-26", article("Art. 19"), {}, {"meeting_on": None}, identity="DM-26 no meeting"),
    Side(
        "DM-26",
        article("Art. 19"),
        {"votes": votes(excluded=(Exclusion(1, "长期卧床"),))},
        {"votes": votes(excluded=(Exclusion(1, " "),))},
        identity="DM-26 left out of those due",
    ),
    Side(
        "DM-27",
        article("Art. 20"),
        {"votes": votes(due=11, present=7, in_favour=6, against=1)},
        {"votes": votes(due=10, present=7, in_favour=5, against=2)},
    ),
    Side(
        "DM-27",
        article("Art. 20"),
        {"votes": votes(due=10, present=6, in_favour=5, against=1, written_in_favour=1, written_received_on=date(2027, 7, 19))},
        {"votes": votes(due=10, present=6, in_favour=5, against=1, written_against=1, written_received_on=date(2027, 7, 19))},
        identity="DM-27 written opinion",
    ),
    Side("DM-27", article("Art. 20"), {}, {"votes": votes(in_favour=9)}, identity="DM-27 sum"),
    Side("DM-27", article("Art. 20"), {}, {"conversion_votes": votes(in_favour=5, against=5)}),
    Side("DM-28", article("Art. 20"), {"votes": votes(secret=True)}, {"votes": votes(secret=False)}),
    Side(
        "DM-28",
        article("Art. 20"),
        {"votes": votes(candidates_together=1)},
        {"votes": votes(candidates_together=2)},
        identity="DM-28 together",
    ),
    Side(
        "DM-29",
        article("Art. 20"),
        {"votes": votes(written_in_favour=1, written_received_on=date(2027, 7, 20))},
        {"votes": votes(written_in_favour=1, written_received_on=date(2027, 7, 21))},
    ),
    Side(
        "DM-29",
        article("Art. 20"),
        {"votes": votes(written_in_favour=1, written_received_on=date(2027, 7, 20))},
        {"votes": votes(written_in_favour=2, written_received_on=date(2027, 7, 20))},
        identity="DM-29 more than absent",
    ),
    Side(
        "DM-30",
        "Notice of the Central Organisation Department of 23 February 2020; " + article("Art. 26"),
        {**SHORTENED, "shortening": PAPERS_OF_EXCEPTION},
        {**SHORTENED, "shortening": Authorisation("组发〔2027〕3号", date(2027, 1, 4), "中共某市委组织部")},
    ),
    Side("DM-31", article("Art. 23"), {"approval_talk_by": Talker.COMMITTEE_MEMBER}, {"approval_talk_by": Talker.OTHER}),
    Side("DM-31", article("Art. 23"), {}, {"approval_talk_on": None}),
    Side("DM-32", article("Art. 22"), {"approving_body": COMMITTEE}, body(BodyKind.COMMITTEE), identity="DM-32 no right"),
    Side("DM-32", article("Art. 22"), {}, body(BodyKind.GENERAL_BRANCH, may_approve=True), identity="DM-32 general branch"),
    Side("DM-32", article("Art. 22"), {}, body(BodyKind.PARTY_GROUP, may_approve=True), identity="DM-32 leading group"),
    Side(
        "DM-32",
        article("Art. 22"),
        body(BodyKind.TEMPORARY, exception=PAPERS_OF_EXCEPTION),
        body(BodyKind.TEMPORARY, exception=Authorisation("组发〔2027〕3号")),
        identity="DM-32 temporary",
    ),
    Side("DM-33", article("Art. 25"), {"approved_on": date(2027, 10, 20)}, {"approved_on": date(2027, 10, 21)}, LATE),
    Side(
        "DM-33",
        article("Art. 25"),
        {"approved_on": date(2028, 1, 20), "approval_special": True},
        {"approved_on": date(2028, 1, 21), "approval_special": True},
        identity="DM-33 six months",
    ),
    Side("DM-34", "Practice", {"reported_on": date(2027, 10, 20)}, {"reported_on": date(2027, 10, 21)}, WARN),
    Side("DM-34", "Practice", {}, {"reported_on": date(2028, 1, 21)}, identity="DM-34 six months"),
    Side("DM-35", article("Art. 24"), {"probation_to": date(2028, 7, 19)}, {"probation_to": date(2028, 7, 21)}),
    Side("DM-35", article("Art. 24"), {}, {"probation_from": date(2027, 8, 2)}),
    Side("DM-35", article("Art. 24"), {}, {"probation_from": None, "probation_to": None}, identity="DM-35 no days"),
    Side("DM-36", article("Art. 29"), {"oath_on": date(2027, 9, 2)}, {"oath_on": date(2027, 9, 3)}, LATE),
    Side("DM-36", article("Art. 29"), {}, {"oath_on": None}, LATE, identity="DM-36 no oath"),
    Side(
        "DM-38",
        article("Art. 31"),
        {"conversion_meeting_on": date(2028, 7, 20)},
        {"conversion_meeting_on": date(2028, 7, 19)},
    ),
    Side(
        "DM-39",
        article("Art. 31"),
        {"extensions": (Extension(date(2028, 7, 20), 6),)},
        {"extensions": (Extension(date(2028, 7, 20), 5),)},
    ),
    Side(
        "DM-39",
        article("Art. 31"),
        {"extensions": (Extension(date(2028, 7, 20), 12),)},
        {"extensions": (Extension(date(2028, 7, 20), 13),)},
        identity="DM-39 longest",
    ),
    Side(
        "DM-39",
        article("Art. 31"),
        {"extensions": (Extension(date(2028, 7, 20), 6),)},
        {"extensions": (Extension(date(2028, 7, 20), 6), Extension(date(2029, 1, 20), 6))},
        identity="DM-39 twice",
    ),
    Side(
        "DM-40",
        article("Art. 33"),
        {"conversion_approved_on": date(2028, 10, 20)},
        {"conversion_approved_on": date(2028, 10, 21)},
        LATE,
    ),
    Side(
        "DM-41",
        article("Art. 35"),
        {"transferred_in": True, "postponed_until": date(2029, 1, 20)},
        {"transferred_in": True, "postponed_until": date(2029, 1, 21)},
    ),
    Side("DM-41", article("Art. 35"), {}, {"postponed_until": date(2028, 9, 20)}, identity="DM-41 never moved"),
    Side(
        "DM-41",
        article("Art. 35"),
        {"transferred_in": True, "conversion_meeting_on": date(2029, 1, 20)},
        {"transferred_in": True, "conversion_meeting_on": date(2029, 1, 21)},
        LATE,
        identity="DM-41 discussed later",
    ),
    Side("DM-43", article("Art. 36"), {}, {"papers": frozenset(set(Paper) - {Paper.PROBATION_REGISTER})}),
    Side(
        "DM-44",
        article("Art. 27"),
        {"recognised_on": date(2027, 7, 1), "approving_body": Body(BodyKind.COMMITTEE, True, is_provincial=True)},
        {"recognised_on": date(2027, 7, 1)},
    ),
    Side(
        "DM-44",
        article("Art. 27"),
        {},
        {"recognised_on": date(2027, 7, 1), "applied_on": None},
        identity="DM-44 had not applied",
    ),
    Side("DM-45", article("Art. 8"), {"activist_filed_on": date(2026, 6, 15)}, {"activist_filed_on": date(2026, 6, 14)}),
    Side("DM-45", article("Art. 32"), {}, {"conversion_applied_on": None}, identity="DM-45 not recorded"),
    Side("DM-45", article("Arts. 5, 6"), {"birth_date": date(2008, 5, 12)}, {"birth_date": date(2026, 5, 13)}),
    Side(
        "DM-46",
        "Practice",
        {"thought_reports": (date(2026, 9, 15), date(2026, 12, 15), date(2027, 3, 15), date(2027, 6, 15))},
        {"thought_reports": (date(2026, 9, 16), date(2026, 12, 15), date(2027, 3, 15), date(2027, 6, 15))},
        WARN,
    ),
    Side("DM-47", article("Art. 3"), {"admissions_lately": 2}, {"admissions_lately": 3}, WARN),
]
