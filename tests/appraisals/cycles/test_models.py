"""What the database itself refuses, by the name of each constraint."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from evaluation.appraisals.cycles.enums import AppraisalState as S
from evaluation.appraisals.cycles.enums import Manner, Opinion
from evaluation.appraisals.cycles.models import (
    Appraisal,
    AppraisalGrade,
    Appraisee,
    Assessment,
    Examiner,
    Feedback,
    Finding,
    Rating,
)
from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.procedures.evidence.enums import Dimension
from tests.appraisals.scene import Scene
from tests.support.databases import both_databases
from tests.support.factories import Factory

Breach = Callable[[Scene, Appraisal], Any]


def told(scene: Scene, appraisal: Appraisal, **changes: Any) -> Feedback:
    facts: dict[str, Any] = {
        "appraisee_id": scene.appraisee(appraisal).id,
        "told_on": clock.today(),
        "manner": Manner.TALK,
        "told_by_id": scene.accounts["officer"].id,
        "told_by_name": "干事",
        "recorded_at": clock.now(),
        "opinion_text": "",
    }
    return Feedback(**{**facts, **changes})


def assessed(scene: Scene, appraisal: Appraisal, examiner: int | None) -> Assessment:
    return Assessment(
        appraisee_id=scene.appraisee(appraisal).id,
        examiner_id=examiner,
        saved_by_id=scene.accounts["one"].id,
        saved_at=clock.now(),
    )


def set_on(item: Any, **values: Any) -> list[Any]:
    for name, value in values.items():
        setattr(item, name, value)
    return []


BREACHES: dict[str, Breach] = {
    "ck_appraisal_verified_after_freezing": lambda scene, one: set_on(one, frozen_on=None, verified_at=clock.now()),
    "ck_appraisal_judged_after_verifying": lambda scene, one: set_on(one, judged_at=clock.now()),
    "ck_appraisal_archived_after_judging": lambda scene, one: set_on(one, archived_at=clock.now()),
    "uq_appraisal_grade_appraisal_id_ordinal": lambda scene, one: [
        AppraisalGrade(appraisal_id=one.matter_id, ordinal=1, word="另一词", needs_support=False)
    ],
    "uq_appraisal_grade_appraisal_id_word": lambda scene, one: [
        AppraisalGrade(appraisal_id=one.matter_id, ordinal=9, word="优秀", needs_support=False)
    ],
    "uq_examiner_appraisal_id_account_id": lambda scene, one: [
        Examiner(appraisal_id=one.matter_id, account_id=scene.accounts["one"].id)
    ],
    "uq_appraisee_appraisal_id_person_id": lambda scene, one: [
        Appraisee(appraisal_id=one.matter_id, person_id=scene.people["li"].id)
    ],
    "uq_appraisee_appraisal_id_position": lambda scene, one: [
        Appraisee(appraisal_id=one.matter_id, person_id=scene.accounts["leader"].person_id, position=1)
    ],
    "ck_appraisee_look_is_dated": lambda scene, one: set_on(scene.appraisee(one), looked_at=clock.now(), looked_count=1),
    "ck_appraisee_evidence_or_reason": lambda scene, one: set_on(
        scene.appraisee(one), looked_at=clock.now(), looked_by_id=scene.accounts["one"].id, looked_count=0
    ),
    "ck_appraisee_approval_of_a_material": lambda scene, one: set_on(scene.appraisee(one), material_approved_at=clock.now()),
    "ck_finding_text_and_source": lambda scene, one: [
        Finding(
            appraisee_id=scene.appraisee(one).id,
            account_id=scene.accounts["one"].id,
            examiner_name="孙晓雯",
            text="有话",
            source="",
            written_at=clock.now(),
        )
    ],
    "uq_assessment_appraisee_id_examiner_id": lambda scene, one: [
        assessed(scene, one, one.examiners[0].id),
        assessed(scene, one, one.examiners[0].id),
    ],
    "uq_assessment_joint": lambda scene, one: [assessed(scene, one, None), assessed(scene, one, None)],
    "uq_feedback_current": lambda scene, one: [told(scene, one), told(scene, one)],
    "ck_feedback_opinion_is_dated": lambda scene, one: [told(scene, one, opinion=Opinion.AGREES)],
    "ck_feedback_difference_is_explained": lambda scene, one: [
        told(
            scene,
            one,
            opinion=Opinion.DIFFERS,
            opinion_at=clock.now(),
            opinion_by_id=scene.accounts["officer"].id,
        )
    ],
}
SQLITE_SAYS = {
    "uq_appraisal_grade_appraisal_id_ordinal": "appraisal_grade.appraisal_id, appraisal_grade.ordinal",
    "uq_appraisal_grade_appraisal_id_word": "appraisal_grade.appraisal_id, appraisal_grade.word",
    "uq_examiner_appraisal_id_account_id": "examiner.appraisal_id, examiner.account_id",
    "uq_appraisee_appraisal_id_person_id": "appraisee.appraisal_id, appraisee.person_id",
    "uq_appraisee_appraisal_id_position": "appraisee.appraisal_id, appraisee.position",
    "uq_assessment_appraisee_id_examiner_id": "assessment.appraisee_id, assessment.examiner_id",
    "uq_assessment_joint": "assessment.appraisee_id",
    "uq_feedback_current": "feedback.appraisee_id",
}


@both_databases
def test_the_database_refuses(app: Flask, make: Factory, backend: str) -> None:
    scene = Scene(make)
    appraisal = scene.appraisal(S.VERIFYING)
    for name, breach in BREACHES.items():
        db.session.add_all(breach(scene, appraisal))
        with pytest.raises(IntegrityError) as refusal:
            db.session.flush()
        db.session.rollback()
        assert (SQLITE_SAYS.get(name, name) if backend == "sqlite" else name) in str(refusal.value.orig), name


@both_databases
def test_a_dimension_is_rated_once_in_an_assessment(app: Flask, make: Factory, backend: str) -> None:
    scene = Scene(make)
    appraisal = scene.appraisal(S.JUDGING)
    scene.rate(appraisal)
    assessment = db.session.query(Assessment).one()

    db.session.add(Rating(assessment_id=assessment.id, dimension=Dimension.COMMAND, sentence="再来一次"))
    with pytest.raises(IntegrityError) as refusal:
        db.session.flush()

    expected = "rating.assessment_id, rating.dimension" if backend == "sqlite" else "uq_rating_assessment_id_dimension"
    assert expected in str(refusal.value.orig)


@both_databases
def test_a_superseded_feedback_leaves_room_for_a_new_one(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    appraisal = scene.appraisal(S.VERIFYING)

    db.session.add_all([told(scene, appraisal, superseded_at=clock.now()), told(scene, appraisal)])
    db.session.flush()

    assert db.session.query(Feedback).count() == 2
