from datetime import date, datetime, time

import pytest

from evaluation.foundation.tabular.cells import (
    CellRefused,
    NameList,
    normalise_code,
    normalise_label,
    normalise_name,
    normalise_text,
    read_whole_number,
    split_codes,
    split_names,
)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("", ""),
        (None, ""),
        ("　 \t", ""),
        ("  校园  巡查　南门 ", "校园 巡查 南门"),
        ("ＡＢｃ１２３", "ABc123"),
        ("８：００，（全）～“好”", "8：00，（全）～“好”"),
        ("校\u200b园\ufeff巡\u2060查\u202e", "校园巡查"),
        ("⽂件⼈⾦", "文件人金"),
        ("第一行 \r\n　第二行\n\n第三行", "第一行\n第二行\n第三行"),
        ("a\r\nb", "a\nb"),
        ("a\rb", "a\nb"),
        ("甲\r乙", "甲\n乙"),
        ("a\x00b\x07", "ab"),
        ("=1+1", "=1+1"),
        (177.0, "177"),
        (177, "177"),
        (1988.08, "1988.08"),
        (0.1 + 0.2, "0.3"),
        (1e300, "1e+300"),
        (date(2022, 3, 14), "2022-03-14"),
        (datetime(2022, 3, 14), "2022-03-14"),
        (datetime(2022, 3, 14, 8, 30), "2022-03-14 08:30:00"),
        (time(8, 30), "08:30:00"),
        (True, "True"),
    ],
)
def test_text(cell, text):
    assert normalise_text(cell) == text
    assert normalise_text(normalise_text(cell)) == text


@pytest.mark.parametrize(("cell", "label"), [("中共 党员", "中共党员"), ("机电\n系", "机电系"), (" Ａ 组　", "A组"), (3.0, "3")])
def test_labels_have_no_space(cell, label):
    assert normalise_label(cell) == label


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        (" 范才怡　", "范才怡"),
        ("王  芳", "王芳"),
        ("张　三", "张三"),
        ("王\n芳", "王芳"),
        ("艾力·热合曼", "艾力·热合曼"),
        ("艾力•热合曼", "艾力·热合曼"),
        ("艾力．热合曼", "艾力·热合曼"),
        ("艾力‧热合曼", "艾力·热合曼"),
        ("艾力・热合曼", "艾力·热合曼"),
        ("艾力.热合曼", "艾力·热合曼"),
        ("艾力 · 热合曼", "艾力·热合曼"),
        ("艾力. 热合曼", "艾力·热合曼"),
        ("John  Smith", "John Smith"),
        ("J. Smith", "J. Smith"),
        ("㐂 𠮷", "㐂𠮷"),
        ("", ""),
        (None, ""),
    ],
)
def test_names(cell, name):
    assert normalise_name(cell) == name


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("00177", "00177"),
        ("０００１３", "00013"),
        (" 00 177 ", "00177"),
        ("'00177", "00177"),
        ("’00177", "00177"),
        (177.0, "177"),
        (202001001.0, "202001001"),
        (9007199254740991.0, "9007199254740991"),
        ("9999991990121193", "9999991990121193"),
        ("D-01/Ａ", "D-01/A"),
        ("", ""),
        (None, ""),
    ],
)
def test_codes(cell, code):
    assert normalise_code(cell) == code


@pytest.mark.parametrize("cell", [9007199254740992.0, 1.23e17, 10**17])
def test_a_code_that_lost_digits_is_refused(cell):
    with pytest.raises(CellRefused) as refusal:
        normalise_code(cell)
    assert refusal.value.reason_key == "digits_lost"


@pytest.mark.parametrize(
    ("cell", "number"),
    [("", None), (None, None), (" ", None), (24.0, 24), (0, 0), ("24", 24), ("２４", 24), ("1,200", 1200), ("-3", -3), ("+3", 3)],
)
def test_whole_numbers(cell, number):
    assert read_whole_number(cell) == number


@pytest.mark.parametrize("cell", ["24小时", "2.5", 2.5, "1,20", "二十", float("nan"), float("inf"), "٣", "1e3", True, "9" * 16])
def test_other_numbers_are_refused(cell):
    with pytest.raises(CellRefused) as refusal:
        read_whole_number(cell)
    assert refusal.value.reason_key == "not_whole"


def test_the_refusal_names_the_value_and_the_way_out():
    with pytest.raises(CellRefused) as refusal:
        read_whole_number("24小时")
    assert str(refusal.value) == "“24小时” is no whole number. Write it with digits only."
    assert refusal.value.value == "24小时"


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("00209、00112", ["00209", "00112"]),
        (
            "00209，00112,00113；00114;00115/00116 00117\n００１１８",
            ["00209", "00112", "00113", "00114", "00115", "00116", "00117", "00118"],
        ),
        ("00209、", ["00209"]),
        (209.0, ["209"]),
        ("", []),
        (None, []),
    ],
)
def test_lists_of_codes(cell, codes):
    assert split_codes(cell) == codes


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("萧学浩、艾力·热合曼、梁杰", ["萧学浩", "艾力·热合曼", "梁杰"]),
        ("邱波，乔宁,吴胜涵；孟富娜;谢学明／蒋良明/李四", ["邱波", "乔宁", "吴胜涵", "孟富娜", "谢学明", "蒋良明", "李四"]),
        ("邱波\n乔宁\r\n李四", ["邱波", "乔宁", "李四"]),
        ("王芳 李强　赵小六", ["王芳", "李强", "赵小六"]),
        ("王 芳", ["王芳"]),
        ("张　三", ["张三"]),
        ("王  芳", ["王芳"]),
        ("王 小明", ["王小明"]),
        ("王 小 明", ["王小明"]),
        ("王 芳、张　三", ["王芳", "张三"]),
        ("王 芳 李小明", ["王芳", "李小明"]),
        ("欧阳 锋", ["欧阳锋"]),
        ("欧阳娜娜 李强", ["欧阳娜娜", "李强"]),
        ("艾力 · 热合曼 王芳", ["艾力·热合曼", "王芳"]),
        ("买买提．吐尔逊、王芳。", ["买买提·吐尔逊", "王芳"]),
        ("John Smith、王芳", ["John Smith", "王芳"]),
        ("王芳、、，李强，", ["王芳", "李强"]),
        ("方娜、方娜", ["方娜", "方娜"]),
        (" ".join(["王芳", "李强"] * 500), ["王芳", "李强"] * 500),
        ("", []),
        (None, []),
        ("、", []),
    ],
)
def test_lists_of_names_without_doubt(cell, names):
    assert split_names(cell) == NameList(tuple(names))


@pytest.mark.parametrize(
    ("cell", "names", "doubtful"),
    [
        ("欧阳 娜娜", [], ["欧阳 娜娜"]),
        ("上 官 娟 宁", [], ["上 官 娟 宁"]),
        ("王 小 明 李 四", [], ["王 小 明 李 四"]),
        ("李四 王", [], ["李四 王"]),
        ("王", ["王"], []),
        ("赵六、欧阳 娜娜、钱七", ["赵六", "钱七"], ["欧阳 娜娜"]),
        ("张 三 李 四 王 五 赵 六 钱 七 孙 八 周 九", [], ["张 三 李 四 王 五 赵 六 钱 七 孙 八 周 九"]),
    ],
)
def test_what_has_two_readings_is_doubtful(cell, names, doubtful):
    assert split_names(cell) == NameList(tuple(names), tuple(doubtful))


def test_four_signs_apart_are_two_people_when_no_other_reading_exists():
    """One sign is no name, and a surname of one sign takes a given name of one or two."""
    assert split_names("张 三 李 四") == NameList(("张三", "李四"))
