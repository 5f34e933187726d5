"""Which rows below a heading are rows of the table: blank lines, totals, notes and signatures are not."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Any

from evaluation.foundation.tabular.cells import normalise_label

LONG_SENTENCE = 20

TOTAL = re.compile(
    r"(合计|总计|小计|共计|累计|总数|本页合计)(?:$|[:：(（\d]|[人件项次名个条共])|.{1,12}(?:合计|总计|小计)[:：]?$"
)
NOTE = re.compile(
    r"(?:注|备注|附注|说明|填表说明|填报说明|附|附件|联系人|联系电话|联系方式|电话|经办人|校对|制表|盖章|签字|签名|日期|时间|单位|"
    r"(?:填报|填表|报送|上报|制表|统计|审核|复核|审批|负责|主要负责|单位负责|部门负责|分管领导|领导)"
    r"(?:单位|部门|人|人员|时间|日期|领导|说明|签字|签名|意见)?)(?:签字|签名|盖章|(?:[(（][^)）]*[)）]))*\d*[:：]"
)
SECTION = re.compile(r"[(（]?[一二三四五六七八九十]{1,3}[)）]?[、.．]|[(（][一二三四五六七八九十]{1,3}[)）]")
NUMBERED = re.compile(r"\d{1,2}[、.．]\D|[*※]")


class RowKind(StrEnum):
    """What a row below the heading is."""

    DATA = "data"
    BLANK = "blank"
    TOTAL = "total"
    NOTE = "note"
    SECTION = "section"
    HEADING = "heading"


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of the table: its number as Excel shows it, its raw cells by the key of their column."""

    number: int
    values: Mapping[str, Any]


def is_blank(cells: Sequence[Any]) -> bool:
    """Whether there is nothing to be seen in any of the cells."""
    return all(map(_shows_nothing, cells))


def first_filled(cells: Sequence[Any], most: int = 2) -> list[str]:
    """The first cells of a row in which there is something, without spaces."""
    return [normalise_label(cell) for cell in islice((cell for cell in cells if not _shows_nothing(cell)), most)]


def classify_row(cells: Sequence[Any], known: Sequence[Any]) -> RowKind:
    """What a row is, by all its cells and by those of the known columns.

    A total begins with 合计, 总计, 小计 …; a note with 注：, 说明：, 填表人： … or is one long sentence alone; a section
    title is alone and numbered 一、. A row that fills half of the known columns is never a note.
    """
    filled = first_filled(cells)
    if not filled:
        return RowKind.BLANK
    if TOTAL.match(filled[0]) or (len(filled) > 1 and filled[0].isdecimal() and TOTAL.fullmatch(filled[1])):
        return RowKind.TOTAL
    if _is_note(filled, known):
        return RowKind.NOTE
    if len(filled) == 1 and SECTION.match(filled[0]):
        return RowKind.SECTION
    return RowKind.BLANK if is_blank(known) else RowKind.DATA


def _is_note(filled: Sequence[str], known: Sequence[Any]) -> bool:
    if NOTE.match(filled[0]):
        return 2 * sum(not _shows_nothing(cell) for cell in known) < max(2, len(known))
    alone = len(filled) == 1
    return alone and (len(filled[0]) > LONG_SENTENCE or filled[0].endswith("。") or bool(NUMBERED.match(filled[0])))


def _shows_nothing(cell: Any) -> bool:
    if not isinstance(cell, str):
        return cell is None
    return not cell or (not cell[0].isalnum() and not normalise_label(cell))
