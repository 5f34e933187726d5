"""A deed is revoked after cadres were judged by it: everyone who leans on it is told, and nothing goes on in silence."""

from collections.abc import Callable
from datetime import UTC, datetime

from flask import Flask

from evaluation.appraisals.cycles.enums import AppraisalState
from evaluation.appraisals.cycles.operations.rating import DimensionRating
from evaluation.appraisals.materials.enums import MaterialState
from evaluation.foundation.core.database import db
from evaluation.procedures.evidence.models import Evidence
from evaluation.procedures.workflow.enums import Ask
from evaluation.procedures.workflow.models import Task
from evaluation.records.deeds.enums import DeedState
from tests.appraisals.scene import Scene
from tests.records.deeds.scene import Scene as DeedScene
from tests.support.browser import Browser
from tests.support.factories import Factory

AFTER_THE_NOTICE = datetime(2022, 5, 10, 1, tzinfo=UTC)


def test_a_revoked_deed_is_named_wherever_it_was_leant_on(
    app: Flask,
    make: Factory,
    sign_in: Callable[..., Browser],
    frozen_clock: Callable[[datetime], None],
) -> None:
    deeds = DeedScene(make)
    deed = deeds.deed(DeedState.ACCEPTED)
    assert deeds.subject is not None
    frozen_clock(AFTER_THE_NOTICE)
    scene = Scene(make, serial=100)
    scene.people = {"subject": deeds.subject}
    appraisal = scene.appraisal(AppraisalState.JUDGING, person_ids=[deeds.subject.id])
    evidence = db.session.query(Evidence).filter_by(source_matter_id=deed.matter_id).one()
    assert evidence.number == "SJ-2022-0001"
    best = scene.grade(appraisal, "优秀")
    scene.rate(appraisal, "subject", by="one", responsibility=DimensionRating(best, "雨夜坚守。", [evidence.id]))
    scene.rate(appraisal, "subject", by="two")
    scene.conclude(appraisal, "subject")
    material = scene.material(appraisal, "subject", MaterialState.APPROVED)
    head, one = sign_in(deeds.accounts["head"]), sign_in(scene.accounts["one"])

    revoked = head.submit(f"/deeds/{deed.matter_id}", action="/actions/decide", decision="revoke", comment="事后查明与事实不符")

    assert revoked.status_code == 302
    shown = head.get(f"/evidence/{evidence.number}")
    assert "已撤回" in shown.text
    assert "李思源：担当精神" in shown.text
    assert "有先进事迹“雨夜里的采样员”，已核实入库。" in shown.text
    asked = {
        (task.matter_id, task.account_id) for task in db.session.query(Task).filter_by(asks=Ask.LOOK_AGAIN, closed_at=None).all()
    }
    examiner = scene.accounts["one"].id
    assert asked == {(appraisal.matter_id, examiner), (material.matter_id, examiner)}
    cycle = one.get(f"/evaluations/{appraisal.matter_id}")
    assert "有评定所用的依据已失效，请再看" in cycle.text
    assert cycle.page is not None
    assert [row.get_text().split() for row in cycle.page.select("main .note.error li")] == [
        ["李思源：担当精神、SJ-2022-0001", "已撤回"]
    ]
    paper = one.get(f"/evaluations/materials/{material.matter_id}")
    assert "有2句的依据已失效，请再看" in paper.text
    person = one.get(f"/evaluations/{appraisal.matter_id}/people/{deeds.subject.id}")
    assert "SJ-2022-0001已失效，保存时会去掉" in person.text
    assert person.page is not None
    assert person.page.select(f"input[type=checkbox][value='{evidence.id}']") == []
    refused = sign_in(scene.accounts["head"]).submit(
        f"/evaluations/{appraisal.matter_id}", action="/actions/step", decision="to_feedback"
    )
    assert refused.status_code == 422
    assert "SJ-2022-0001：已失效，还有评定或语句以它为依据，请先重新核看" in refused.text
