"""How values are shown: filters and globals of the templates, in the language of the page."""

from collections.abc import Callable, Mapping, MutableMapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import flask.templating
from babel import Locale
from flask import Flask, has_request_context, request, session, url_for
from flask_babel import format_date
from markupsafe import Markup, escape

from evaluation.foundation.core.clock import clock, local
from evaluation.foundation.core.language import gettext, language
from evaluation.foundation.web.forms import new_request_key
from evaluation.foundation.web.paging import address_with

LANGUAGES = {"zh": "zh_Hans_CN", "en": "en"}
LOCALES = {name: Locale.parse(name) for name in LANGUAGES.values()}
CHINESE = LOCALES["zh_Hans_CN"]


def chosen_locale() -> Locale:
    """The language of the page: the switch, kept in the session; Chinese by default and on the command line."""
    if not has_request_context():
        return CHINESE
    asked = LANGUAGES.get(request.args.get("lang", ""))
    if asked:
        session["language"] = asked
        return LOCALES[asked]
    return LOCALES.get(session.get("language", ""), CHINESE)


def is_chinese() -> bool:
    """Whether the page is in Chinese."""
    return language() == "zh"


METHODS_OF_MAPPINGS = frozenset(dir(dict))


class Environment(flask.templating.Environment):
    """Templates over one and the same set of globals.

    No template is ever given globals of its own, so none needs a map laid over those of the environment; Jinja compares
    the two at every import of a component.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The globals of a template: those of the environment."""
        return super().make_globals(d) if d else self.globals

    def getattr(self, obj: Any, attribute: str) -> Any:
        """``obj.attribute``. Of a mapping its key, found without the failed look for an attribute that Jinja begins with."""
        if type(obj) is dict and attribute not in METHODS_OF_MAPPINGS:
            return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)


class Translator:
    """Messages of templates, found once for each language and kept; a page asks for the same few hundreds again and again."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, str], Markup] = {}

    def __call__(self, message: str, /, **values: Any) -> Markup:
        """The message in the language of the page, as markup; values are escaped."""
        key = (language(), message)
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = Markup(escape(gettext(message)))
        return found % values if values else found


def as_date(value: date | datetime) -> date:
    """The day of a value in Shanghai."""
    return local(value).date() if isinstance(value, datetime) else value


def zh_date(value: date | datetime | None) -> str:
    """2022年4月6日, or 6 April 2022 in English; nothing for nothing."""
    if value is None:
        return ""
    day = as_date(value)
    return f"{day.year}年{day.month}月{day.day}日" if is_chinese() else format_date(day, "d MMMM y")


def short_date(value: date | datetime | None) -> str:
    """4月6日 in the present year, with the year otherwise."""
    return "" if value is None else short_day(as_date(value), clock.today().year, is_chinese())


@lru_cache(maxsize=5000)
def short_day(day: date, present: int, chinese: bool) -> str:
    """The same of a day as seen in a present year; a list says the same few days again and again."""
    if day.year != present:
        return zh_date(day)
    return f"{day.month}月{day.day}日" if chinese else format_date(day, "d MMM")


def clock_time(value: datetime | None) -> str:
    """21:04, as the wall clock in Shanghai shows it."""
    return "" if value is None else local(value).strftime("%H:%M")


def date_time(value: datetime | None) -> str:
    """4月6日21:04."""
    if value is None:
        return ""
    return f"{short_date(value)}{'' if is_chinese() else ' '}{clock_time(value)}"


def period(start: date | None, end: date | None) -> str:
    """2022年4月4日至4月6日; one day stands alone."""
    if start is None:
        return ""
    if end is None or end == start:
        return zh_date(start)
    if not is_chinese():
        return f"{zh_date(start)} – {zh_date(end)}"
    tail = f"{end.month}月{end.day}日" if end.year == start.year else zh_date(end)
    return gettext("%(start)s to %(end)s", start=zh_date(start), end=tail)


def hours(minutes: int | None) -> str:
    """Minutes as hours with at most one decimal place."""
    if minutes is None:
        return ""
    value = round(minutes / 60, 1)
    return f"{int(value):,}" if value == int(value) else f"{value:,.1f}"


def assets(app: Flask) -> Any:
    """Addresses of static files with the digest of their content, so that they can be kept for ever."""
    known: dict[tuple[str, str], str] = {}

    def asset(path: str) -> str:
        key = (request.script_root, path)
        if key not in known or app.debug:
            file = Path(app.static_folder or "") / path
            version = str(int(file.stat().st_mtime)) if file.exists() else "0"
            known[key] = url_for("static", filename=path, v=version)
        return known[key]

    return asset


class KeptBars:
    """Blank filter bars as markup, made once for each form, language and place; one that is filled in is made anew."""

    MOST = 1000

    def __init__(self) -> None:
        self.known: dict[Any, Any] = {}

    def __call__(
        self, form: Any, keep: Sequence[str], shown: int, placeholders: Mapping[str, Any], caller: Callable[[], Any]
    ) -> Any:
        """What ``caller`` makes of the bar, made now or before."""
        blank = getattr(form, "blank_key", None)
        if blank is None:
            return caller()
        carried = tuple((name, *request.args.getlist(name)) for name in keep if name in request.args)
        key = (language(), blank, carried, shown, tuple(placeholders.items()))
        found = self.known.get(key)
        if found is None:
            if len(self.known) >= self.MOST:
                self.known.clear()
            found = self.known[key] = caller()
        return found


def install(app: Flask) -> None:
    """Filters and globals that every template may use."""
    for filter_function in (zh_date, short_date, clock_time, date_time, period, hours):
        app.jinja_env.filters[filter_function.__name__] = filter_function
    translate = Translator()
    app.jinja_env.globals.update(
        _=translate,
        gettext=translate,
        asset=assets(app),
        kept_bar=KeptBars(),
        address_with=address_with,
        new_request_key=new_request_key,
        today=clock.today,
        zh_period=period,
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension("jinja2.ext.do")
