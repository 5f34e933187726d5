"""What happens to examination materials: begun from evidence, written, signed, approved.

Every change of the text after a signature takes the signatures away, and that is said in the timeline.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from flask_babel import force_locale
from sqlalchemy import bindparam, delete, insert, literal, select
from sqlalchemy.orm.attributes import flag_modified

from evaluation.appraisals.cycles.enums import AppraisalState
from evaluation.appraisals.cycles.models import Appraisee
from evaluation.appraisals.cycles.operations.common import check_state, named, take_back_telling
from evaluation.appraisals.cycles.policies import may_examine
from evaluation.appraisals.cycles.queries.people import gathered
from evaluation.appraisals.materials.enums import MaterialAction, MaterialState, Section
from evaluation.appraisals.materials.models import Material, Signature
from evaluation.appraisals.materials.policies import has_signed, may_write
from evaluation.appraisals.materials.queries import Sentence, Text, text_of
from evaluation.appraisals.materials.texts import Draft, basic_line, drafted
from evaluation.appraisals.materials.workflow import EDITABLE, FEWEST_SIGNATURES, MATERIAL_FLOW
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import NotAllowed, Refused, Stale, WrongState
from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.procedures.evidence.enums import Purpose
from evaluation.procedures.evidence.models import Citation, Evidence, Statement
from evaluation.procedures.evidence.queries import evidence_about
from evaluation.procedures.workflow.enums import MatterKind, Part, RemarkKind
from evaluation.procedures.workflow.models import MatterPerson, Transition
from evaluation.procedures.workflow.operations import open_matter, remark

LONGEST_STATEMENT = 1000
LONGEST_BASIC = 500
MOST_STATEMENTS = 200
STALE = _l("Somebody changed this after you opened it. Nothing of yours was lost: compare and save again.")


def title_of(name: str) -> str:
    """The title is fixed, without 关于 (practice of examination materials)."""
    return f"{name}同志考察材料"


def begin_material(appraisee: Appraisee, *, actor: Any, now: datetime) -> Material:
    """A draft made of the evidence about a person; an examiner begins it while the appraisal judges."""
    appraisal = appraisee.appraisal
    if not may_examine(actor, appraisal, appraisee.person_id):
        raise NotAllowed(_l("Only the examiners of this appraisal can do this, and none for oneself or a near relative."))
    check_state(appraisal, AppraisalState.JUDGING)
    if appraisee.material_id is not None:
        raise WrongState(_l("The examination material of this person was begun already; open it."))
    matter = open_matter(
        MatterKind.MATERIAL,
        title=title_of(appraisee.person.name),
        state=MaterialState.DRAFT,
        organization_id=appraisal.matter.organization_id,
        campaign_id=appraisal.matter.campaign_id,
        occurred_from=appraisal.matter.occurred_from,
        occurred_to=appraisal.matter.occurred_to,
        confidential=True,
        actor=actor,
        now=now,
    )
    material = Material(
        matter_id=matter.id,
        matter=matter,
        appraisee_id=appraisee.id,
        appraisee=appraisee,
        basic=basic_line(appraisee),
        generated_at=now,
        signatures=[],
    )
    db.session.add_all([material, MatterPerson(matter_id=matter.id, person_id=appraisee.person_id, part=Part.SUBJECT)])
    appraisee.material_id = matter.id
    db.session.flush()
    write_drafts(material, drafted(gathered(appraisal, appraisee.person_id)), actor=actor, now=now)
    return material


def write_drafts(material: Material, drafts: Sequence[Draft], *, actor: Any, now: datetime, before: int = 0) -> None:
    """Generated statements with their citations; their places come after ``before``."""
    if not drafts:
        return
    rows = [
        {
            "matter_id": material.matter_id,
            "section": draft.section.value,
            "position": before + place,
            "text": draft.text,
            "generated": True,
            "changed_at": now,
        }
        for place, draft in enumerate(drafts, start=1)
    ]
    db.session.execute(insert(Statement), rows)
    at = select(Statement.id).where(Statement.matter_id == material.matter_id, Statement.position == bindparam("at"))
    table = Citation.__table__
    db.session.connection().execute(
        insert(table).values(statement_id=at.scalar_subquery()),
        [
            {
                "at": before + place,
                "evidence_id": evidence_id,
                "matter_id": material.matter_id,
                "purpose": Purpose.STATEMENT,
                "place": draft.section.place,
                "cited_by_id": actor.account_id,
                "cited_at": now,
            }
            for place, draft in enumerate(drafts, start=1)
            for evidence_id in draft.evidence_ids
        ],
    )


def regenerate(material: Material, *, actor: Any, now: datetime) -> int:
    """Put new draft sentences in the place of those that nobody changed; gives their number.

    What people wrote stays, and what they made of some evidence is not written again beside it.
    """
    check_writable(material, actor, within=EDITABLE - {MaterialState.SIGNING})
    appraisee = material.appraisee
    kept = [one for one in text_of(material).sentences if not one.statement.generated]
    written = {(one.statement.section, frozenset(cited.evidence.id for cited in one.sources)) for one in kept}
    db.session.execute(
        delete(Statement)
        .where(Statement.matter_id == material.matter_id, Statement.generated.is_(True))
        .execution_options(synchronize_session=False)
    )
    items = gathered(appraisee.appraisal, appraisee.person_id)
    drafts = [one for one in drafted(items) if (one.section.value, frozenset(one.evidence_ids)) not in written]
    last = max((one.statement.position for one in kept), default=0)
    write_drafts(material, drafts, actor=actor, now=now, before=last)
    if material.basic_generated:
        material.basic = basic_line(appraisee)
    material.generated_at = now
    changed(material, actor=actor, now=now)
    return len(drafts)


def check_writable(material: Material, actor: Any, *, within: Iterable[MaterialState] = EDITABLE) -> None:
    """Refuse where the actor may not write, the appraisal does not judge, or the text is approved."""
    if not may_write(actor, material):
        raise NotAllowed(_l("The examiners and the officers of the organization department write this material."))
    check_state(material.appraisee.appraisal, AppraisalState.JUDGING)
    if material.matter.state not in set(within):
        raise WrongState(
            _l(
                "This is no longer possible: the matter is now “%(state)s”. Open it again.",
                state=MATERIAL_FLOW.state_of(material).label,
            )
        )


def changed(material: Material, *, actor: Any, now: datetime) -> int:
    """The text changed: it is a draft again, its signatures are void. Gives how many there were; the timeline says so."""
    count = len(material.signatures)
    material.signatures.clear()
    with force_locale("zh_Hans_CN"):
        words = _("The text was changed; %(count)d signatures are void.", count=count) if count else None
    if material.matter.state == MaterialState.SIGNING:
        MATERIAL_FLOW.advance(material, MaterialAction.CHANGE, actor=actor, now=now, comment=words)
        return count
    if words:
        remark(material.matter, RemarkKind.NOTE, words, actor=actor, now=now)
    material.matter.changed_at = now
    flag_modified(material.matter, "changed_at")
    db.session.flush()
    return count


def check_words(text: str, longest: int, field: str = "text") -> None:
    """A sentence has words, and not too many."""
    if not text:
        raise Refused(_l("Write the sentence, or remove it."), field=field)
    if len(text) > longest:
        raise Refused(_l("At most %(max)d characters; shorten the text.", max=longest), field=field)


def cite_about(material: Material, statement: Statement, evidence_ids: Iterable[int], *, actor: Any, now: datetime) -> None:
    """Put further sources under a sentence: valid evidence about this very person that touches the period, nothing else.

    What is asked of the evidence is asked by the statement that cites it; the caller's transaction ends with a refusal.
    """
    wanted = set(evidence_ids)
    if not wanted:
        return
    appraisal = material.appraisee.appraisal.matter
    values = {
        Citation.matter_id: material.matter_id,
        Citation.statement_id: statement.id,
        Citation.purpose: Purpose.STATEMENT,
        Citation.place: Section(statement.section).place,
        Citation.cited_by_id: actor.account_id,
        Citation.cited_at: now,
    }
    found = (
        evidence_about([material.appraisee.person_id], begins_on=appraisal.occurred_from, ends_on=appraisal.occurred_to)
        .where(Evidence.id.in_(wanted))
        .with_only_columns(Evidence.id, *(literal(value, column.type) for column, value in values.items()))
        .order_by(None)
    )
    names = [Citation.evidence_id.key, *(column.key for column in values)]
    cited = insert(Citation.__table__).from_select(names, found).execution_options(preserve_rowcount=True)
    if db.session.execute(cited).rowcount != len(wanted):
        raise Refused(
            _l("Some of the evidence ticked is no longer valid or is not about this person; tick again."), field="evidence"
        )


def add_statement(
    material: Material, *, section: Section, text: str, evidence_ids: Sequence[int], actor: Any, now: datetime
) -> int:
    """A sentence at the end of a section; gives how many signatures became void."""
    check_writable(material, actor)
    check_words(text, LONGEST_STATEMENT)
    places = list(db.session.scalars(select(Statement.position).where(Statement.matter_id == material.matter_id)))
    if len(places) >= MOST_STATEMENTS:
        raise Refused(_l("At most %(max)d sentences; put some together.", max=MOST_STATEMENTS), field="text")
    statement = Statement(
        matter_id=material.matter_id,
        section=section.value,
        position=max(places, default=0) + 1,
        text=text,
        author_id=actor.account_id,
        changed_at=now,
    )
    db.session.add(statement)
    db.session.flush()
    cite_about(material, statement, evidence_ids, actor=actor, now=now)
    return changed(material, actor=actor, now=now)


def edit_statement(
    material: Material,
    sentence: Sentence,
    *,
    text: str,
    evidence_ids: Sequence[int],
    actor: Any,
    now: datetime,
    version: int | None = None,
) -> int:
    """Change a sentence or its sources; it is no longer an automatic one. Gives how many signatures became void."""
    check_writable(material, actor)
    statement = sentence.statement
    if version is not None and version != statement.version:
        raise Stale(STALE)
    check_words(text, LONGEST_STATEMENT)
    before = {one.evidence.id for one in sentence.sources}
    if text == statement.text and set(evidence_ids) == before:
        return 0
    gone = [one.citation_id for one in sentence.sources if one.evidence.id not in set(evidence_ids)]
    if gone:
        db.session.execute(delete(Citation).where(Citation.id.in_(gone)).execution_options(synchronize_session=False))
    cite_about(material, statement, set(evidence_ids) - before, actor=actor, now=now)
    statement.text, statement.generated = text, False
    statement.author_id, statement.changed_at = actor.account_id, now
    flag_modified(statement, "changed_at")
    return changed(material, actor=actor, now=now)


def remove_statement(material: Material, sentence: Sentence, *, actor: Any, now: datetime) -> int:
    """Take a sentence out; gives how many signatures became void."""
    check_writable(material, actor)
    db.session.execute(
        delete(Statement).where(Statement.id == sentence.statement.id).execution_options(synchronize_session=False)
    )
    db.session.expunge(sentence.statement)
    return changed(material, actor=actor, now=now)


def move_statement(material: Material, text: Text, sentence: Sentence, *, up: bool, actor: Any, now: datetime) -> int:
    """Change places with the sentence before or after it in the section; gives how many signatures became void."""
    check_writable(material, actor)
    row = text.sections[Section(sentence.statement.section)]
    place = row.index(sentence)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(row):
        raise WrongState(_l("The sentence stands at the end of its section already."))
    one, another = sentence.statement, row[other].statement
    one.position, another.position = another.position, one.position
    return changed(material, actor=actor, now=now)


def edit_basic(material: Material, *, text: str, actor: Any, now: datetime, version: int | None = None) -> int:
    """Change the line of basic information; gives how many signatures became void."""
    check_writable(material, actor)
    if version is not None and version != material.matter.version:
        raise Stale(STALE)
    check_words(text, LONGEST_BASIC)
    if text == material.basic:
        return 0
    material.basic, material.basic_generated = text, False
    return changed(material, actor=actor, now=now)


def check_complete(text: Text) -> None:
    """What a material must have before anybody signs it: a text, the shortcomings (EV-31), and sources that still hold."""
    if not any(text.sections[section] for section in Section if section is not Section.SHORTCOMINGS):
        raise Refused(_l("There is nothing but an empty frame yet; write the text first."), field="decision")
    if not text.sections[Section.SHORTCOMINGS]:
        raise Refused(
            _l("“Main shortcomings and insufficiencies” is empty; every material says something there."), field="decision"
        )
    if text.weak:
        numbers = dict.fromkeys(cited.evidence.number for one in text.weak for cited in one.sources if not cited.is_valid)
        raise Refused(
            _l("%(numbers)s: no longer valid; change the sentences that lean on it first.", numbers=named(numbers)),
            field="decision",
        )


def submit_material(
    material: Material, *, actor: Any, now: datetime, comment: str | None = None, version: int | None = None
) -> Transition:
    """Hand the text to the examiners to sign."""
    required(material, MaterialAction.SUBMIT, actor)
    check_complete(text_of(material))
    return MATERIAL_FLOW.advance(material, MaterialAction.SUBMIT, actor=actor, now=now, comment=comment, version=version)


def required(material: Material, action: MaterialAction, actor: Any) -> None:
    """Whether the appraisal judges and the step is open to the actor; the two fail differently."""
    check_state(material.appraisee.appraisal, AppraisalState.JUDGING)
    MATERIAL_FLOW.required(actor, material, action)


def sign_material(
    material: Material, *, actor: Any, now: datetime, comment: str | None = None, version: int | None = None
) -> Transition:
    """An examiner answers for the text as it stands."""
    required(material, MaterialAction.SIGN, actor)
    if has_signed(actor, material):
        raise WrongState(_l("Your signature stands under this text already."))
    text = text_of(material)
    check_complete(text)
    if version is not None and version != material.matter.version:
        raise Stale(STALE)
    material.signatures.append(
        Signature(account_id=actor.account_id, signer_name=actor.name, signed_at=now, text_digest=text.digest)
    )
    return MATERIAL_FLOW.advance(material, MaterialAction.SIGN, actor=actor, now=now, comment=comment)


def return_material(
    material: Material, *, actor: Any, now: datetime, comment: str | None, version: int | None = None
) -> Transition:
    """Back to who wrote it, with a reason."""
    required(material, MaterialAction.RETURN, actor)
    return MATERIAL_FLOW.advance(material, MaterialAction.RETURN, actor=actor, now=now, comment=comment, version=version)


def approve_material(
    material: Material, *, actor: Any, now: datetime, comment: str | None = None, version: int | None = None
) -> Transition:
    """The head approves what two examiners signed, word for word (EV-31)."""
    required(material, MaterialAction.APPROVE, actor)
    text = text_of(material)
    check_complete(text)
    valid = [one for one in material.signatures if one.text_digest == text.digest]
    if len(valid) < FEWEST_SIGNATURES:
        raise Refused(
            _l(
                "%(count)d of %(min)d signatures stand under this text; it can be approved after that.",
                count=len(valid),
                min=FEWEST_SIGNATURES,
            ),
            field="decision",
        )
    transition = MATERIAL_FLOW.advance(material, MaterialAction.APPROVE, actor=actor, now=now, comment=comment, version=version)
    material.approved_by_id, material.approved_by_name, material.approved_at = actor.account_id, actor.name, now
    material.appraisee.material_approved_at = now
    db.session.flush()
    return transition


def reopen_material(
    material: Material, *, actor: Any, now: datetime, comment: str | None, version: int | None = None
) -> Transition:
    """Take an approval back with a reason; signatures are void, and whoever was told the result is told anew."""
    required(material, MaterialAction.REOPEN, actor)
    transition = MATERIAL_FLOW.advance(material, MaterialAction.REOPEN, actor=actor, now=now, comment=comment, version=version)
    material.signatures.clear()
    material.approved_by_id = material.approved_by_name = material.approved_at = None
    material.appraisee.material_approved_at = None
    take_back_telling(material.appraisee, now=now)
    db.session.flush()
    return transition
