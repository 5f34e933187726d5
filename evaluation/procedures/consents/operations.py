"""Ask for, give, refuse, withdraw and record consents to publication (PIPL Arts. 14, 15, 25; Civil Code Art. 1019)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import insert, select

from evaluation.foundation.audit.operations import record
from evaluation.foundation.calendar.queries import working_calendar
from evaluation.foundation.core.clock import SHANGHAI, local
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import NotAllowed, Refused, Stale, WrongState
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.procedures.attachments.enums import AttachmentKind
from evaluation.procedures.attachments.operations import attach_document, show_people
from evaluation.procedures.consents.enums import Channel, ConsentState, Means, Scope
from evaluation.procedures.consents.models import Consent
from evaluation.procedures.consents.policies import is_asked, may_record
from evaluation.procedures.consents.queries import live, text_digest
from evaluation.procedures.workflow.enums import Ask
from evaluation.procedures.workflow.models import Matter, Task
from evaluation.procedures.workflow.operations import close_task, open_task
from evaluation.registry.accounts.enums import Role

DECIDE_WITHIN, CHANGE_WITHIN, TAKE_DOWN_WITHIN = 3, 3, 1
LONGEST_COMMENT = 1000
DECISIONS = frozenset({ConsentState.GIVEN, ConsentState.CHANGES_WANTED, ConsentState.REFUSED})
DECIDABLE = frozenset({ConsentState.ASKED, ConsentState.CHANGES_WANTED, ConsentState.REFUSED})


def ask_consent(
    matter: Matter,
    person_id: int,
    *,
    text: str,
    scopes: Sequence[Scope],
    channels: Sequence[Channel],
    until: date | None,
    actor: Any,
    now: datetime,
) -> Consent:
    """Ask one person, showing the exact text. The same question that waits for an answer or was agreed to is not put again."""
    return ask_consents(matter, {person_id: scopes}, text=text, channels=channels, until=until, actor=actor, now=now)[0]


def ask_consents(
    matter: Matter,
    scopes: Mapping[int, Sequence[Scope]],
    *,
    text: str,
    channels: Sequence[Channel],
    until: date | None,
    actor: Any,
    now: datetime,
    before: Mapping[int, Consent] | None = None,
) -> list[Consent]:
    """Ask several people about one text, each for the scopes given; see :func:`ask_consent`. Few statements for any number.

    ``before`` are the consents that count now, by person, where the caller has just read them.
    """
    check_question(scopes, text=text, channels=channels, until=until, today=local(now).date())
    if before is None:
        counting = db.session.scalars(live(matter.id).where(Consent.person_id.in_(list(scopes))))
        before = {one.person_id: one for one in counting}
    asked: list[Consent] = []
    new: list[Consent] = []
    for person_id, wanted in scopes.items():
        earlier = before.get(person_id)
        question = (text_digest(text), sorted(wanted), sorted(channels), until)
        if earlier is not None and earlier.state in {ConsentState.ASKED, ConsentState.GIVEN} and question == question_of(earlier):
            asked.append(earlier)
            continue
        if earlier is not None:
            earlier.superseded_at = now
        new.append(
            Consent(
                matter_id=matter.id,
                person_id=person_id,
                text_digest=question[0],
                text_shown=text,
                scopes=[str(scope) for scope in question[1]],
                channels=[str(channel) for channel in question[2]],
                valid_until=until,
                asked_at=now,
                asked_by_id=getattr(actor, "account_id", None),
            )
        )
    db.session.flush()  # an earlier question gives way before the next one takes its place
    db.session.add_all(new)
    db.session.flush()
    still_open = {one.person_id for one in before.values() if one.state is ConsentState.ASKED}
    for consent in new:
        if consent.person_id in still_open:
            tell(matter, Ask.GIVE_CONSENT, DECIDE_WITHIN, actor=actor, now=now, person_id=consent.person_id)
    open_consent_tasks(matter, [one.person_id for one in new if one.person_id not in still_open], actor=actor, now=now)
    for consent in new:
        note(consent, matter, "consent.ask", actor=actor, now=now)
    return [*asked, *new]


def check_question(
    scopes: Mapping[int, Sequence[Scope]], *, text: str, channels: Sequence[Channel], until: date | None, today: date
) -> None:
    """Refuse a question that says not what, where or until when."""
    if not text.strip():
        raise Refused(_l("There is no text to show; write it first."), field="text")
    if not all(scopes.values()):
        raise Refused(_l("Say what is to be shown: name, photograph or story."), field="scopes")
    if not channels:
        raise Refused(_l("Say where it is to be shown."), field="channels")
    if until is not None and until <= today:
        raise Refused(_l("The last day of the consent lies in the past; choose a later one."), field="until")


def question_of(consent: Consent) -> tuple[str, list[str], list[str], date | None]:
    """What a person was asked, in a form that compares."""
    return consent.text_digest, sorted(consent.scopes), sorted(consent.channels), consent.valid_until


def open_consent_tasks(matter: Matter, person_ids: Sequence[int], *, actor: Any, now: datetime) -> None:
    """Tasks of people who have none open about this matter yet, in one statement."""
    due = working_calendar().add_working_days(local(now).date(), DECIDE_WITHIN)
    if person_ids:
        db.session.execute(
            insert(Task),
            [
                {
                    "matter_id": matter.id,
                    "asks": Ask.GIVE_CONSENT.value,
                    "person_id": person_id,
                    "due_on": due.day,
                    "due_provisional": due.provisional,
                    "opened_at": now,
                    "opened_by_name": getattr(actor, "name", "system"),
                    "opened_by_id": getattr(actor, "account_id", None),
                }
                for person_id in person_ids
            ],
        )


def answer_consent(
    consent: Consent, decision: ConsentState, *, comment: str = "", actor: Any, now: datetime, version: int | None = None
) -> None:
    """The person decides, in the system. Nobody else can, and an answer to another text than the shown one is no answer."""
    if not is_asked(actor, consent):
        raise NotAllowed(_l("Only the person asked can decide on this."))
    if version is not None and version != consent.version:
        raise Stale(_l("The question has changed since you opened it. Read the text again and decide."))
    decide(consent, decision, means=Means.ONLINE, comment=comment, actor=actor, now=now, decided_at=now)


def decide(
    consent: Consent,
    decision: ConsentState,
    *,
    means: Means,
    comment: str,
    actor: Any,
    now: datetime,
    decided_at: datetime,
) -> None:
    """Write a decision, close the task of the person, and tell who has to change the text."""
    if consent.superseded_at is not None or consent.state not in DECIDABLE:
        raise WrongState(_l("This question is no longer open. Open your consents again to see what holds now."))
    if decision not in DECISIONS:
        raise Refused(_l("Choose one of the three answers."), field="decision")
    words = comment.strip()
    if decision is ConsentState.CHANGES_WANTED and not words:
        raise Refused(_l("Say what should be changed before it is published."), field="comment")
    if len(words) > LONGEST_COMMENT:
        raise Refused(_l("At most %(max)d characters; shorten the text.", max=LONGEST_COMMENT), field="comment")
    matter = db.session.get_one(Matter, consent.matter_id)
    consent.state, consent.comment, consent.means, consent.decided_at = decision, words or None, means, decided_at
    close_tasks_of(matter, Ask.GIVE_CONSENT, actor=actor, now=now, person_id=consent.person_id)
    if decision is ConsentState.CHANGES_WANTED:
        tell(matter, Ask.APPLY_CHANGES, CHANGE_WITHIN, actor=actor, now=now)
    db.session.flush()
    note(consent, matter, "consent.answer", actor=actor, now=now)


def withdraw_consent(consent: Consent, *, actor: Any, now: datetime, version: int | None = None) -> None:
    """The person takes a given consent back; what was published is taken down at once (PIPL Art. 15, PB-04)."""
    if not is_asked(actor, consent):
        raise NotAllowed(_l("Only the person asked can decide on this."))
    if version is not None and version != consent.version:
        raise Stale(_l("The question has changed since you opened it. Read the text again and decide."))
    if consent.superseded_at is not None or consent.state is not ConsentState.GIVEN:
        raise WrongState(_l("There is no consent to withdraw here."))
    matter = db.session.get_one(Matter, consent.matter_id)
    consent.state, consent.withdrawn_at = ConsentState.WITHDRAWN, now
    tell(matter, Ask.TAKE_DOWN, TAKE_DOWN_WITHIN, actor=actor, now=now)
    db.session.flush()
    note(consent, matter, "consent.withdraw", actor=actor, now=now)


def outdate_consents(matter: Matter, *, text: str, actor: Any, now: datetime) -> int:
    """The public text changed: every consent to another text no longer holds. Returns how many."""
    digest = text_digest(text)
    changed = list(
        db.session.scalars(
            live(matter.id).where(
                Consent.text_digest != digest,
                Consent.state.in_([ConsentState.ASKED, ConsentState.GIVEN, ConsentState.CHANGES_WANTED]),
            )
        )
    )
    for consent in changed:
        consent.state = ConsentState.OUTDATED
        close_tasks_of(matter, Ask.GIVE_CONSENT, actor=actor, now=now, person_id=consent.person_id)
        note(consent, matter, "consent.outdate", actor=actor, now=now)
    db.session.flush()
    return len(changed)


def record_on_paper(
    consent: Consent,
    decision: ConsentState,
    *,
    sheet: bytes,
    name: str,
    decided_on: date,
    comment: str = "",
    actor: Any,
    now: datetime,
) -> None:
    """Record what the person signed on paper; the signed sheet is kept, and nobody records their own.

    Of an earlier day only the date is known; it is kept as its noon.
    """
    matter = db.session.get_one(Matter, consent.matter_id)
    if not may_record(actor, consent, matter):
        raise NotAllowed(_l("A consent on paper is recorded by the publicity team, and never one's own."))
    if not sheet:
        raise Refused(_l("Attach the signed sheet (PDF or photograph)."), field="sheet")
    today = local(now).date()
    if decided_on > today:
        raise Refused(_l("The day of the signature lies in the future; change it."), field="decided_on")
    if decided_on < local(consent.asked_at).date():
        raise Refused(_l("The sheet was signed before this text was asked about; have this text signed."), field="decided_on")
    attachment = attach_document(matter, sheet, name, actor=actor, now=now, kind=AttachmentKind.CONSENT_SHEET)
    show_people(attachment, [consent.person_id])
    consent.paper_attachment_id, consent.recorded_by_id = attachment.id, actor.account_id
    signed_at = now if decided_on == today else datetime.combine(decided_on, time(12), SHANGHAI)
    decide(consent, decision, means=Means.PAPER, comment=comment, actor=actor, now=now, decided_at=signed_at)


def stop_asking(matter: Matter, *, actor: Any, now: datetime) -> None:
    """The story ends: nobody is asked any more, and nobody has to change it. Given consents stay as they are."""
    for ask in (Ask.GIVE_CONSENT, Ask.APPLY_CHANGES):
        close_tasks_of(matter, ask, actor=actor, now=now)


def tell(matter: Matter, asks: Ask, within: int, *, actor: Any, now: datetime, person_id: int | None = None) -> None:
    """Open a task for the person, or for whoever owns the matter."""
    due = working_calendar().add_working_days(local(now).date(), within)
    owner = None if person_id else matter.opened_by_id
    nobody = person_id is None and owner is None
    open_task(
        matter,
        asks=asks,
        due_on=due.day,
        due_provisional=due.provisional,
        now=now,
        opened_by_name=getattr(actor, "name", "system"),
        opened_by_id=getattr(actor, "account_id", None),
        person_id=person_id,
        account_id=owner,
        role=Role.PUBLICITY_CHIEF if nobody else None,
        organization_id=matter.organization_id if nobody else None,
    )


def close_tasks_of(matter: Matter, asks: Ask, *, actor: Any, now: datetime, person_id: int | None = None) -> None:
    """Close the open tasks of one kind, of one person where one is named."""
    statement = select(Task).where(Task.matter_id == matter.id, Task.asks == asks.value, Task.closed_at.is_(None))
    if person_id is not None:
        statement = statement.where(Task.person_id == person_id)
    for task in db.session.scalars(statement):
        close_task(task, actor=actor, now=now)


def note(consent: Consent, matter: Matter, action: str, *, actor: Any, now: datetime) -> None:
    """The audit event; who consented to what is behind the salted commitment."""
    record(
        action,
        actor=actor,
        object_kind="consent",
        object_id=consent.id,
        object_number=matter.number,
        now=now,
        state=consent.state.value,
        text_digest=consent.text_digest,
        private={"person_id": consent.person_id},
    )
