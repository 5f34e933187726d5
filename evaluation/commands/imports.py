"""``import organizations|roster|frontline-log|deeds|nominations PATH``: the importers of the pages, for scripts and set-up.

Exit status 0: every row was taken; 1: some were refused; 2: the file cannot be used and nothing was written. Without
``--as`` an actor without an account works in the name of the organization department; the audit chain calls it 命令行导入.
"""

import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import click
from flask import g
from flask.cli import AppGroup
from flask_babel import force_locale, ngettext
from sqlalchemy import select
from sqlalchemy.exc import OperationalError, ProgrammingError

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import DomainError, Refused
from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.importing.operations import run
from evaluation.foundation.importing.options import Options
from evaluation.foundation.importing.report import Finding, Report
from evaluation.foundation.importing.sources import SourceFile
from evaluation.foundation.web.catalogue import LOCALE
from evaluation.portal.imports.doors import DEEDS, FORM, LINE, NOMINATIONS, ORGANIZATIONS, PEOPLE, RECORDS, Door
from evaluation.portal.imports.policies import may_import
from evaluation.records.deeds.imports.files import FORM_ENDINGS, PICTURE_ENDINGS
from evaluation.records.deeds.imports.importer import ACTING, AUTHOR
from evaluation.records.performance.imports.importer import CAMPAIGN_NAME
from evaluation.registry.accounts.actors import Actor
from evaluation.registry.accounts.enums import Role
from evaluation.registry.accounts.models import Account
from evaluation.registry.accounts.operations import normal_login
from evaluation.registry.accounts.queries import actor_of_account
from evaluation.registry.organizations.models import Organization
from evaluation.registry.people.imports.importer import EFFECTIVE

ACTOR_NAME = "命令行导入"
UNUSABLE = 2
MOST_BYTES = 64 * 1024 * 1024
MOST_FILES = 500
MOST_LISTED = 40

imports = AppGroup("import", help="Import organisations, the roster, a frontline log, deed forms, or running cases.")


def common(command: Callable[..., None]) -> Callable[..., None]:
    """Path and options of every import."""
    command = click.option("--as", "login", help="Act as this account, within its departments.")(command)
    command = click.option(
        "--report", "report_path", type=click.Path(dir_okay=False, path_type=Path), help="Write the report as JSON."
    )(command)
    command = click.option("--dry-run", is_flag=True, help="Only look; write nothing.")(command)
    return click.argument("path", type=click.Path(exists=True, path_type=Path))(command)


@imports.command("organizations")
@common
def organizations(path: Path, dry_run: bool, report_path: Path | None, login: str | None) -> None:
    """Departments and Party organisations from a workbook with the sheets 部门 and 党组织."""
    carry_out(ORGANIZATIONS, path, {}, dry_run=dry_run, report_path=report_path, login=login)


@imports.command("roster")
@click.option("--since", help="Day (2022-03-14) from which changed values hold, or 'correction'. Default: today.")
@common
def roster(path: Path, dry_run: bool, report_path: Path | None, login: str | None, since: str | None) -> None:
    """People from a workbook, all sheets."""
    carry_out(PEOPLE, path, {EFFECTIVE: since or ""}, dry_run=dry_run, report_path=report_path, login=login)


@imports.command("frontline-log")
@click.option("--campaign", help="Special action of these shifts; made with the period of the log where there is none.")
@common
def frontline_log(path: Path, dry_run: bool, report_path: Path | None, login: str | None, campaign: str | None) -> None:
    """Shifts from a workbook, handed in and waiting for the branches."""
    carry_out(RECORDS, path, {CAMPAIGN_NAME: campaign or ""}, dry_run=dry_run, report_path=report_path, login=login)


@imports.command("deeds")
@common
def deeds(path: Path, dry_run: bool, report_path: Path | None, login: str | None) -> None:
    """Drafts from a folder (or one file, or a zip) of Word deed forms and photographs.

    With --as the drafts are that account's. Otherwise they belong to the department's clerk where there is exactly one;
    where not, to whoever of the department's clerks or the organization department first works on them.
    """
    settings = {AUTHOR: ACTING} if login else {}
    carry_out(DEEDS, path, settings, dry_run=dry_run, report_path=report_path, login=login)


@imports.command("nominations")
@common
def nominations(path: Path, dry_run: bool, report_path: Path | None, login: str | None) -> None:
    """Running cases of membership development, one row a person; each day is tested by the rules in force on it."""
    carry_out(NOMINATIONS, path, {}, dry_run=dry_run, report_path=report_path, login=login)


def carry_out(
    door: Door, path: Path, settings: dict[str, str], *, dry_run: bool, report_path: Path | None, login: str | None
) -> None:
    """Import one path and end with the exit status."""
    g.writes = not dry_run
    with force_locale(LOCALE):
        try:
            if report_path is not None and not report_path.parent.is_dir():
                raise Refused(_("There is no folder %(folder)s for the report.", folder=report_path.parent))
            report = imported(door, files_at(door, path), Options(settings=settings), login=login, dry_run=dry_run)
        except DomainError as refusal:
            db.session.rollback()
            click.echo(_("Nothing was written: %(reason)s", reason=str(refusal)), err=True)
            sys.exit(UNUSABLE)
        except (OperationalError, ProgrammingError) as failure:
            db.session.rollback()
            click.echo(
                _(
                    "Nothing was written: the database is not ready (%(reason)s). Run the command setup first.",
                    reason=failure.orig,
                ),
                err=True,
            )
            sys.exit(UNUSABLE)
        if report_path is not None:
            report_path.write_text(json.dumps(report.as_dict(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        for line in summary(door, path, report, dry_run):
            click.echo(line)
    sys.exit(report.exit_status)


def imported(door: Door, files: list[SourceFile], options: Options, *, login: str | None, dry_run: bool) -> Report:
    """Examine, and write unless this is only a look."""
    actor = acting(door, login)
    now = clock.now()
    if dry_run:
        plan = door.importer.examine(files, actor=actor, now=now, options=options)
        db.session.rollback()
        return plan.report
    _job, plan = run(door.importer, files, actor=actor, now=now, options=options)
    db.session.commit()
    return plan.report


def acting(door: Door, login: str | None) -> Actor:
    """Who imports."""
    if login is None:
        everywhere = frozenset(db.session.scalars(select(Organization.id)))
        return Actor(account_id=None, name=ACTOR_NAME, roles={Role.ORGANIZATION_HEAD.value: everywhere})  # type: ignore[arg-type]
    account = db.session.scalar(select(Account).where(Account.login == normal_login(login)))
    if account is None or account.disabled_at is not None:
        raise Refused(_("There is no account %(login)s, or it is disabled.", login=login))
    actor = actor_of_account(account, clock.today())
    if not may_import(actor, door):
        raise Refused(_("The account %(login)s may not import this; use one that may.", login=login))
    return actor


def files_at(door: Door, path: Path) -> list[SourceFile]:
    """The file, or the forms and photographs of the folder."""
    if not path.is_dir():
        return [read_file(path)]
    if not door.several:
        raise Refused(_("%(path)s is a folder; name the file itself.", path=path))
    wanted = FORM_ENDINGS | PICTURE_ENDINGS
    found = sorted(one for one in path.iterdir() if one.is_file() and one.suffix.lower().lstrip(".") in wanted)
    if len(found) > MOST_FILES:
        raise Refused(_("%(path)s holds over %(limit)s files; split it.", path=path, limit=MOST_FILES))
    return [read_file(one) for one in found]


def read_file(path: Path) -> SourceFile:
    """One file within the limit of size."""
    if path.stat().st_size > MOST_BYTES:
        limit = MOST_BYTES // 1024 // 1024
        raise Refused(_("“%(name)s” is over %(limit)s MB. Make it smaller and send it again.", name=path.name, limit=limit))
    return SourceFile(path.name, path.read_bytes())


def summary(door: Door, path: Path, report: Report, dry_run: bool) -> Iterable[str]:
    """The report for a person at the terminal."""
    if dry_run:
        yield _("Only looked; nothing was written.")
    yield _("%(file)s: %(rows)s", file=path.name, rows=counted(door, report.rows))
    yield _(
        "%(created)d new, %(updated)d changed, %(unchanged)d as before, %(duplicates)d twice in the file, "
        "%(rejected)d refused, %(ambiguous)d ambiguous",
        created=report.created,
        updated=report.updated,
        unchanged=report.unchanged,
        duplicates=len(report.duplicates),
        rejected=len(report.rejected),
        ambiguous=len(report.ambiguous),
    )
    if report.ignored_columns:
        yield _("Not read: %(columns)s.", columns="、".join(report.ignored_columns))
    for title, findings in (
        (_("Refused:"), report.rejected),
        (_("Ambiguous:"), report.ambiguous),
        (_("Twice in the file:"), report.duplicates),
        (_("To look at (taken all the same):"), report.warnings),
    ):
        if findings:
            yield title
            yield from listed(findings)


def counted(door: Door, rows: int) -> str:
    """So many rows, shifts or forms."""
    if door.unit == LINE:
        return ngettext("%(num)d shift", "%(num)d shifts", rows)
    if door.unit == FORM:
        return ngettext("%(num)d form", "%(num)d forms", rows)
    return ngettext("%(num)d row", "%(num)d rows", rows)


def listed(findings: list[Finding]) -> Iterable[str]:
    """Findings, one a line."""
    for one in findings[:MOST_LISTED]:
        where = " ".join(filter(None, (one.sheet, _("row %(row)d", row=one.row) if one.row else "", one.column, one.value)))
        yield f"  {where}: {one.reason}"
    if len(findings) > MOST_LISTED:
        yield "  " + _("%(count)s more are in the report (--report).", count=len(findings) - MOST_LISTED)
