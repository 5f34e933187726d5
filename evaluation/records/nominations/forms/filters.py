"""The filter bar of board and list, and the beginning of a case."""

from wtforms import DateField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import NumberRange, Optional

from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.foundation.web.forms import ListFilter, OptionsField, PageForm, at_most, required, select_choices
from evaluation.records.nominations.enums import NominationState
from evaluation.records.nominations.policies import READERS
from evaluation.records.nominations.presentation.standing import Urgency
from evaluation.registry.organizations.enums import OrganizationKind
from evaluation.registry.organizations.forms import OrganizationField
from evaluation.registry.people.forms import PeopleField

STAGES = [(state.value, state.word) for state in NominationState if state is not NominationState.DRAFT]


class FilterForm(ListFilter):
    """Sent by GET."""

    branch = OrganizationField(_l("Branch"), kind=OrganizationKind.PARTY, roles=tuple(READERS))
    due = OptionsField(_l("Due"), pairs=Urgency.choices(), blank=_l("any"))
    source = OptionsField(_l("Source"), pairs=[("frontline", _l("with frontline evidence"))], blank=_l("any"))
    q = StringField(_l("Name"))
    stage = OptionsField(_l("Stage"), pairs=STAGES, blank=_l("all running"))


class OpenForm(PageForm):
    """A case begins with the application."""

    person = PeopleField(_l("Applicant"), validators=[required(_l("Choose the applicant."))])
    applied_on = DateField(
        _l("Day on which the application was handed in"), validators=[required(_l("Give the day of the application."))]
    )
    branch = SelectField(
        _l("Branch that takes the application"),
        coerce=lambda value: int(value) if value else None,
        choices=[],
        validate_choice=False,
        validators=[Optional()],
    )
    reason = TextAreaField(_l("Reason (only where a rule asks for one)"), validators=[Optional(), at_most(500)])


class CalendarForm(PageForm):
    """The calendar of one branch, or of all; sent by GET."""

    branch = OrganizationField(_l("Branch"), kind=OrganizationKind.PARTY, roles=tuple(READERS))


class DayForm(PageForm):
    """Figures of a day; sent by GET."""

    on = DateField(_l("As of"), validators=[Optional()])


class ChoiceForm(PageForm):
    """What the secretary decides about somebody on the quiet list, and why."""

    decision = RadioField(
        _l("Decision"),
        choices=select_choices(
            [("cultivate", _l("talk with the person about applying")), ("wait", _l("wait and see")), ("not_now", _l("not now"))]
        ),
        validators=[required(_l("Choose a decision."))],
    )
    reason = TextAreaField(_l("Reason"), validators=[required(_l("Give the reason.")), at_most(500)])


class NoticeForm(PageForm):
    """The public notice of a development target."""

    title = StringField(_l("Title"), validators=[required(_l("Give the notice a title.")), at_most(80)])
    body = TextAreaField(_l("Text"), validators=[required(_l("Write the text of the notice.")), at_most(3000)])
    contact = StringField(
        _l("Who takes objections"), validators=[required(_l("Say who takes objections and how.")), at_most(200)]
    )
    working_days = IntegerField(
        _l("Working days"), default=5, validators=[NumberRange(5, 30, _l("A notice runs from 5 to 30 working days."))]
    )
