"""A deed and the people around it, for the tests of this room."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.procedures.notices.operations import post_notice
from evaluation.procedures.notices.queries import running_notice_of
from evaluation.records.deeds.enums import DeedAction, DeedState, SubjectKind
from evaluation.records.deeds.models import Deed
from evaluation.records.deeds.operations import (
    DeedText,
    accept_deed,
    draft_deed,
    judge_deed,
    propose_notice,
    revoke_deed,
    submit_deed,
    withdraw_deed,
)
from evaluation.registry.accounts.actors import Actor
from evaluation.registry.accounts.enums import Role
from evaluation.registry.accounts.models import Account
from evaluation.registry.people.models import Person
from tests.support.factories import Factory

BODY = (
    "四月一日夜里气温骤降，他把唯一一件雨衣让给登记员，自己在防护服外裹着塑料布继续采样，"
    "直到次日清晨交接，累计采样一千八百余管，无一差错。"
)
DAY = date(2022, 4, 1)


@dataclass
class Scene:
    """Everybody who meets a deed, each an account of its own."""

    make: Factory
    accounts: dict[str, Account] = field(default_factory=dict)
    subject: Person | None = None

    def __post_init__(self) -> None:
        make = self.make
        self.accounts = {
            "author": make.account(Role.CLERK, at="department", name="孙晓雯"),
            "other_clerk": make.account(Role.CLERK, at="other_department"),
            "secretary": make.account(Role.BRANCH_SECRETARY, at="branch", name="刘建国"),
            "other_secretary": make.account(Role.BRANCH_SECRETARY, at="other_branch"),
            "officer": make.account(Role.ORGANIZATION_OFFICER, name="陈立言"),
            "head": make.account(Role.ORGANIZATION_HEAD, name="周明"),
            "leader": make.account(Role.COMMITTEE_LEADER),
            "editor": make.account(Role.PUBLICITY_EDITOR),
            "member": make.account(Role.MEMBER),
            "sysadmin": make.account(Role.SYSTEM_ADMINISTRATOR),
        }
        self.subject = make.person("李思源")
        self.accounts["subject"] = make.account(Role.MEMBER, person=self.subject)
        db.session.commit()

    def actor(self, name: str) -> Actor:
        return self.make.actor_of(self.accounts[name])

    def text(self, **changes: Any) -> DeedText:
        assert self.subject is not None
        facts = {
            "title": "雨夜里的采样员",
            "subject_kind": SubjectKind.INDIVIDUAL,
            "subject_person_id": self.subject.id,
            "body": BODY,
            "occurred_from": DAY,
            "place": "东门采样点",
            "post": "核酸采样",
            "dimensions": ("responsibility",),
            "witnesses": "赵敏",
            **changes,
        }
        return DeedText(**facts)

    def draft(self, **changes: Any) -> Deed:
        return draft_deed(
            self.text(**changes),
            organization_id=self.make.college["department"].id,
            actor=self.actor("author"),
            now=clock.now(),
        )

    def deed(self, state: DeedState = DeedState.SUBMITTED, **changes: Any) -> Deed:
        """A deed brought to a state by the operations."""
        deed = self.draft(**changes)
        now = clock.now()
        author, secretary, officer, head = (self.actor(name) for name in ("author", "secretary", "officer", "head"))
        if state is DeedState.DRAFT:
            return done(deed)
        submit_deed(deed, actor=author, now=now)
        if state is DeedState.SUBMITTED:
            return done(deed)
        if state is DeedState.WITHDRAWN:
            withdraw_deed(deed, actor=author, now=now)
            return done(deed)
        if state is DeedState.RETURNED:
            judge_deed(deed, action=DeedAction.RETURN, actor=secretary, now=now, comment="请写明证明人的单位")
            return done(deed)
        if state is DeedState.DUPLICATE:
            earlier = self.deed(DeedState.SUBMITTED, title="先报的那一件")
            judge_deed(
                deed, action=DeedAction.MARK_DUPLICATE, actor=secretary, now=now, comment="与先报的重复", duplicate_of=earlier
            )
            return done(deed)
        judge_deed(deed, action=DeedAction.VERIFY, actor=secretary, now=now)
        if state is DeedState.VERIFIED:
            return done(deed)
        if state is DeedState.REJECTED:
            judge_deed(deed, action=DeedAction.REJECT, actor=officer, now=now, comment="与事实不符，不采用")
            return done(deed)
        judge_deed(deed, action=DeedAction.REVIEW, actor=officer, now=now)
        if state is DeedState.REVIEWED:
            return done(deed)
        notice = propose_notice(
            [deed], actor=officer, now=now, title="先进事迹公示", body="公示内容", contact="组织部8016", working_days=5
        )
        post_notice(notice, actor=head, now=now)
        if state is DeedState.NOTICED:
            return done(deed)
        running = running_notice_of(deed.matter_id)
        assert running is not None
        later = now + timedelta(days=30)
        accept_deed(deed, actor=head, now=later)
        if state is DeedState.REVOKED:
            revoke_deed(deed, actor=head, now=later, comment="事后查明与事实不符")
        return done(deed)


def done(deed: Deed) -> Deed:
    db.session.commit()
    return deed
