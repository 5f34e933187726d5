"""A special appraisal of three cadres, under way: evidence looked at, one of them rated by both examiners, material drafted."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import select

from evaluation.appraisals.cycles.models import Appraisal, Appraisee
from evaluation.appraisals.cycles.operations.rating import DimensionRating, save_assessment
from evaluation.appraisals.cycles.operations.scope import Scope, draft_appraisal, freeze_appraisal
from evaluation.appraisals.cycles.operations.steps import begin_judging
from evaluation.appraisals.cycles.operations.verification import note_looked_at
from evaluation.appraisals.materials.enums import Section
from evaluation.appraisals.materials.operations import add_statement, begin_material
from evaluation.commands.demonstration.college import College
from evaluation.foundation.core.clock import local
from evaluation.foundation.core.database import db
from evaluation.procedures.evidence.enums import Dimension
from evaluation.procedures.workflow.models import Campaign
from evaluation.registry.accounts.actors import Actor
from evaluation.registry.people.models import Person

CADRES = ("D06", "D07", "D08")
EXAMINERS = ("org", "org2")
SENTENCES = {
    Dimension.POLITICAL_QUALITY: "大是大非面前立场坚定，关键时刻站得出来。",
    Dimension.SENSE_OF_PURPOSE: "把师生的难处放在心上，急事先办。",
    Dimension.VIEW_OF_THE_WHOLE: "服从统一调度，主动补位。",
    Dimension.COMMAND: "临场处置有条理，遇事不慌。",
    Dimension.RESPONSIBILITY: "难排的班留给自己，长期坚守门岗。",
}


def make_appraisal(college: College, actors: Mapping[str, Actor], *, campaign: Campaign, now: datetime) -> None:
    """Opened a fortnight ago; its period is the campaign so far."""
    opened = now - timedelta(days=12)
    officer = actors["org"]
    assert college.committee is not None
    examiners = [db.session.get_one(Person, actors[name].person_id) for name in EXAMINERS]
    scope = Scope(
        title="疫情防控一线专项考核",
        begins_on=campaign.begins_on,
        ends_on=local(now).date(),
        person_ids=[college.staff[code][0].id for code in CADRES],
        examiner_ids=[examiner.id for examiner in examiners],
        plan="了解中层干部在疫情防控一线的实际表现，凭班次、事迹等依据作出评价，结果作为年度考核的参考。",
        campaign_id=campaign.id,
        notice_on=local(opened).date(),
        notice_how="校内公告栏、部门会议",
    )
    appraisal = draft_appraisal(scope, organization_id=college.committee.id, actor=officer, now=opened)
    freeze_appraisal(appraisal, actor=officer, now=opened + timedelta(hours=1))
    people = list(
        db.session.scalars(select(Appraisee).where(Appraisee.appraisal_id == appraisal.matter_id).order_by(Appraisee.position))
    )
    for one in people:
        note_looked_at(one, actor=officer, now=opened + timedelta(days=2), reason="查阅值班表、台账，未见其他记录。")
    begin_judging(appraisal, actor=officer, now=opened + timedelta(days=3))
    guard = next(one for one in people if one.person_id == college.staff["D07"][0].id)
    for number, name in enumerate(EXAMINERS):
        rate(appraisal, guard, actors[name], now=opened + timedelta(days=4 + number))
    write_material(guard, officer, now=opened + timedelta(days=6))


def rate(appraisal: Appraisal, appraisee: Appraisee, examiner: Actor, *, now: datetime) -> None:
    """One examiner's five ratings, all in the second word of the scale."""
    good = appraisal.grades[1].id
    ratings = {dimension: DimensionRating(good, sentence) for dimension, sentence in SENTENCES.items()}
    save_assessment(appraisee, ratings, actor=examiner, now=now)


def write_material(appraisee: Appraisee, examiner: Actor, *, now: datetime) -> None:
    """The draft out of the evidence, and the two sections that no evidence writes."""
    material = begin_material(appraisee, actor=examiner, now=now)
    for section, text in (
        (Section.SHORTCOMINGS, "抓队伍培训的办法还不多，值班记录有时过于简略。"),
        (Section.OVERALL, "该同志在疫情防控一线经受了考验，群众反映好。"),
    ):
        add_statement(material, section=section, text=text, evidence_ids=(), actor=examiner, now=now)
