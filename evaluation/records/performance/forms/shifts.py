"""The form of a shift: the common part once, a row a person, and the filter bar of the list."""

import unicodedata
from collections.abc import Sequence
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    Form,
    FormField,
    IntegerField,
    MultipleFileField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput

from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.foundation.web.forms import ListFilter, PageForm, VersionedForm, at_most, required, select_choices, trimmed
from evaluation.records.performance.enums import ShiftState
from evaluation.records.performance.operations.lines import (
    LONGEST_CONTENT,
    LONGEST_NOTE,
    LONGEST_PLACE,
    LONGEST_TASK,
    MOST_LINES,
)
from evaluation.registry.people.forms import SEPARATORS, PeopleField

LONGEST_PASTE = 20_000
LONGEST_NAME = 40


def optional_number(value: Any) -> int | None:
    """A number, or nothing; what is neither is no choice of any list."""
    text = str(value or "")
    return int(text) if text.isdigit() and len(text) < 12 else None


class ClockField(TimeField):
    """A time of day; 24:00 is the midnight that ends the day, and full-width digits are digits."""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        plain = [unicodedata.normalize("NFKC", str(value)).strip() for value in valuelist]
        try:
            super().process_formdata(["00:00" if value == "24:00" else value for value in plain])
        except ValueError as error:
            raise ValueError(_("Write the time as hours and minutes, such as 20:00.")) from error


class DayField(DateField):
    """A day that the calendar has."""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        plain = [unicodedata.normalize("NFKC", str(value)).strip() for value in valuelist]
        try:
            super().process_formdata(plain)
        except ValueError as error:
            raise ValueError(_("There is no such day; write it like 2022-04-05.")) from error


class NamesField(PeopleField):
    """People to be added: ids of those chosen, words of those typed; the view looks the words up in the department."""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        self.data, self.words = [], []
        for value in valuelist:
            text = str(value).strip()
            if text.startswith("@") and text[1:].isdigit() and len(text) < 12:
                self.data.append(int(text[1:]))
            else:
                self.words += [part.strip()[:LONGEST_NAME] for part in SEPARATORS.split(text) if part.strip()]
        self.words = self.words[:MOST_LINES]
        self._chosen = []

    words: list[str]


class RowForm(Form):
    """One person of a shift."""

    person = IntegerField(widget=HiddenInput(), validators=[Optional()])
    present = BooleanField(_l("Present"))
    hours = StringField(_l("Hours"), filters=[trimmed])
    task = StringField(_l("Task"), validators=[at_most(LONGEST_TASK)], filters=[trimmed])
    remark = StringField(_l("Remark"), validators=[at_most(LONGEST_NOTE)], filters=[trimmed])


class ShiftForm(VersionedForm):
    """A shift with its rows. Which button was pressed says whether it is saved, checked, or only filled further."""

    department = SelectField(_l("Reporting department"), coerce=optional_number)
    campaign = SelectField(_l("Special action"), coerce=optional_number, validators=[Optional()])
    place = StringField(
        _l("Place or post"), validators=[required(_l("Say at which place or post the shift was.")), at_most(LONGEST_PLACE)]
    )
    task = StringField(_l("Task"), validators=[required(_l("Say what the task of the shift was.")), at_most(LONGEST_TASK)])
    held_on = DayField(_l("Date"), validators=[required(_l("Give the day on which the shift began."))])
    begins_at = ClockField(_l("Begins at"), validators=[required(_l("Give the time when the shift began, such as 20:00."))])
    ends_at = ClockField(_l("Ends at"), validators=[required(_l("Give the time when the shift ended, such as 02:00."))])
    content = TextAreaField(_l("What was done"), validators=[Optional(), at_most(LONGEST_CONTENT)])
    photographs = MultipleFileField(_l("Photographs"), validators=[Optional()])
    papers = MultipleFileField(_l("Sheets and papers"), validators=[Optional()])
    lines = FieldList(FormField(RowForm), max_entries=2 * MOST_LINES)
    names = NamesField(_l("Add people"), validators=[Optional()], many=True)
    pasted = TextAreaField(_l("Paste from a table"), validators=[Optional(), at_most(LONGEST_PASTE)])
    group = SelectField(_l("Usual group"), coerce=optional_number, validators=[Optional()])


class VerifyForm(PageForm):
    """What a verifier says: the lines ticked, and words."""

    comment = TextAreaField(_l("Reason, if you return lines"), validators=[Optional(), at_most(1000)])
    edition = IntegerField(widget=HiddenInput(), validators=[Optional()])


class VoidForm(PageForm):
    """Why records are revoked."""

    comment = TextAreaField(_l("Reason"), validators=[Optional(), at_most(1000)])


class FilterForm(ListFilter):
    """The filter bar of the list; sent by GET."""

    campaign = SelectField(_l("Special action"), coerce=optional_number)
    department = SelectField(_l("Department"), coerce=optional_number)
    person = StringField(_l("Person"))
    state = SelectField(_l("State"), choices=select_choices(ShiftState.choices(), _l("all")))
    begins_on = DayField(_l("From day"), validators=[Optional()])
    ends_on = DayField(_l("To day"), validators=[Optional()])
