"""Pages of consents: what I was asked and decided, the exact text, and recording what was signed on paper."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import force_locale
from flask_login import current_user
from werkzeug.wrappers import Response

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import Refused
from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.web.access import requires, signed_in
from evaluation.foundation.web.paging import Sort, page_of
from evaluation.foundation.web.posting import once
from evaluation.procedures.consents import operations
from evaluation.procedures.consents.enums import Channel, ConsentState, Scope
from evaluation.procedures.consents.forms import ConsentForm, PaperForm, WithdrawForm
from evaluation.procedures.consents.models import Consent
from evaluation.procedures.consents.policies import may_record
from evaluation.procedures.consents.queries import consent_asked_of, consents_about, live_consent
from evaluation.procedures.workflow.addresses import matter_address, proof_address
from evaluation.procedures.workflow.models import Matter
from evaluation.procedures.workflow.register import visible_matter
from evaluation.registry.accounts.enums import PUBLICITY_ROLES
from evaluation.registry.people.models import Person

blueprint = Blueprint("consents", __name__)
SORTS = (Sort("newest", None, (Consent.id,)),)


def words(consent: Consent) -> dict[str, Any]:
    """What is asked, in words."""
    return {
        "scopes": [Scope(one).label for one in consent.scopes],
        "channels": [Channel(one).label for one in consent.channels],
    }


@blueprint.get("/me/consents/")
@signed_in
def mine() -> str:
    """What I was asked for and what I decided."""
    if current_user.person_id is None:
        abort(404)
    statement = consents_about(current_user.person_id)
    page = page_of(statement, SORTS, count=statement.with_only_columns(Consent.id))
    return render_template("procedures/consents/mine.html", page=page, channels=Channel)


@blueprint.get("/me/consents/about/<int:matter_id>")
@signed_in
def about(matter_id: int) -> Response:
    """From the inbox to the question that waits for me about this matter."""
    consent = live_consent(matter_id, current_user.person_id) if current_user.person_id else None
    if consent is None:
        abort(404)
    return redirect(url_for("consents.detail", consent_id=consent.id))


@blueprint.route("/me/consents/<int:consent_id>", methods=["GET", "POST"])
@signed_in
def detail(consent_id: int) -> Any:
    """The exact text, and three answers."""
    consent = own_or_404(consent_id)
    decidable = consent.superseded_at is None and consent.state in operations.DECIDABLE
    form = ConsentForm(data={"version": consent.version}) if decidable or request.method == "POST" else None
    if form is not None and form.validate_on_submit():
        try:
            with once() as outcome:
                operations.answer_consent(
                    consent,
                    ConsentState(form.decision.data),
                    comment=form.comment.data or "",
                    actor=current_user,
                    now=clock.now(),
                    version=form.version.data,
                )
                outcome.location = url_for("consents.detail", consent_id=consent_id)
            flash(_("Your decision is recorded. You can change your mind here at any time."), "success")
            return redirect(outcome.location)
        except Refused as refusal:
            form.refuse(refusal)
    matter = db.session.get_one(Matter, consent.matter_id)
    page = render_template(
        "procedures/consents/detail.html",
        consent=consent,
        form=form,
        matter=matter,
        proof=proof_address(matter.kind, matter.id) if consent.superseded_at is None else None,
        may_withdraw=consent.superseded_at is None and consent.state is ConsentState.GIVEN,
        **words(consent),
    )
    return page, 422 if form is not None and form.errors else 200


def own_or_404(consent_id: int) -> Consent:
    """A consent that is mine to decide; another person's does not exist here."""
    consent = consent_asked_of(current_user, consent_id)
    if consent is None:
        abort(404)
    return consent


@blueprint.route("/me/consents/<int:consent_id>/actions/withdraw", methods=["GET", "POST"])
@signed_in
def withdraw(consent_id: int) -> Any:
    """Take a given consent back."""
    consent = own_or_404(consent_id)
    form = WithdrawForm(data={"version": consent.version})
    if form.validate_on_submit():
        with once() as outcome:
            operations.withdraw_consent(consent, actor=current_user, now=clock.now(), version=form.version.data)
            outcome.location = url_for("consents.detail", consent_id=consent_id)
        flash(_("Withdrawn. Whoever published it is asked to take it down."), "success")
        return redirect(outcome.location)
    page = render_template("procedures/consents/withdraw.html", form=form, consent=consent, **words(consent))
    return page, 422 if form.errors else 200


def recordable_or_404(matter_id: int, consent_id: int) -> tuple[Matter, Consent]:
    """A consent of a matter that the reader sees and for which the reader may record paper."""
    matter = visible_matter(current_user, matter_id)
    consent = db.session.get(Consent, consent_id)
    if matter is None or consent is None or consent.matter_id != matter.id or not may_record(current_user, consent, matter):
        abort(404)
    return matter, consent


@blueprint.get("/matters/<int:matter_id>/consents/<int:consent_id>/sheet")
@requires(*PUBLICITY_ROLES)
def sheet(matter_id: int, consent_id: int) -> str:
    """The sheet to be signed by hand; always Chinese."""
    matter, consent = recordable_or_404(matter_id, consent_id)
    person = db.session.get_one(Person, consent.person_id)
    with force_locale("zh_Hans_CN"):
        return render_template("procedures/consents/sheet.html", consent=consent, matter=matter, person=person, **words(consent))


@blueprint.route("/matters/<int:matter_id>/consents/<int:consent_id>/paper", methods=["GET", "POST"])
@requires(*PUBLICITY_ROLES)
def record_paper(matter_id: int, consent_id: int) -> Any:
    """Record what was signed on paper, with the sheet."""
    matter, consent = recordable_or_404(matter_id, consent_id)
    form = PaperForm(data={"version": consent.version, "decided_on": clock.today()})
    if form.validate_on_submit():
        try:
            form.check_version(consent.version)
            with once() as outcome:
                operations.record_on_paper(
                    consent,
                    ConsentState(form.decision.data),
                    sheet=form.sheet.data.read(),
                    name=form.sheet.data.filename or "",
                    decided_on=form.decided_on.data,
                    comment=form.comment.data or "",
                    actor=current_user,
                    now=clock.now(),
                )
                outcome.location = matter_address(matter.kind, matter.id) or url_for("inbox.index")
            flash(_("Recorded, with the signed sheet."), "success")
            return redirect(outcome.location)
        except Refused as refusal:
            form.refuse(refusal)
    page = render_template(
        "procedures/consents/paper.html",
        form=form,
        consent=consent,
        matter=matter,
        person=db.session.get_one(Person, consent.person_id),
        back=matter_address(matter.kind, matter.id) or url_for("inbox.index"),
        **words(consent),
    )
    return page, 422 if form.errors else 200
