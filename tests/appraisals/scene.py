"""An appraisal and the people around it, with evidence, for the tests of this wing."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from evaluation.appraisals.cycles.enums import AppraisalState, Manner
from evaluation.appraisals.cycles.models import Appraisal, Appraisee
from evaluation.appraisals.cycles.operations.feedback import tell
from evaluation.appraisals.cycles.operations.rating import DimensionRating, conclude, save_assessment
from evaluation.appraisals.cycles.operations.scope import Scope, draft_appraisal, freeze_appraisal
from evaluation.appraisals.cycles.operations.steps import archive_appraisal, begin_feedback, begin_judging, stop_appraisal
from evaluation.appraisals.cycles.operations.verification import note_looked_at
from evaluation.appraisals.materials.enums import MaterialState, Section
from evaluation.appraisals.materials.models import Material
from evaluation.appraisals.materials.operations import (
    add_statement,
    approve_material,
    begin_material,
    return_material,
    sign_material,
    submit_material,
)
from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.procedures.evidence.enums import Dimension, EvidenceKind
from evaluation.procedures.evidence.models import Evidence
from evaluation.procedures.evidence.operations import Fact, PersonThen, register
from evaluation.procedures.workflow.enums import MatterKind, Part
from evaluation.procedures.workflow.operations import open_matter
from evaluation.registry.accounts.actors import Actor
from evaluation.registry.accounts.enums import Role
from evaluation.registry.accounts.models import Account
from evaluation.registry.people.enums import Sex
from evaluation.registry.people.models import Person
from tests.support.factories import Factory

BEGINS, ENDS = date(2022, 3, 14), date(2022, 4, 15)
DIMENSIONS = tuple(Dimension)
ROLES = {
    "officer": Role.ORGANIZATION_OFFICER,
    "head": Role.ORGANIZATION_HEAD,
    "leader": Role.COMMITTEE_LEADER,
    "discipline": Role.DISCIPLINE_OFFICER,
    "editor": Role.PUBLICITY_EDITOR,
    "reviewer": Role.PUBLICITY_REVIEWER,
    "chief": Role.PUBLICITY_CHIEF,
    "care": Role.CARE_OFFICER,
    "clerk": Role.CLERK,
    "member": Role.MEMBER,
    "sysadmin": Role.SYSTEM_ADMINISTRATOR,
    "secadmin": Role.SECURITY_ADMINISTRATOR,
    "auditor": Role.AUDITOR,
}


@dataclass
class Scene:
    """Accounts by name, two people on the list (李思源 with an account, 王二 without), two examiners of other roles."""

    make: Factory
    accounts: dict[str, Account] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    serial: int = 0

    def __post_init__(self) -> None:
        make = self.make
        self.accounts = {name: make.account(role) for name, role in ROLES.items()}
        self.accounts["one"] = make.account(Role.BRANCH_SECRETARY, at="branch", name="孙晓雯")
        self.accounts["two"] = make.account(Role.CLERK, at="other_department", name="周宁")
        self.people["li"] = make.person(
            "李思源", post="学生科科长", sex=Sex.MALE, birth_date=date(1985, 7, 1), birth_precision="month", ethnicity="汉"
        )
        self.people["wang"] = make.person("王二", post="干事")
        self.accounts["li"] = make.account(Role.MEMBER, person=self.people["li"])
        self.deed = self.evidence("li", title="雨夜里的采样员", dimensions=[Dimension.RESPONSIBILITY])
        self.shift = self.evidence("li", kind=EvidenceKind.SHIFT_LINE, title="北门值守", place="北门", minutes=360)
        self.own_shift = self.evidence("wang", kind=EvidenceKind.SHIFT_LINE, title="南门值守", place="南门", minutes=240)
        db.session.commit()

    def actor(self, name: str) -> Actor:
        return self.make.actor_of(self.accounts[name])

    def evidence(
        self,
        person: str,
        *,
        kind: EvidenceKind = EvidenceKind.DEED,
        title: str = "一件事迹",
        dimensions: list[Dimension] | None = None,
        minutes: int | None = None,
        place: str = "东门采样点",
        day: date = date(2022, 4, 1),
        part: Part = Part.SUBJECT,
        last: date | None = None,
    ) -> Evidence:
        """A fact as the records rooms register it."""
        self.serial += 1
        one = self.people[person]
        matter = open_matter(
            MatterKind.DEED if kind is EvidenceKind.DEED else MatterKind.SHIFT,
            title=title,
            state="accepted" if kind is EvidenceKind.DEED else "verified",
            organization_id=self.make.college["department"].id,
            actor=None,
            now=clock.now(),
        )
        prefix = "SJ" if kind is EvidenceKind.DEED else "BC"
        matter.number = f"{prefix}-2022-{self.serial:04d}"
        number = matter.number if kind is EvidenceKind.DEED else f"{matter.number}-01"
        [evidence] = register(
            matter,
            [
                Fact(
                    number=number,
                    kind=kind,
                    title=title,
                    occurred_from=day,
                    occurred_to=last or day,
                    organization_id=self.make.college["department"].id,
                    people=[PersonThen(one.id, part.value, "保卫处", "干事", "中共党员")],
                    frozen={"number": number, "title": title, "place": place, "post": "采样", "subject": one.name},
                    minutes=minutes,
                    dimensions=[item.value for item in dimensions or []],
                )
            ],
            actor=None,
            now=clock.now(),
        )
        return evidence

    def scope(self, **changes: Any) -> Scope:
        facts: dict[str, Any] = {
            "title": "疫情防控一线专项考核",
            "begins_on": BEGINS,
            "ends_on": ENDS,
            "person_ids": [person.id for person in self.people.values()],
            "examiner_ids": [self.accounts["one"].person_id, self.accounts["two"].person_id],
            "plan": "了解一线表现。",
            "notice_on": date(2022, 4, 1),
            "notice_how": "校内公告栏",
            **changes,
        }
        return Scope(**facts)

    def draft(self, **changes: Any) -> Appraisal:
        return draft_appraisal(
            self.scope(**changes),
            organization_id=self.make.college["committee"].id,
            actor=self.actor("officer"),
            now=clock.now(),
        )

    def appraisal(self, state: AppraisalState = AppraisalState.VERIFYING, **changes: Any) -> Appraisal:
        """An appraisal brought to a state by the operations."""
        appraisal = self.draft(**changes)
        now = clock.now()
        officer, head = self.actor("officer"), self.actor("head")
        path = list(AppraisalState)
        if state is AppraisalState.DRAFT:
            return done(appraisal)
        freeze_appraisal(appraisal, actor=officer, now=now)
        if state is AppraisalState.STOPPED:
            stop_appraisal(appraisal, actor=head, now=now, comment="专项行动提前结束")
            return done(appraisal)
        if path.index(state) >= path.index(AppraisalState.JUDGING):
            self.look(appraisal)
            begin_judging(appraisal, actor=officer, now=now)
        if path.index(state) >= path.index(AppraisalState.FEEDBACK):
            self.judge(appraisal)
            begin_feedback(appraisal, actor=head, now=now)
        if state is AppraisalState.ARCHIVED:
            for name in self.people:
                self.tell(appraisal, name)
            archive_appraisal(appraisal, actor=officer, now=now)
        return done(appraisal)

    def appraisee(self, appraisal: Appraisal, name: str = "li") -> Appraisee:
        return db.session.scalars(
            db.select(Appraisee).where(Appraisee.appraisal_id == appraisal.matter_id, Appraisee.person_id == self.people[name].id)
        ).one()

    def look(self, appraisal: Appraisal) -> None:
        for name in self.people:
            note_looked_at(self.appraisee(appraisal, name), actor=self.actor("one"), now=clock.now())

    def ratings(self, appraisal: Appraisal, word: str = "良好", **changes: DimensionRating) -> dict[Dimension, DimensionRating]:
        """Five ratings with one word; changes by dimension value."""
        grade = next(one.id for one in appraisal.grades if one.word == word)
        return {one: changes.get(one.value, DimensionRating(grade, "表现稳定，任务完成好。")) for one in Dimension}

    def grade(self, appraisal: Appraisal, word: str) -> int:
        return next(one.id for one in appraisal.grades if one.word == word)

    def rate(self, appraisal: Appraisal, name: str = "li", by: str = "one", **changes: Any) -> None:
        save_assessment(
            self.appraisee(appraisal, name), self.ratings(appraisal, **changes), actor=self.actor(by), now=clock.now()
        )

    def conclude(self, appraisal: Appraisal, name: str = "li", word: str = "良好") -> None:
        conclude(
            self.appraisee(appraisal, name),
            dict.fromkeys(Dimension, self.grade(appraisal, word)),
            comment="继续在一线锻炼。",
            actor=self.actor("head"),
            now=clock.now(),
        )

    def judge(self, appraisal: Appraisal) -> None:
        """Rated twice, concluded, material approved, for everybody."""
        for name in self.people:
            for examiner in ("one", "two"):
                self.rate(appraisal, name, by=examiner)
            self.conclude(appraisal, name)
            self.material(appraisal, name, state=MaterialState.APPROVED)

    def material(self, appraisal: Appraisal, name: str = "li", state: MaterialState = MaterialState.DRAFT) -> Material:
        """A material brought to a state by the operations."""
        now = clock.now()
        one = self.actor("one")
        material = begin_material(self.appraisee(appraisal, name), actor=one, now=now)
        if state is MaterialState.DRAFT:
            return done(material)
        self.fill(material)
        submit_material(material, actor=one, now=now)
        if state is MaterialState.RETURNED:
            self.give_back(material)
        if state is MaterialState.APPROVED:
            self.sign(material)
            approve_material(material, actor=self.actor("head"), now=now)
        return done(material)

    def fill(self, material: Material) -> None:
        """The two sections that no evidence writes."""
        for section, text in (
            (Section.SHORTCOMINGS, "工作方法有时比较简单。"),
            (Section.OVERALL, "该同志在一线经受了考验。"),
        ):
            add_statement(material, section=section, text=text, evidence_ids=(), actor=self.actor("one"), now=clock.now())

    def give_back(self, material: Material) -> None:
        return_material(material, actor=self.actor("two"), now=clock.now(), comment="请补充在北门的工作")

    def bring(self, appraisal: Appraisal, reason: str = "") -> None:
        """A draft to judging; everybody on its list is looked at."""
        freeze_appraisal(appraisal, actor=self.actor("officer"), now=clock.now())
        for one in list(appraisal.people):
            note_looked_at(one, actor=self.actor("one"), now=clock.now(), reason=reason)
        begin_judging(appraisal, actor=self.actor("officer"), now=clock.now())
        db.session.commit()

    def sign(self, material: Material) -> None:
        for name in ("one", "two"):
            sign_material(material, actor=self.actor(name), now=clock.now())

    def tell(self, appraisal: Appraisal, name: str = "li", **changes: Any) -> Any:
        facts = {"told_on": clock.today(), "manner": Manner.TALK, **changes}
        return tell(self.appraisee(appraisal, name), actor=self.actor("officer"), now=clock.now(), **facts)


def done(item: Any) -> Any:
    db.session.commit()
    return item


def later(days: int) -> datetime:
    return clock.now() + timedelta(days=days)
