"""What the pages of an examination material show."""

from dataclasses import dataclass
from typing import Any

from evaluation.appraisals.cycles.presentation import evidence_address
from evaluation.appraisals.materials.documents import missing_line, source_text
from evaluation.appraisals.materials.enums import MaterialAction, MaterialState, Section
from evaluation.appraisals.materials.forms import StepForm
from evaluation.appraisals.materials.models import Material
from evaluation.appraisals.materials.policies import has_signed, may_write
from evaluation.appraisals.materials.queries import SUPPORTED, Cited, Sentence, Text
from evaluation.appraisals.materials.texts import is_member, missing_basics
from evaluation.appraisals.materials.workflow import EDITABLE, FEWEST_SIGNATURES, MATERIAL_FLOW, is_judged
from evaluation.foundation.documents.wording import mark_pieces
from evaluation.procedures.evidence.enums import Dimension
from evaluation.procedures.evidence.models import Evidence

DECISIONS = (
    MaterialAction.SUBMIT,
    MaterialAction.SIGN,
    MaterialAction.APPROVE,
    MaterialAction.RETURN,
    MaterialAction.REOPEN,
)


@dataclass(frozen=True)
class MaterialPage:
    """A material and its text, with what this reader may do."""

    material: Material
    text: Text
    may_write: bool
    actor: Any
    known: frozenset[Dimension] = frozenset()

    @property
    def state(self) -> MaterialState:
        """Where the material stands."""
        return MaterialState(self.material.matter.state)

    @property
    def signatures_void(self) -> int:
        """How many signatures a change would make void."""
        return len(self.material.signatures)

    @property
    def missing_signatures(self) -> int:
        """How many signatures are missing before it can be approved."""
        return max(0, FEWEST_SIGNATURES - len(self.material.signatures))

    @property
    def missing_line(self) -> str:
        """Dimensions about which nothing is written."""
        return missing_line(self.text, self.known)

    @property
    def missing_basics(self) -> list[str]:
        """What the registry does not know for the line of basic information."""
        appraisee = self.material.appraisee
        return missing_basics(appraisee.person, member=is_member(appraisee))

    def asks_for_source(self, section: Section) -> bool:
        """Whether a sentence of this section should have a source."""
        return section in SUPPORTED

    def url_of(self, evidence: Evidence) -> str:
        """Where a source is opened."""
        return evidence_address(evidence.number, self.material.appraisee, self.actor)

    def marks(self, sentence: Sentence) -> list[tuple[str, Cited | None]]:
        """The mark at the end of a sentence as in the paper, 〔1、3〕 or 〔2—7〕; pieces that lead to a source carry it."""
        by_number = {one.number: one for one in sentence.sources}
        return [(text, by_number.get(number or 0)) for text, number in mark_pieces(sentence.numbers)]

    def source_text(self, evidence: Evidence) -> str:
        """A source as in the paper."""
        return source_text(evidence)


def material_page(material: Material, text: Text, actor: Any, *, known: frozenset[Dimension] = frozenset()) -> MaterialPage:
    """The page for this reader; ``known`` are the dimensions under which there is evidence."""
    writes = may_write(actor, material) and is_judged(material) and material.matter.state in EDITABLE
    return MaterialPage(material, text, writes, actor, known)


def step_form(material: Material, actor: Any) -> StepForm | None:
    """The decision box: no second signature by the same examiner, no approval before two have signed."""
    steps = [one for one in MATERIAL_FLOW.open_to(actor, material) if one.action in DECISIONS]
    if has_signed(actor, material):
        steps = [one for one in steps if one.action != MaterialAction.SIGN]
    if len(material.signatures) < FEWEST_SIGNATURES:
        steps = [one for one in steps if one.action != MaterialAction.APPROVE]
    steps.sort(key=lambda step: DECISIONS.index(MaterialAction(step.action)))
    return StepForm.over(steps, material.matter)
