"""Opening an appraisal: the draft of its scope, and the page on which the list is frozen."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_login import current_user
from sqlalchemy import select
from werkzeug.wrappers import Response

from evaluation.appraisals.cycles.forms import FreezeForm, ScopeForm
from evaluation.appraisals.cycles.models import Appraisal
from evaluation.appraisals.cycles.operations.scope import (
    check_draft,
    discard_appraisal,
    draft_appraisal,
    edit_appraisal,
    freeze_appraisal,
)
from evaluation.appraisals.cycles.queries.appraisals import appraisal_visible, group_of, top_of_scope
from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import Difference, Refused
from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.web.access import requires
from evaluation.foundation.web.forms import select_choices
from evaluation.foundation.web.posting import once
from evaluation.procedures.workflow.enums import Part
from evaluation.procedures.workflow.models import Campaign
from evaluation.registry.accounts.enums import ORGANIZATION_ROLES
from evaluation.registry.people.history import people_then
from evaluation.registry.people.stroke_order import stroke_key


def fill_choices(form: ScopeForm, appraisal: Appraisal | None) -> None:
    """Organisations of the grant, and the special actions."""
    form.organization.choices = select_choices(top_of_scope(current_user))
    campaigns = db.session.execute(select(Campaign.id, Campaign.name).order_by(Campaign.begins_on.desc()).limit(50))
    form.campaign.choices = select_choices([(identity, name) for identity, name in campaigns], _("none"))
    if appraisal is not None:
        form.organization.data = appraisal.matter.organization_id


def people_in_part(appraisal: Appraisal, part: Part) -> list[int]:
    """Ids of the people who are this to the appraisal."""
    return [one.person_id for one in appraisal.matter.people if one.part is part]


@requires(*ORGANIZATION_ROLES)
def new() -> Any:
    """Open an appraisal."""
    form = ScopeForm()
    fill_choices(form, None)
    if form.validate_on_submit():
        try:
            with once() as outcome:
                appraisal = draft_appraisal(
                    form.scope,
                    organization_id=form.organization.data,
                    actor=current_user,
                    now=clock.now(),
                )
                outcome.location = url_for("appraisals.freeze", matter_id=appraisal.matter_id)
            return redirect(outcome.location)
        except Refused as refusal:
            form.refuse(refusal)
    return render_template("appraisals/cycles/scope.html", form=form, appraisal=None), 422 if form.errors else 200


@requires(*ORGANIZATION_ROLES)
def edit(matter_id: int) -> Any:
    """Change the draft."""
    appraisal = appraisal_visible(current_user, matter_id)
    check_draft(appraisal, current_user)
    matter = appraisal.matter
    form = ScopeForm(
        title=matter.title,
        version=matter.version,
        campaign=matter.campaign_id,
        begins_on=matter.occurred_from,
        ends_on=matter.occurred_to,
        people=people_in_part(appraisal, Part.SUBJECT),
        examiners=people_in_part(appraisal, Part.EXAMINER),
        notice_on=appraisal.notice_on,
        notice_how=appraisal.notice_how,
        grades="\n".join(grade.word for grade in appraisal.grades),
        plan=appraisal.plan,
    )
    fill_choices(form, appraisal)
    if form.validate_on_submit():
        form.check_version(matter.version, differences(form, appraisal))
        try:
            with once() as outcome:
                edit_appraisal(appraisal, form.scope, actor=current_user, now=clock.now())
                outcome.location = url_for("appraisals.freeze", matter_id=matter_id)
            return redirect(outcome.location)
        except Refused as refusal:
            form.refuse(refusal)
    return render_template("appraisals/cycles/scope.html", form=form, appraisal=appraisal), 422 if form.errors else 200


def differences(form: ScopeForm, appraisal: Appraisal) -> list[Difference]:
    """What two editors see differently."""
    theirs = {"title": appraisal.matter.title, "plan": appraisal.plan, "notice_how": appraisal.notice_how}
    return [
        Difference(form[name].label.text, form[name].data or "", text)
        for name, text in theirs.items()
        if (form[name].data or "") != text
    ]


@requires(*ORGANIZATION_ROLES)
def freeze(matter_id: int) -> Any:
    """Look at everything once more, with people as they are today, and freeze the list."""
    appraisal = appraisal_visible(current_user, matter_id)
    check_draft(appraisal, current_user)
    form = FreezeForm(version=appraisal.matter.version)
    if form.validate_on_submit():
        try:
            with once() as outcome:
                freeze_appraisal(
                    appraisal,
                    actor=current_user,
                    now=clock.now(),
                    version=form.version.data,
                    without_notice=bool(form.without_notice.data),
                )
                number = appraisal.matter.number
                outcome.location = url_for("appraisals.detail", matter_id=matter_id)
            flash(_("%(number)s: the list is frozen, the examiners are asked to look at the evidence.", number=number))
            return redirect(outcome.location)
        except Refused as refusal:
            form.refuse(refusal)
    people = [one.person for one in appraisal.people]
    people.sort(key=lambda person: (stroke_key(person.name), person.id))
    group = group_of(matter_id)
    return render_template(
        "appraisals/cycles/freeze.html",
        form=form,
        appraisal=appraisal,
        people=people,
        then=people_then([person.id for person in people], clock.today()),
        group=group,
        recusals=[
            (member.name, [person.name for person in people if member.recused_for(person.id)])
            for member in group
            if any(member.recused_for(person.id) for person in people)
        ],
    ), 422 if form.errors or form.form_errors else 200


@requires(*ORGANIZATION_ROLES)
def delete(matter_id: int) -> Response:
    """Throw away the draft."""
    appraisal = appraisal_visible(current_user, matter_id)
    with once() as outcome:
        discard_appraisal(appraisal, actor=current_user)
        outcome.location = url_for("appraisals.index")
    flash(_("The draft is deleted."))
    return redirect(outcome.location)
