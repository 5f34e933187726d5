"""Frontline shifts of the demonstration: some weeks of duty, verified by the branches but for the last days."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from evaluation.commands.demonstration.college import College
from evaluation.foundation.core.clock import local
from evaluation.foundation.core.database import db
from evaluation.procedures.workflow.models import Campaign
from evaluation.records.performance.calculations import moments
from evaluation.records.performance.models import Shift
from evaluation.records.performance.operations.bulk import submit_shifts
from evaluation.records.performance.operations.verification import verify_lines, waiting_lines
from evaluation.records.performance.plans import LinePlan, ShiftPlan
from evaluation.registry.accounts.actors import Actor

DAYS = 40
UNVERIFIED_DAYS = 2
POSTS = {
    "D05": (("3号宿舍楼", "重点人群摸排", time(8), time(12)), ("学生处值班室", "值班值守", time(18), time(23))),
    "D06": (("物资仓库", "物资保障", time(7), time(12)),),
    "D07": (("北门岗亭", "门岗值守", time(20), time(2)), ("南门", "校园巡查", time(8), time(14))),
    "D08": (("东门采样点", "核酸采样", time(7), time(13)), ("隔离楼", "隔离点服务", time(13), time(20))),
    "D09": (("机电楼", "线上教学保障", time(8), time(12)),),
}
REPORTERS = {"D05": "clerk3", "D07": "clerk", "D08": "clerk2"}
SECRETARIES = ("branch", "branch2", "branch3", "org", "org2")


def make_shifts(college: College, actors: Mapping[str, Actor], *, campaign: Campaign, now: datetime) -> None:
    """Duty of every second day by each department; teams rotate."""
    for ago in range(DAYS, 0, -1):
        moment = now - timedelta(days=ago)
        day = local(moment).date()
        for code, posts in POSTS.items():
            staff = college.staff[code]
            plans = []
            for position, (place, task, begins, ends) in enumerate(posts):
                if (ago + position) % 2:
                    continue
                starts_at, ends_at = moments(day, begins, ends)
                team = [staff[(ago * 3 + position * 5 + step) % len(staff)] for step in range(min(4 + position, len(staff)))]
                lines = [LinePlan(person_id=person.id) for person in dict.fromkeys(team)]
                plans.append(
                    ShiftPlan(
                        organization_id=college.departments[code].id,
                        place=place,
                        task=task,
                        begins_at=starts_at,
                        ends_at=ends_at,
                        lines=lines,
                    )
                )
            if plans:
                reporter = actors[REPORTERS.get(code, "org")]
                done = submit_shifts(plans, actor=reporter, campaign=campaign, now=moment + timedelta(hours=12))
                if ago > UNVERIFIED_DAYS:
                    verify(actors, [one.matter_id for one in done.shifts], now=moment + timedelta(hours=20))


def verify(actors: Mapping[str, Actor], matter_ids: list[int], *, now: datetime) -> None:
    """Each secretary verifies the lines of the own branch; people without a branch fall to the organization department."""
    for matter_id in matter_ids:
        shift = db.session.get_one(Shift, matter_id)
        for name in SECRETARIES:
            if waiting_lines(shift, actors[name]):
                verify_lines(shift, actor=actors[name], now=now)
