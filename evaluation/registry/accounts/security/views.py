"""/admin/security/: accounts, roles, sessions, failed sign-ins. For the security administrator alone."""

from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from sqlalchemy import select
from werkzeug.wrappers import Response as BaseResponse

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import Refused
from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.web.access import requires
from evaluation.foundation.web.downloads import workbook_answer
from evaluation.foundation.web.paging import Sort, page_of
from evaluation.foundation.web.posting import once
from evaluation.registry.accounts.enums import ADMINISTRATORS, Role
from evaluation.registry.accounts.models import Account, AccountSession, Grant, SignInGuard
from evaluation.registry.accounts.security import operations, queries
from evaluation.registry.accounts.security.enums import AccountState
from evaluation.registry.accounts.security.forms import AccountFilter, AccountForm, GrantForm
from evaluation.registry.organizations.models import Organization

blueprint = Blueprint("security", __name__, url_prefix="/admin/security")
guarded = requires(Role.SECURITY_ADMINISTRATOR)

ACCOUNT_SORTS = (
    Sort("login", None, (Account.login,), descending=False),
    Sort("newest", None, (Account.id,)),
)
SESSION_SORTS = (Sort("seen", None, (AccountSession.seen_at, AccountSession.token_digest)),)
FAILURE_SORTS = (Sort("failed", None, (SignInGuard.failed_at, SignInGuard.login, SignInGuard.address)),)


def account_or_404(account_id: int) -> Account:
    """The account of an address."""
    account = db.session.get(Account, account_id)
    if account is None:
        abort(404)
    return account


@blueprint.get("/")
@guarded
def index() -> str:
    """The list of accounts."""
    form = AccountFilter.asked()
    now, today = clock.now(), clock.today()
    statement = queries.narrowed(queries.account_rows(now), form.data, now, today)
    page = page_of(statement, ACCOUNT_SORTS, count=statement.with_only_columns(Account.id))
    return render_template(
        "registry/accounts/accounts.html",
        form=form,
        page=page,
        states=AccountState,
        roles=queries.roles_by_account([row.id for row in page.rows], today),
        figures=queries.security_figures(now),
    )


@blueprint.get("/export.xlsx")
@guarded
def export() -> Response:
    """The filtered list of accounts as a workbook."""
    form = AccountFilter.asked()
    now, today = clock.now(), clock.today()
    rows = list(db.session.execute(queries.narrowed(queries.account_rows(now), form.data, now, today).order_by(Account.login)))
    roles = queries.roles_by_account([row.id for row in rows], today)
    return workbook_answer(
        _("Accounts"),
        [_("Login"), _("Name"), _("Department"), _("Roles"), _("Last sign-in"), _("State")],
        (
            [
                row.login,
                row.name,
                row.department or "",
                "、".join(str(role.label) for role in roles.get(row.id, [])),
                row.last_sign_in_at,
                str(AccountState(row.state).label),
            ]
            for row in rows
        ),
    )


@blueprint.route("/accounts/new", methods=["GET", "POST"])
@guarded
def new() -> Any:
    """Open an account; its one-time password is shown once, in the answer to this post."""
    form = AccountForm()
    if form.validate_on_submit():
        try:
            with once() as outcome:
                account, password = operations.open_account(
                    login=form.login.data or "",
                    name=form.name.data or "",
                    number=form.number.data or "",
                    actor=current_user,
                    now=clock.now(),
                )
                outcome.location = url_for("security.account", account_id=account.id)
            return password_page(account, password, _("The account is open"))
        except Refused as refusal:
            form.refuse(refusal)
    return render_template("registry/accounts/new.html", form=form), 422 if form.errors or form.form_errors else 200


def password_page(account: Account, password: str, title: str) -> str:
    """The one page on which a one-time password is ever shown."""
    return render_template("registry/accounts/password.html", account=account, password=password, title=title)


def grant_form() -> GrantForm:
    """The form for a role, with every organisation that exists today."""
    form = GrantForm()
    rows = db.session.execute(
        select(Organization.id, Organization.code, Organization.name)
        .where(Organization.active_to.is_(None) | (Organization.active_to > clock.today()))
        .order_by(Organization.kind.desc(), Organization.code)
    )
    form.organization.choices = [("", _("– (administrators and members)"))] + [(row.id, f"{row.code} {row.name}") for row in rows]
    return form


@blueprint.get("/accounts/<int:account_id>")
@guarded
def account(account_id: int) -> str:
    """One account: state, roles, browsers."""
    return account_page(account_or_404(account_id), grant_form())


def account_page(account: Account, form: GrantForm) -> str:
    """The page of an account with the form for a further role."""
    now = clock.now()
    state = db.session.scalar(select(queries.state_column(now)).where(Account.id == account.id))
    return render_template(
        "registry/accounts/account.html",
        account=account,
        state=AccountState(state),
        grants=queries.grants_of(account.id),
        sessions=queries.sessions_of(account.id, now),
        form=form,
        own=account.id == current_user.account_id,
        roles=Role,
        administrators=ADMINISTRATORS,
        mark_length=queries.SHORTEST_MARK,
    )


@blueprint.post("/accounts/<int:account_id>/actions/grant")
@guarded
def grant(account_id: int) -> Any:
    """Give a role."""
    account = account_or_404(account_id)
    form = grant_form()
    if form.validate():
        try:
            with once() as outcome:
                operations.give(
                    account,
                    role=Role(form.role.data),
                    organization_id=form.organization.data,
                    valid_from=form.valid_from.data,
                    valid_to=form.valid_to.data,
                    actor=current_user,
                    now=clock.now(),
                    today=clock.today(),
                )
                outcome.location = url_for("security.account", account_id=account.id)
            flash(_("The role is given. %(name)s has to sign in again.", name=account.name), "success")
            return redirect(outcome.location)
        except Refused as refusal:
            form.refuse(refusal)
    return account_page(account, form), 422


@blueprint.post("/accounts/<int:account_id>/grants/<int:grant_id>/actions/end")
@guarded
def end_grant(account_id: int, grant_id: int) -> BaseResponse:
    """End a role today."""
    found = db.session.get(Grant, grant_id)
    if found is None or found.account_id != account_id:
        abort(404)
    with once() as outcome:
        operations.take(found, actor=current_user, today=clock.today())
        outcome.location = url_for("security.account", account_id=account_id)
    flash(_("The role has ended; the account is signed out everywhere."), "success")
    return redirect(outcome.location)


@blueprint.post("/accounts/<int:account_id>/actions/disable")
@guarded
def disable(account_id: int) -> BaseResponse:
    """Close an account at once."""
    account = account_or_404(account_id)
    with once() as outcome:
        operations.disable(account, actor=current_user, now=clock.now(), today=clock.today())
        outcome.location = url_for("security.account", account_id=account_id)
    flash(_("The account is disabled and signed out everywhere."), "success")
    return redirect(outcome.location)


@blueprint.post("/accounts/<int:account_id>/actions/enable")
@guarded
def enable(account_id: int) -> BaseResponse:
    """Open an account again."""
    account = account_or_404(account_id)
    with once() as outcome:
        operations.enable(account, actor=current_user)
        outcome.location = url_for("security.account", account_id=account_id)
    flash(_("The account is in use again."), "success")
    return redirect(outcome.location)


@blueprint.post("/accounts/<int:account_id>/actions/reset-password")
@guarded
def reset_password(account_id: int) -> str:
    """A new one-time password, shown once."""
    account = account_or_404(account_id)
    with once() as outcome:
        password = operations.reset(account, actor=current_user)
        outcome.location = url_for("security.account", account_id=account_id)
    return password_page(account, password, _("The password is reset"))


@blueprint.post("/accounts/<int:account_id>/actions/end-sessions")
@guarded
def end_sessions(account_id: int) -> BaseResponse:
    """Sign an account out everywhere."""
    account = account_or_404(account_id)
    with once() as outcome:
        operations.end_all_sessions(account, actor=current_user)
        outcome.location = url_for("security.account", account_id=account_id)
    flash(_("Signed out everywhere."), "success")
    return redirect(outcome.location)


@blueprint.get("/sessions")
@guarded
def sessions() -> str:
    """All browsers in which somebody is signed in."""
    statement = queries.session_rows(clock.now())
    page = page_of(statement, SESSION_SORTS, count=statement.with_only_columns(AccountSession.token_digest))
    return render_template("registry/accounts/sessions.html", page=page, mark_length=queries.SHORTEST_MARK)


@blueprint.post("/sessions/<mark>/actions/end")
@guarded
def end_session(mark: str) -> BaseResponse:
    """Sign out one browser; ``mark`` is the beginning of the session's digest."""
    session = queries.session_by_mark(mark)
    if session is None:
        abort(404)
    with once() as outcome:
        operations.end_one_session(session, actor=current_user)
        outcome.location = url_for("security.sessions")
    flash(_("That browser is signed out."), "success")
    return redirect(outcome.location)


@blueprint.get("/failures")
@guarded
def failures() -> str:
    """Failed sign-ins that are remembered, and locks."""
    statement = queries.failure_rows()
    page = page_of(statement, FAILURE_SORTS, count=statement.with_only_columns(SignInGuard.login))
    return render_template("registry/accounts/failures.html", page=page)


@blueprint.post("/failures/actions/unlock")
@guarded
def unlock() -> BaseResponse:
    """Forget the failures of one login from one address."""
    with once() as outcome:
        operations.unlock(request.form.get("login", ""), request.form.get("address", ""), actor=current_user)
        outcome.location = url_for("security.failures")
    flash(_("Unlocked."), "success")
    return redirect(outcome.location)
