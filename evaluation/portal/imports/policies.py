"""Who may import what, and who sees and undoes an import."""

from typing import Any

from sqlalchemy import ColumnElement, and_, or_

from evaluation.foundation.importing.models import ImportJob
from evaluation.portal.imports.doors import DEEDS, ORGANIZATIONS, Door
from evaluation.registry.accounts.enums import ORGANIZATION_ROLES
from evaluation.registry.organizations.queries import root_committee


def may_import(actor: Any, door: Door) -> bool:
    """Whether the actor may use this door at all; single rows are looked at by their department.

    The tree of organisations is one thing: only who keeps the whole college changes it.
    """
    if not actor.holds(*door.roles):
        return False
    if door is not ORGANIZATIONS:
        return True
    root = root_committee()
    return root is not None and actor.within(root.id, *ORGANIZATION_ROLES)


def jobs_visible_to(actor: Any, door: Door) -> ColumnElement[bool]:
    """Filter over import jobs: one's own; for the organization department also those of others, but for drafts of deeds,
    which are their authors' own."""
    mine = ImportJob.account_id == actor.account_id
    if not actor.holds(*ORGANIZATION_ROLES):
        return and_(ImportJob.kind == door.kind, mine)
    others = ImportJob.account_id.is_(None) if door is DEEDS else ImportJob.id.is_not(None)
    return and_(ImportJob.kind == door.kind, or_(mine, others))


def may_see_job(actor: Any, door: Door, job: ImportJob) -> bool:
    """The predicate of :func:`jobs_visible_to`."""
    if job.kind != door.kind:
        return False
    if job.account_id == actor.account_id:
        return True
    return actor.holds(*ORGANIZATION_ROLES) and (door is not DEEDS or job.account_id is None)


def may_change_job(actor: Any, job: ImportJob) -> bool:
    """Whoever uploaded a file confirms, mends and undoes it; the organization department undoes what a command imported."""
    return job.account_id == actor.account_id or (job.account_id is None and actor.holds(*ORGANIZATION_ROLES))
