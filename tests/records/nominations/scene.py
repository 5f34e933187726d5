"""A branch with cases, and everybody who meets them. Days are those of a case without a fault under the 2014 text."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.procedures.rules.enums import BodyKind, Meeting, Opinion, Talker
from evaluation.procedures.rules.facts import Body, Votes
from evaluation.records.nominations.models.cases import Nomination
from evaluation.records.nominations.operations.acts import Entry, take_act
from evaluation.records.nominations.operations.opening import open_case
from evaluation.records.nominations.room import FLOW
from evaluation.registry.accounts.actors import Actor
from evaluation.registry.accounts.enums import Role
from evaluation.registry.accounts.models import Account
from evaluation.registry.people.enums import PoliticalStatus
from evaluation.registry.people.models import Person
from tests.support.factories import Factory

VOTES = Votes(due=11, present=10, in_favour=10)
COMMITTEE = Body(BodyKind.COMMITTEE, may_approve=True)
LATER = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
KIND = FLOW.kind
DAYS = {
    "applied_on": date(2022, 5, 12),
    "talked_on": date(2022, 5, 20),
    "activist_on": date(2022, 6, 15),
    "activist_filed_on": date(2022, 6, 17),
    "contacts_on": date(2022, 6, 17),
    "target_proposed_on": date(2023, 6, 15),
    "target_agreed_on": date(2023, 6, 19),
    "notice_posted_on": date(2023, 6, 19),
    "notice_ended_on": date(2023, 6, 28),
    "target_listed_on": date(2023, 6, 29),
    "introducers_on": date(2023, 6, 30),
    "political_review_on": date(2023, 7, 5),
    "training_ended_on": date(2023, 7, 10),
    "scrutiny_on": date(2023, 7, 12),
    "pre_review_on": date(2023, 7, 14),
    "application_form_on": date(2023, 7, 17),
    "meeting_on": date(2023, 7, 20),
    "reported_on": date(2023, 7, 24),
    "approval_talk_on": date(2023, 7, 26),
    "approved_on": date(2023, 8, 2),
    "filed_up_on": date(2023, 8, 10),
    "enrolled_on": date(2023, 8, 7),
    "oath_on": date(2023, 8, 14),
    "conversion_applied_on": date(2024, 7, 10),
    "conversion_meeting_on": date(2024, 7, 22),
    "conversion_approved_on": date(2024, 8, 1),
}
TAKERS = {
    "activist_filed_on": "officer",
    "target_agreed_on": "officer",
    "target_listed_on": "officer",
    "training_ended_on": "officer",
    "pre_review_on": "officer",
    "approval_talk_on": "officer",
    "filed_up_on": "officer",
    "approved_on": "leader",
    "conversion_approved_on": "leader",
}


@dataclass
class Scene:
    """Everybody, each an account of its own; the clock stands late enough for a whole case."""

    make: Factory
    accounts: dict[str, Account] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)

    def __post_init__(self) -> None:
        make = self.make
        clock.source = lambda: LATER
        self.accounts = {
            "secretary": make.account(Role.BRANCH_SECRETARY, at="branch", name="刘建国"),
            "other_secretary": make.account(Role.BRANCH_SECRETARY, at="other_branch"),
            "officer": make.account(Role.ORGANIZATION_OFFICER, name="陈立言"),
            "head": make.account(Role.ORGANIZATION_HEAD, name="周明"),
            "leader": make.account(Role.COMMITTEE_LEADER, name="郑书记"),
            "discipline": make.account(Role.DISCIPLINE_OFFICER),
            "clerk": make.account(Role.CLERK, at="department"),
            "editor": make.account(Role.PUBLICITY_EDITOR),
            "member": make.account(Role.MEMBER),
            "sysadmin": make.account(Role.SYSTEM_ADMINISTRATOR),
        }
        applicant = {"political_status": PoliticalStatus.MASSES, "birth_date": date(2000, 3, 1)}
        self.people = {
            "candidate": make.person("孟庆和", **applicant),
            "second": make.person("马振宇", **applicant),
            "third": make.person("王海燕", **applicant),
            "contact": make.person("赵敏"),
            "introducer": make.person("钱华"),
            "spare": make.person("孙立"),
            "probationer": make.person("周新", political_status=PoliticalStatus.PROBATIONARY_MEMBER),
        }
        self.accounts["candidate"] = make.account(Role.MEMBER, person=self.people["candidate"])
        db.session.commit()

    def actor(self, name: str) -> Actor:
        return self.make.actor_of(self.accounts[name])

    def ids(self, *names: str) -> list[int]:
        return [self.people[name].id for name in names]

    def entry(self, act: str, **changes: Any) -> Entry:
        """What a form without a fault gives."""
        day = DAYS[act]
        given: dict[str, Any] = {"on": day}
        if act == "activist_on":
            given["facts"] = {"decided_by": Meeting.BRANCH_COMMITTEE, "recommendation_source": "党员推荐"}
        elif act == "contacts_on":
            given["people"] = self.ids("contact", "introducer")
        elif act == "target_proposed_on":
            given["facts"] = {"opinions_heard": frozenset(Opinion)}
        elif act == "introducers_on":
            given["people"] = self.ids("contact", "introducer")
        elif act == "political_review_on":
            given["facts"] = {"political_review_passed": True, "political_review_document": "政审〔2023〕1号"}
        elif act == "training_ended_on":
            given["facts"] = {"training_days": 3}
        elif act in ("meeting_on", "conversion_meeting_on"):
            given["votes"] = VOTES
        elif act == "approval_talk_on":
            given["facts"] = {"approval_talk_by": Talker.ORGANIZER}
        elif act == "approved_on":
            given["facts"] = {
                "approving_body": COMMITTEE,
                "probation_from": DAYS["meeting_on"],
                "probation_to": date(2024, 7, 20),
            }
        elif act == "conversion_approved_on":
            given["facts"] = {"conversion_body": COMMITTEE}
        return replace(Entry(**given), **changes)

    def opened(self, who: str = "candidate", **changes: Any) -> Nomination:
        nomination = open_case(
            self.people[who],
            **{"applied_on": DAYS["applied_on"], "actor": self.actor("secretary"), "now": clock.now(), **changes},
        )
        db.session.commit()
        return nomination

    def take(self, nomination: Nomination, act: str, *, by: str | None = None, **changes: Any) -> Nomination:
        actor = self.actor(by or TAKERS.get(act, "secretary"))
        take_act(nomination, act, self.entry(act, **changes), actor=actor, now=clock.now())
        db.session.commit()
        return nomination

    def case(self, until: str, who: str = "candidate") -> Nomination:
        """A case brought to an act by the operations."""
        nomination = self.opened(who)
        for act in list(DAYS)[1:]:
            if nomination.applied_on == DAYS["applied_on"] and getattr(nomination, until) is not None:
                break
            self.take(nomination, act)
        return nomination
