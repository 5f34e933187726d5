"""Who sees a case: the filter over rows and the predicate over one thing say the same."""

from flask import Flask
from sqlalchemy import select

from evaluation.foundation.core.database import db
from evaluation.procedures.workflow.models import Matter
from evaluation.records.nominations.policies import may_see, visible_to
from tests.records.nominations.scene import Scene
from tests.support.databases import both_databases
from tests.support.factories import Factory

SEEN = {
    "secretary": True,
    "other_secretary": False,
    "officer": True,
    "head": True,
    "leader": True,
    "discipline": True,
    "clerk": False,
    "editor": False,
    "member": False,
    "candidate": False,
    "sysadmin": False,
}


@both_databases
def test_filter_and_predicate_agree_for_everybody(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    nomination = scene.opened()

    for name, expected in SEEN.items():
        actor = scene.actor(name)
        found = set(db.session.scalars(select(Matter.id).where(visible_to(actor))))
        assert (nomination.matter_id in found) is expected, name
        assert may_see(actor, nomination) is expected, name


@both_databases
def test_an_officer_never_sees_the_own_case(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    nomination = scene.opened()
    scene.accounts["officer"].person_id, scene.accounts["candidate"].person_id = None, None
    db.session.flush()
    scene.accounts["officer"].person_id = scene.people["candidate"].id
    db.session.commit()

    actor = scene.actor("officer")
    assert list(db.session.scalars(select(Matter.id).where(visible_to(actor)))) == []
    assert may_see(actor, nomination) is False
