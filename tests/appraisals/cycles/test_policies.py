"""What one may see: the filter over rows and the predicate over one appraisal say the same. Publicity sees nothing."""

from flask import Flask
from sqlalchemy import select

from evaluation.appraisals.cycles.enums import AppraisalState as S
from evaluation.appraisals.cycles.policies import may_examine, may_read_person, may_see, visible_to
from evaluation.foundation.core.database import db
from evaluation.procedures.workflow.models import Matter
from evaluation.procedures.workflow.register import visible_matters
from evaluation.registry.accounts.enums import Role
from evaluation.registry.accounts.models import Grant
from tests.appraisals.scene import ROLES, Scene
from tests.support.databases import both_databases
from tests.support.factories import LONG_AGO, Factory

STARTED = set(S) - {S.DRAFT}
SEEN = {
    **{name: set() for name in (*ROLES, "li")},
    "officer": set(S),
    "head": STARTED,
    "leader": STARTED,
    "discipline": STARTED,
    "one": STARTED,
    "two": STARTED,
}


@both_databases
def test_filter_and_predicate_agree_for_everybody_in_every_state(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    appraisals = {state: scene.appraisal(state) for state in S}

    for name, expected in SEEN.items():
        actor = scene.actor(name)
        found = set(db.session.scalars(select(Matter.id).where(visible_to(actor))))
        shared = set(db.session.scalars(select(Matter.id).where(visible_matters(actor))))
        ids = {appraisal.matter_id: state for state, appraisal in appraisals.items()}
        assert {state for identity, state in ids.items() if identity in found} == expected, name
        assert {state for identity, state in ids.items() if identity in shared} == expected, name
        assert {state for state, appraisal in appraisals.items() if may_see(actor, appraisal)} == expected, name


def test_a_role_counts_within_its_scope_only(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    appraisal = scene.appraisal(S.VERIFYING)
    elsewhere = make.actor(Role.ORGANIZATION_OFFICER, at="other_department")

    assert not may_see(elsewhere, appraisal)
    assert db.session.scalars(select(Matter.id).where(visible_to(elsewhere))).all() == []


def test_whoever_moves_to_publicity_sees_nothing_of_what_was_opened_before(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    appraisal = scene.appraisal(S.JUDGING)
    officer = scene.accounts["officer"]
    db.session.query(Grant).filter_by(account_id=officer.id).delete()
    db.session.add(
        Grant(
            account_id=officer.id,
            role=Role.PUBLICITY_EDITOR,
            organization_id=make.college["committee"].id,
            valid_from=LONG_AGO,
            granted_at=appraisal.matter.opened_at,
        )
    )
    db.session.commit()

    actor = scene.actor("officer")

    assert not may_see(actor, appraisal)
    assert db.session.scalars(select(Matter.id).where(visible_to(actor))).all() == []


def test_relatives_in_either_direction_keep_out(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    appraisal = scene.appraisal(S.VERIFYING)
    li = scene.people["li"].id
    make.relatives(scene.accounts["one"].person_id, li)
    make.relatives(li, scene.accounts["leader"].person_id)

    readers = {name for name in SEEN if may_read_person(scene.actor(name), appraisal, li)}
    examiners = {name for name in SEEN if may_examine(scene.actor(name), appraisal, li)}

    assert readers == {"officer", "head", "discipline", "two"}
    assert examiners == {"two"}


def test_a_reader_on_the_list_does_not_read_about_oneself_and_does_not_run_it(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    head = scene.actor("head")
    appraisal = scene.appraisal(S.VERIFYING, person_ids=[scene.people["li"].id, head.person_id])

    assert may_see(head, appraisal)
    assert head.person_id is not None
    assert not may_read_person(head, appraisal, head.person_id)
    assert may_read_person(head, appraisal, scene.people["li"].id)
