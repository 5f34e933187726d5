"""What the security administrator fills in."""

from typing import Any

from wtforms import DateField, SelectField, StringField
from wtforms.validators import Optional

from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.foundation.web.forms import ListFilter, PageForm, at_most, required, select_choices
from evaluation.registry.accounts.enums import Role
from evaluation.registry.accounts.security.enums import AccountState


def as_id(value: Any) -> int | None:
    """An id from a select; nothing chosen is None."""
    return int(value) if value not in (None, "", "None") else None


class AccountFilter(ListFilter):
    """The filter bar of the list of accounts; sent by GET."""

    q = StringField(_l("Login or name"))
    state = SelectField(_l("State"), choices=select_choices(AccountState.choices(), _l("all")))
    role = SelectField(_l("Role"), choices=select_choices(Role.choices(), _l("all")))


class AccountForm(PageForm):
    """A new account."""

    login = StringField(_l("Login"), validators=[required(_l("Give the account a login.")), at_most(80)])
    number = StringField(_l("Staff or student number"), validators=[Optional(), at_most(40)])
    name = StringField(_l("Name"), validators=[Optional(), at_most(40)])


class GrantForm(PageForm):
    """A role over an organisation between two days."""

    role = SelectField(_l("Role"), choices=select_choices(Role.choices()), validators=[required(_l("Choose a role."))])
    organization = SelectField(_l("Counts in"), coerce=as_id, validators=[Optional()])
    valid_from = DateField(_l("From"), validators=[Optional()])
    valid_to = DateField(_l("Until (that day excluded)"), validators=[Optional()])
