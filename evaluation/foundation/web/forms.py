"""The base of all forms: white space trimmed, sentences for errors, version and request key carried along."""

import secrets
from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, PasswordField, SelectChoice
from wtforms.fields import IntegerField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from evaluation.foundation.core.errors import DomainError, Stale


def trimmed(value: Any) -> Any:
    """White space at the ends carries no meaning; control characters have no place in a record."""
    if not isinstance(value, str):
        return value
    return "".join(
        sign for sign in value.replace("\r\n", "\n") if sign in "\n\t" or sign.isprintable() or sign == "\u3000"
    ).strip()


def new_request_key() -> str:
    """A key for one form as shown once."""
    return secrets.token_urlsafe(18)


class PageForm(FlaskForm):
    """A form of one page. ``values`` leaves out the machinery, so that it can be handed to an operation."""

    request_key = HiddenField()

    class Meta(FlaskForm.Meta):  # type: ignore[name-defined]
        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Field:
            filters = list(unbound_field.kwargs.get("filters", []))
            if trimmed not in filters and not issubclass(unbound_field.field_class, PasswordField):
                filters.append(trimmed)
            return unbound_field.bind(form=form, filters=filters, **options)

        def render_field(self, field: Field, render_kw: dict[str, Any]) -> Any:
            if field.errors:
                render_kw.setdefault("aria-invalid", "true")
            return super().render_field(field, render_kw)

    MACHINERY = frozenset({"csrf_token", "request_key", "version", "submit"})

    @property
    def values(self) -> dict[str, Any]:
        """What was filled in, by field name."""
        return {name: field.data for name, field in self._fields.items() if name not in self.MACHINERY}

    def refuse(self, error: DomainError) -> None:
        """Show a refusal of the domain beside the field it names, or above the form."""
        field = self._fields.get(error.field or "")
        if field is None:
            self.form_errors.append(error.message)
        else:
            field.errors = [*field.errors, error.message]


class VersionedForm(PageForm):
    """A form over a row that others may change meanwhile."""

    version = IntegerField(widget=HiddenInput(), validators=[Optional()])

    def check_version(self, current: int, differences: Sequence[Any] = ()) -> None:
        """Refuse to overwrite what changed after this form was opened."""
        if self.version.data is not None and self.version.data != current:
            raise Stale(
                _l("Somebody changed this after you opened it. Nothing of yours was lost: compare and save again."), differences
            )


def required(message: Any) -> InputRequired:
    """The field must be filled in; the message says what to write."""
    return InputRequired(message=message)


def at_most(length: int) -> Length:
    """Upper limit of characters, named in the message with the way out."""
    return Length(max=length, message=_l("At most %(max)d characters; shorten the text.", max=length))


def select_choices(pairs: Sequence[tuple[Any, Any]], blank: Any = None) -> list[SelectChoice]:
    """Choices in the form WTForms 3.3 wants; ``blank`` is the label of 'nothing chosen'."""
    choices = [SelectChoice(value, label) for value, label in pairs]
    return choices if blank is None else [SelectChoice("", blank), *choices]
