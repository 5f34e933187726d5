"""What people fill in about deeds."""

from wtforms import DateField, MultipleFileField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields import IntegerField
from wtforms.validators import NumberRange, Optional

from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.foundation.web.forms import ListFilter, OptionsField, PageForm, VersionedForm, at_most, required, select_choices
from evaluation.procedures.evidence.enums import Dimension
from evaluation.procedures.workflow.forms import DecisionForm
from evaluation.records.deeds.enums import DeedState, SubjectKind
from evaluation.records.deeds.operations import LONGEST_TITLE
from evaluation.records.deeds.policies import UNIT_READERS
from evaluation.registry.accounts.enums import PUBLICITY_ROLES
from evaluation.registry.organizations.enums import OrganizationKind
from evaluation.registry.organizations.forms import OrganizationField
from evaluation.registry.people.forms import PeopleField


class DeedForm(VersionedForm):
    """First page: whose deed, what, and the story of it. Enough for a draft."""

    subject_kind = RadioField(_l("Whose deed"), choices=select_choices(SubjectKind.choices()), default=SubjectKind.INDIVIDUAL)
    department = SelectField(_l("Reporting department"), coerce=int)
    subject_person = PeopleField(_l("Name"), validators=[Optional()])
    subject_name = StringField(_l("Name of the collective"), validators=[Optional(), at_most(60)])
    named = PeopleField(_l("Other people in the text"), validators=[Optional()], many=True)
    title = StringField(
        _l("In one sentence"), validators=[required(_l("Say in one sentence what it was.")), at_most(LONGEST_TITLE)]
    )
    body = TextAreaField(_l("What happened"), validators=[Optional(), at_most(5000)])
    photographs = MultipleFileField(_l("Photographs"), validators=[Optional()])


class CheckForm(VersionedForm):
    """Second page: what is asked only here, before the deed is handed in."""

    occurred_from = DateField(_l("First day"), validators=[Optional()])
    occurred_to = DateField(_l("Last day"), validators=[Optional()])
    place = StringField(_l("Place"), validators=[Optional(), at_most(80)])
    post = StringField(_l("Post"), validators=[Optional(), at_most(80)])
    shifts = SelectMultipleField(
        _l("Shifts that bear it out"), coerce=int, choices=[], validate_choice=False, validators=[Optional()]
    )
    dimensions = SelectMultipleField(
        _l("Dimensions shown (at most two)"), choices=select_choices(Dimension.choices()), validators=[Optional()]
    )
    witnesses = StringField(_l("Witnesses"), validators=[Optional(), at_most(200)])
    branch = SelectField(
        _l("Verifying branch"),
        coerce=lambda value: int(value) if value else None,
        choices=[],
        validate_choice=False,
        validators=[Optional()],
    )
    comment = TextAreaField(_l("What you changed"), validators=[Optional(), at_most(500)])


class JudgeForm(DecisionForm):
    """The decision box, with the number of the earlier deed for a duplicate."""

    duplicate_of = StringField(_l("Number of the earlier deed (for a duplicate)"), validators=[Optional(), at_most(20)])


class NoticeForm(PageForm):
    """A public notice over one or several deeds."""

    deeds = SelectMultipleField(_l("Deeds"), coerce=int, validators=[required(_l("Choose at least one deed."))])
    title = StringField(_l("Title"), validators=[required(_l("Give the notice a title.")), at_most(80)])
    body = TextAreaField(_l("Text"), validators=[required(_l("Write the text of the notice.")), at_most(3000)])
    contact = StringField(
        _l("Who takes objections"), validators=[required(_l("Say who takes objections and how.")), at_most(200)]
    )
    working_days = IntegerField(
        _l("Working days"), default=5, validators=[NumberRange(5, 30, _l("A notice runs from 5 to 30 working days."))]
    )


FILTER_ROLES = (*UNIT_READERS, *PUBLICITY_ROLES)


class FilterForm(ListFilter):
    """The filter bar of the list; sent by GET."""

    q = StringField(_l("Words"))
    state = OptionsField(_l("State"), pairs=DeedState.choices(), blank=_l("all"))
    department = OrganizationField(_l("Department"), kind=OrganizationKind.DEPARTMENT, roles=FILTER_ROLES)
    kind = OptionsField(_l("Kind"), pairs=SubjectKind.choices(), blank=_l("all"))
    begins_on = DateField(_l("From"), validators=[Optional()])
    ends_on = DateField(_l("To"), validators=[Optional()])
