"""What Word and PDF share: cleaned texts, numbered headings, even titles, one paragraph a line, registered sources."""

from itertools import pairwise

import pytest

from evaluation.foundation.documents.arrangement import arranged, ends_preface
from evaluation.foundation.documents.blocks import (
    Addressee,
    Block,
    Document,
    Heading,
    Meta,
    Paragraph,
    Run,
    Source,
    SourceList,
    Style,
    Table,
    Title,
)
from evaluation.foundation.documents.cleaning import clean, lines
from evaluation.foundation.documents.titles import title_lines
from evaluation.foundation.documents.wording import width
from tests.foundation.documents.samples import PROPERTIES


def blocks_of(*blocks: Block) -> tuple[Block, ...]:
    """The blocks as they are to be set."""
    return arranged(Document("材料", blocks, PROPERTIES)).blocks


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("张\x00三\x07", "张三"),
        ("甲\r\n乙\r丙\u2028丁\x0b戊", "甲\n乙\n丙\n丁\n戊"),
        ("甲\t乙", "甲 乙"),
        ("\u202e三张\u202c", "三张"),
        ("\ufeff甲\ufffe\x85乙", "甲\n乙"),
        ("\ud83d甲", "甲"),
        ("张　三 𠮷 😀 {{7*7}} #let $x$ =1+1", "张　三 𠮷 😀 {{7*7}} #let $x$ =1+1"),
    ],
)
def test_cleaning_takes_what_no_file_can_hold_and_nothing_else(text, left):
    assert clean(text) == left


def test_lines_drop_the_spaces_typed_as_indents():
    assert lines("　　甲\n\n  \n乙　") == ["甲", "乙"]


def test_every_text_of_a_document_is_cleaned():
    document = Document("标\x00题", (Table(("姓\x01名",), (("张\x02三",),)),), PROPERTIES, trace="导出\x03人")
    assert arranged(document) == Document("标题", (Table(("姓名",), (("张三",),)),), PROPERTIES, trace="导出人")


def test_headings_count_by_level_and_start_again_below_a_new_one():
    given = [("甲", 1), ("乙", 2), ("丙", 3), ("丁", 4), ("戊", 4), ("己", 2), ("庚", 3), ("辛", 1), ("壬", 2)]
    found = [block.text for block in blocks_of(*(Heading(text, level) for text, level in given))]
    assert found == ["一、甲", "（一）乙", "1.丙", "（1）丁", "（2）戊", "（二）己", "1.庚", "二、辛", "（一）壬"]


def test_headings_without_number_do_not_count():
    found = blocks_of(Heading("甲"), Heading("引子", numbered=False), Heading("乙"))
    assert [block.text for block in found] == ["一、甲", "引子", "二、乙"]


def test_a_line_break_starts_a_paragraph_and_a_mark_stays_with_its_words():
    listed = SourceList("来源", (Source(1, "甲"), Source(2, "乙")))
    paragraph = Paragraph(
        (Run("　　第一句。\n第二句。", sources=(1,)), Run("第三句。\n\n", bold=True, sources=(2,))), indented=False
    )
    assert blocks_of(paragraph, listed) == (
        Paragraph((Run("第一句。"),), indented=False),
        Paragraph((Run("第二句。", sources=(1,)), Run("第三句。", bold=True, sources=(2,))), indented=False),
        listed,
    )


def test_an_empty_paragraph_disappears():
    assert blocks_of(Paragraph("　\n"), Paragraph(())) == ()


@pytest.mark.parametrize("text", ["各党支部", "各党支部：", " 各党支部: "])
def test_an_addressee_ends_in_one_full_width_colon(text):
    assert blocks_of(Addressee(text)) == (Addressee("各党支部："),)


def test_a_title_of_one_line_is_left_alone():
    assert blocks_of(Title("张三同志考察材料")) == (Title("张三同志考察材料"),)


def test_a_long_title_fills_two_even_lines_of_the_official_look():
    long = "关于在打赢疫情防控阻击战中充分发挥党组织战斗堡垒和党员干部先锋模范作用的情况通报"
    (title,) = blocks_of(Title(long))
    assert title.text == "关于在打赢疫情防控阻击战中充分发挥党组织\n战斗堡垒和党员干部先锋模范作用的情况通报"


def test_lines_chosen_by_the_author_are_kept():
    assert blocks_of(Title("关于表彰\n先进的决定")) == (Title("关于表彰\n先进的决定"),)


@pytest.mark.parametrize(
    "title",
    [
        "关于表彰2022年疫情防控一线优秀共产党员、优秀党务工作者和先进基层党组织的决定",
        "关于印发《突发公共卫生事件应急处置预案（2022年修订）》和《隔离楼管理办法》的通知",
        "COVID-19 prevention and control: outstanding members of the Communist Party of the college, 2022",
        "字" * 75,
    ],
)
def test_no_title_line_is_too_wide_and_none_begins_or_ends_badly(title):
    found = title_lines([title], 20)
    assert "".join(found).replace(" ", "") == title.replace(" ", "")
    assert max(width(line) for line in found) <= 20
    assert len(found) == -(-width(title) // 20) or width(title) % 20 > 16
    assert [line for line in found[1:] if line[0] in "》）、，的和"] == []
    assert [left + right for left, right in pairwise(found) if left[-1].isdigit() and right[0].isdigit()] == []


def test_the_preface_ends_where_the_text_begins():
    blocks = (Title("题"), Meta("2022年4月6日"), Paragraph("文。"), Title("题二"))
    assert [ends_preface(blocks, index) for index in range(4)] == [False, True, False, True]


def test_the_story_takes_fewer_characters_a_title_line():
    document = arranged(Document("题", (Title("字" * 19),), PROPERTIES, Style.STORY))
    assert document.blocks == (Title("字" * 10 + "\n" + "字" * 9),)
