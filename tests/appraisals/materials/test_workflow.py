"""Who may take which step with a material in which state, while the appraisal judges and otherwise."""

import pytest
from flask import Flask

from evaluation.appraisals.cycles.enums import AppraisalState
from evaluation.appraisals.materials.enums import MaterialAction as A
from evaluation.appraisals.materials.enums import MaterialState as S
from evaluation.appraisals.materials.models import Material
from evaluation.appraisals.materials.operations import approve_material, reopen_material, sign_material, submit_material
from evaluation.appraisals.materials.presentation import step_form
from evaluation.appraisals.materials.workflow import MATERIAL_FLOW
from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import NotAllowed, Refused, Stale, WrongState
from evaluation.procedures.workflow.enums import Ask
from evaluation.procedures.workflow.queries import open_tasks_of
from tests.appraisals.scene import ROLES, Scene
from tests.support.factories import Factory

EXAMINER = {
    S.DRAFT: {A.SUBMIT},
    S.SIGNING: {A.CHANGE, A.SIGN, A.RETURN},
    S.RETURNED: {A.SUBMIT},
}
TABLE = {
    "one": EXAMINER,
    "two": EXAMINER,
    "officer": {S.DRAFT: {A.SUBMIT}, S.SIGNING: {A.CHANGE}, S.RETURNED: {A.SUBMIT}},
    "head": {S.SIGNING: {A.APPROVE, A.RETURN}, S.APPROVED: {A.REOPEN}},
}
EVERYBODY = (*ROLES, "one", "two", "li")


def open_steps(scene: Scene, material: Material) -> dict[str, set[str]]:
    return {name: {step.action for step in MATERIAL_FLOW.open_to(scene.actor(name), material)} for name in EVERYBODY}


@pytest.mark.parametrize("state", list(S), ids=lambda state: state.value)
def test_steps_open_to_everybody(app: Flask, make: Factory, state: S) -> None:
    scene = Scene(make)
    material = scene.material(scene.appraisal(AppraisalState.JUDGING), state=state)
    assert material.matter.state == state

    assert open_steps(scene, material) == {name: TABLE.get(name, {}).get(state, set()) for name in EVERYBODY}


@pytest.mark.parametrize("state", [AppraisalState.FEEDBACK, AppraisalState.ARCHIVED], ids=lambda state: state.value)
def test_no_step_is_open_once_the_judging_is_over(app: Flask, make: Factory, state: AppraisalState) -> None:
    scene = Scene(make)
    scene.appraisal(state)

    for material in db.session.query(Material).all():
        assert open_steps(scene, material) == {name: set() for name in EVERYBODY}
        with pytest.raises(WrongState):
            reopen_material(material, actor=scene.actor("head"), now=clock.now(), comment="再改一改文字")


def test_relatives_and_the_person_take_no_step(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    material = scene.material(scene.appraisal(AppraisalState.JUDGING), state=S.SIGNING)
    for name in ("one", "head"):
        make.relatives(scene.accounts[name].person_id, scene.people["li"].id)

    steps = open_steps(scene, material)

    assert (steps["one"], steps["head"], steps["li"]) == (set(), set(), set())
    assert steps["two"] == EXAMINER[S.SIGNING]


def test_the_head_who_signs_as_examiner_does_not_approve(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    appraisal = scene.appraisal(
        AppraisalState.JUDGING, examiner_ids=[scene.accounts[name].person_id for name in ("one", "two", "head")]
    )
    material = scene.material(appraisal, state=S.SIGNING)
    head = scene.actor("head")
    assert {A.APPROVE, A.SIGN} < {step.action for step in MATERIAL_FLOW.open_to(head, material)}

    sign_material(material, actor=head, now=clock.now())
    sign_material(material, actor=scene.actor("one"), now=clock.now())

    with pytest.raises(NotAllowed):
        approve_material(material, actor=head, now=clock.now())
    other = make.actor(role_of("head"))
    approve_material(material, actor=other, now=clock.now())
    assert material.matter.state == S.APPROVED


def role_of(name: str) -> str:
    return ROLES[name]


def test_the_head_who_began_it_does_not_approve(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    appraisal = scene.appraisal(
        AppraisalState.JUDGING, examiner_ids=[scene.accounts[name].person_id for name in ("one", "two", "head")]
    )
    material = scene.material(appraisal, state=S.SIGNING)
    material.matter.opened_by_id = scene.accounts["head"].id
    scene.sign(material)

    with pytest.raises(NotAllowed):
        approve_material(material, actor=scene.actor("head"), now=clock.now())


def test_two_different_examiners_sign_before_the_approval(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    material = scene.material(scene.appraisal(AppraisalState.JUDGING), state=S.SIGNING)
    one, head = scene.actor("one"), scene.actor("head")

    sign_material(material, actor=one, now=clock.now())
    with pytest.raises(WrongState, match="您已经签过名"):
        sign_material(material, actor=one, now=clock.now())
    with pytest.raises(Refused, match="已有1个签名，须满2个才能批准"):
        approve_material(material, actor=head, now=clock.now())
    sign_material(material, actor=scene.actor("two"), now=clock.now())
    approve_material(material, actor=head, now=clock.now())

    assert (material.approved_by_name, material.approved_at) == (head.name, clock.now())
    assert material.appraisee.material_approved_at == clock.now()


def test_tasks_go_from_the_signers_to_the_head(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    material = scene.material(scene.appraisal(AppraisalState.JUDGING), state=S.SIGNING)

    def asked() -> set[tuple[str, int | None, str | None]]:
        return {(task.asks, task.account_id, task.role) for task in open_tasks_of(material.matter_id)}

    signers = {(Ask.SIGN_MATERIAL, scene.accounts[name].id, None) for name in ("one", "two")}
    assert asked() == signers
    sign_material(material, actor=scene.actor("two"), now=clock.now())
    assert asked() == {(Ask.SIGN_MATERIAL, scene.accounts["one"].id, None)}
    sign_material(material, actor=scene.actor("one"), now=clock.now())
    assert asked() == {(Ask.APPROVE, None, "organization_head")}
    approve_material(material, actor=scene.actor("head"), now=clock.now())
    assert asked() == set()


def test_a_recused_examiner_is_not_asked_to_sign(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    scene.accounts["extra"] = make.account()
    make.relatives(scene.accounts["two"].person_id, scene.people["li"].id)
    appraisal = scene.appraisal(
        AppraisalState.JUDGING, examiner_ids=[scene.accounts[name].person_id for name in ("one", "two", "extra")]
    )
    material = scene.material(appraisal, state=S.DRAFT)
    scene.fill(material)
    submit_material(material, actor=scene.actor("one"), now=clock.now())

    asked = {task.account_id for task in open_tasks_of(material.matter_id)}
    assert asked == {scene.accounts["one"].id, scene.accounts["extra"].id}
    with pytest.raises(NotAllowed):
        sign_material(material, actor=scene.actor("two"), now=clock.now())


def test_a_signature_stands_for_the_version_that_was_read(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    material = scene.material(scene.appraisal(AppraisalState.JUDGING), state=S.SIGNING)

    with pytest.raises(Stale):
        sign_material(material, actor=scene.actor("one"), now=clock.now(), version=material.matter.version - 1)

    assert material.signatures == []


def test_the_box_offers_neither_a_second_signature_nor_an_early_approval(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    material = scene.material(scene.appraisal(AppraisalState.JUDGING), state=S.SIGNING)

    def offered(name: str) -> list[str]:
        with app.test_request_context():
            form = step_form(material, scene.actor(name))
            return [choice.value for choice in form.decision.iter_choices()] if form else []

    assert (offered("one"), offered("head")) == (["sign", "return"], ["return"])
    scene.sign(material)
    assert (offered("one"), offered("head")) == (["return"], ["approve", "return"])


def test_an_approved_material_is_opened_again_with_a_reason_and_signed_anew(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    material = scene.material(scene.appraisal(AppraisalState.JUDGING), state=S.APPROVED)

    with pytest.raises(Refused):
        reopen_material(material, actor=scene.actor("head"), now=clock.now(), comment="")
    reopen_material(material, actor=scene.actor("head"), now=clock.now(), comment="漏写了西门值守")
    db.session.commit()

    assert (material.matter.state, material.signatures, material.approved_at) == (S.DRAFT, [], None)
    assert material.appraisee.material_approved_at is None
    assert material.matter.number == "CL-2022-0001"
