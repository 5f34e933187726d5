"""A small college and a roster for it, for the tests of the import."""

from typing import Any

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.foundation.importing import operations
from evaluation.foundation.importing.models import ImportJob
from evaluation.foundation.importing.options import Options
from evaluation.foundation.importing.sources import SourceFile
from evaluation.registry.accounts.actors import Actor
from evaluation.registry.accounts.enums import Role
from evaluation.registry.organizations.enums import OrganizationKind
from evaluation.registry.people.imports.importer import RosterImporter
from tests.support.factories import Factory

IMPORTER = RosterImporter([Role.ORGANIZATION_HEAD])
WANG = {"工号/学号": "A1", "姓名": "王芳", "部门": "保卫处"}


def head_of(make: Factory) -> Actor:
    """The head of the organization department of the small college, which has a faculty with a branch of students."""
    make.organization("机电工程系", short_name="机电系")
    make.organization("机电系学生党支部", kind=OrganizationKind.PARTY, parent_id=make.college["general_branch"].id)
    actor = make.actor(Role.ORGANIZATION_HEAD)
    db.session.commit()
    return actor


def run(actor: Actor, file: SourceFile, **settings: str) -> ImportJob:
    """Import a roster."""
    job, _plan = operations.run(IMPORTER, [file], actor=actor, now=clock.now(), options=Options(settings))
    db.session.commit()
    return job


def figures(job: ImportJob) -> tuple[Any, ...]:
    """Rows, created, updated, unchanged."""
    return tuple(job.report[name] for name in ("rows", "created", "updated", "unchanged"))
