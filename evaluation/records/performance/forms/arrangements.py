"""Forms of usual groups and special actions."""

from wtforms import FieldList, Form, FormField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput

from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.foundation.web.forms import VersionedForm, at_most, required, trimmed
from evaluation.records.performance.forms.shifts import LONGEST_PASTE, DayField, NamesField, optional_number
from evaluation.records.performance.operations.campaigns import LONGEST_NAME as LONGEST_CAMPAIGN
from evaluation.records.performance.operations.groups import LONGEST_NAME as LONGEST_GROUP
from evaluation.records.performance.operations.lines import LONGEST_TASK, MOST_LINES


class MemberForm(Form):
    """One person of a group."""

    person = IntegerField(widget=HiddenInput(), validators=[Optional()])
    task = StringField(_l("Usual task"), validators=[at_most(LONGEST_TASK)], filters=[trimmed])


class GroupForm(VersionedForm):
    """A usual group: name, department, and who is in it."""

    department = SelectField(_l("Department"), coerce=optional_number)
    name = StringField(_l("Name of the group"), validators=[required(_l("Give the group a name.")), at_most(LONGEST_GROUP)])
    members = FieldList(FormField(MemberForm), max_entries=2 * MOST_LINES)
    names = NamesField(_l("Add people"), validators=[Optional()], many=True)
    pasted = TextAreaField(_l("Paste from a table"), validators=[Optional(), at_most(LONGEST_PASTE)])


class CampaignForm(VersionedForm):
    """A special action."""

    name = StringField(
        _l("Name of the special action"),
        validators=[required(_l("Give the special action a name.")), at_most(LONGEST_CAMPAIGN)],
    )
    begins_on = DayField(_l("First day"), validators=[required(_l("Give the first day of the special action."))])
    ends_on = DayField(_l("Last day"), validators=[Optional()])
