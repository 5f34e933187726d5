"""What one may see: the filter over rows and the predicate over one thing say the same."""

from flask import Flask
from sqlalchemy import select

from evaluation.foundation.core.database import db
from evaluation.procedures.workflow.models import Matter
from evaluation.records.deeds.enums import DeedState as S
from evaluation.records.deeds.policies import may_see, visible_to
from tests.records.deeds.scene import Scene
from tests.support.databases import both_databases
from tests.support.factories import Factory

EVERYTHING = set(S)
HANDED_IN = EVERYTHING - {S.DRAFT}
SEEN = {
    "author": EVERYTHING,
    "other_clerk": set(),
    "secretary": HANDED_IN,
    "other_secretary": set(),
    "officer": HANDED_IN,
    "head": HANDED_IN,
    "leader": HANDED_IN,
    "editor": {S.ACCEPTED},
    "member": set(),
    "subject": HANDED_IN,
    "sysadmin": set(),
}


@both_databases
def test_filter_and_predicate_agree_for_everybody_in_every_state(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    deeds = {state: scene.deed(state) for state in S}

    for name, expected in SEEN.items():
        actor = scene.actor(name)
        found = set(db.session.scalars(select(Matter.id).where(visible_to(actor))))
        by_filter = {state for state, deed in deeds.items() if deed.matter_id in found}
        by_predicate = {state for state, deed in deeds.items() if may_see(actor, deed)}
        assert by_filter == expected, name
        assert by_predicate == expected, name
