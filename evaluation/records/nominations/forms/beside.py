"""Forms of what happens beside the steps."""

from typing import Any

from wtforms import DateField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import NumberRange, Optional

from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.foundation.web.forms import VersionedForm, at_most, required, select_choices
from evaluation.procedures.rules.enums import Edition
from evaluation.records.nominations.enums import Recurring
from evaluation.records.nominations.forms.steps import BallotForm, number_or_none
from evaluation.registry.people.forms import PeopleField

NEEDS_REASON = _l("Give the reason.")
NEEDS_DAY = _l("Give the day on which it happened.")


class ReasonForm(VersionedForm):
    """Something that needs a reason."""

    reason = TextAreaField(_l("Reason"), validators=[required(NEEDS_REASON), at_most(500)])


class DatedForm(ReasonForm):
    """A day and a reason."""

    on = DateField(_l("Day"), validators=[required(NEEDS_DAY)])


class ExaminationForm(VersionedForm):
    """Half-yearly examination, yearly analysis, thought report (Art. 10 to 12)."""

    kind = RadioField(_l("What"), choices=select_choices(Recurring.choices()), default=Recurring.EXAMINATION.value)
    done_on = DateField(_l("Day"), validators=[required(NEEDS_DAY)])
    opinion = TextAreaField(_l("What was found"), validators=[Optional(), at_most(2000)])


class ReplacementForm(VersionedForm):
    """A contact leaves and another full member follows (Art. 9)."""

    leaving = SelectField(
        _l("Contact who leaves"), coerce=number_or_none, choices=[], validate_choice=False, validators=[Optional()]
    )
    following = PeopleField(_l("Who follows"), validators=[Optional()])
    on = DateField(_l("From"), validators=[required(NEEDS_DAY)])
    reason = TextAreaField(_l("Reason"), validators=[Optional(), at_most(500)])


class ExtensionForm(BallotForm):
    """Probation extended once, by six to twelve months (Art. 31); ``on`` is the branch meeting."""

    months = IntegerField(_l("Months"), default=6, validators=[NumberRange(1, 24, _l("Enter the number of months."))])
    approved_on = DateField(_l("Approved by the committee on"), validators=[required(_l("Give the day of the approval."))])
    reason = TextAreaField(_l("Reason"), validators=[required(NEEDS_REASON), at_most(500)])


class CancellationForm(BallotForm):
    """A probationary membership cancelled (Art. 31); ``on`` is the branch meeting."""

    approved_on = DateField(_l("Approved by the committee on"), validators=[required(_l("Give the day of the approval."))])
    reason = TextAreaField(_l("Reason"), validators=[required(NEEDS_REASON), at_most(500)])


class PostponementForm(ReasonForm):
    """The receiving branch puts the discussion off (Art. 35)."""

    until = DateField(_l("Until"), validators=[required(NEEDS_DAY)])


class MoveInForm(DatedForm):
    """The person came from another organisation (Art. 12, 35)."""

    organization = StringField(_l("Former organisation"), validators=[required(_l("Name the organisation.")), at_most(80)])
    since = DateField(_l("Cultivated there since"), validators=[Optional()])


class MoveForm(VersionedForm):
    """The person moved to another branch (Art. 12, 35)."""

    branch = SelectField(_l("New branch"), coerce=number_or_none, choices=[], validators=[required(_l("Choose the branch."))])
    on = DateField(_l("From"), validators=[required(NEEDS_DAY)])
    reason = TextAreaField(_l("Reason"), validators=[Optional(), at_most(500)])


class TextForm(ReasonForm):
    """The text that applies to this case."""

    edition = RadioField(
        _l("Applied text"),
        choices=select_choices(Edition.choices(), _l("by the day of each step")),
        default="",
        validators=[Optional()],
    )


FORMS: dict[str, Any] = {
    "examine": ExaminationForm,
    "replace_contact": ReplacementForm,
    "extend": ExtensionForm,
    "cancel": CancellationForm,
    "postpone": PostponementForm,
    "move_in": MoveInForm,
    "move": MoveForm,
    "move_out": DatedForm,
    "choose_text": TextForm,
    "close": DatedForm,
}
