"""The examination material as an official paper, with the sources numbered at the end of each statement."""

from collections.abc import Sequence
from datetime import datetime

from evaluation.appraisals.materials.enums import Section
from evaluation.appraisals.materials.models import Material
from evaluation.appraisals.materials.queries import SUPPORTED, Sentence, Text
from evaluation.foundation.core.clock import local
from evaluation.foundation.documents.blocks import (
    Block,
    Document,
    Heading,
    Paragraph,
    Properties,
    Run,
    Signature,
    Source,
    SourceList,
    Subtitle,
    Title,
)
from evaluation.foundation.documents.wording import chinese_date, chinese_period, padded_name
from evaluation.procedures.evidence.enums import Dimension, EvidenceKind, EvidenceState
from evaluation.procedures.evidence.models import Evidence

FOR_COMMENT = "（征求意见稿）"
UNSUPPORTED = "（未列依据）"
CHAPTERS = {
    Section.OVERVIEW: "一线表现概述",
    Section.POLITICAL_QUALITY: "政治素质",
    Section.SENSE_OF_PURPOSE: "宗旨意识",
    Section.VIEW_OF_THE_WHOLE: "全局观念",
    Section.COMMAND: "驾驭能力",
    Section.RESPONSIBILITY: "担当精神",
    Section.SHORTCOMINGS: "主要缺点和不足",
    Section.OVERALL: "总体评价",
}
KINDS = {EvidenceKind.SHIFT_LINE: "到岗记录", EvidenceKind.DEED: "先进事迹"}
STATES = {EvidenceState.CORRECTED: "（已更正）", EvidenceState.WITHDRAWN: "（已撤回）"}


def source_text(evidence: Evidence) -> str:
    """A source in the list: what it is, its number, its title and its time; whether it still holds."""
    when = chinese_period(evidence.occurred_from, evidence.occurred_to)
    return f"{KINDS[evidence.kind]}{evidence.number}《{evidence.title}》，{when}{STATES.get(evidence.state, '')}。"


def missing_line(text: Text, known: frozenset[Dimension]) -> str:
    """Dimensions about which nothing is written: nothing is invented where there is no evidence, nothing is passed over silently.

    ``known`` are the dimensions under which there is evidence.
    """
    parts = []
    for missing, why in (
        ([one for one in text.missing if one not in known], "没有依据"),
        ([one for one in text.missing if one in known], "有依据而未采用"),
    ):
        if missing:
            parts.append("、".join(CHAPTERS[Section(one.value)] for one in missing) + f"（{why}）")
    return f"未写到：{'；'.join(parts)}。" if parts else ""


def paragraph_of(section: Section, sentences: Sequence[Sentence]) -> Paragraph:
    """The sentences of a section, each ending in its sources; one about performance without a source says so."""
    runs = []
    for one in sentences:
        marked = section in SUPPORTED and not one.is_supported
        runs.append(Run(one.statement.text + (UNSUPPORTED if marked else ""), sources=one.numbers))
    return Paragraph(tuple(runs))


def chapters(text: Text, known: frozenset[Dimension]) -> list[Block]:
    """Outline, the five dimensions, shortcomings, judgement."""
    blocks: list[Block] = []
    if text.sections[Section.OVERVIEW]:
        blocks += [Heading(CHAPTERS[Section.OVERVIEW]), paragraph_of(Section.OVERVIEW, text.sections[Section.OVERVIEW])]
    blocks.append(Heading("主要表现"))
    for section in Section:
        if section.dimension is not None and text.sections[section]:
            blocks += [Heading(CHAPTERS[section], level=2), paragraph_of(section, text.sections[section])]
    if text.missing:
        blocks.append(Paragraph(missing_line(text, known)))
    for section in (Section.SHORTCOMINGS, Section.OVERALL):
        if text.sections[section]:
            blocks += [Heading(CHAPTERS[section]), paragraph_of(section, text.sections[section])]
    return blocks


def signature_of(material: Material) -> Signature:
    """Who examined, one a line, with the day of approval; before that the place to sign."""
    names = [padded_name(one.signer_name) for one in material.signatures]
    first, *others = names or ["　　　　　"]
    lines = (f"考察人：{first}", *(f"　　　　{name}" for name in others))
    return Signature(lines, local(material.approved_at).date() if material.approved_at is not None else None)


def material_document(
    material: Material,
    text: Text,
    *,
    known: frozenset[Dimension],
    organisation: str,
    exported_by: str,
    now: datetime,
) -> Document:
    """The paper. As long as it is not approved it says so under its title and in its foot (征求意见稿)."""
    title = material.matter.title
    approved = material.approved_at is not None
    blocks: list[Block] = [Title(title)]
    if not approved:
        blocks.append(Subtitle(FOR_COMMENT))
    blocks.append(Paragraph(text.basic))
    blocks += chapters(text, known)
    if text.sources:
        sources = tuple(Source(number, source_text(one)) for number, one in enumerate(text.sources, start=1))
        blocks.append(SourceList("材料来源", sources))
    blocks.append(signature_of(material))
    moment = local(now)
    trace = [f"导出人：{exported_by}", f"时间：{chinese_date(moment.date())}{moment:%H:%M}"]
    if material.matter.number:
        trace.append(f"编号：{material.matter.number}")
    if not approved:
        trace.append("征求意见稿")
    return Document(
        title=title,
        blocks=tuple(blocks),
        properties=Properties(organisation=organisation, created=now, subject="专项考核"),
        trace="　".join(trace),
    )
