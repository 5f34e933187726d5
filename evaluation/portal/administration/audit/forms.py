"""Filters of the log, and the head that an auditor noted earlier."""

from wtforms import DateField, SelectField, StringField, ValidationError
from wtforms.validators import Optional

from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.foundation.web.forms import ListFilter, PageForm, at_most, select_choices
from evaluation.portal.administration.audit.words import KINDS, OUTCOMES


class EventFilter(ListFilter):
    """The filter bar; sent by GET."""

    who = StringField(_l("Who"))
    kind = SelectField(_l("On what"), choices=select_choices(list(KINDS.items()), _l("all")))
    begins_on = DateField(_l("From"), validators=[Optional()])
    ends_on = DateField(_l("To"), validators=[Optional()])
    number = StringField(_l("Number"))
    action = StringField(_l("Action begins with"))
    outcome = SelectField(_l("Outcome"), choices=select_choices(list(OUTCOMES.items()), _l("all")))


class VerifyForm(PageForm):
    """Optionally sequence and hash as noted outside."""

    head = StringField(_l("Head noted earlier"), validators=[Optional(), at_most(100)])

    def validate_head(self, field: StringField) -> None:
        """The form in which the head is shown and printed."""
        if field.data and self.expected is None:
            raise ValidationError(_("Write it as it was shown: sequence, colon, 64 characters."))

    @property
    def expected(self) -> tuple[int, str] | None:
        """Sequence and hash."""
        sequence, _colon, digest = (self.head.data or "").partition(":")
        if not sequence.isdecimal() or len(sequence) > 18 or len(digest) != 64:
            return None
        return int(sequence), digest.lower()
