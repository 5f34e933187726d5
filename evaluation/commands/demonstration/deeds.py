"""Deeds of the demonstration, in every state of their process, each brought there by the operations."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from evaluation.commands.demonstration.college import College
from evaluation.commands.demonstration.pictures import photograph
from evaluation.foundation.calendar.queries import working_calendar
from evaluation.foundation.core.clock import local
from evaluation.foundation.core.database import db
from evaluation.procedures.attachments.operations import attach_photograph
from evaluation.procedures.evidence.queries import evidence_about
from evaluation.procedures.notices.operations import close_notice, post_notice
from evaluation.procedures.notices.queries import running_notice_of
from evaluation.procedures.workflow.models import Campaign
from evaluation.records.deeds.enums import DeedAction, SubjectKind
from evaluation.records.deeds.models import Deed
from evaluation.records.deeds.operations import (
    DeedText,
    accept_deed,
    draft_deed,
    edit_deed,
    judge_deed,
    propose_notice,
    submit_deed,
)
from evaluation.registry.accounts.actors import Actor

CONTACT = "组织人事部，内线8016，行政楼312室"


@dataclass(frozen=True)
class Plan:
    """A deed: reporter, department, whose (position in the department; several for a collective), text, and how far it goes."""

    reporter: str
    department: str
    people: tuple[int, ...]
    title: str
    body: str
    place: str
    post: str
    dimensions: tuple[str, ...]
    goal: str
    days_ago: int
    collective: str = ""
    scenes: tuple[str, ...] = ()
    witness: str = ""


PLANS = (
    Plan(
        "clerk2",
        "D08",
        (2, 3, 4, 5),
        "连续值守七十二小时的采样组",
        "入夜后气温降到零度以下，采样帐篷的热风机坏了一台。采样组四个人把唯一的热风机让给候检的学生，自己每四十分钟轮换一次，"
        "三天里完成四个采样点的任务，累计采样一万八千余管，没有一管返工。\n队里最年轻的护士第一次进舱，组长带着她把防护服穿脱流程练了六遍，"
        "又把自己的护目镜调好递给她。第三天清晨交接时，四个人在帐篷外站成一排，谁也没有先说累。",
        "校内四个采样点",
        "核酸采样",
        ("responsibility", "sense_of_purpose"),
        "accepted",
        46,
        "医务室党员突击队",
        ("night", "morning"),
    ),
    Plan(
        "clerk",
        "D07",
        (0,),
        "门岗上的四十三个夜晚",
        "封闭管理期间，他把值班表上最难排的零点到六点留给自己。四十三个夜晚，他在北门核验进出车辆两千一百余台次，"
        "发现并劝返手续不全的车辆十七台次。\n有一晚大雨，一名学生家长送急用药到校门口，他撑伞跑了六百米把药送到宿舍楼下，"
        "又回到岗亭补记登记簿。第二天的交接记录上，只写了“药品一份，已转交”。",
        "北门岗亭",
        "门岗值守",
        ("responsibility", "command"),
        "accepted",
        41,
        scenes=("rain",),
    ),
    Plan(
        "clerk3",
        "D05",
        (2,),
        "把课堂搬到云端的辅导员",
        "停课通知发出的当晚，她逐个给班里四十二名学生打电话，问清谁没有电脑、谁家里网络不好，连夜列出一张清单。"
        "三天内协调借出旧电脑九台，给六名学生办好流量补助。\n线上班会上，她不点名批评缺课的人，而是下课后单独问原因。"
        "两周后，班级到课率从八成五升到全勤。",
        "学生工作处",
        "线上教学保障",
        ("sense_of_purpose",),
        "noticed",
        17,
        witness="系主任、班长",
    ),
    Plan(
        "clerk",
        "D07",
        (3, 4),
        "风雪里守住的物资通道",
        "大雪封路，送菜车停在校外两公里。保障组两个人带着铁锹从东门一路清到路口，用三轮车倒运十一趟，"
        "晚饭前把当天的米面菜全部送进食堂库房，全校师生的晚饭没有推迟一分钟。",
        "东门至校外路口",
        "物资保障",
        ("responsibility", "view_of_the_whole"),
        "reviewed",
        12,
        "保卫处物资保障组",
        ("morning",),
    ),
    Plan(
        "clerk2",
        "D08",
        (6,),
        "隔离楼里的“全科保姆”",
        "隔离楼住进五十六名师生后，他既量体温又送饭，既修水龙头又陪聊天。他给每个房间建了一张小卡片，记下谁对什么过敏、"
        "谁夜里睡不着、谁的父母在外地。十四天后离楼那天，门缝下面收到三十一张写给他的纸条。",
        "隔离楼",
        "隔离点服务",
        ("sense_of_purpose", "responsibility"),
        "verified",
        6,
        scenes=("night",),
    ),
    Plan(
        "clerk3",
        "D05",
        (4,),
        "一张排了又改的值班表",
        "他负责全处一线值班的排班。四周里，值班表改了十九稿，家里有老人孩子的尽量排白天，夜班先排自己。"
        "有同事临时请假，他从不追问，只在群里回一句“我来顶”。四周累计替班七次，没有一班脱岗。",
        "学生工作处",
        "值班排班",
        ("view_of_the_whole",),
        "submitted",
        3,
        witness="学生处值班室",
    ),
    Plan(
        "clerk",
        "D07",
        (5,),
        "凌晨三点的一次处置",
        "凌晨三点，南门监控发现有人翻越围栏。他两分钟内赶到现场，问明是夜归学生着急回宿舍，没有训斥，先带到值班室取暖、登记、"
        "联系辅导员，再把翻越点位报给后勤加固。整个过程二十六分钟，记录完整。",
        "南门",
        "夜间巡查",
        ("command",),
        "returned",
        5,
        witness="值班长",
    ),
    Plan(
        "clerk2",
        "D08",
        (7,),
        "六十趟药品代购",
        "给慢性病师生代购药品，",
        "",
        "",
        (),
        "draft",
        1,
    ),
)


def make_deeds(college: College, actors: Mapping[str, Actor], *, campaign: Campaign, now: datetime) -> dict[str, Deed]:
    """Every plan, in order of age."""
    made = {}
    for plan in sorted(PLANS, key=lambda one: -one.days_ago):
        made[plan.title] = carry(plan, college, actors, campaign=campaign, now=now)
    return made


def carry(plan: Plan, college: College, actors: Mapping[str, Actor], *, campaign: Campaign, now: datetime) -> Deed:
    """Write a deed and take it as far as its plan says."""
    reporter = actors[plan.reporter]
    happened = now - timedelta(days=plan.days_ago + 4)
    people = [college.staff[plan.department][position].id for position in plan.people]
    day = local(happened).date()
    text = DeedText(
        title=plan.title,
        subject_kind=SubjectKind.COLLECTIVE if plan.collective else SubjectKind.INDIVIDUAL,
        body=plan.body,
        subject_person_id=None if plan.collective else people[0],
        subject_name=plan.collective,
        named_ids=people if plan.collective else (),
        occurred_from=day - timedelta(days=2),
        occurred_to=day,
        place=plan.place,
        post=plan.post,
        dimensions=plan.dimensions,
        witnesses=plan.witness,
        shift_evidence_ids=shifts_of(people, day),
    )
    started = now - timedelta(days=plan.days_ago, hours=3)
    department = college.departments[plan.department].id
    deed = draft_deed(text, organization_id=department, campaign_id=campaign.id, actor=reporter, now=started)
    for position, scene in enumerate(plan.scenes):
        attach_photograph(
            deed.matter, photograph(scene, plan.days_ago), f"现场{position + 1}.jpg", actor=reporter, now=started, caption="现场"
        )
    if plan.goal != "draft":
        submit_deed(deed, actor=reporter, now=started + timedelta(hours=1))
        judge(plan, deed, text, actors, started=started)
    return deed


def shifts_of(people: list[int], day: date) -> list[int]:
    """Verified shifts of these people on the days of the deed: its support."""
    rows = db.session.execute(evidence_about(people, begins_on=day - timedelta(days=2), ends_on=day).limit(6))
    return list(dict.fromkeys(evidence.id for evidence, _person in rows))


def secretary_of(plan: Plan) -> str:
    """Who verifies: the secretary of the branch of the department."""
    return {"D07": "branch", "D08": "branch2", "D05": "branch3"}[plan.department]


def judge(plan: Plan, deed: Deed, text: DeedText, actors: Mapping[str, Actor], *, started: datetime) -> None:
    """Verify, review, notice, accept: as far as planned."""
    secretary, officer, head = actors[secretary_of(plan)], actors["org"], actors["orghead"]
    if plan.goal == "submitted":
        return
    if plan.goal == "returned":
        judge_deed(
            deed,
            action=DeedAction.RETURN,
            actor=secretary,
            now=started + timedelta(hours=6),
            comment="请补写巡查班次和值班长姓名，写明几点到几点。",
        )
        return
    if plan.title.startswith("连续值守"):
        judge_deed(
            deed,
            action=DeedAction.RETURN,
            actor=secretary,
            now=started + timedelta(hours=5),
            comment="请补采样总数的来源，写明几个人、几天。",
        )
        edit_deed(
            deed,
            DeedText(**{**text.__dict__, "body": text.body + "\n采样数以采样台账为准，四人三天，台账存医务室。"}),
            actor=actors[plan.reporter],
            now=started + timedelta(hours=8),
        )
        submit_deed(deed, actor=actors[plan.reporter], now=started + timedelta(hours=9), comment="已补数据来源。")
    judge_deed(
        deed, action=DeedAction.VERIFY, actor=secretary, now=started + timedelta(days=1), comment="已核对排班表和台账，情况属实。"
    )
    if plan.goal == "verified":
        return
    judge_deed(
        deed, action=DeedAction.REVIEW, actor=officer, now=started + timedelta(days=2), comment="事实清楚，有台账印证，同意公示。"
    )
    if plan.goal == "reviewed":
        return
    posted = started + timedelta(days=3)
    notice = propose_notice(
        [deed],
        actor=officer,
        now=posted,
        title="先进事迹公示",
        body="经部门申报、党支部核实、组织部审核，拟将下列先进事迹予以公示：\n\n"
        f"1. {deed.matter.title}（{deed.matter.number}）\n\n"
        "公示期间，如对公示内容有异议，请实名反映，并写明具体事实。",
        contact=CONTACT,
        working_days=5 if plan.goal == "accepted" else 15,
    )
    post_notice(notice, actor=head, now=posted + timedelta(hours=1))
    if plan.goal == "noticed":
        return
    running = running_notice_of(deed.matter_id)
    assert running is not None
    assert running.last_day is not None
    after = working_calendar().next_working_day(running.last_day).day
    moment = posted + timedelta(days=(after - local(posted).date()).days)
    accept_deed(deed, actor=head, now=moment, comment="公示期满，无异议。")
    close_notice(running, actor=head, now=moment + timedelta(minutes=5))
