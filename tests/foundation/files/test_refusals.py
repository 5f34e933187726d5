import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from evaluation.foundation.files.refusals import (
    SENTENCES,
    ArchiveRefused,
    FileRefused,
    KindRefused,
    NameRefused,
    PhotographRefused,
)

ROOT = Path(__file__).resolve().parents[3]
PLACEHOLDER = re.compile(r"%\((\w+)\)s")


def catalogue(room):
    with (ROOT / "translations" / "zh_Hans_CN" / f"foundation-{room}.po").open("rb") as stream:
        return {message.id: message.string for message in read_po(stream, locale="zh_Hans_CN") if message.id}


@pytest.mark.parametrize("room", ["files", "tabular"])
def test_every_sentence_of_the_room_is_in_its_chinese_catalogue_and_no_other(room):
    folder = ROOT / "evaluation" / "foundation" / room
    used = {found[2] for found in extract_from_dir(str(folder), keywords={"_": None, "_l": None})}
    translated = catalogue(room)
    assert (used - translated.keys(), translated.keys() - used) == (set(), set())
    assert len(used) > 30


@pytest.mark.parametrize("room", ["files", "tabular"])
def test_translations_are_whole(room):
    for sentence, chinese in catalogue(room).items():
        assert set(PLACEHOLDER.findall(chinese)) == set(PLACEHOLDER.findall(sentence)), sentence
        assert re.search("[\u4e00-\u9fff]", chinese), sentence
        assert not re.search("[\u4e00-\u9fff] [0-9A-Za-z%]|[0-9A-Za-z)s] [\u4e00-\u9fff]", chinese), chinese
        assert not re.search("操作失败|参数错误|非法|请正确填写", chinese), chinese


def test_a_refusal_is_a_sentence_with_its_figures():
    refused = FileRefused("too_large", "照片.jpg", limit=10)
    assert (refused.reason_key, refused.name, refused.figures, refused.status) == ("too_large", "照片.jpg", {"limit": 10}, 422)
    assert str(refused) == "“照片.jpg” is over 10 MB. Make it smaller and send it again."
    assert str(refused.message) == str(refused)
    chinese = catalogue("files")["“%(name)s” is over %(limit)s MB. Make it smaller and send it again."]
    assert chinese % {"name": "照片.jpg", "limit": 10} == "“照片.jpg”超过10MB，请压缩后再传"


def test_a_percent_sign_in_a_name_is_only_a_sign():
    assert str(FileRefused("empty", "100%(limit)s%.jpg")) == "“100%(limit)s%.jpg” is empty. Choose the file again."


def test_every_refusal_is_one_family_with_known_reasons():
    assert {kind.__mro__[1] for kind in (NameRefused, KindRefused, ArchiveRefused, PhotographRefused)} == {FileRefused}
    with pytest.raises(KeyError):
        FileRefused("unheard of", "a")
    assert all("%(name)s" in str(sentence) for sentence in SENTENCES.values())


def test_the_words_of_the_design_for_tables():
    chinese = catalogue("tabular")
    missing = chinese["There is no column “%(column)s”. The columns are: %(found)s. Is “%(alike)s” the column “%(column)s”?"]
    figures = {"column": "姓名", "found": "工号、名字、部门", "alike": "名字"}
    assert missing % figures == "没有“姓名”列。现在有：工号、名字、部门。“名字”是姓名吗？"
    no_day = chinese["“%(value)s”: month %(month)s has no day %(day)s. Write the right day."]
    assert no_day % {"value": "2022.2.30", "month": 2, "day": 30} == "“2022.2.30”：2月30日不存在，请改成正确的日期"
    rows = chinese["“%(name)s” has over %(limit)s rows. Split it and import the parts."]
    assert rows % {"name": "名单.xlsx", "limit": "20,000"} == "“名单.xlsx”超过20,000行，请分开导入"
