"""Reads over examination materials: one material, its text with numbered sources."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import abort
from sqlalchemy import select

from evaluation.appraisals.materials.enums import Section
from evaluation.appraisals.materials.models import Material
from evaluation.appraisals.materials.policies import visible_to
from evaluation.appraisals.materials.workflow import loaded
from evaluation.foundation.audit.operations import digest
from evaluation.foundation.core.database import db
from evaluation.procedures.evidence.enums import Dimension, EvidenceState
from evaluation.procedures.evidence.models import Citation, Evidence, Statement
from evaluation.procedures.evidence.queries import evidence_about
from evaluation.procedures.workflow.models import Matter


def material_visible(actor: Any, matter_id: int) -> Material:
    """The material with its signatures and its appraisal in one statement; 404 where the actor sees none."""
    statement = (
        select(Material)
        .join(Matter, Matter.id == Material.matter_id)
        .where(Material.matter_id == matter_id, visible_to(actor))
        .options(*loaded())
    )
    found = db.session.scalars(statement).unique().one_or_none()
    if found is None:
        abort(404)
    return found


@dataclass(frozen=True)
class Cited:
    """A source under a sentence: the row of the citation, the evidence, and its number in the list of sources."""

    citation_id: int
    evidence: Evidence
    number: int

    @property
    def is_valid(self) -> bool:
        """Whether the evidence may still be leant on."""
        return self.evidence.state is EvidenceState.VALID


@dataclass
class Sentence:
    """A statement with its sources."""

    statement: Statement
    sources: list[Cited] = field(default_factory=list)

    @property
    def is_supported(self) -> bool:
        """Whether any source stands under it."""
        return bool(self.sources)

    @property
    def is_weak(self) -> bool:
        """Whether one of its sources is no longer valid."""
        return any(not one.is_valid for one in self.sources)

    @property
    def numbers(self) -> tuple[int, ...]:
        """Numbers of its sources."""
        return tuple(one.number for one in self.sources)


@dataclass(frozen=True)
class Text:
    """The whole text: sentences by section in the order of the paper, and the sources numbered as they first appear."""

    basic: str
    sections: dict[Section, list[Sentence]]
    sources: list[Evidence]

    @property
    def sentences(self) -> list[Sentence]:
        """All sentences in their order."""
        return [one for section in Section for one in self.sections[section]]

    @property
    def missing(self) -> list[Dimension]:
        """Dimensions about which nothing is written."""
        return [one for one in Dimension if not self.sections[Section(one.value)]]

    @property
    def weak(self) -> list[Sentence]:
        """Sentences that lean on evidence which is no longer valid."""
        return [one for one in self.sentences if one.is_weak]

    @property
    def unsupported(self) -> int:
        """Sentences about performance without a source."""
        return sum(not one.is_supported for section in SUPPORTED for one in self.sections[section])

    @property
    def characters(self) -> int:
        """Length of the text without the list of sources."""
        return len(self.basic) + sum(len(one.statement.text) for one in self.sentences)

    @property
    def digest(self) -> str:
        """What a signature stands for: every word and every source in their order."""
        return digest(
            [self.basic]
            + [
                [one.statement.section, one.statement.text, [cited.evidence.number for cited in one.sources]]
                for one in self.sentences
            ]
        )


SUPPORTED = tuple(section for section in Section if section is Section.OVERVIEW or section.dimension is not None)


def text_of(material: Material) -> Text:
    """The text of a material with its sources, in one statement."""
    rows = db.session.execute(
        select(Statement, Citation.id, Evidence)
        .outerjoin(Citation, Citation.statement_id == Statement.id)
        .outerjoin(Evidence, Evidence.id == Citation.evidence_id)
        .where(Statement.matter_id == material.matter_id)
        .order_by(Statement.position, Statement.id, Evidence.occurred_from, Evidence.id)
    ).all()
    return assembled(material.basic, [(statement, citation_id, evidence) for statement, citation_id, evidence in rows])


def assembled(basic: str, rows: Sequence[tuple[Statement, int | None, Evidence | None]]) -> Text:
    """Sort the rows into sections and number the sources as a reader meets them."""
    by_section: dict[Section, dict[int, tuple[Statement, list[tuple[int, Evidence]]]]] = {one: {} for one in Section}
    for statement, citation_id, evidence in rows:
        entry = by_section[Section(statement.section)].setdefault(statement.id, (statement, []))
        if citation_id is not None and evidence is not None:
            entry[1].append((citation_id, evidence))
    numbers: dict[int, int] = {}
    sources: list[Evidence] = []
    sections: dict[Section, list[Sentence]] = {}
    for section, entries in by_section.items():
        sections[section] = []
        for statement, cited in entries.values():
            sentence = Sentence(statement)
            for citation_id, evidence in cited:
                if evidence.id not in numbers:
                    sources.append(evidence)
                    numbers[evidence.id] = len(sources)
                sentence.sources.append(Cited(citation_id, evidence, numbers[evidence.id]))
            sections[section].append(sentence)
    return Text(basic, sections, sources)


def known_dimensions(material: Material) -> frozenset[Dimension]:
    """The dimensions under which there is valid evidence about the person in the period."""
    appraisal = material.appraisee.appraisal.matter
    rows = db.session.scalars(
        evidence_about([material.appraisee.person_id], begins_on=appraisal.occurred_from, ends_on=appraisal.occurred_to)
        .with_only_columns(Evidence.dimensions)
        .order_by(None)
    )
    return frozenset(Dimension(value) for values in rows for value in values)


def sentence_of(text: Text, statement_id: int) -> Sentence:
    """One sentence of a text, or 404."""
    found = next((one for one in text.sentences if one.statement.id == statement_id), None)
    if found is None:
        abort(404)
    return found
