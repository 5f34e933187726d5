"""Make, change and remove usual groups (常用组)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm.attributes import flag_modified

from evaluation.foundation.audit.operations import record
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import Refused, Stale
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.records.performance.models import ShiftGroup, ShiftGroupMember
from evaluation.records.performance.operations.lines import LONGEST_TASK, MOST_LINES
from evaluation.records.performance.operations.shifts import check_recorder
from evaluation.registry.people.queries import people_by_id

LONGEST_NAME = 40


def check_group(name: str, organization_id: int, members: Sequence[tuple[int, str]], group_id: int | None = None) -> None:
    """Refuse a name that is missing or taken, nobody, too many, or people whom nobody knows."""
    if not name:
        raise Refused(_l("Give the group a name."), field="name")
    if len(name) > LONGEST_NAME:
        raise Refused(_l("At most %(max)d characters; shorten the text.", max=LONGEST_NAME), field="name")
    taken = db.session.scalar(select(ShiftGroup.id).where(ShiftGroup.organization_id == organization_id, ShiftGroup.name == name))
    if taken is not None and taken != group_id:
        raise Refused(_l("Your department has a group of this name already; choose another name."), field="name")
    ids = [person_id for person_id, _task in members]
    if not ids:
        raise Refused(_l("Nobody is in the group; add at least one person."), field="names")
    if len(ids) > MOST_LINES:
        raise Refused(_l("At most %(max)d people in a group.", max=MOST_LINES), field="names")
    if any(len(task) > LONGEST_TASK for _person_id, task in members):
        raise Refused(_l("At most %(max)d characters; shorten the text.", max=LONGEST_TASK), field="names")
    if set(ids) - set(people_by_id(ids)):
        raise Refused(_l("Somebody in the list is no longer in the registry; take the row out."), field="names")


def put_members(group: ShiftGroup, members: Sequence[tuple[int, str]]) -> None:
    """Make these the members, in this order, each once."""
    db.session.execute(
        delete(ShiftGroupMember).where(ShiftGroupMember.group_id == group.id).execution_options(synchronize_session=False)
    )
    once_each = dict(members)
    db.session.execute(
        insert(ShiftGroupMember.__table__),
        [
            {"group_id": group.id, "person_id": person_id, "position": position, "task": task}
            for position, (person_id, task) in enumerate(once_each.items())
        ],
    )
    db.session.expire(group, ["members"])


def create_group(name: str, *, organization_id: int, members: Sequence[tuple[int, str]], actor: Any, now: datetime) -> ShiftGroup:
    """A group of one's department; ``members`` are ids with the usual task."""
    check_recorder(actor, organization_id)
    check_group(name, organization_id, members)
    group = ShiftGroup(name=name, organization_id=organization_id, members=[], changed_at=now, changed_by_id=actor.account_id)
    db.session.add(group)
    db.session.flush()
    put_members(group, members)
    record("shift_group.create", actor=actor, object_kind="shift_group", object_id=group.id, now=now)
    return group


def change_group(
    group: ShiftGroup,
    name: str,
    *,
    members: Sequence[tuple[int, str]],
    actor: Any,
    now: datetime,
    version: int | None = None,
) -> None:
    """Rename a group and change who is in it."""
    check_recorder(actor, group.organization_id)
    if version is not None and version != group.version:
        raise Stale(_l("Somebody changed this after you opened it. Nothing of yours was lost: compare and save again."))
    check_group(name, group.organization_id, members, group.id)
    group.name, group.changed_at, group.changed_by_id = name, now, actor.account_id
    flag_modified(group, "changed_at")
    put_members(group, members)
    record("shift_group.change", actor=actor, object_kind="shift_group", object_id=group.id, now=now)
    db.session.flush()


def delete_group(group: ShiftGroup, *, actor: Any, now: datetime) -> None:
    """Remove a group; shifts that it filled stay as they are."""
    check_recorder(actor, group.organization_id)
    record("shift_group.delete", actor=actor, object_kind="shift_group", object_id=group.id, now=now)
    db.session.delete(group)
    db.session.flush()
