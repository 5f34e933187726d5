"""Who sees a material: the filter over rows and the predicate say the same; the person and near relatives do not."""

from flask import Flask
from sqlalchemy import select

from evaluation.appraisals.cycles.enums import AppraisalState
from evaluation.appraisals.materials.enums import MaterialState as S
from evaluation.appraisals.materials.policies import may_see, visible_to
from evaluation.foundation.core.database import db
from evaluation.procedures.workflow.enums import MatterKind
from evaluation.procedures.workflow.models import Matter
from evaluation.procedures.workflow.register import visible_matters
from evaluation.registry.accounts.enums import Role
from tests.appraisals.scene import ROLES, Scene
from tests.support.databases import both_databases
from tests.support.factories import Factory

READERS = {"officer", "head", "leader", "discipline", "one", "two"}
EVERYBODY = (*ROLES, "one", "two", "li")


@both_databases
def test_filter_and_predicate_agree_for_everybody_in_every_state(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    materials = [scene.material(scene.appraisal(AppraisalState.JUDGING, title=f"考核{state.value}"), state=state) for state in S]
    for name in EVERYBODY:
        actor = scene.actor(name)
        expected = [one.matter_id for one in materials] if name in READERS else []
        for condition in (visible_to(actor), visible_matters(actor)):
            found = db.session.scalars(
                select(Matter.id).where(condition, Matter.kind == MatterKind.MATERIAL).order_by(Matter.id)
            ).all()
            assert found == expected, name
        assert [one.matter_id for one in materials if may_see(actor, one)] == expected, name


def test_the_person_and_relatives_do_not_see_it_whatever_their_role(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    head = scene.accounts["head"]
    scene.people["head"] = db.session.get_one(type(scene.people["li"]), head.person_id)
    scene.evidence("head")
    appraisal = scene.appraisal(AppraisalState.JUDGING, person_ids=[person.id for person in scene.people.values()])
    material = scene.material(appraisal, "head")
    make.relatives(scene.accounts["leader"].person_id, head.person_id)

    for name in EVERYBODY:
        actor = scene.actor(name)
        expected = name in READERS - {"head", "leader"}
        found = db.session.scalars(select(Matter.id).where(visible_to(actor))).all()
        assert (found == [material.matter_id]) is expected, name
        assert may_see(actor, material) is expected, name


def test_a_role_counts_within_its_scope_only(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    material = scene.material(scene.appraisal(AppraisalState.JUDGING))
    elsewhere = make.actor(Role.ORGANIZATION_HEAD, at="other_department")

    assert not may_see(elsewhere, material)
    assert db.session.scalars(select(Matter.id).where(visible_to(elsewhere))).all() == []
