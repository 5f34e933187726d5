"""Writing an examination material, sentence by sentence. Every page works without script."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from evaluation.appraisals.cycles.queries.people import gathered
from evaluation.appraisals.cycles.views.examining import person_or_refusal
from evaluation.appraisals.materials import operations
from evaluation.appraisals.materials.enums import Section
from evaluation.appraisals.materials.forms import BasicForm, StatementForm
from evaluation.appraisals.materials.models import Material
from evaluation.appraisals.materials.presentation import material_page
from evaluation.appraisals.materials.queries import Sentence, Text, material_visible, sentence_of, text_of
from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.errors import Difference, Refused
from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.web.access import signed_in
from evaluation.foundation.web.posting import once


@signed_in
def begin(matter_id: int, person_id: int) -> Response:
    """Make a draft from the evidence about a person of an appraisal."""
    appraisee = person_or_refusal(matter_id, person_id)
    with once() as outcome:
        material = operations.begin_material(appraisee, actor=current_user, now=clock.now())
        outcome.location = url_for("materials.detail", matter_id=material.matter_id)
    flash(_("A draft is made of the evidence. Shortcomings and the overall judgement are written by the examiners."))
    return redirect(outcome.location)


def writable(matter_id: int) -> Material:
    """A material that the actor may change now."""
    material = material_visible(current_user, matter_id)
    operations.check_writable(material, current_user)
    return material


def back(matter_id: int, section: str = "") -> str:
    """The page of the material, at the section that was changed."""
    return url_for("materials.detail", matter_id=matter_id, _anchor=section or None)


def tell(void: int, done: str) -> None:
    """Say what was done, and that signatures are void where there were any."""
    if void:
        told = ngettext(
            "%(done)s %(num)d signature is void because the text changed; it has to be signed again.",
            "%(done)s %(num)d signatures are void because the text changed; they have to be signed again.",
            void,
            done=done,
        )
        flash(told, "warning")
    else:
        flash(done)


def statement_page(form: StatementForm, material: Material, text: Text, sentence: Sentence | None) -> tuple[str, int]:
    """The form of one sentence with the evidence to tick."""
    section = Section(sentence.statement.section) if sentence else form.chosen_section
    form.offer(gathered(material.appraisee.appraisal, material.appraisee.person_id), section)
    page = render_template(
        "appraisals/materials/statement.html",
        form=form,
        page=material_page(material, text, current_user),
        material=material,
        section=section,
        sentence=sentence,
    )
    return page, 422 if form.errors else 200


@signed_in
def add(matter_id: int) -> Any:
    """A new sentence."""
    material = writable(matter_id)
    form = StatementForm()
    if not form.is_submitted():
        form.section.data = request.args.get("section", Section.OVERVIEW.value)
    if form.validate_on_submit():
        section = form.chosen_section
        try:
            with once() as outcome:
                if section is None:
                    raise Refused(_("Choose the section."), field="section")
                void = operations.add_statement(
                    material,
                    section=section,
                    text=form.text.data or "",
                    evidence_ids=form.evidence.data or (),
                    actor=current_user,
                    now=clock.now(),
                )
                outcome.location = back(matter_id, section.value)
            tell(void, _("The sentence is added."))
            return redirect(outcome.location)
        except Refused as refusal:
            form.refuse(refusal)
    return statement_page(form, material, text_of(material), None)


@signed_in
def edit(matter_id: int, statement_id: int) -> Any:
    """Change a sentence or its sources."""
    material = writable(matter_id)
    text = text_of(material)
    sentence = sentence_of(text, statement_id)
    statement = sentence.statement
    form = StatementForm(
        section=statement.section,
        text=statement.text,
        version=statement.version,
        evidence=[one.evidence.id for one in sentence.sources if one.is_valid],
    )
    if form.validate_on_submit():
        form.check_version(statement.version, [Difference(_("Sentence"), form.text.data or "", statement.text)])
        section = statement.section
        try:
            with once() as outcome:
                void = operations.edit_statement(
                    material,
                    sentence,
                    text=form.text.data or "",
                    evidence_ids=form.evidence.data or (),
                    actor=current_user,
                    now=clock.now(),
                )
                outcome.location = back(matter_id, section)
            tell(void, _("The sentence is saved."))
            return redirect(outcome.location)
        except Refused as refusal:
            form.refuse(refusal)
            text = text_of(material)
            sentence = sentence_of(text, statement_id)
    return statement_page(form, material, text, sentence)


@signed_in
def move(matter_id: int, statement_id: int) -> Response:
    """Up or down within its section."""
    material = writable(matter_id)
    text = text_of(material)
    sentence = sentence_of(text, statement_id)
    section = sentence.statement.section
    with once() as outcome:
        void = operations.move_statement(
            material, text, sentence, up=request.form.get("direction") == "up", actor=current_user, now=clock.now()
        )
        outcome.location = back(matter_id, section)
    tell(void, _("Moved."))
    return redirect(outcome.location)


@signed_in
def remove(matter_id: int, statement_id: int) -> Response:
    """Take a sentence out."""
    material = writable(matter_id)
    sentence = sentence_of(text_of(material), statement_id)
    section = sentence.statement.section
    with once() as outcome:
        void = operations.remove_statement(material, sentence, actor=current_user, now=clock.now())
        outcome.location = back(matter_id, section)
    tell(void, _("The sentence is removed."))
    return redirect(outcome.location)


@signed_in
def basic(matter_id: int) -> Any:
    """The line of basic information."""
    material = writable(matter_id)
    form = BasicForm(text=material.basic, version=material.matter.version)
    if form.validate_on_submit():
        differences = [Difference(form.text.label.text, form.text.data or "", material.basic)]
        form.check_version(material.matter.version, differences)
        try:
            with once() as outcome:
                void = operations.edit_basic(material, text=form.text.data or "", actor=current_user, now=clock.now())
                outcome.location = back(matter_id)
            tell(void, _("The line is saved."))
            return redirect(outcome.location)
        except Refused as refusal:
            form.refuse(refusal)
    page = render_template(
        "appraisals/materials/basic.html",
        form=form,
        material=material,
        page=material_page(material, text_of(material), current_user),
    )
    return page, 422 if form.errors else 200


@signed_in
def regenerate(matter_id: int) -> Response:
    """Draft sentences anew from the evidence of today."""
    material = writable(matter_id)
    with once() as outcome:
        count = operations.regenerate(material, actor=current_user, now=clock.now())
        outcome.location = back(matter_id)
    flash(_("%(count)d sentences are drafted from the evidence of today; what people wrote is kept.", count=count))
    return redirect(outcome.location)
