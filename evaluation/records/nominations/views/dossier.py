"""The dossier page: index in archive order, what is missing, papers added."""

from typing import Any

from flask import redirect, render_template, url_for
from flask_login import current_user

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import DomainError, Stale
from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.web.access import requires
from evaluation.foundation.web.forms import select_choices
from evaluation.foundation.web.posting import once
from evaluation.procedures.rules.queries import rule_engine
from evaluation.procedures.rules.steps import step_table
from evaluation.procedures.rules.wording import title_of
from evaluation.records.nominations.documents.forms import FORMS
from evaluation.records.nominations.dossier import edition_of, lines_of
from evaluation.records.nominations.forms.papers import PaperForm
from evaluation.records.nominations.operations.papers import add_papers
from evaluation.records.nominations.policies import READERS, may_work
from evaluation.records.nominations.presentation.steps import document
from evaluation.records.nominations.queries.cases import acts_of_case, nomination_visible, papers_of, present_course


def files_of(field: Any) -> list[tuple[str, bytes]]:
    """The files of a form that hold something."""
    given = [(file.filename or "", file.read()) for file in field.data or [] if hasattr(file, "read")]
    return [(name, data) for name, data in given if data]


@requires(*READERS)
def dossier(matter_id: int) -> Any:
    """What is there and what is missing."""
    nomination = nomination_visible(current_user, matter_id)
    form = PaperForm()
    form.step.choices = select_choices([(step.key, f"{step.number}　{title_of(step)}") for step in step_table()], _("choose"))
    may_add = may_work(current_user, nomination.matter)
    if may_add and form.validate_on_submit():
        try:
            with once() as outcome:
                add_papers(
                    nomination,
                    form.step.data or "",
                    files_of(form.papers),
                    kept_at=form.kept_at.data or "",
                    actor=current_user,
                    now=clock.now(),
                    needed=True,
                )
                outcome.location = url_for("nominations.dossier", matter_id=matter_id)
            return redirect(outcome.location)
        except DomainError as refusal:
            if isinstance(refusal, Stale):
                raise
            db.session.rollback()
            nomination = nomination_visible(current_user, matter_id)
            form.refuse(refusal)
    engine = rule_engine()
    edition = edition_of(acts_of_case(matter_id), engine.frame_on(clock.today(), nomination.edition).pack.edition)
    lines = lines_of(present_course(nomination), papers_of(matter_id), edition)
    page = render_template(
        "records/nominations/dossier.html",
        nomination=nomination,
        lines=lines,
        missing=sum(1 for line in lines if line.missing),
        form=form,
        may_add=may_add,
        title_of=title_of,
        document=document,
        forms=[(name, form.title) for name, form in FORMS.items()],
    )
    return page, 422 if form.errors or form.form_errors else 200
