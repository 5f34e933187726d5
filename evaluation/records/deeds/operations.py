"""What happens to deeds: one verb a use case."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select

from evaluation.foundation.core.clock import local
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import NotAllowed, Refused, WrongState
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.procedures.attachments.models import Attachment, AttachmentPerson
from evaluation.procedures.attachments.queries import attachments_of
from evaluation.procedures.evidence.enums import Dimension, EvidenceKind, Purpose
from evaluation.procedures.evidence.operations import Fact, PersonThen, cite, register, withdraw_all
from evaluation.procedures.evidence.queries import cited_in
from evaluation.procedures.notices.operations import draft_notice
from evaluation.procedures.notices.queries import notice_over, open_objections_of
from evaluation.procedures.workflow.enums import MatterKind, Part
from evaluation.procedures.workflow.models import Remark, Transition
from evaluation.procedures.workflow.operations import keep_revision, open_matter, set_people
from evaluation.procedures.workflow.queries import people_of
from evaluation.records.deeds.enums import DeedAction, DeedState, SubjectKind
from evaluation.records.deeds.models import Deed
from evaluation.records.deeds.policies import is_author, may_take_up, may_write
from evaluation.records.deeds.queries import branch_of, subject_label
from evaluation.records.deeds.workflow import DEED_FLOW, EDITABLE
from evaluation.registry.accounts.enums import COLLEGE_ROLES, Role
from evaluation.registry.organizations.enums import PartyType
from evaluation.registry.organizations.models import Organization
from evaluation.registry.people.history import people_then
from evaluation.registry.people.models import Person

SHORTEST_BODY = 50
LONGEST_TITLE = 30
MOST_DIMENSIONS = 2
PARTS = (Part.SUBJECT, Part.NAMED)


@dataclass(frozen=True)
class DeedText:
    """What the reporter writes. ``named_ids`` are other people in the text; a collective has no ``subject_person_id``."""

    title: str
    subject_kind: SubjectKind
    body: str = ""
    subject_person_id: int | None = None
    subject_name: str = ""
    named_ids: Sequence[int] = ()
    occurred_from: date | None = None
    occurred_to: date | None = None
    place: str = ""
    post: str = ""
    dimensions: Sequence[str] = ()
    witnesses: str = ""
    shift_evidence_ids: Sequence[int] = field(default_factory=tuple)


def check_text(text: DeedText, today: date) -> None:
    """Refuse what cannot be kept even in a draft."""
    if not text.title:
        raise Refused(_l("Say in one sentence what it was."), field="title")
    if len(text.title) > LONGEST_TITLE:
        raise Refused(
            _l(
                "The one sentence has at most %(max)d characters, now %(now)d; shorten it.",
                max=LONGEST_TITLE,
                now=len(text.title),
            ),
            field="title",
        )
    if text.occurred_from and text.occurred_to and text.occurred_from > text.occurred_to:
        raise Refused(_l("The last day lies before the first day; change one of them."), field="occurred_to")
    for name in ("occurred_from", "occurred_to"):
        day = getattr(text, name)
        if day is not None and day > today:
            raise Refused(_l("This day lies in the future; give the day on which it happened."), field=name)
    unknown = set(text.dimensions) - {one.value for one in Dimension}
    if unknown or len(text.dimensions) > MOST_DIMENSIONS:
        raise Refused(_l("Choose at most %(max)d of the five dimensions.", max=MOST_DIMENSIONS), field="dimensions")


def write(deed: Deed, text: DeedText, *, actor: Any, now: datetime) -> None:
    """Put the text into the deed and note who is concerned."""
    check_text(text, local(now).date())
    matter = deed.matter
    matter.title, matter.changed_at = text.title, now
    matter.occurred_from, matter.occurred_to = text.occurred_from, text.occurred_to or text.occurred_from
    deed.subject_kind = text.subject_kind
    individual = text.subject_kind is SubjectKind.INDIVIDUAL
    deed.subject_person_id = text.subject_person_id if individual else None
    deed.subject_name = "" if individual else text.subject_name
    deed.body, deed.place, deed.post = text.body, text.place, text.post
    deed.dimensions, deed.witnesses = list(text.dimensions), text.witnesses
    subjects = {(deed.subject_person_id, Part.SUBJECT)} if deed.subject_person_id else set()
    named = {(person_id, Part.NAMED) for person_id in text.named_ids if person_id != deed.subject_person_id}
    set_people(matter, subjects | named, parts=PARTS)
    people = [person_id for person_id, _part in subjects | named]
    cite(text.shift_evidence_ids, matter, purpose=Purpose.DEED, actor=actor, now=now, about=people)


def draft_deed(text: DeedText, *, organization_id: int, actor: Any, now: datetime, campaign_id: int | None = None) -> Deed:
    """A new draft; its author alone sees it."""
    if not may_write(actor) or not may_report_for(actor, organization_id):
        raise NotAllowed(_l("You can report deeds of your own department only; ask its clerk."))
    check_text(text, local(now).date())
    matter = open_matter(
        MatterKind.DEED,
        title=text.title,
        state=DeedState.DRAFT,
        organization_id=organization_id,
        campaign_id=campaign_id,
        actor=actor,
        now=now,
    )
    deed = Deed(matter_id=matter.id, matter=matter, subject_kind=text.subject_kind, dimensions=[])
    db.session.add(deed)
    write(deed, text, actor=actor, now=now)
    return deed


def may_report_for(actor: Any, organization_id: int) -> bool:
    """A clerk reports for the departments of the grant; branch secretaries and college roles for any they reach."""
    if actor.within(organization_id, Role.CLERK, *COLLEGE_ROLES):
        return True
    if not actor.holds(Role.BRANCH_SECRETARY) or actor.person_id is None:
        return False
    person = db.session.get(Person, actor.person_id)
    return person is not None and person.department_id == organization_id


def edit_deed(deed: Deed, text: DeedText, *, actor: Any, now: datetime) -> None:
    """Change a draft, or what was returned or withdrawn."""
    if not is_author(actor, deed):
        raise NotAllowed(_l("Only the person who reports the deed can change it."))
    if deed.matter.state not in EDITABLE:
        raise WrongState(_l("The deed is being examined and cannot be changed now; withdraw it or ask for a return."))
    take_up(deed, actor)
    write(deed, text, actor=actor, now=now)


def take_up(deed: Deed, actor: Any) -> None:
    """A draft that an import left without an author belongs to whoever first works on it."""
    if may_take_up(actor, deed.matter):
        deed.matter.opened_by_id = actor.account_id


def check_complete(deed: Deed) -> None:
    """What a deed must have before others spend time on it (RC-07: time, place, facts, support)."""
    named = [one for one in deed.matter.people if one.part in PARTS]
    if deed.subject_kind is SubjectKind.INDIVIDUAL and deed.subject_person_id is None:
        raise Refused(_l("Say whose deed it is: choose the person."), field="subject_person")
    if deed.subject_kind is SubjectKind.COLLECTIVE and (not deed.subject_name or not named):
        raise Refused(_l("Give the name of the collective and at least one of its members."), field="subject_name")
    if len("".join(deed.body.split())) < SHORTEST_BODY:
        raise Refused(_l("Write at least %(min)d characters: when, where, what was done.", min=SHORTEST_BODY), field="body")
    if deed.matter.occurred_from is None:
        raise Refused(_l("Give the day on which it happened."), field="occurred_from")
    if not deed.place:
        raise Refused(_l("Say where it happened."), field="place")
    if not deed.dimensions:
        raise Refused(_l("Choose one or two of the five dimensions."), field="dimensions")
    if not (deed.witnesses or cited_in(deed.matter_id) or attachments_of(deed.matter_id)):
        raise Refused(
            _l("Nothing supports this deed yet: name a witness, choose shifts, or add a photograph or paper."), field="witnesses"
        )


def submit_deed(
    deed: Deed, *, actor: Any, now: datetime, branch_id: int | None = None, version: int | None = None, comment: str | None = None
) -> Transition:
    """Hand in a deed, or hand it in again after a return; it goes back to the one who returned it."""
    check_complete(deed)
    matter = deed.matter
    day = matter.occurred_to or matter.occurred_from
    assert day is not None
    then = people_then([one.person_id for one in matter.people if one.part in PARTS], day)
    if branch_id is not None and not is_branch(branch_id):
        raise Refused(_l("Choose a branch from the list."), field="branch")
    branch = branch_id or matter.party_organization_id or branch_of(deed, then)
    if branch is None:
        raise Refused(_l("None of the people belongs to a branch; choose the branch that shall verify."), field="branch")
    matter.party_organization_id = branch
    if deed.subject_person_id:
        subject = then[deed.subject_person_id]
        deed.organization_then, deed.post_then, deed.status_then = subject.organization, subject.post, subject.status
        deed.as_of = day
    action = DeedAction.RESUBMIT if matter.state == DeedState.RETURNED else DeedAction.SUBMIT
    keep_revision(matter, text=deed.body, actor=actor, now=now)
    return DEED_FLOW.advance(deed, action, actor=actor, now=now, version=version, comment=comment)


def edit_and_submit(
    deed: Deed, text: DeedText, *, actor: Any, now: datetime, branch_id: int | None, comment: str | None
) -> Transition:
    """Save the last changes and hand in; both are written together, as nothing that is read between depends on them."""
    with db.session.no_autoflush:
        edit_deed(deed, text, actor=actor, now=now)
        return submit_deed(deed, actor=actor, now=now, branch_id=branch_id, comment=comment)


def is_branch(organization_id: int) -> bool:
    """Whether this is a branch, ordinary or temporary, that can verify."""
    organization = db.session.get(Organization, organization_id)
    return organization is not None and organization.party_type in {PartyType.BRANCH, PartyType.TEMPORARY}


def withdraw_deed(deed: Deed, *, actor: Any, now: datetime, version: int | None = None, comment: str | None = None) -> None:
    """The reporter takes it back before anybody has acted."""
    DEED_FLOW.advance(deed, DeedAction.WITHDRAW, actor=actor, now=now, version=version, comment=comment)
    deed.matter.returned_from = deed.matter.returned_by_id = None
    clear_judgement(deed)


def clear_judgement(deed: Deed, *, review_only: bool = False) -> None:
    """A deed that goes back is judged anew."""
    deed.reviewed_by_id = deed.reviewed_at = None
    if not review_only:
        deed.verified_by_id = deed.verified_at = None


def judge_deed(
    deed: Deed,
    *,
    action: str,
    actor: Any,
    now: datetime,
    comment: str | None = None,
    version: int | None = None,
    duplicate_of: Deed | None = None,
    batch: bool = False,
) -> Transition:
    """Verify, pass, return, reject or mark as duplicate."""
    if action == DeedAction.MARK_DUPLICATE and (duplicate_of is None or duplicate_of.matter_id == deed.matter_id):
        raise Refused(_l("Give the number of the deed that was reported earlier."), field="duplicate_of")
    before = deed.matter.state
    transition = DEED_FLOW.advance(
        deed,
        action,
        actor=actor,
        now=now,
        comment=comment,
        version=version,
        batch=batch,
        details={"duplicate_of": duplicate_of.matter.number} if duplicate_of else None,
    )
    if action == DeedAction.VERIFY:
        deed.verified_by_id, deed.verified_at = actor.account_id, now
    elif action == DeedAction.REVIEW:
        deed.reviewed_by_id, deed.reviewed_at = actor.account_id, now
    elif action == DeedAction.RETURN:
        clear_judgement(deed, review_only=before != DeedState.SUBMITTED)
    elif action == DeedAction.MARK_DUPLICATE and duplicate_of is not None:
        deed.duplicate_of_id = duplicate_of.matter_id
    db.session.flush()
    return transition


def propose_notice(
    deeds: Sequence[Deed], *, actor: Any, now: datetime, title: str, body: str, contact: str, working_days: int
) -> Any:
    """Draft a public notice over reviewed deeds (RC-05: five working days unless set otherwise); the head posts it."""
    if not deeds:
        raise Refused(_l("Choose at least one deed."), field="deeds")
    if any(deed.matter.state != DeedState.REVIEWED for deed in deeds):
        raise WrongState(_l("One of the deeds is no longer waiting for public notice; choose again."))
    return draft_notice(
        [deed.matter for deed in deeds],
        title=title,
        body=body,
        contact=contact,
        organization_id=deeds[0].matter.organization_id,
        actor=actor,
        now=now,
        working_days=working_days,
    )


def accept_deed(deed: Deed, *, actor: Any, now: datetime, version: int | None = None, comment: str | None = None) -> Transition:
    """After the notice is over and no objection is open: the deed becomes evidence and may be told."""
    if not notice_over(deed.matter_id, local(now).date()):
        raise WrongState(_l("The public notice is not over yet; accept the deed on the day after its last day."))
    if open_objections_of(deed.matter_id):
        raise WrongState(_l("An objection is still open; it must be answered first."))
    transition = DEED_FLOW.advance(deed, DeedAction.ACCEPT, actor=actor, now=now, version=version, comment=comment)
    deed.accepted_at = now
    register(deed.matter, [deed_fact(deed)], actor=actor, now=now)
    return transition


def deed_fact(deed: Deed) -> Fact:
    """The deed as it was accepted, with everybody as of the day."""
    matter = deed.matter
    assert matter.number is not None
    assert matter.occurred_from is not None
    first, last = matter.occurred_from, matter.occurred_to or matter.occurred_from
    people = people_of(deed.matter_id, PARTS)
    then = people_then([person.id for person, _part in people], last)
    return Fact(
        number=matter.number,
        kind=EvidenceKind.DEED,
        title=matter.title,
        occurred_from=first,
        occurred_to=last,
        organization_id=matter.organization_id,
        dimensions=deed.dimensions,
        people=[
            PersonThen(person.id, part.value, then[person.id].organization, then[person.id].post, then[person.id].status)
            for person, part in people
        ],
        frozen={
            "number": matter.number,
            "title": matter.title,
            "subject": subject_label(deed, {person.id: person.name for person, _part in people}),
            "people": [{"name": person.name, "number": person.number, "part": part.value} for person, part in people],
            "text": deed.body,
            "from": first.isoformat(),
            "to": last.isoformat(),
            "place": deed.place,
            "post": deed.post,
            "dimensions": deed.dimensions,
            "witnesses": deed.witnesses,
            "shifts": [evidence.number for evidence in cited_in(deed.matter_id)],
            "files": [attachment.digest for attachment in attachments_of(deed.matter_id)],
        },
    )


def revoke_deed(deed: Deed, *, actor: Any, now: datetime, comment: str | None, version: int | None = None) -> Transition:
    """Take back an accepted deed: the record stays, publicity no longer sees it, everyone who leans on it is told (RC-09)."""
    transition = DEED_FLOW.advance(deed, DeedAction.REVOKE, actor=actor, now=now, comment=comment, version=version)
    deed.revoked_at = now
    withdraw_all(deed.matter, reason=transition.comment or "", actor=actor, now=now)
    return transition


def delete_draft(deed: Deed, *, actor: Any) -> None:
    """Throw away a draft that was never handed in. What once had a number is kept."""
    if not is_author(actor, deed):
        raise NotAllowed(_l("Only the person who reports the deed can change it."))
    if deed.matter.state != DeedState.DRAFT or deed.matter.number is not None:
        raise WrongState(_l("What was handed in once is kept; withdraw it instead."))
    discard(deed)


def discard(deed: Deed) -> None:
    """Remove a draft with all that hangs on it."""
    matter = deed.matter
    set_people(matter, (), parts=list(Part))
    cite((), matter, purpose=Purpose.DEED, actor=None, now=matter.changed_at)
    attached = select(Attachment.id).where(Attachment.matter_id == matter.id)
    for statement in (
        delete(AttachmentPerson).where(AttachmentPerson.attachment_id.in_(attached)),
        delete(Attachment).where(Attachment.matter_id == matter.id),
        delete(Remark).where(Remark.matter_id == matter.id),
    ):
        db.session.execute(statement.execution_options(synchronize_session="fetch"))
    db.session.delete(deed)
    db.session.flush()
    db.session.delete(matter)
