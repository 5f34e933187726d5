import pytest

from evaluation.foundation.importing.options import Options, options_from
from evaluation.foundation.importing.preview import MOST_SHOWN, Preview
from evaluation.foundation.importing.report import Choice, Finding, Report, essence
from evaluation.foundation.importing.sources import SourceFile, digest_of

WRONG = Finding("名册", 17, "入党时间", "2014-02-30", "2月没有30日", key="joined_on", place=7)


def test_a_report_as_json_knows_it() -> None:
    report = Report(rows=3, created=1, rejected=[WRONG], ignored_columns=["身份证号"], listings={"files": [{"file": "01.docx"}]})
    report.duplicates.append(Finding("名册", 18, "工号", "00177", "同第17行", extra={"no": "00177"}))

    assert report.as_dict() == {
        "rows": 3,
        "created": 1,
        "updated": 0,
        "unchanged": 0,
        "duplicates": [{"sheet": "名册", "row": 18, "column": "工号", "value": "00177", "reason": "同第17行", "no": "00177"}],
        "rejected": [{"sheet": "名册", "row": 17, "column": "入党时间", "value": "2014-02-30", "reason": "2月没有30日"}],
        "ambiguous": [],
        "warnings": [],
        "ignored_columns": ["身份证号"],
        "files": [{"file": "01.docx"}],
    }


@pytest.mark.parametrize(
    ("lists", "status"),
    [({}, 0), ({"duplicates": [WRONG]}, 0), ({"warnings": [WRONG]}, 0), ({"rejected": [WRONG]}, 1), ({"ambiguous": [WRONG]}, 1)],
)
def test_exit_status_tells_whether_something_was_refused(lists: dict[str, list[Finding]], status: int) -> None:
    assert Report(rows=1, **lists).exit_status == status  # type: ignore[arg-type]


def test_the_essence_of_a_report_does_not_depend_on_the_language() -> None:
    chinese = Report(rows=1, rejected=[WRONG]).as_dict()
    english = Report(rows=1, rejected=[Finding("名册", 17, "入党时间", "2014-02-30", "no such day")]).as_dict()
    other = Report(rows=1, rejected=[Finding("名册", 18, "入党时间", "2014-02-30", "2月没有30日")]).as_dict()

    assert essence(chinese) == essence(english)
    assert essence(chinese) != essence(other)
    assert essence({**chinese, "created": 2}) != essence(chinese)


def test_a_preview_shows_usual_columns_and_those_with_a_fault_or_change() -> None:
    preview = Preview([("number", "工号"), ("name", "姓名"), ("phone", "手机号"), ("remark", "备注")])
    preview.add_wrong("名册", 3, {"number": "A1"}, [Finding("名册", 3, "手机号", "1", "太短", "太短", "phone", 2)])
    preview.add_wrong("名册", 3, {"number": "A1"}, [WRONG])
    preview.add_changed("名册", 4, {"name": "王芳"}, {"name": "王方"})

    shown = preview.as_dict(["number"])

    assert [column["key"] for column in shown["columns"]] == ["number", "name", "phone"]
    assert [(row["row"], [fault["key"] for fault in row["faults"]]) for row in shown["wrong"]] == [(3, ["phone", "joined_on"])]
    assert [(mark["row"], mark["place"], mark["reason"]) for mark in shown["marks"]] == [(3, 2, "太短"), (3, 7, "2月没有30日")]
    assert shown["changed"] == [{"sheet": "名册", "row": 4, "cells": {"name": "王芳"}, "before": {"name": "王方"}}]


def test_a_preview_stays_small_and_its_marks_whole() -> None:
    preview = Preview([("number", "工号")])
    for row in range(1, 1000):
        preview.add_created("名册", row, {"number": str(row)})
        preview.add_wrong("名册", row, {}, [Finding("名册", row, "工号", "", "没有填", key="number", place=0)])
        preview.add_missing({"number": str(row)})

    shown = preview.as_dict([])

    assert [len(shown[name]) for name in ("created", "wrong", "missing", "marks")] == [MOST_SHOWN] * 3 + [999]
    assert shown["missing_count"] == 999


def test_choices_are_offered_with_their_words() -> None:
    preview = Preview([("branch", "支部")])
    finding = Finding("名册", 3, "支部", "二支部", "没有", choices=[Choice("第二支部", "第二支部")], key="branch", part="")
    preview.add_wrong("名册", 3, {}, [finding])

    assert preview.as_dict([])["wrong"][0]["faults"][0]["choices"] == [{"label": "第二支部", "value": "第二支部"}]


def test_options_survive_storage() -> None:
    options = Options({"campaign": "专项行动"}, {"名字": "name"}).with_correction("名册", 3, "branch", "", "第二支部")

    again = options_from(options.as_dict())

    assert again == options
    assert (again.corrected("名册", 3, "branch"), again.corrected("名册", 4, "branch")) == ("第二支部", None)
    assert (again.setting("campaign"), again.setting("other")) == ("专项行动", "")


def test_the_same_files_are_known_in_any_order() -> None:
    one, other = SourceFile("a.docx", b"1"), SourceFile("b.docx", b"2")

    assert digest_of([one, other]) == digest_of([other, one])
    assert digest_of([one]) == one.digest
    assert digest_of([one, SourceFile("c.docx", b"2")]) != digest_of([one, other])
