"""The base of all forms: white space trimmed, sentences for errors, version and request key carried along."""

import secrets
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, ClassVar, Self

from flask import request
from flask_wtf import FlaskForm
from markupsafe import Markup, escape
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, DateField, Field, PasswordField, SelectChoice, StringField
from wtforms.fields import FieldList, FormField, IntegerField
from wtforms.i18n import get_translations
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import HiddenInput, html_params

from evaluation.foundation.core.errors import DomainError, Stale
from evaluation.foundation.core.language import language
from evaluation.foundation.core.language import lazy_gettext as _l

UNTRIMMED = (PasswordField, FieldList, FormField)
"""Kinds of field that are taken as typed, or whose inner fields are trimmed by themselves."""


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


@lru_cache
def built_in_messages(code: str) -> Any:
    """Messages of the form library itself, such as that of a date that is none; read once a language."""
    return get_translations((code,))


class PageForm(FlaskForm):
    """A form of one page. ``values`` leaves out the machinery, so that it can be handed to an operation."""

    class Meta(FlaskForm.Meta):  # type: ignore[name-defined]
        csrf = False  # the application looks at the token of every post itself, once

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Field:
            filters = list(unbound_field.kwargs.get("filters", []))
            if trimmed not in filters and not issubclass(unbound_field.field_class, UNTRIMMED):
                filters.append(trimmed)
            return unbound_field.bind(form=form, filters=filters, **options)

        def get_translations(self, form: Any) -> Any:
            return built_in_messages(language())

        def render_field(self, field: Field, render_kw: dict[str, Any]) -> Any:
            if field.errors:
                render_kw.setdefault("aria-invalid", "true")
            return super().render_field(field, render_kw)

    MACHINERY = frozenset({"version", "submit"})

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


class OptionsWidget:
    """A select whose options come as one piece of markup, with the chosen one marked."""

    input_type = "select"

    def __call__(self, field: "OptionsField", **attributes: Any) -> Markup:
        attributes.setdefault("id", field.id)
        options = str(field.options())
        if field.data is not None:
            mark = f'value="{escape(field.data)}"'
            options = options.replace(mark, f"{mark} selected", 1)
        return Markup("<select {}>{}</select>").format(Markup(html_params(name=field.name, **attributes)), Markup(options))


class Choice(SelectChoice):
    """The chosen option, as the filter bar shows it."""

    selected = True


class OptionsField(Field):
    """One of several in a filter bar, or None. Its options are made once for each language and kept.

    A select with hundreds of options costs more than the list that it filters. ``rows`` gives values and words.
    """

    widget = OptionsWidget()
    kept: ClassVar[dict[Any, Markup]] = {}

    def __init__(
        self, label: Any = None, validators: Any = None, *, pairs: Sequence[tuple[Any, Any]] = (), blank: Any = "", **options: Any
    ) -> None:
        super().__init__(label, validators, **options)
        self.pairs = pairs
        self.blank = blank
        self.data: Any = None

    def rows(self) -> Sequence[tuple[Any, Any]]:
        """What can be chosen."""
        return self.pairs

    def key(self) -> Any:
        """Tells apart what is kept."""
        return tuple(value for value, _word in self.pairs)

    def options(self) -> Markup:
        """What can be chosen, as markup."""
        key = (language(), str(self.blank), self.key())
        if key not in self.kept:
            rows = [("", self.blank), *self.rows()]
            self.kept[key] = Markup("").join(Markup('<option value="{}">{}</option>').format(*row) for row in rows)
        return self.kept[key]

    def iter_choices(self) -> Iterator[SelectChoice]:
        """The chosen one."""
        for value, word in self.rows():
            if value == self.data:
                yield Choice(str(value), word)

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        asked = str(valuelist[0]) if valuelist else ""
        self.data = next((value for value, _word in self.rows() if str(value) == asked), None)


class ListFilter(PageForm):
    """The filter bar of a list, sent by GET: what it asks for stands in the address."""

    UNCHANGING = (StringField, DateField, BooleanField, OptionsField)
    """Kinds of field whose blank look follows from the form's class and the key of the options."""
    blanks: ClassVar[dict[type, Any]] = {}

    @classmethod
    def asked(cls) -> Self:
        """The filters of the present address. Where it holds none, a blank form that is made once and never changed."""
        if cls not in ListFilter.blanks:
            ListFilter.blanks[cls] = cls(MultiDict())
        blank: Self = ListFilter.blanks[cls]
        return blank if request.args.keys().isdisjoint(blank._fields) else cls(request.args)

    @property
    def blank_key(self) -> Any:
        """Tells apart how blank bars look; None where something is asked for, or a look depends on more."""
        for one in self:
            if one.data or one.errors or not isinstance(one, self.UNCHANGING):
                return None
        return type(self), self._prefix, tuple(one.key() for one in self if isinstance(one, OptionsField))


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
