"""What the filter lets through is what the predicate allows, row by row, on both databases."""

from sqlalchemy import select

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.procedures.notices.enums import NoticeState, ObjectionState
from evaluation.procedures.notices.models import Notice, Objection
from evaluation.procedures.notices.operations import stop_notice
from evaluation.procedures.notices.policies import (
    may_see,
    may_see_objection,
    objections_shown_without_objector,
    objections_visible_to,
    visible_to,
)
from evaluation.procedures.workflow.models import Matter
from evaluation.registry.accounts.enums import Role
from evaluation.registry.people.models import Relative
from tests.procedures.conftest import commit
from tests.support.databases import both_databases


def seen(condition) -> set[int]:
    return set(db.session.scalars(select(Matter.id).where(condition)))


@both_databases
def test_notices(board, make):
    subject = make.person("赵小燕")
    stopped_draft = board.draft(board.passed())
    notices = [board.notice(state, board.passed(about=subject)) for state in (NoticeState.DRAFT, NoticeState.RUNNING)]
    stop_notice(stopped_draft, reason="不再公示了", actor=make.actor_of(board.officer), now=clock.now())
    notices += [board.notice(state, board.passed(about=subject)) for state in (NoticeState.STOPPED, NoticeState.ENDED)]
    accounts = [make.account(role) for role in Role]
    accounts += [make.account(role, at="department") for role in (Role.ORGANIZATION_OFFICER, Role.ORGANIZATION_HEAD)]
    accounts += [board.officer, make.account(Role.MEMBER, person=subject), make.account(without_person=True)]
    commit()
    actors = [make.actor_of(account) for account in accounts]

    for actor in actors:
        expected = {notice.matter_id for notice in db.session.scalars(select(Notice)) if may_see(actor, notice)}
        assert seen(visible_to(actor)) == expected, (actor.name, dict(actor.roles))

    running = {notice.matter_id for notice in notices if notice.matter.state == NoticeState.RUNNING}
    assert all(running <= seen(visible_to(actor)) for actor in actors)
    member, auditor = make.actor(Role.MEMBER), make.actor(Role.AUDITOR)
    assert seen(visible_to(member)) == seen(visible_to(auditor)) == running


@both_databases
def test_objections(board, make, discipline):
    person, relative_person = make.person("赵小燕"), make.person("赵大海")
    db.session.add(Relative(person_id=relative_person.id, relative_id=person.id, relation="女儿", declared_at=clock.now()))
    concerned = make.account(Role.DISCIPLINE_OFFICER, person=person)
    relative = make.account(Role.DISCIPLINE_OFFICER, person=relative_person)
    elsewhere = make.account(Role.DISCIPLINE_OFFICER, at="other_department")
    objector = make.account(Role.MEMBER)
    states = [state for state in ObjectionState if state is not ObjectionState.DRAFT]
    for state in states:
        subject = board.passed(about=person)
        board.running(subject)
        board.objection(objector, subject, state, handler=discipline)
    accounts = [make.account(role) for role in Role] + [discipline, concerned, relative, elsewhere, objector]
    commit()

    for account in accounts:
        actor = make.actor_of(account)
        expected = {one.matter_id for one in db.session.scalars(select(Objection)) if may_see_objection(actor, one)}
        assert seen(objections_visible_to(actor)) == expected, (actor.name, dict(actor.roles))

    counts = {
        name: len(seen(objections_visible_to(make.actor_of(account))))
        for name, account in {
            "objector": objector,
            "examiner": discipline,
            "concerned": concerned,
            "relative": relative,
            "elsewhere": elsewhere,
            "head": board.head,
            "clerk": board.clerk,
        }.items()
    }
    assert counts == {
        "objector": len(states),
        "examiner": len(states),
        "concerned": 0,
        "relative": 0,
        "elsewhere": 0,
        "head": 0,
        "clerk": 0,
    }
    shown = seen(objections_shown_without_objector(make.actor_of(concerned)))
    by_state = {one.matter.state for one in db.session.scalars(select(Objection)) if one.matter_id in shown}
    assert by_state == set(states) - {ObjectionState.RECEIVED, ObjectionState.WITHDRAWN}
    assert seen(objections_shown_without_objector(make.actor_of(relative))) == set()
