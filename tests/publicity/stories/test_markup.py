"""Our marks: what becomes a block, and that everything else stays text."""

import pytest

from evaluation.publicity.stories import markup
from evaluation.publicity.stories.markup import FactBox, Figure, FiguresPlace, Heading, Paragraph, PicturePlace, Quotation, Span


def paragraph(text: str) -> Paragraph:
    return Paragraph((Span(text),))


def test_lines_become_blocks_in_order() -> None:
    body = "第一段。\n\n【小标题】一张表\n【引语】我先进。——李思源，学生处\n【数字】\n【图 2】\n最后一段。"

    assert markup.parsed(body) == (
        paragraph("第一段。"),
        Heading("一张表"),
        Quotation("我先进。", "李思源，学生处"),
        FiguresPlace(),
        PicturePlace(2),
        paragraph("最后一段。"),
    )


@pytest.mark.parametrize(
    ("line", "block"),
    [
        ("【图２】", PicturePlace(2)),
        ("见【图2】所示。", paragraph("见【图2】所示。")),
        ("【图100】", paragraph("【图100】")),
        ("【小标题】", None),
        ("【引语】", None),
        ("【引语】没有署名的话", Quotation("没有署名的话")),
        ("【引语】破折号——在中间，也在末尾——周宁", Quotation("破折号——在中间，也在末尾", "周宁")),
        ("【说明】不是我们的记号", paragraph("【说明】不是我们的记号")),
        ("前**粗**后", Paragraph((Span("前"), Span("粗", bold=True), Span("后")))),
        ("**没有合上", paragraph("**没有合上")),
        ("<script>alert(1)</script>", paragraph("<script>alert(1)</script>")),
        ("<b>粗</b>&amp;", paragraph("<b>粗</b>&amp;")),
        ("{{ config }}", paragraph("{{ config }}")),
        ("　　首行空两格", paragraph("首行空两格")),
    ],
)
def test_one_line(line: str, block: markup.Block | None) -> None:
    assert markup.parsed(line) == (() if block is None else (block,))


def test_lines_of_a_fact_box_are_joined_and_labelled() -> None:
    assert markup.parsed("【资料】采样点：四月设立\n【资料】两个通道\n\n文。\n【资料】没有标签") == (
        FactBox("采样点", ("四月设立", "两个通道")),
        paragraph("文。"),
        FactBox("", ("没有标签",)),
    )


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("7天 连续驻楼\n212名，照看学生", (Figure("7天", "连续驻楼"), Figure("212名", "照看学生"))),
        ("39条　办结需求", (Figure("39条", "办结需求"),)),
        ("只有数字\n\n", ()),
    ],
)
def test_figures(text: str, figures: tuple[Figure, ...]) -> None:
    assert markup.figures_of(text) == figures


def test_halves_of_figures_are_named() -> None:
    assert markup.halves_of_figures("7天 驻楼\n39条\n\n") == ["39条"]


def test_readable_text_has_no_marks() -> None:
    body = "前**粗**后。\n【小标题】一张表\n【引语】我先进。——李思源\n【资料】标签：甲\n【资料】乙\n【图1】\n【数字】"

    assert markup.readable(body) == "前粗后。\n一张表\n我先进。——李思源\n标签：甲\n乙"
