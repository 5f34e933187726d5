"""An accepted deed, the publicity team and the people in the story, for the tests of this room."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.procedures.attachments.models import Attachment
from evaluation.procedures.attachments.operations import attach_photograph, describe
from evaluation.procedures.attachments.queries import photographs_of
from evaluation.procedures.consents.enums import Channel, ConsentState
from evaluation.procedures.consents.operations import answer_consent
from evaluation.procedures.consents.queries import live_consent
from evaluation.procedures.notices.operations import post_notice
from evaluation.publicity.stories.enums import CheckPoint, ExportFormat, NameUse, Stage, StoryAction, StoryState, Verdict
from evaluation.publicity.stories.models import Story
from evaluation.publicity.stories.operations.asking import send_to_review, submit_story
from evaluation.publicity.stories.operations.releasing import correct_story, recall_story, record_export, release_story
from evaluation.publicity.stories.operations.reviewing import review_story
from evaluation.publicity.stories.operations.writing import (
    PhotographChoice,
    StoryText,
    choose_uses,
    draft_story,
    edit_story,
)
from evaluation.publicity.stories.people import people_of_story
from evaluation.publicity.stories.queries import loaded
from evaluation.publicity.stories.workflow import STORY_FLOW
from evaluation.records.deeds.enums import DeedState, SubjectKind
from evaluation.records.deeds.models import Deed
from evaluation.records.deeds.operations import (
    DeedText,
    accept_deed,
    draft_deed,
    judge_deed,
    propose_notice,
    revoke_deed,
    submit_deed,
)
from evaluation.registry.accounts.actors import Actor
from evaluation.registry.accounts.enums import Role
from evaluation.registry.accounts.models import Account
from tests.support.factories import Factory

MAY = datetime(2022, 5, 9, 1, 0, tzinfo=UTC)
LEAD = "一件雨衣，1800余管样本，一个通宵。李思源说，那一夜他只做了一件该做的事。"
BODY = (
    "四月一日夜里气温骤降，李思源把唯一一件雨衣让给登记员，自己在防护服外裹着塑料布继续采样，直到次日清晨交接。\n\n"
    "【小标题】雨里的东门\n\n"
    "东门采样点的灯亮了一夜。**累计采样1800余管**，无一差错。和他搭班的王小川记得，收队时两个人的手都泡白了。\n\n"
    "【引语】我是党员，也是这个点上最年轻的人，我先上。——李思源，保卫处\n\n"
    "【资料】东门采样点：四月一日设立\n\n"
    "天亮以后，雨停了。"
)
DEED_BODY = (
    "四月一日夜里气温骤降，他把唯一一件雨衣让给登记员，自己在防护服外裹着塑料布继续采样，直到次日清晨交接，"
    "累计采样1800余管，无一差错。王小川与他搭班。"
)


def picture(colour: tuple[int, int, int] = (40, 60, 100), size: tuple[int, int] = (640, 400)) -> bytes:
    """A small photograph."""
    image = Image.new("RGB", size, colour)
    ImageDraw.Draw(image).rectangle([80, 80, 200, 320], fill=(240, 240, 240))
    target = BytesIO()
    image.save(target, "JPEG", quality=88)
    return target.getvalue()


ROLES: dict[str, tuple[tuple[Role, ...], str, str]] = {
    "author": ((Role.PUBLICITY_EDITOR,), "committee", "沈若溪"),
    "first": ((Role.PUBLICITY_EDITOR,), "committee", "周宁"),
    "second": ((Role.PUBLICITY_REVIEWER,), "committee", "吴岩"),
    "third": ((Role.PUBLICITY_CHIEF,), "committee", "冯国栋"),
    "editor": ((Role.PUBLICITY_EDITOR,), "committee", "卢小月"),
    "everything": ((Role.PUBLICITY_EDITOR, Role.PUBLICITY_REVIEWER, Role.PUBLICITY_CHIEF), "committee", "万事通"),
    "elsewhere": ((Role.PUBLICITY_EDITOR,), "other_department", "钱多"),
    "reporter": ((Role.CLERK,), "department", "孙晓雯"),
    "secretary": ((Role.BRANCH_SECRETARY,), "branch", "刘建国"),
    "officer": ((Role.ORGANIZATION_OFFICER,), "committee", "陈立言"),
    "head": ((Role.ORGANIZATION_HEAD,), "committee", "周明"),
    "leader": ((Role.COMMITTEE_LEADER,), "committee", "高远"),
    "member": ((Role.MEMBER,), "committee", "韩雪"),
    "sysadmin": ((Role.SYSTEM_ADMINISTRATOR,), "committee", ""),
}
PEOPLE = {"subject": "李思源", "other": "王小川", "bystander": "何一鸣"}


class Accounts(dict[str, Account]):
    """Accounts by name, each made when it is first asked for."""

    def __init__(self, make: Factory) -> None:
        super().__init__()
        self.make = make

    def __missing__(self, name: str) -> Account:
        if name in PEOPLE:
            self[name] = self.make.account(Role.MEMBER, name=PEOPLE[name])
        else:
            roles, place, person = ROLES[name]
            self[name] = self.make.account(*roles, at=place, **({"name": person} if person else {}))
        db.session.commit()
        return self[name]

    def everybody(self) -> "Accounts":
        """All of them."""
        for name in (*ROLES, *PEOPLE):
            self[name]
        return self


@dataclass
class Scene:
    """Everybody who meets a story, each an account of its own."""

    make: Factory

    def __post_init__(self) -> None:
        self.accounts = Accounts(self.make)

    def actor(self, name: str) -> Actor:
        return self.make.actor_of(self.accounts[name])

    def person(self, name: str) -> int:
        """The id of the person behind an account."""
        person_id = self.accounts[name].person_id
        assert person_id is not None
        return person_id

    def deed(self, *, photographs: int = 2, **changes: Any) -> Deed:
        """An accepted deed of 李思源 that names 王小川; the second photograph shows 何一鸣."""
        now = clock.now()
        reporter, secretary, officer, head = (self.actor(name) for name in ("reporter", "secretary", "officer", "head"))
        facts = {
            "title": "雨夜里的采样员",
            "subject_kind": SubjectKind.INDIVIDUAL,
            "subject_person_id": self.person("subject"),
            "named_ids": (self.person("other"),),
            "body": DEED_BODY,
            "occurred_from": date(2022, 4, 1),
            "place": "东门采样点",
            "post": "核酸采样",
            "dimensions": ("responsibility",),
            "witnesses": "赵敏",
            **changes,
        }
        deed = draft_deed(DeedText(**facts), organization_id=self.make.college["department"].id, actor=reporter, now=now)
        for number in range(photographs):
            attachment = attach_photograph(
                deed.matter, picture((40 + 60 * number, 60, 100)), f"照片{number + 1}.jpg", actor=reporter, now=now
            )
            shown = [self.person("subject" if number == 0 else "bystander")]
            describe(attachment, caption=f"说明{number + 1}", credit="孙晓雯", person_ids=shown, actor=reporter)
        submit_deed(deed, actor=reporter, now=now)
        judge_deed(deed, action="verify", actor=secretary, now=now)
        judge_deed(deed, action="review", actor=officer, now=now)
        notice = propose_notice(
            [deed], actor=officer, now=now, title="先进事迹公示", body="公示内容", contact="组织部8016", working_days=5
        )
        post_notice(notice, actor=head, now=now)
        accept_deed(deed, actor=head, now=now + timedelta(days=30))
        assert deed.matter.state == DeedState.ACCEPTED
        db.session.commit()
        return deed

    def revoke(self, deed: Deed) -> None:
        """The organization department takes the deed back."""
        revoke_deed(deed, actor=self.actor("head"), now=clock.now(), comment="事后查明与事实不符")
        db.session.commit()

    def pictures(self, deed_id: int) -> list[Attachment]:
        return photographs_of(deed_id)

    def text(self, story: Story, **changes: Any) -> StoryText:
        """What the author writes, with the first photograph."""
        choices = [
            PhotographChoice(one.id, "雨夜，李思源在东门采样点采样。", "孙晓雯") for one in self.pictures(story.deed_id)[:1]
        ]
        facts = {
            "title": "雨夜里的采样员",
            "kicker": "先锋故事 · 疫情防控一线",
            "lead": LEAD,
            "body": BODY,
            "figures": "1800余管 采样\n1夜 通宵值守",
            "origin": "保卫处",
            "written_by": "孙晓雯",
            "photographs": choices,
            **changes,
        }
        return StoryText(**facts)

    def draft(self, deed: Deed | None = None, **changes: Any) -> Story:
        """A written draft; 王小川 is written 王某 nowhere yet, so that he is asked too."""
        actor = self.actor("author")
        story = draft_story(deed or self.deed(), actor=actor, now=clock.now())
        edit_story(story, self.text(story, **changes), actor=actor, now=clock.now())
        return self.fresh(story)

    def fresh(self, story: Story) -> Story:
        """Commit, and read the story as a request would."""
        db.session.commit()
        db.session.expire_all()
        again = loaded(Story.matter_id == story.matter_id)
        assert again is not None
        return again

    def choose(self, story: Story, uses: dict[int, NameUse] | None = None, **changes: Any) -> Story:
        facts: dict[str, Any] = {"channels": list(Channel), "until": date(2023, 5, 9), **changes}
        choose_uses(story, uses or {}, actor=self.actor("author"), now=clock.now(), **facts)
        return self.fresh(story)

    def submit(self, story: Story, **facts: Any) -> Story:
        submit_story(story, actor=self.actor("author"), now=clock.now(), **facts)
        return self.fresh(story)

    def answer(self, story: Story, decision: ConsentState = ConsentState.GIVEN, *, who: str, comment: str = "") -> Story:
        """A person of the story decides."""
        actor = self.actor(who)
        consent = live_consent(story.matter_id, actor.person_id or 0)
        assert consent is not None
        answer_consent(consent, decision, comment=comment, actor=actor, now=clock.now())
        return self.fresh(story)

    def agree(self, story: Story) -> Story:
        """Everybody who is asked consents."""
        for one in people_of_story(story.matter_id):
            if one.consent is not None and one.consent.state is ConsentState.ASKED:
                who = next(name for name in PEOPLE if self.accounts[name].person_id == one.person.id)
                story = self.answer(story, who=who)
        return story

    def review(self, story: Story, stage: Stage, verdict: Verdict = Verdict.PASSED, *, who: str = "", **facts: Any) -> Story:
        names = {Stage.FIRST: "first", Stage.SECOND: "second", Stage.FINAL: "third"}
        facts.setdefault("ticked", [point.value for point in CheckPoint.of(stage)])
        if verdict is Verdict.RETURNED:
            facts.setdefault("comment", "第二段的数字请再核对")
        review_story(story, stage, verdict, actor=self.actor(who or names[stage]), now=clock.now(), **facts)
        return self.fresh(story)

    def export(self, story: Story, kind: ExportFormat = ExportFormat.WEB, data: bytes = b"file") -> Story:
        record_export(
            story, kind, data=data, name="file", text_digest=story.text_digest, actor=self.actor("first"), now=clock.now()
        )
        return self.fresh(story)

    def release(self, story: Story, channel: Channel = Channel.CAMPUS_WEB, place: str = "https://www.example.edu/1") -> Story:
        release_story(story, channel, place, clock.today(), actor=self.actor("third"), now=clock.now())
        return self.fresh(story)

    def story(self, state: StoryState = StoryState.DRAFT, **changes: Any) -> Story:
        """A story brought to a state by the operations."""
        story = self.draft(**changes)
        if state is StoryState.DRAFT:
            return story
        story = self.submit(self.choose(story))
        if state is StoryState.CONSENT:
            return story
        send_to_review(self.agree(story), actor=self.actor("author"), now=clock.now())
        story = self.fresh(story)
        if state is StoryState.REVIEW1:
            return story
        if state is StoryState.RETURNED:
            return self.review(story, Stage.FIRST, Verdict.RETURNED)
        if state is StoryState.RECALLED:
            recall_story(story, actor=self.actor("author"), now=clock.now(), comment="当事人调离，不再刊发")
            return self.fresh(story)
        for stage, reached in ((Stage.FIRST, StoryState.REVIEW2), (Stage.SECOND, StoryState.REVIEW3)):
            story = self.review(story, stage)
            if state is reached:
                return story
        story = self.review(story, Stage.FINAL)
        if state is StoryState.READY:
            return story
        story = self.release(self.export(story))
        if state is StoryState.RELEASED:
            return story
        correct_story(story, "“1800余管”应为“1600余管”。", actor=self.actor("third"), now=clock.now(), comment="支部来函更正")
        return self.fresh(story)


def actions(scene: Scene, story: Story, who: str) -> set[StoryAction]:
    """What this account may do to the story, by the table of steps."""
    return {step.action for step in STORY_FLOW.open_to(scene.actor(who), story)}
