from datetime import date

import pytest

from evaluation.foundation.tabular.rows import RowKind, classify_row, is_blank


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["", "", ""], RowKind.BLANK),
        ([" ", "　", "\u200b"], RowKind.BLANK),
        ([1.0, "00001", "王芳"], RowKind.DATA),
        ([date(2022, 3, 14), "8:00", "南门"], RowKind.DATA),
        (["00001", "", ""], RowKind.DATA),
        (["合计", "", 45.0], RowKind.TOTAL),
        (["合 计", "", ""], RowKind.TOTAL),
        (["合计：45人", "", ""], RowKind.TOTAL),
        (["总计（人）", 45.0, ""], RowKind.TOTAL),
        (["小计", 3.0, 4.0], RowKind.TOTAL),
        (["共计45人", "", ""], RowKind.TOTAL),
        (["机电系小计", 3.0, ""], RowKind.TOTAL),
        (["", "合计", 7.0], RowKind.TOTAL),
        ([278.0, "合计", ""], RowKind.TOTAL),
        ([278.0, "合计员王芳", "x"], RowKind.DATA),
        (["00001", "合计", "x"], RowKind.TOTAL),
        (["D01", "合计", "x"], RowKind.DATA),
        (["注：涂改无效，由各单位盖章报送。", "", ""], RowKind.NOTE),
        (["注:x", "", ""], RowKind.NOTE),
        (["备注：以上人员", "", ""], RowKind.NOTE),
        (["说明：一式两份", "", ""], RowKind.NOTE),
        (["填报单位：组织人事部", "", ""], RowKind.NOTE),
        (["填报单位（盖章）：", "", ""], RowKind.NOTE),
        (["单位负责人签字：", "", ""], RowKind.NOTE),
        (["填表人：", "审核人：", ""], RowKind.DATA),
        (["审核人 ：王芳", "", ""], RowKind.NOTE),
        (["1.本表一式两份", "", ""], RowKind.NOTE),
        (["※以上按姓氏笔画排列", "", ""], RowKind.NOTE),
        (["以上人员均已经本人核对并签字确认，涂改无效，特此说明", "", ""], RowKind.NOTE),
        (["已核对。", "", ""], RowKind.NOTE),
        (["一、机关党总支", "", ""], RowKind.SECTION),
        (["（二）后勤", "", ""], RowKind.SECTION),
        (["一、机关党总支", "王芳", ""], RowKind.DATA),
        (["注册会计师", "", ""], RowKind.DATA),
        (["日期", "", ""], RowKind.DATA),
    ],
)
def test_kinds_of_rows_when_every_column_is_known(cells, kind):
    assert classify_row(cells, cells) is kind


def test_signatures_in_several_cells_are_a_note_in_a_wide_table():
    cells = ["填表人：王芳", "", "审核人：李强", "", "", ""]
    assert classify_row(cells, cells) is RowKind.NOTE


def test_a_row_with_nothing_in_known_columns_is_blank():
    assert classify_row([5.0, "", ""], ["", ""]) is RowKind.BLANK
    assert classify_row([5.0, "王芳", ""], ["王芳", ""]) is RowKind.DATA


@pytest.mark.parametrize(("cells", "blank"), [([], True), (["", None, " "], True), ([0.0], False), ([False], False)])
def test_blank_is_what_shows_nothing(cells, blank):
    assert is_blank(cells) is blank
