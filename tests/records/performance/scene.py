"""A shift and the people around it, for the tests of this room."""

from dataclasses import dataclass, field, replace
from datetime import date, time
from typing import Any

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.procedures.workflow.models import Campaign, Task
from evaluation.records.performance.calculations import moments
from evaluation.records.performance.enums import ShiftState
from evaluation.records.performance.models import Shift
from evaluation.records.performance.operations.shifts import create_shift, submit_shift, withdraw_shift
from evaluation.records.performance.operations.verification import return_lines, verify_lines, void_shift
from evaluation.records.performance.plans import LinePlan, ShiftPlan
from evaluation.registry.accounts.actors import Actor
from evaluation.registry.accounts.enums import Role
from evaluation.registry.accounts.models import Account
from evaluation.registry.people.models import Person
from tests.support.factories import Factory

DAY = date(2022, 4, 5)
EVENING, NIGHT = time(20), time(2)


@dataclass
class Scene:
    """Everybody who meets a shift, each an account of its own, and the people of a night shift of two branches."""

    make: Factory
    accounts: dict[str, Account] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)

    def __post_init__(self) -> None:
        make = self.make
        self.accounts = {
            "clerk": make.account(Role.CLERK, Role.MEMBER, at="department", name="孙晓雯"),
            "other_clerk": make.account(Role.CLERK, Role.MEMBER, at="other_department", name="钱文"),
            "secretary": make.account(Role.BRANCH_SECRETARY, Role.MEMBER, at="branch", name="刘建国"),
            "other_secretary": make.account(Role.BRANCH_SECRETARY, Role.MEMBER, at="other_branch", name="周海"),
            "officer": make.account(Role.ORGANIZATION_OFFICER, Role.MEMBER, name="陈立言"),
            "head": make.account(Role.ORGANIZATION_HEAD, Role.MEMBER, name="周明"),
            "leader": make.account(Role.COMMITTEE_LEADER, name="郑方"),
            "discipline": make.account(Role.DISCIPLINE_OFFICER, name="吴正"),
            "editor": make.account(Role.PUBLICITY_EDITOR, name="冯笔"),
            "member": make.account(Role.MEMBER, name="何苗"),
            "sysadmin": make.account(Role.SYSTEM_ADMINISTRATOR),
        }
        self.people = {
            "马俊": make.person("马俊"),
            "王志刚": make.person("王志刚"),
            "孔令涛": make.person("孔令涛", branch="other_branch"),
            "张凯": make.person("张凯", branch=None),
        }
        self.accounts["subject"] = make.account(Role.MEMBER, person=self.people["王志刚"])
        self.campaign = Campaign(name="疫情防控阻击战", begins_on=date(2022, 3, 1))
        db.session.add(self.campaign)
        db.session.commit()

    @property
    def department_id(self) -> int:
        """The reporting department."""
        return self.make.college["department"].id

    def actor(self, name: str) -> Actor:
        """Who acts, as of now."""
        return self.make.actor_of(self.accounts[name])

    def line(self, name: str, **facts: Any) -> LinePlan:
        """A row for one of the people."""
        return LinePlan(self.people[name].id, **facts)

    def plan(self, *names: str, day: date = DAY, begins: time = EVENING, ends: time = NIGHT, **facts: Any) -> ShiftPlan:
        """A night at the south gate with these people, or with all four."""
        begins_at, ends_at = moments(day, begins, ends)
        values: dict[str, Any] = {
            "organization_id": self.department_id,
            "place": "南门",
            "task": "值班值守",
            "begins_at": begins_at,
            "ends_at": ends_at,
            "campaign_id": self.campaign.id,
            "lines": [self.line(name) for name in names or self.people],
        }
        return ShiftPlan(**{**values, **facts})

    def draft(self, *names: str, by: str = "clerk", **facts: Any) -> Shift:
        """A draft, committed."""
        shift = create_shift(self.plan(*names, **facts), actor=self.actor(by), now=clock.now())
        db.session.commit()
        return shift

    def submitted(self, *names: str, by: str = "clerk", **facts: Any) -> Shift:
        """A shift that was handed in, committed."""
        shift = self.draft(*names, by=by, **facts)
        submit_shift(shift, actor=self.actor(by), now=clock.now())
        db.session.commit()
        return shift

    def shift(self, state: ShiftState) -> Shift:
        """A shift of 马俊 and 王志刚, both of the first branch, in any state."""
        now, day = clock.now(), replace(self.plan("马俊", "王志刚"), place=f"{state.value}岗")
        shift = create_shift(day, actor=self.actor("clerk"), now=now)
        common: dict[str, Any] = {"now": now}
        if state is not ShiftState.DRAFT:
            for line in shift.lines:
                line.note = "另有班次"
            submit_shift(shift, actor=self.actor("clerk"), **common)
        if state is ShiftState.WITHDRAWN:
            withdraw_shift(shift, actor=self.actor("clerk"), **common)
        if state is ShiftState.RETURNED:
            return_lines(shift, actor=self.actor("secretary"), comment="工时与台账不符", **common)
        if state in (ShiftState.VERIFIED, ShiftState.VOIDED):
            verify_lines(shift, actor=self.actor("secretary"), **common)
        if state is ShiftState.VOIDED:
            void_shift(shift, actor=self.actor("officer"), comment="与实际不符，撤销", **common)
        db.session.commit()
        return shift

    def line_of(self, shift: Shift, name: str) -> Any:
        """The line of one of the people."""
        return next(line for line in shift.lines if line.person_id == self.people[name].id)

    def open_tasks(self, shift: Shift) -> list[tuple[str, str | None, int | None, int | None]]:
        """What is asked of whom: ask, role, organisation, account."""
        rows = db.session.query(Task).filter(Task.matter_id == shift.matter_id, Task.closed_at.is_(None)).order_by(Task.id)
        return [(row.asks, row.role, row.organization_id, row.account_id) for row in rows]
