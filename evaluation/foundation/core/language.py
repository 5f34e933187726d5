"""The language of the reader and the messages in it, found quickly: a page asks some hundreds of times."""

from typing import Any

import flask_babel
from flask import g
from flask_babel import LazyString, get_locale

known: dict[tuple[str, str], str] = {}


def language() -> str:
    """``zh`` or ``en``: as chosen for the request, or as forced for a stretch of code; ``en`` outside any context."""
    try:
        chosen = g.get("_flask_babel")
    except RuntimeError:
        return "en"
    locale = getattr(chosen, "babel_locale", None) or get_locale()
    return locale.language if locale is not None else "en"


def gettext(message: str, /, **variables: Any) -> str:
    """A message in the language of the reader; each is looked up once a language and kept."""
    key = (language(), message)
    found = known.get(key)
    if found is None:
        found = known[key] = flask_babel.gettext(message)
    return found % variables if variables else found


def lazy_gettext(message: str, /, **variables: Any) -> LazyString:
    """A message that finds its language when it is shown."""
    return LazyString(gettext, message, **variables)
