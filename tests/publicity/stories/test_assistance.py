"""What the checks find: each kind once found, once rightly left alone."""

import pytest
from flask import Flask

from evaluation.publicity.stories.assistance import Appearance, Finding, Surroundings, blocking, findings_of
from evaluation.publicity.stories.enums import NameUse, Severity
from evaluation.publicity.stories.names import candidates, likely_names, people_named
from evaluation.publicity.stories.numbers import numbers_with_units, stated_numbers, value_of
from evaluation.publicity.stories.texts import Piece

LONG = "那一夜雨没有停过，登记台的灯一直亮着，排队的人撑着伞慢慢向前移动，谁也没有抱怨一句。" * 3
WHOLE = (Piece("title", "雨夜"), Piece("lead", "一夜。"), Piece("body", LONG), Piece("written_by", "孙晓雯"))


def messages(findings: list[Finding], severity: Severity) -> list[str]:
    return [str(one.message) for one in findings if one.severity is severity]


def look(body: str, **around: object) -> list[Finding]:
    pieces = [*WHOLE[:2], Piece("body", LONG + body), WHOLE[3]]
    return findings_of(pieces, Surroundings(**around))  # type: ignore[arg-type]


def test_a_whole_story_has_nothing_to_find(app: Flask) -> None:
    assert findings_of(WHOLE, Surroundings()) == []


@pytest.mark.parametrize("left_out", ["title", "lead", "body", "written_by"])
def test_what_is_missing_blocks_at_its_field(app: Flask, left_out: str) -> None:
    found = findings_of([piece for piece in WHOLE if piece.field != left_out], Surroundings())

    assert [(one.field, one.severity) for one in found] == [(left_out, Severity.BLOCK)]


@pytest.mark.parametrize(
    "words",
    [
        "身份证号370402199001011234。",
        "身份证号37040219900101123Ｘ。",
        "电话13812345678。",
        "电话138 1234 5678。",
        "电话138-1234-5678。",
        "电话１３８１２３４５６７８。",
        "值班电话0632-8888888。",
        "卡号6222 0210 0111 6245 702。",
        "邮箱siyuan@example.edu。",
        "微信号：siyuan2022。",
        "QQ号123456789。",
        "他家住市中区光明路。",
        "住在5号楼2单元301室。",
        "她确诊了。",
        "核酸结果阴性。",
        "体温38.5度。",
        "体温一直降到３７。",
        "他有高血压。",
        "量出来是37.2℃。",
    ],
)
def test_sensitive_data_blocks(app: Flask, words: str) -> None:
    found = blocking(look(words))

    assert found != []
    assert {one.field for one in found} == {"body"}


@pytest.mark.parametrize(
    "words",
    [
        "2022年4月6日21:04，1800余管。",
        "编号SJ-2022-0017。",
        "在核酸采样点，302室的灯亮着，3号楼安静下来。",
        "他体贴地温了一壶水，共12次。",
        "累计1,800,000次，合计12345678901次以上。",
    ],
)
def test_ordinary_words_do_not_block(app: Flask, words: str) -> None:
    assert blocking(look(words)) == []


def test_a_staff_number_blocks_only_as_a_whole(app: Flask) -> None:
    people = [Appearance(1, "李思源", NameUse.SHOW, number="00123")]

    assert len(blocking(look("工号00123。", people=people))) == 1
    assert blocking(look("编号9001234。", people=people)) == []


def test_banned_words_name_what_to_write_instead(app: Flask) -> None:
    found = blocking(look("他是最美的人。", banned=[("最美", "可写“先进”"), ("感天动地", "")]))

    assert len(found) == 1
    assert "最美" in str(found[0].message)
    assert "可写“先进”" in str(found[0].message)


@pytest.mark.parametrize("use", [NameUse.MOU, NameUse.LEAVE_OUT])
@pytest.mark.parametrize("written", ["李思源", "李 思源", "李　思　源"])
def test_a_name_not_to_be_told_blocks(app: Flask, use: NameUse, written: str) -> None:
    found = blocking(look(f"那天{written}先走。", people=[Appearance(7, "李思源", use)]))

    assert [one.about for one in found] == [7]


def test_another_person_with_a_longer_name_is_not_the_hidden_one(app: Flask) -> None:
    hidden = Appearance(7, "李文", NameUse.MOU)

    assert blocking(look("李文杰先走。", people=[hidden, Appearance(8, "李文杰", NameUse.SHOW)])) == []
    assert blocking(look("李文杰先走。", people=[hidden], roster_names=["李文杰"])) == []
    assert len(blocking(look("李文杰和李文先走。", people=[hidden], roster_names=["李文杰"]))) == 1


def test_a_namesake_who_is_shown_may_be_named(app: Flask) -> None:
    people = [Appearance(7, "李思源", NameUse.MOU), Appearance(8, "李思源", NameUse.SHOW)]

    assert blocking(look("那天李思源先走。", people=people)) == []


def test_names_of_the_roster_and_names_of_nobody_are_warnings(app: Flask) -> None:
    people = [Appearance(1, "冯国栋", NameUse.SHOW)]
    found = look("处长冯国梁说，赵小燕也在。", people=people, roster_names=["冯国栋", "赵小燕"])

    warnings = messages(found, Severity.WARN)
    assert len(warnings) == 2
    assert "赵小燕" in warnings[0]
    assert "冯国梁" in warnings[1]
    assert "冯国栋" in warnings[1]
    assert blocking(found) == []


def test_posts_are_compared_with_the_roster(app: Flask) -> None:
    people = [Appearance(1, "李思源", NameUse.SHOW, posts="辅导员")]

    assert len(messages(look("李思源处长说。", people=people), Severity.WARN)) == 1
    assert messages(look("辅导员李思源说。", people=people), Severity.WARN) == []


def test_numbers_are_compared_with_the_deed(app: Flask) -> None:
    facts = "四十三个夜晚，1,800余管，2022-04-01"

    assert messages(look("43个夜晚，1800余管，4月1日。", facts=facts), Severity.WARN) == []
    warned = messages(look("44个夜晚。", facts=facts), Severity.WARN)
    assert len(warned) == 1
    assert "44个" in warned[0]


@pytest.mark.parametrize("words", ["“没有合上。", "多了一个）。", '用了"直"引号。', "没有句号"])
def test_punctuation_warns(app: Flask, words: str) -> None:
    assert len(messages(look("\n" + words), Severity.WARN)) == 1


def test_photographs_without_words_or_place_block(app: Flask) -> None:
    found = look("\n【图3】\n【图1】\n【图1】", photographs=2, captions_missing=[2], nobody_in=[1])

    assert [one.field for one in found if one.severity is Severity.BLOCK] == ["photographs", "body", "body"]
    assert [one.field for one in found if one.severity is Severity.WARN] == ["pictured"]


@pytest.mark.parametrize(
    ("figures", "count"), [("7天 驻楼", 1), ("7天 驻楼\n8天 值守", 0), ("7天 驻楼\n39条", 2), ("甲 乙\n" * 5, 1)]
)
def test_figures_that_cannot_stand_block(app: Flask, figures: str, count: int) -> None:
    found = findings_of([*WHOLE, Piece("figures", figures)], Surroundings(facts="7 8 39"))

    assert len(blocking(found)) == count


def test_writers_and_photographers_are_not_people_told_of(app: Flask) -> None:
    pieces = [*WHOLE, Piece("credit", "赵小燕"), Piece("origin", "赵小燕")]

    assert findings_of(pieces, Surroundings(roster_names=["赵小燕", "孙晓雯"])) == []


def test_candidates_hold_every_stretch_from_a_surname_on() -> None:
    found = candidates("那天欧阳明月和李文到了，还有阿依古丽•艾合买提")

    assert {"欧阳明月", "欧阳明", "李文", "李文到", "阿依古丽·艾合买提"} <= set(found)


def test_people_named_are_whole_names() -> None:
    assert people_named("李文杰、李　文和王小川", ["李文", "李文杰", "王小川", "王小"]) == ["李文杰", "李文", "王小川"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("辅导员赵小燕每天爬楼", ["赵小燕"]),
        ("辅导员赵燕每天爬楼", ["赵燕"]),
        ("他对赵小燕说", ["赵小燕"]),
        ("辅导员赵某每天爬楼", []),
        ("辅导员李思源每天爬楼", []),
        ("成功和高兴都来了", []),
    ],
)
def test_words_that_look_like_names(text: str, names: list[str]) -> None:
    assert likely_names(text, ["李思源"]) == names


@pytest.mark.parametrize(
    ("numeral", "value"),
    [("四十三", 43), ("一百零五", 105), ("十", 10), ("二〇二二", 2022), ("两万三千", 23000), ("一千八百", 1800), ("九", 9)],
)
def test_chinese_numerals(numeral: str, value: int) -> None:
    assert value_of(numeral) == value


def test_numbers_of_a_text() -> None:
    assert numbers_with_units("４月1日，1,800余管，39条，又39条，85.0%") == [
        ("4", "4月"),
        ("1", "1日"),
        ("1800", "1,800余"),
        ("39", "39条"),
        ("85%", "85.0%"),
    ]
    assert stated_numbers("四十三个夜晚，04时") == {"43", "4"}
