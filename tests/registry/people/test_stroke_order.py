"""Names in stroke order: strokes, first strokes, one-character given names, and what has no data."""

import random

import pytest

from evaluation.registry.people.stroke_order import TABLE, places, stroke_key, strokes_of


def in_order(*names: str) -> None:
    shuffled = list(names)
    random.Random(20220406).shuffle(shuffled)
    assert sorted(shuffled, key=stroke_key) == list(names)


def test_fewer_strokes_come_first():
    in_order("马晓", "王磊", "刘洋", "张敏", "孟凡")


@pytest.mark.parametrize(
    ("strokes", "surnames"),
    [
        (2, "丁卜刁"),
        (3, "于万马"),
        (4, "王韦云毛方尹孔邓"),
        (5, "石龙叶田史白冯司"),
        (6, "邢毕吕朱乔任刘齐许孙"),
        (7, "严杜李杨肖吴何余邹沈宋张陆陈"),
        (8, "武苗范林欧罗季周郑孟"),
        (9, "项赵胡柳段侯施姜洪姚贺"),
        (10, "秦袁聂莫贾夏顾钱徐高郭唐陶"),
        (11, "黄萧曹龚常崔康章梁"),
        (12, "彭葛董蒋韩程傅鲁曾温谢"),
        (13, "蓝蒙赖雷詹"),
        (14, "蔡廖谭翟熊"),
        (15, "樊黎颜潘"),
        (16, "薛霍穆"),
        (17, "戴魏"),
        (18, "瞿"),
    ],
)
def test_surnames_of_as_many_strokes_follow_their_first_strokes(strokes, surnames):
    assert [strokes_of(surname) for surname in surnames] == [strokes] * len(surnames)
    in_order(*surnames)


def test_one_character_given_names_come_first_within_a_surname():
    in_order("田文", "田富", "田大利", "苗青")


def test_given_names_are_compared_by_strokes_too():
    in_order("王一", "李文", "李一鸣", "李大鸣", "李大雁")


def test_a_compound_surname_stays_together_after_its_first_character():
    in_order("欧大明", "欧鹏程", "欧阳修", "欧阳少东", "洪少东")


def test_a_name_with_a_dot_stands_by_its_first_character():
    in_order("买买提·吐尔逊", "阿依古丽·买买提", "阿依古丽·艾合买提", "郑伟")


def test_rare_characters_of_the_general_table_are_known():
    assert [strokes_of(character) for character in "达䶮𬭎㛃䴖"] == [6, 9, 12, 9, 13]


def test_what_has_no_data_comes_after_in_a_fixed_order():
    assert strokes_of("\U0002cff0") is None
    in_order("龘文", "Anna", "John", "\U0002cff0文", "\U0002cff1文")


def test_the_table_holds_each_character_once_and_all_of_gb_2312():
    lines = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines()]
    characters = "".join(signs for _, signs in lines)
    assert len(characters) == len(set(characters)) == len(places())
    assert [int(number) for number, _ in lines] == sorted({int(number) for number, _ in lines})
    rows = range(0xB0, 0xF8)
    gb2312 = [bytes((row, cell)).decode("gb2312", "ignore") for row in rows for cell in range(0xA1, 0xFF)]
    assert len("".join(gb2312)) == 6763
    assert [character for character in "".join(gb2312) if strokes_of(character) is None] == []
