"""The document model refuses what cannot be drawn or proved."""

from datetime import datetime

import pytest

from evaluation.foundation.documents.blocks import (
    Alignment,
    Document,
    Heading,
    KeyValueTable,
    Paragraph,
    Picture,
    Properties,
    Run,
    Source,
    SourceList,
    Table,
)
from tests.foundation.documents.samples import PROPERTIES


def test_a_mark_that_leads_nowhere_is_refused():
    listed = SourceList("来源", (Source(1, "值班日志"),))
    with pytest.raises(ValueError, match=r"Sources \[2, 7\] are cited but not listed"):
        Document("材料", (Paragraph("到岗。", sources=(1, 7)), Paragraph((Run("值守。", sources=(2,)),)), listed), PROPERTIES)


def test_a_cited_source_needs_the_list_in_the_same_document():
    with pytest.raises(ValueError, match="cited but not listed"):
        Document("材料", (Paragraph("到岗。", sources=(1,)),), PROPERTIES)


def test_two_lists_of_sources_are_refused():
    listed = SourceList("来源", (Source(1, "值班日志"),))
    with pytest.raises(ValueError, match="one list of sources"):
        Document("材料", (listed, listed), PROPERTIES)


@pytest.mark.parametrize("numbers", [(2,), (1, 3), (2, 1), (1, 1)])
def test_sources_are_numbered_without_a_gap(numbers):
    with pytest.raises(ValueError, match="without a gap"):
        SourceList("来源", tuple(Source(number, "日志") for number in numbers))


def test_the_sources_of_a_paragraph_join_those_of_its_last_statement():
    paragraph = Paragraph((Run("甲。", sources=(1,)), Run("乙。", bold=True, sources=(2, 3))), sources=(3, 4))
    assert paragraph.runs == (Run("甲。", sources=(1,)), Run("乙。", bold=True, sources=(2, 3, 4)))


def test_a_plain_paragraph_is_one_statement():
    assert Paragraph("甲。", sources=(1,)).runs == (Run("甲。", sources=(1,)),)


@pytest.mark.parametrize("level", [0, 5])
def test_a_heading_has_four_levels(level):
    with pytest.raises(ValueError, match="level 1 to 4"):
        Heading("标题", level)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"rows": (("甲",),)}, "needs 2 cells"),
        ({"widths": (1.0,)}, "one value a column"),
        ({"widths": (1.0, 0.0)}, "above 0"),
        ({"alignments": (Alignment.LEFT,) * 3}, "one value a column"),
    ],
)
def test_a_table_with_an_uneven_row_is_refused(fields, reason):
    with pytest.raises(ValueError, match=reason):
        Table(**({"header": ("姓名", "支部"), "rows": ()} | fields))


def test_a_form_without_entries_is_refused():
    with pytest.raises(ValueError, match="needs an entry"):
        KeyValueTable(())


@pytest.mark.parametrize("share", [0, -0.5, 1.01])
def test_a_picture_stays_inside_the_text(share):
    with pytest.raises(ValueError, match="part of the text width"):
        Picture(b"", "图", "图", share=share)


def test_the_time_of_a_document_is_aware():
    with pytest.raises(ValueError, match="aware moment"):
        Properties("组织部", datetime(2022, 4, 6))
