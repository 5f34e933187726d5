"""What the organization department fills in about people, and the filters of the list."""

from typing import Any

from wtforms import DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Optional

from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.foundation.web.forms import ListFilter, VersionedForm, at_most, required, select_choices
from evaluation.registry.organizations.enums import OrganizationKind
from evaluation.registry.organizations.forms import OrganizationField
from evaluation.registry.people.enums import AffiliationKind, PoliticalStatus, RoleGroup, Sex, Standing
from evaluation.registry.people.policies import EDITORS, READERS

EVERYBODY = "all"


class PeopleFilter(ListFilter):
    """The filter bar; sent by GET."""

    q = StringField(_l("Name, pinyin or number"))
    department = OrganizationField(_l("Department"), kind=OrganizationKind.DEPARTMENT, roles=sorted(READERS))
    branch = OrganizationField(_l("Branch"), kind=OrganizationKind.PARTY, roles=sorted(READERS))
    status = SelectField(_l("Political status"), choices=select_choices(PoliticalStatus.choices(), _l("all")))
    group = SelectField(_l("Role group"), choices=select_choices(RoleGroup.choices(), _l("all")))
    standing = SelectField(
        _l("In post or not"),
        choices=select_choices(
            [
                (Standing.LEFT.value, Standing.LEFT.word),
                (Standing.RETIRED.value, Standing.RETIRED.word),
                (EVERYBODY, _l("all")),
            ],
            Standing.ACTIVE.word,
        ),
    )


class CardForm(VersionedForm):
    """Identity of a person."""

    number = StringField(_l("Staff or student number"), validators=[required(_l("Fill in the number.")), at_most(40)])
    name = StringField(_l("Name"), validators=[required(_l("Fill in the name.")), at_most(40)])
    sex = SelectField(_l("Sex"), choices=select_choices(Sex.choices(), _l("not known")), validators=[Optional()])
    birth_date = DateField(_l("Date of birth"), validators=[Optional()])
    birth_precision = SelectField(
        _l("How exact"), choices=select_choices([("day", _l("the day is known")), ("month", _l("only the month is known"))])
    )
    ethnicity = StringField(_l("Ethnicity"), validators=[Optional(), at_most(20)])
    joined_on = DateField(_l("Joined the Party on"), validators=[Optional()])
    phone = StringField(_l("Phone"), validators=[Optional(), at_most(24)])
    remark = TextAreaField(_l("Remark"), validators=[Optional(), at_most(300)])


CARD_FIELDS = ("number", "name", "sex", "birth_date", "birth_precision", "ethnicity", "joined_on", "phone", "remark")


def card_facts(form: CardForm) -> dict[str, Any]:
    """The columns of the card as filled in."""
    facts = {name: form[name].data for name in CARD_FIELDS}
    facts["sex"] = Sex(facts["sex"]) if facts["sex"] else None
    return facts


class NewPersonForm(CardForm):
    """A new person with what holds from a day on."""

    valid_from = DateField(_l("Since"), validators=[Optional()])
    department = OrganizationField(
        _l("Department"),
        kind=OrganizationKind.DEPARTMENT,
        roles=sorted(EDITORS),
        blank=_l("none"),
        validators=[DataRequired(_l("Choose the department."))],
    )
    branch = OrganizationField(
        _l("Branch"), kind=OrganizationKind.PARTY, roles=sorted(EDITORS), blank=_l("none"), validators=[Optional()]
    )
    post = StringField(_l("Post"), validators=[Optional(), at_most(40)])
    cadre_level = StringField(_l("Cadre level"), validators=[Optional(), at_most(20)])
    role_group = SelectField(
        _l("Role group"), choices=select_choices(RoleGroup.choices(), _l("not known")), validators=[Optional()]
    )
    political_status = SelectField(
        _l("Political status"), choices=select_choices(PoliticalStatus.choices(), _l("not known")), validators=[Optional()]
    )


ENUMERATED = {
    AffiliationKind.POLITICAL_STATUS: PoliticalStatus,
    AffiliationKind.ROLE_GROUP: RoleGroup,
    AffiliationKind.STANDING: Standing,
}
NOTHING = "nothing"


class ChangeForm(VersionedForm):
    """A change of one kind from a day on; :func:`change_form` gives the field for the value that the kind needs."""

    valid_from = DateField(_l("From which day"), validators=[required(_l("Give the day from which it holds."))])
    reason = StringField(_l("Document or reason"), validators=[Optional(), at_most(120)])


class CorrectionForm(VersionedForm):
    """A correction of one entry of the history."""

    valid_from = DateField(_l("From which day"), validators=[Optional()])
    valid_to = DateField(_l("Until (that day excluded)"), validators=[Optional()])
    reason = StringField(_l("Why it is corrected"), validators=[required(_l("Say why the history is corrected.")), at_most(120)])


def value_field(kind: AffiliationKind, *, may_end: bool) -> Any:
    """The field for a value of a kind."""
    needed = [DataRequired(_l("Choose or type the new value."))]
    if kind in (AffiliationKind.DEPARTMENT, AffiliationKind.BRANCH):
        tree = OrganizationKind.DEPARTMENT if kind is AffiliationKind.DEPARTMENT else OrganizationKind.PARTY
        blank = _l("none any more") if may_end else _l("choose")
        return OrganizationField(
            kind.word, kind=tree, roles=sorted(EDITORS), blank=blank, validators=[Optional()] if may_end else needed
        )
    if kind in ENUMERATED:
        return RadioField(kind.word, choices=select_choices(ENUMERATED[kind].choices()), validators=needed)
    return StringField(kind.word, validators=[Optional() if may_end else needed[0], at_most(40)])


def form_for(base: type[VersionedForm], kind: AffiliationKind, *, may_end: bool) -> type[VersionedForm]:
    """The form of a change or correction with the field for this kind's value in front."""
    return type(base.__name__, (base,), {"value": value_field(kind, may_end=may_end)})


CHANGE_FORMS = {kind: form_for(ChangeForm, kind, may_end=True) for kind in AffiliationKind}
CORRECTION_FORMS = {kind: form_for(CorrectionForm, kind, may_end=False) for kind in AffiliationKind}


def value_of(kind: AffiliationKind, data: Any) -> Any:
    """What was filled in, as the history stores it; None where nothing holds any more."""
    if data in (None, ""):
        return None
    return ENUMERATED[kind](data) if kind in ENUMERATED else data
