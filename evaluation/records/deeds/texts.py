"""Texts about deeds: the notice that the organization department edits, and the comparison of two versions."""

import difflib
import re
from collections.abc import Sequence
from typing import Any

from evaluation.foundation.documents.wording import chinese_date

PIECES = re.compile(r"[^。！？；\n]*[。！？；\n]?")


def notice_text(rows: Sequence[Any]) -> tuple[str, str]:
    """Title and body of a public notice over these deeds, to be edited before it is posted."""
    lines = []
    for position, row in enumerate(rows, start=1):
        when = chinese_date(row.occurred_from) if row.occurred_from else ""
        lines.append(f"{position}. {row.subject}：{row.title}（{row.number}，{when}）")
    body = "经部门申报、党支部核实、组织部审核，拟将下列先进事迹予以公示：\n\n" + "\n".join(lines)
    body += "\n\n公示期间，如对公示内容有异议，请实名反映，并写明具体事实。"
    return "先进事迹公示", body


def compared(older: str, newer: str) -> list[tuple[str, str]]:
    """Pairs of operation (equal, delete, insert) and text, sentence by sentence."""
    a, b = ([piece for piece in PIECES.findall(text) if piece] for text in (older, newer))
    pairs: list[tuple[str, str]] = []
    for tag, a_from, a_to, b_from, b_to in difflib.SequenceMatcher(a=a, b=b, autojunk=False).get_opcodes():
        if tag == "equal":
            pairs.append(("equal", "".join(a[a_from:a_to])))
            continue
        if a_from < a_to:
            pairs.append(("delete", "".join(a[a_from:a_to])))
        if b_from < b_to:
            pairs.append(("insert", "".join(b[b_from:b_to])))
    return pairs
