"""What the keyboard sent becomes what a record may hold."""

from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import PasswordField, StringField, TextAreaField

from evaluation.foundation.core.errors import Difference, Refused, Stale
from evaluation.foundation.web.forms import VersionedForm, at_most, new_request_key, required, select_choices, trimmed


class NoteForm(VersionedForm):
    title = StringField("标题", validators=[required("写上标题"), at_most(5)])
    body = TextAreaField("正文")
    secret = PasswordField("口令")


@pytest.fixture(autouse=True)
def request_context(app: Flask) -> Iterator[None]:
    with app.test_request_context("/?lang=zh", method="POST"):
        yield


def form(**values: str) -> NoteForm:
    return NoteForm(MultiDict(values))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  李思源 ", "李思源"),
        ("第一行\r\n第二行", "第一行\n第二行"),
        ("王\u3000芳", "王\u3000芳"),
        ("零\u200b宽", "零宽"),
        ("左\u202e右", "左右"),
        ("空\x00字\x07", "空字"),
        ("表\t格", "表\t格"),
        (7, 7),
        (None, None),
    ],
)
def test_ends_are_trimmed_and_control_signs_dropped(typed: object, kept: object) -> None:
    assert trimmed(typed) == kept


def test_a_password_is_taken_as_typed() -> None:
    assert form(secret=" 两头有空格 ").secret.data == " 两头有空格 "


def test_values_leave_the_machinery_out() -> None:
    filled = form(title="标题", body="", secret="", version="3", request_key="k")

    assert filled.values == {"title": "标题", "body": "", "secret": ""}


@pytest.mark.parametrize(("title", "message"), [("", "写上标题"), ("一二三四五六", "最多5字，请缩短")])
def test_a_fault_stands_at_its_field_with_the_way_out(title: str, message: str) -> None:
    filled = form(title=title)

    assert filled.validate() is False
    assert [str(error) for error in filled.errors["title"]] == [message]


def test_a_refusal_of_the_domain_stands_where_it_says() -> None:
    filled = form(title="标题")
    filled.validate()

    filled.refuse(Refused("标题重了", field="title"))
    filled.refuse(Refused("不在公示期", field="no_such_field"))
    filled.refuse(Refused("已经办结"))

    assert filled.title.errors == ["标题重了"]
    assert filled.form_errors == ["不在公示期", "已经办结"]


def test_a_stale_form_is_refused_with_both_texts() -> None:
    difference = Difference("标题", "我的", "别人的")

    form(version="3").check_version(3)
    form().check_version(3)
    with pytest.raises(Stale) as refusal:
        form(version="2").check_version(3, [difference])
    assert refusal.value.differences == [difference]


def test_choices_may_begin_with_nothing_chosen() -> None:
    assert [(one.value, one.label) for one in select_choices([("a", "甲")], "全部")] == [("", "全部"), ("a", "甲")]
    assert [(one.value, one.label) for one in select_choices([("a", "甲")])] == [("a", "甲")]


def test_every_form_shown_has_a_key_of_its_own() -> None:
    keys = {new_request_key() for _time in range(100)}

    assert len(keys) == 100
    assert min(map(len, keys)) >= 24
