"""What people fill in about examination materials."""

from collections.abc import Sequence
from typing import Any

from wtforms import SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import Optional

from evaluation.appraisals.cycles.queries.people import Gathered, Item
from evaluation.appraisals.materials.enums import Section
from evaluation.appraisals.materials.operations import LONGEST_BASIC, LONGEST_STATEMENT
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.foundation.web.forms import VersionedForm, at_most, required, select_choices
from evaluation.procedures.workflow.forms import DecisionForm


def whole(value: Any) -> int:
    """An id from a form; 0 where it is none, which no row has."""
    text = str(value)
    return int(text) if text.isdecimal() and len(text) < 10 else 0


class StatementForm(VersionedForm):
    """A sentence and its sources."""

    section = SelectField(_l("Section of the material"), choices=select_choices(Section.choices()), validate_choice=False)
    text = TextAreaField(
        _l("Sentence"), validators=[required(_l("Write the sentence, or remove it.")), at_most(LONGEST_STATEMENT)]
    )
    evidence = SelectMultipleField(_l("Sources of the sentence"), coerce=whole, validate_choice=False, validators=[Optional()])
    offered: Sequence[Item] = ()

    def offer(self, items: Gathered, section: Section | None) -> None:
        """The evidence to choose from: what belongs to the section first."""
        if section is not None and section.dimension is not None:
            first = items.showing(section.dimension)
        else:
            first = items.shifts if section is Section.OVERVIEW else []
        self.offered = [*first, *(one for one in items.items if one not in first)]
        self.evidence.choices = [(one.evidence.id, one.evidence.number) for one in self.offered]

    @property
    def chosen_section(self) -> Section | None:
        """The section, if the form names one."""
        return next((one for one in Section if one.value == self.section.data), None)


class BasicForm(VersionedForm):
    """The line of basic information."""

    text = TextAreaField(
        _l("Basic information"), validators=[required(_l("Write the line of basic information.")), at_most(LONGEST_BASIC)]
    )


class StepForm(DecisionForm):
    """Hand on, sign, return, approve, open again."""
