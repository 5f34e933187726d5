"""A cell may hold 32,767 signs of anything: whatever they are, it is read or refused soon (ASVS 1.3.12)."""

import pytest

from evaluation.foundation.files.names import check_name, download_headers, ending_of, shown_name
from evaluation.foundation.files.refusals import NameRefused
from evaluation.foundation.tabular.cells import (
    CellRefused,
    normalise_code,
    normalise_label,
    normalise_name,
    normalise_text,
    read_whole_number,
    split_codes,
    split_names,
)
from evaluation.foundation.tabular.dates import Period, read_date
from evaluation.foundation.tabular.headings import Column, HeadingsRefused, find_table, heading_key
from evaluation.foundation.tabular.periods import find_period
from evaluation.foundation.tabular.rows import classify_row
from evaluation.foundation.tabular.times import read_time_range
from evaluation.foundation.tabular.workbooks import Row, Sheet

LENGTH = 32_767
UNITS = [
    "0",
    "1.",
    "2022年",
    "3月",
    "-",
    "—",
    "(",
    "（",
    "((）",
    " ",
    "\n",
    " \n ",
    "\t",
    "·",
    ". ",
    "王 ",
    "欧阳 ",
    "王芳 ",
    "、",
    "注",
    "合计",
    "一",
    "，",
    "下午",
    "8:00-",
    "上 ",
    "\u200b",
    "\u202e",
    "Ａ",
    "⽂",
    "𠮷",
    "<",
    "*",
    "'",
    "a.",
    "/",
    "\\",
]
PERIOD = Period(read_date("2022-03-14").value, read_date("2022-04-15").value)


def find(text):
    sheet = Sheet("名单", [Row(1, [text, "姓名"]), Row(2, [text, text])])
    return find_table(sheet, [Column("name", "姓名", required=True), Column("code", "工号", required=True)])


def classify(text):
    return classify_row([text, "", text], [text])


READERS = [
    normalise_text,
    normalise_label,
    normalise_name,
    normalise_code,
    read_whole_number,
    split_codes,
    split_names,
    read_date,
    lambda text: read_date(text, period=PERIOD),
    read_time_range,
    find_period,
    heading_key,
    find,
    classify,
    shown_name,
    ending_of,
    check_name,
    lambda text: download_headers(text, "text/plain"),
]


@pytest.mark.parametrize("unit", UNITS)
def test_every_reader_answers(unit):
    """Patterns that backtrack without end would never come back from texts of this length."""
    answered = 0
    for text in (unit * (LENGTH // len(unit)), unit * (LENGTH // len(unit) - 1) + "!"):
        for reader in READERS:
            try:
                reader(text)
            except (CellRefused, HeadingsRefused, NameRefused) as refused:
                str(refused)
            answered += 1
    assert answered == 2 * len(READERS)
