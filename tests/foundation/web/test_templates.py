"""What templates find: keys of mappings, the present address, days in the language of the reader."""

from datetime import date
from typing import Any

import pytest
from flask import Flask, render_template_string
from flask_babel import force_locale

from evaluation.foundation.web.paging import address_with


@pytest.mark.parametrize(
    ("expression", "shown"),
    [
        ("one.label", "甲"),
        ("one.absent or '—'", "—"),
        ("one.absent is defined", "False"),
        ("one.absent.further is defined", None),
        ("one.items()|list|length", "2"),
        ("one['label']", "甲"),
        ("one.get('label')", "甲"),
    ],
)
def test_a_mapping_gives_its_keys_and_keeps_its_methods(app: Flask, expression: str, shown: str | None) -> None:
    facts: dict[str, Any] = {"one": {"label": "甲", "items_shown": 2}}
    with app.test_request_context("/"):
        if shown is None:
            with pytest.raises(Exception, match="has no attribute 'absent'"):
                render_template_string("{{ " + expression + " }}", **facts)
        else:
            assert render_template_string("{{ " + expression + " }}", **facts) == shown


@pytest.mark.parametrize(
    ("present", "changes", "keep", "address"),
    [
        ("/deeds/", {}, False, "?"),
        ("/deeds/?q=雨夜&page=3&after=x", {"sort": "title"}, False, "?q=%E9%9B%A8%E5%A4%9C&sort=title"),
        ("/deeds/?page=3&after=x", {"lang": "en"}, True, "?page=3&after=x&lang=en"),
        ("/deeds/?state=draft&state=returned&lang=en", {}, False, "?state=draft&state=returned"),
        ("/deeds/?state=draft&size=50", {"state": None}, False, "?size=50"),
    ],
)
def test_the_present_address_with_changes(app: Flask, present: str, changes: dict[str, Any], keep: bool, address: str) -> None:
    with app.test_request_context(present):
        assert address_with(changes, keep) == address


def test_days_are_kept_for_each_language_and_year(app: Flask) -> None:
    for _time in range(2):
        for locale, shown in (("zh_Hans_CN", "2021年12月31日"), ("en", "31 December 2021")):
            with app.test_request_context("/"), force_locale(locale):
                assert render_template_string("{{ day|short_date }}", day=date(2021, 12, 31)) == shown
