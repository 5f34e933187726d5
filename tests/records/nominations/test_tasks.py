"""What a case asks for stands in the inbox of whoever holds the role, with the day of the rules."""

from datetime import UTC, date, datetime

from flask import Flask
from sqlalchemy import select

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.procedures.inbox.queries import open_task_count
from evaluation.procedures.workflow.enums import Ask
from evaluation.procedures.workflow.models import Task
from evaluation.records.nominations.operations.tasks import remind
from evaluation.registry.accounts.enums import Role
from evaluation.registry.people.enums import Standing
from tests.records.nominations.scene import DAYS, Scene
from tests.support.databases import both_databases, statements
from tests.support.factories import Factory


def open_tasks() -> list[tuple[str, str, date]]:
    rows = db.session.execute(
        select(Task.asks, Task.role, Task.due_on).where(Task.closed_at.is_(None)).order_by(Task.asks, Task.role)
    )
    return [(row.asks, row.role, row.due_on) for row in rows]


def test_the_talk_is_due_within_a_month(app: Flask, make: Factory) -> None:
    """Art. 7: 12 June 2022 is a Sunday, so 13 June."""
    scene = Scene(make)
    scene.opened()

    assert open_tasks() == [(Ask.TAKE_NEXT_STEP, Role.BRANCH_SECRETARY, date(2022, 6, 13))]
    assert open_task_count(scene.actor("secretary")) == 1
    assert open_task_count(scene.actor("officer")) == 0


def test_tasks_change_hands_with_the_steps(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    scene.case("approval_talk_on")

    assert (Ask.TAKE_NEXT_STEP, Role.COMMITTEE_LEADER, date(2023, 10, 20)) in open_tasks()
    assert open_task_count(scene.actor("leader")) == 1


@both_databases
def test_remind_opens_what_came_due_once(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    clock.source = lambda: datetime(2022, 6, 20, 1, 0, tzinfo=UTC)
    nomination = scene.opened()
    for act in list(DAYS)[1:5]:
        scene.take(nomination, act)
    assert open_tasks() == []

    later = datetime(2022, 12, 1, 1, 0, tzinfo=UTC)
    assert remind(later) == (1, 1)
    db.session.commit()
    assert [task for task in open_tasks() if task[0] == Ask.EXAMINE_ACTIVIST] == [
        (Ask.EXAMINE_ACTIVIST, Role.BRANCH_SECRETARY, date(2022, 9, 15))
    ]
    assert remind(later) == (1, 0)
    scene.people["contact"].standing = Standing.LEFT
    db.session.commit()
    assert remind(later) == (1, 0)
    db.session.commit()
    assert nomination.contact_to_replace is True


def test_remind_costs_the_same_for_many(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    scene.opened()
    with statements() as few:
        remind(clock.now())
    scene.opened("second")
    scene.opened("third")
    with statements() as more:
        remind(clock.now())
    assert len(more) == len(few)
