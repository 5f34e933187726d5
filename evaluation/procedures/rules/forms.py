"""What people fill in about rules."""

from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.foundation.web.forms import PageForm, at_most, required


class DayForm(PageForm):
    """The pack of a day, and another day to compare with; sent by GET."""

    on = DateField(_l("In force on"), validators=[Optional()])
    against = DateField(_l("Compared with"), validators=[Optional()])


class OverrideForm(PageForm):
    """A number of the college. The limit carries the rule: ``DM-46 report``."""

    limit = SelectField(_l("Rule and number"), choices=[], validators=[required(_l("Choose the rule."))])
    number = StringField(_l("New number"), validators=[required(_l("Enter the number.")), at_most(20)])
    approval_number = StringField(
        _l("Number of the approval document"), validators=[required(_l("Enter the number of the document.")), at_most(60)]
    )
    person = StringField(_l("Who sets it"), validators=[required(_l("Name the person.")), at_most(60)])
    valid_from = DateField(_l("In force from"), validators=[required(_l("Give the first day."))])
    valid_to = DateField(_l("First day on which it no longer holds"), validators=[Optional()])
    reason = TextAreaField(_l("Reason"), validators=[Optional(), at_most(500)])


class DecisionOfOverrideForm(PageForm):
    """Approve a number or not; a first day that went by is moved."""

    valid_from = DateField(_l("In force from"), validators=[Optional()])
    comment = TextAreaField(_l("Words"), validators=[Optional(), at_most(500)])


class EndForm(PageForm):
    """Let a number end."""

    valid_to = DateField(_l("First day on which it no longer holds"), validators=[required(_l("Give the day."))])


class VacationForm(PageForm):
    """A winter or summer vacation."""

    name = StringField(_l("Name"), validators=[required(_l("Name the vacation.")), at_most(40)])
    first_day = DateField(_l("First day"), validators=[required(_l("Give the first day."))])
    last_day = DateField(_l("Last day"), validators=[required(_l("Give the last day."))])
