"""The door: sign in, sign out, change the password."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from evaluation.foundation.audit.operations import record
from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db, transaction
from evaluation.foundation.core.errors import Refused
from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.web.access import public, reads_first, signed_in
from evaluation.foundation.web.views import local_target
from evaluation.registry.accounts import operations
from evaluation.registry.accounts.forms import ChangePasswordForm, SignInForm
from evaluation.registry.accounts.models import Account
from evaluation.registry.accounts.queries import actor_of_account
from evaluation.registry.accounts.sessions import forget, remember

blueprint = Blueprint("accounts", __name__, url_prefix="/account")


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
@reads_first
def sign_in() -> Response | tuple[str, int] | str:
    """Sign in. Failures are counted per login and address and committed."""
    if current_user.is_authenticated:
        return redirect(url_for("home.index"))
    form = SignInForm()
    if form.validate_on_submit():
        now = clock.now()
        address = request.remote_addr or ""
        try:
            account = operations.authenticate(
                login=form.login.data or "", password=form.password.data or "", address=address, now=now
            )
        except operations.SignInRefused as refusal:
            db.session.commit()
            form.form_errors.append(refusal.message)
            return render_template("accounts/sign_in.html", form=form), 422
        with transaction():
            token = operations.begin_session(account, address=address, browser=request.user_agent.string, now=now)
            record("account.sign_in", actor=actor_of_account(account, clock.today()), object_kind="account", object_id=account.id)
        remember(token)
        return redirect(local_target(request.args.get("next")) or url_for("home.index"))
    return render_template("accounts/sign_in.html", form=form), 422 if form.errors else 200


@blueprint.post("/sign-out")
@signed_in
def sign_out() -> Response:
    """End this browser's session at once."""
    with transaction():
        operations.end_session(current_user.session_digest, actor=current_user)
    forget()
    flash(_("You are signed out."))
    return redirect(url_for("accounts.sign_in"))


@blueprint.route("/password", methods=["GET", "POST"])
@signed_in
@reads_first
def change_password() -> Response | tuple[str, int] | str:
    """Change one's password; all sessions end and this browser gets a new one."""
    form = ChangePasswordForm()
    if form.validate_on_submit():
        account = db.session.get_one(Account, current_user.account_id)
        now = clock.now()
        try:
            with transaction():
                operations.change_password(
                    account, old=form.old_password.data or "", new=form.new_password.data or "", actor=current_user, now=now
                )
                token = operations.begin_session(
                    account, address=request.remote_addr or "", browser=request.user_agent.string, now=now
                )
            remember(token)
            flash(_("Your password is changed. Other browsers are signed out."))
            return redirect(url_for("home.index"))
        except Refused as refusal:
            form.refuse(refusal)
    return render_template("accounts/change_password.html", form=form), 422 if form.errors else 200
