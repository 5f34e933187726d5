"""What the organization department fills in about organisations."""

from typing import Any

from wtforms import BooleanField, DateField, SelectField, StringField
from wtforms.validators import Optional

from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.foundation.web.forms import VersionedForm, at_most, required, select_choices
from evaluation.registry.organizations.enums import OrganizationKind, PartyType
from evaluation.registry.organizations.forms import OrganizationField
from evaluation.registry.organizations.policies import EDITORS


class DepartmentForm(VersionedForm):
    """A department."""

    code = StringField(_l("Code"), validators=[required(_l("Give the organisation a code.")), at_most(20)])
    name = StringField(_l("Full name"), validators=[required(_l("Give the organisation a name.")), at_most(60)])
    short_name = StringField(_l("Short name"), validators=[Optional(), at_most(20)])
    parent_id = OrganizationField(
        _l("Superior"),
        kind=OrganizationKind.DEPARTMENT,
        roles=sorted(EDITORS),
        blank=_l("none"),
        validators=[Optional()],
    )
    active_from = DateField(_l("Exists from"), validators=[Optional()])
    active_to = DateField(_l("Exists until (that day excluded)"), validators=[Optional()])


class PartyForm(DepartmentForm):
    """A Party organisation."""

    parent_id = OrganizationField(
        _l("Superior"), kind=OrganizationKind.PARTY, roles=sorted(EDITORS), blank=_l("none"), validators=[Optional()]
    )
    party_type = SelectField(_l("What it is"), choices=select_choices(PartyType.choices()))
    may_approve_admission = BooleanField(_l("May approve admissions of members"))


FORMS: dict[OrganizationKind, type[DepartmentForm]] = {
    OrganizationKind.DEPARTMENT: DepartmentForm,
    OrganizationKind.PARTY: PartyForm,
}


def facts_of(form: DepartmentForm) -> dict[str, Any]:
    """The columns as filled in."""
    names = ["code", "name", "short_name", "parent_id", "active_from", "active_to"]
    facts = {name: form[name].data for name in names}
    facts["short_name"] = facts["short_name"] or ""
    if isinstance(form, PartyForm):
        facts["party_type"] = PartyType(form.party_type.data)
        facts["may_approve_admission"] = bool(form.may_approve_admission.data)
    return facts
