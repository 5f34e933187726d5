"""Stories of the demonstration: one released after three reviews, one that waits for the consent of the person in it."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from evaluation.foundation.core.clock import local
from evaluation.foundation.core.database import db
from evaluation.procedures.attachments.queries import photographs_of
from evaluation.procedures.consents.enums import Channel
from evaluation.publicity.stories.enums import CheckPoint, NameUse, Stage, Verdict
from evaluation.publicity.stories.models import Story
from evaluation.publicity.stories.operations.asking import submit_story
from evaluation.publicity.stories.operations.reviewing import review_story
from evaluation.publicity.stories.operations.writing import (
    PhotographChoice,
    StoryText,
    choose_uses,
    draft_story,
    edit_story,
    people_rows,
)
from evaluation.records.deeds.models import Deed
from evaluation.registry.accounts.actors import Actor

TEAM = (
    "入夜，气温降到零度以下。采样帐篷里的热风机坏了一台，四个人把剩下的那台推到了候检的学生身边。\n\n"
    "【小标题】四十分钟一轮\n\n"
    "防护服里不能喝水，手套里全是汗。他们约好每四十分钟换一次人，换下来的人不回屋，就在帐篷口登记、引导。\n\n"
    "【引语】多冷都行，别让孩子们等。——采样组组长，校医务室\n\n"
    "三天里，四个采样点累计采样一万八千余管，没有一管返工。第三天清晨交接，四个人在帐篷外站成一排，谁也没有先说累。"
)
GUARD = (
    "零点到六点，是门岗最难排的班。四十三个夜晚，{name}把它留给了自己。\n\n"
    "【小标题】一份药品\n\n"
    "那晚下着大雨，一位家长把急用药送到校门口。{name}撑伞跑了六百米，把药送到宿舍楼下，又回到岗亭补记登记簿。\n\n"
    "第二天的交接记录上，只写了“药品一份，已转交”。"
)


def make_stories(deeds: Mapping[str, Deed], actors: Mapping[str, Actor], *, now: datetime) -> None:
    """Both out of accepted deeds."""
    team = next(deed for title, deed in deeds.items() if title.startswith("连续值守"))
    guard = next(deed for title, deed in deeds.items() if title.startswith("门岗上"))
    begun = now - timedelta(days=9)
    story = written(
        team, TEAM, "把热风机让给学生的人", "四个人，一台热风机，三个零下的夜晚。", actors, now=begun, use=NameUse.LEAVE_OUT
    )
    for hours, stage, name in ((20, Stage.FIRST, "pub1b"), (30, Stage.SECOND, "pub2"), (44, Stage.FINAL, "pub3")):
        points = [point.value for point in CheckPoint.of(stage)]
        moment = begun + timedelta(hours=hours)
        review_story(story, stage, Verdict.PASSED, ticked=points, actor=actors[name], now=moment, comment="同意。")
    person = guard.matter.people[0].person
    written(
        guard,
        GUARD.format(name=person.name),
        "留给自己的零点班",
        "四十三个夜晚，他守着校园的北门。",
        actors,
        now=now - timedelta(days=2),
        use=NameUse.SHOW,
    )


def written(deed: Deed, body: str, title: str, lead: str, actors: Mapping[str, Actor], *, now: datetime, use: NameUse) -> Story:
    """A draft with pictures, its people decided on, handed to those who are asked."""
    editor = actors["pub1"]
    story = draft_story(deed, actor=editor, now=now)
    pictures = [] if use is NameUse.SHOW else photographs_of(deed.matter_id)[:1]
    text = StoryText(
        title=title,
        kicker="先锋故事 · 疫情防控一线",
        lead=lead,
        body=body,
        origin="宣传统战部",
        written_by=editor.name,
        photographs=[PhotographChoice(one.id, "夜里的采样点。", editor.name) for one in pictures],
    )
    edit_story(story, text, actor=editor, now=now + timedelta(minutes=40))
    choose_uses(
        story,
        {row.person_id: use for row in people_rows(story)},
        channels=[Channel.CAMPUS_WEB, Channel.WECHAT],
        until=local(now).date() + timedelta(days=365),
        actor=editor,
        now=now + timedelta(minutes=50),
    )
    submit_story(story, actor=editor, now=now + timedelta(hours=1))
    db.session.flush()
    return story
