"""What people answer about the publication of their names, pictures and stories."""

from wtforms import DateField, FileField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Optional

from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.foundation.web.forms import VersionedForm, at_most, required, select_choices
from evaluation.procedures.consents.enums import ConsentState
from evaluation.procedures.consents.operations import LONGEST_COMMENT

ANSWERS = (
    (ConsentState.GIVEN.value, _l("I consent to publication")),
    (ConsentState.CHANGES_WANTED.value, _l("I consent, but change this first")),
    (ConsentState.REFUSED.value, _l("I do not consent")),
)


class ConsentForm(VersionedForm):
    """Three answers, none chosen in advance."""

    decision = RadioField(
        _l("Your decision"), choices=select_choices(ANSWERS), validators=[required(_l("Choose one of the three answers."))]
    )
    comment = TextAreaField(_l("What should be changed"), validators=[Optional(), at_most(LONGEST_COMMENT)])


class PaperForm(ConsentForm):
    """What somebody signed on paper."""

    decision = RadioField(
        _l("What the sheet says"), choices=select_choices(ANSWERS), validators=[required(_l("Choose one of the three answers."))]
    )
    decided_on = DateField(_l("Signed on"), validators=[InputRequired(_l("Write the day of the signature."))])
    sheet = FileField(_l("Signed sheet"), validators=[required(_l("Attach the signed sheet (PDF or photograph)."))])


class WithdrawForm(VersionedForm):
    """The confirmation of a withdrawal."""
