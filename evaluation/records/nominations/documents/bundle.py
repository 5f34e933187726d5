"""The dossier as one ZIP: index, rules tested with articles, vote sums, history, papers, and a manifest of hashes."""

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from evaluation.foundation.core.clock import local
from evaluation.foundation.documents.blocks import Block, Document, Heading, Paragraph, Properties, Table, Title
from evaluation.foundation.documents.word import render_word
from evaluation.foundation.documents.wording import chinese_date
from evaluation.foundation.files.names import shown_name
from evaluation.records.nominations.documents.facts import CasePaper
from evaluation.records.nominations.documents.forms import vote_words
from evaluation.records.nominations.dossier import Line
from evaluation.records.nominations.models.cases import ActRecord

INDEX = "00-目录和核对.docx"
HISTORY = "history.json"
MANIFEST = "manifest.json"
SUMS = "SHA256SUMS.txt"
EPOCH = (1980, 1, 1, 0, 0, 0)
RESULTS = {"block": "不能办理", "warn": "已写明理由", "deadline": "逾期", "computed": "推算"}


def paper_names(lines: Iterable[Line]) -> list[tuple[Line, Any, str]]:
    """Each file of the dossier with its name in the bundle, in archive order."""
    found = []
    for line in lines:
        for position, (_paper, file) in enumerate(line.papers, start=1):
            if file is not None:
                found.append(
                    (line, file, f"材料/{line.step.number:02d}-{line.step.chinese}/{position:02d}-{shown_name(file.name)}")
                )
    return found


def index_table(lines: Sequence[Line], names: dict[int, str]) -> Table:
    """The index: step, day, paper, where."""
    rows = []
    for line in lines:
        where = "；".join(
            names[file.id] if file is not None else f"原件存放：{paper.kept_at}" for paper, file in line.papers
        ) or ("缺" if line.missing else "")
        rows.append((str(line.step.number), line.step.document_chinese, chinese_date(line.day) if line.day else "", where))
    return Table(("序号", "材料", "办理日期", "位置"), tuple(rows), widths=(1, 5, 3, 6))


def gate_rows(acts: Iterable[ActRecord]) -> list[tuple[str, ...]]:
    """Every rule tested, as it stood on the day of the act."""
    rows = []
    for one in acts:
        answer = one.frozen
        found = {finding["rule"]: finding for finding in answer["findings"]}
        for gate in answer["gates"]:
            finding = found.get(gate["rule"])
            result = "符合" if finding is None else f"{RESULTS[finding['effect']]}：{finding['reason']}"
            rows.append((answer["act"], f"{gate['rule']}　{gate['text']}", gate["article"], result))
        tested = {gate["rule"] for gate in answer["gates"]}
        for rule, finding in found.items():
            if rule not in tested:
                result = f"{RESULTS[finding['effect']]}：{finding['reason']}"
                rows.append((answer["act"], rule, finding["article"], result))
    return rows


def index_document(paper: CasePaper, lines: Sequence[Line], names: dict[int, str]) -> Document:
    """Index, rules, votes and days in one official paper."""
    acts = sorted(paper.acts.values(), key=lambda one: (one.happened_on, one.id))
    blocks: list[Block] = [
        Title(f"{paper.name}发展党员材料目录和核对"),
        Paragraph(f"编号：{paper.nomination.matter.number}。党支部：{paper.branch}。审批机关：{paper.committee}。"),
        Heading("材料目录"),
        index_table(lines, names),
        Heading("各环节办理日期和登记时间"),
        Table(
            ("环节", "办理日期", "登记时间", "登记人", "适用文本"),
            tuple(
                (
                    one.frozen["act"],
                    chinese_date(one.happened_on),
                    local(one.recorded_at).strftime("%Y-%m-%d %H:%M"),
                    one.recorded_by_name,
                    f"{one.edition.value}年文本",
                )
                for one in acts
            ),
            widths=(4, 3, 4, 2, 2),
        ),
        Heading("规则核对"),
    ]
    gates = gate_rows(acts)
    if gates:
        blocks.append(Table(("环节", "规则", "依据", "结果"), tuple(gates), widths=(3, 5, 5, 4)))
    else:
        blocks.append(Paragraph("没有逐项核对的记录。"))
    blocks.append(Heading("表决"))
    for act, words in (("meeting_on", "接收"), ("conversion_meeting_on", "转正")):
        ballot = paper.ballots.get(act)
        if ballot is not None:
            blocks.append(Paragraph(f"{words}：{vote_words(ballot)}"))
    if not paper.ballots:
        blocks.append(Paragraph("没有表决记录。"))
    return Document(
        title=f"{paper.name}发展党员材料目录和核对",
        blocks=tuple(blocks),
        properties=Properties(organisation=paper.committee, created=paper.made_at, subject=paper.nomination.matter.number or ""),
        trace=f"{paper.nomination.matter.number}　{paper.made_by}导出　{chinese_date(local(paper.made_at).date())}",
    )


def history_facts(acts: Iterable[ActRecord], entries: Iterable[Any]) -> list[dict[str, Any]]:
    """The history as data: acts with their frozen answers (superseded ones too), then the steps as they were taken."""
    found: list[dict[str, Any]] = [
        {
            "act": one.act,
            "happened_on": one.happened_on.isoformat(),
            "recorded_at": one.recorded_at.isoformat(),
            "recorded_by": one.recorded_by_name,
            "reason": one.reason,
            "answer": one.frozen,
            "answer_sha256": one.frozen_hash,
            "superseded_at": one.superseded_at.isoformat() if one.superseded_at else None,
            "superseded_reason": one.superseded_reason,
        }
        for one in acts
    ]
    found += [{"step": entry.action, "who": entry.who, "when": entry.when.isoformat(), "words": entry.quote} for entry in entries]
    return found


def bundle(
    paper: CasePaper,
    lines: Sequence[Line],
    acts: Sequence[ActRecord],
    entries: Sequence[Any],
    read: Callable[[str], bytes],
    made_at: datetime,
) -> bytes:
    """The whole bundle. ``read`` gives the bytes of a stored file by its digest; the same case gives the same bytes."""
    named = paper_names(lines)
    names = {file.id: name for _line, file, name in named}
    history = json.dumps(history_facts(acts, entries), ensure_ascii=False, indent=1, sort_keys=True).encode()
    files: list[tuple[str, bytes]] = [(INDEX, render_word(index_document(paper, lines, names))), (HISTORY, history)]
    files += [(name, read(file.digest)) for _line, file, name in named]
    entries_of_manifest = [{"name": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()} for name, data in files]
    manifest = {
        "number": paper.nomination.matter.number,
        "made_at": made_at.isoformat(),
        "made_by": paper.made_by,
        "missing": [line.step.document_chinese for line in lines if line.missing],
        "files": entries_of_manifest,
    }
    files.append((MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True).encode()))
    sums = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in files)
    files.append((SUMS, sums.encode()))
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(zipfile.ZipInfo(name, EPOCH), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
