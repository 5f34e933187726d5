"""The language of the reader, asked for quickly: a page asks some hundreds of times."""

from typing import Any

from flask import g, has_app_context
from flask_babel import get_locale, gettext

known: dict[tuple[str, str], str] = {}


def language() -> str:
    """``zh`` or ``en``: as chosen for the request, or as forced for a stretch of code; ``en`` outside any context."""
    if not has_app_context():
        return "en"
    locale = getattr(g.get("_flask_babel"), "babel_locale", None) or get_locale()
    return locale.language if locale is not None else "en"


def translated(message: str) -> str:
    """A message without variables in the language of the reader; each is looked up once a language and kept."""
    key = (language(), message)
    found = known.get(key)
    if found is None:
        found = known[key] = gettext(message)
    return found


def word_of(lazy: Any) -> str:
    """A lazy message as text; plain texts pass through."""
    arguments = getattr(type(lazy), "__name__", "") == "LazyString" and lazy._args
    if arguments and len(arguments) == 1 and not lazy._kwargs:
        return translated(arguments[0])
    return str(lazy)
