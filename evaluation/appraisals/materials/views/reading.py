"""Pages that show an examination material: as a page, as a sheet for the printer, as a Word file."""

from typing import Any

from flask import render_template
from flask_login import current_user
from werkzeug.wrappers import Response

from evaluation.appraisals.materials.documents import CHAPTERS, material_document
from evaluation.appraisals.materials.enums import Section
from evaluation.appraisals.materials.models import Material
from evaluation.appraisals.materials.presentation import material_page, step_form
from evaluation.appraisals.materials.queries import known_dimensions, material_visible, text_of
from evaluation.appraisals.materials.workflow import MATERIAL_FLOW
from evaluation.foundation.core.clock import clock
from evaluation.foundation.documents.word import render_word
from evaluation.foundation.files.kinds import Kind
from evaluation.foundation.web.access import signed_in
from evaluation.foundation.web.downloads import file_answer
from evaluation.foundation.web.noting import note_look
from evaluation.procedures.workflow.panels import panel_of
from evaluation.procedures.workflow.queries import timeline
from evaluation.registry.organizations.queries import organization_names


def note_reading(material_id: int, number: str | None, person_id: int, action: str = "material.read") -> None:
    """That somebody read or took out the material of a person."""
    note_look(
        action,
        actor=current_user,
        object_kind="material",
        object_id=material_id,
        object_number=number,
        private={"person_id": person_id},
    )


@signed_in
def detail(matter_id: int) -> str:
    """The text with its sources, signatures and the next step; reading it is recorded."""
    material = material_visible(current_user, matter_id)
    number, person_id = material.matter.number, material.appraisee.person_id
    answer = detail_page(material, step_form(material, current_user))
    note_reading(matter_id, number, person_id)
    return answer


def detail_page(material: Material, form: Any) -> str:
    """The page with its decision box."""
    matter = material.matter
    return render_template(
        "appraisals/materials/detail.html",
        page=material_page(material, text_of(material), current_user, known=known_dimensions(material)),
        material=material,
        appraisee=material.appraisee,
        appraisal=material.appraisee.appraisal,
        chapters=list(Section),
        state=MATERIAL_FLOW.state_of(material),
        form=form,
        history=timeline(MATERIAL_FLOW, matter.id),
        panel=panel_of(matter, current_user, clock.now()),
    )


@signed_in
def print_page(matter_id: int) -> str:
    """The sheet as it would be printed."""
    material = material_visible(current_user, matter_id)
    number, person_id = material.matter.number, material.appraisee.person_id
    answer = render_template(
        "appraisals/materials/print.html",
        page=material_page(material, text_of(material), current_user, known=known_dimensions(material)),
        material=material,
        chapters=list(Section),
        titles=CHAPTERS,
    )
    note_reading(matter_id, number, person_id)
    return answer


@signed_in
def word(matter_id: int) -> Response:
    """The official paper; taking it out is recorded."""
    material = material_visible(current_user, matter_id)
    matter = material.matter
    number, title, person_id = matter.number, matter.title, material.appraisee.person_id
    document = material_document(
        material,
        text_of(material),
        known=known_dimensions(material),
        organisation=organization_names([matter.organization_id]).get(matter.organization_id, ""),
        exported_by=current_user.name,
        now=clock.now(),
    )
    answer = file_answer(render_word(document), f"{title}.docx", Kind.DOCX.media_type)
    note_reading(matter_id, number, person_id, "material.export")
    return answer
