"""What people type at the door."""

from wtforms import PasswordField, StringField
from wtforms.validators import EqualTo, Length

from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.foundation.web.forms import PageForm, required


class SignInForm(PageForm):
    """Login and password."""

    login = StringField(_l("Login"), validators=[required(_l("Type your login.")), Length(max=80)])
    password = PasswordField(_l("Password"), validators=[required(_l("Type your password.")), Length(max=256)])


class ChangePasswordForm(PageForm):
    """The old password and the new one twice."""

    old_password = PasswordField(_l("Present password"), validators=[required(_l("Type your present password."))])
    new_password = PasswordField(_l("New password"), validators=[required(_l("Type a new password.")), Length(max=256)])
    again = PasswordField(
        _l("New password again"),
        validators=[
            required(_l("Type the new password again.")),
            EqualTo("new_password", _l("The two new passwords differ; type them again.")),
        ],
    )
