"""What happens to public notices and objections."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm.attributes import flag_modified

from evaluation.foundation.audit.operations import record
from evaluation.foundation.calendar.queries import working_calendar
from evaluation.foundation.core.clock import local
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import NotAllowed, Refused, Stale, WrongState
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.foundation.web.display import zh_date
from evaluation.procedures.notices.enums import NoticeAction, NoticeState, ObjectionAction, ObjectionState
from evaluation.procedures.notices.models import Notice, NoticeSubject, Objection
from evaluation.procedures.notices.policies import may_draft, may_edit, may_object, may_post
from evaluation.procedures.notices.queries import drafted_or_running, own_open_objection, running_notice_of
from evaluation.procedures.notices.workflow import NOTICE_FLOW, OBJECTION_FLOW
from evaluation.procedures.workflow.enums import Ask, MatterKind, Part
from evaluation.procedures.workflow.models import Matter, Transition, people_concerned
from evaluation.procedures.workflow.operations import close_task, open_matter, open_task, set_people
from evaluation.procedures.workflow.queries import open_tasks_of
from evaluation.procedures.workflow.register import room_of
from evaluation.registry.accounts.enums import Role

FEWEST_DAYS, MOST_DAYS = 5, 60
LONGEST_BODY = 10_000
SIGN_WITHIN = 2
SHORTEST_ANSWER = 10
LONGEST_TEXT = 2000


def draft_notice(
    subjects: Sequence[Matter],
    *,
    title: str,
    body: str,
    contact: str,
    organization_id: int,
    actor: Any,
    now: datetime,
    working_days: int = FEWEST_DAYS,
) -> Notice:
    """Prepare a notice about one or several matters; the head of the organization department is asked to post it (RC-05).

    ``body`` says what everybody will read of the matters, as the caller prepared it.
    """
    if not may_draft(actor, organization_id):
        raise NotAllowed(_l("Public notices are prepared by the organization department; ask there."))
    if not subjects:
        raise Refused(_l("Choose at least one matter for the notice."), field="subjects")
    taken = drafted_or_running(subject.id for subject in subjects)
    if taken:
        raise Refused(_l("“%(title)s” is on another notice already; take it out.", title=taken[0]), field="subjects")
    check_text(title=title, body=body, contact=contact, working_days=working_days)
    matter = open_matter(
        MatterKind.NOTICE, title=title, state=NoticeState.DRAFT, organization_id=organization_id, actor=actor, now=now
    )
    notice = Notice(matter=matter, body=body, contact=contact, working_days=working_days)
    db.session.add(notice)
    db.session.flush()
    subject_ids = sorted({subject.id for subject in subjects})
    db.session.execute(insert(NoticeSubject), [{"notice_id": notice.matter_id, "subject_id": one} for one in subject_ids])
    people = frozenset[int]().union(*(people_concerned(subject) for subject in subjects))
    set_people(matter, [(person_id, Part.SUBJECT) for person_id in people], parts=[Part.SUBJECT])
    if not may_post(actor, notice):
        due = working_calendar().add_working_days(local(now).date(), SIGN_WITHIN)
        open_task(
            matter,
            asks=Ask.SIGN_NOTICE,
            due_on=due.day,
            due_provisional=due.provisional,
            now=now,
            opened_by_name=actor.name,
            opened_by_id=actor.account_id,
            role=Role.ORGANIZATION_HEAD,
            organization_id=organization_id,
        )
    return notice


def check_text(*, title: str, body: str, contact: str, working_days: int) -> None:
    """Refuse a notice that would not tell what it must."""
    if not title.strip():
        raise Refused(_l("Give the notice a title."), field="title")
    if not body.strip():
        raise Refused(_l("Write what is put on notice."), field="body")
    if len(body) > LONGEST_BODY:
        raise Refused(_l("At most %(max)d characters; shorten the text.", max=LONGEST_BODY), field="body")
    if not contact.strip():
        raise Refused(_l("Say who takes objections, with telephone and address."), field="contact")
    if not FEWEST_DAYS <= working_days <= MOST_DAYS:
        raise Refused(
            _l("A notice runs from %(min)d to %(max)d working days; change the number.", min=FEWEST_DAYS, max=MOST_DAYS),
            field="working_days",
        )


def change_notice(
    notice: Notice,
    *,
    title: str,
    body: str,
    contact: str,
    working_days: int,
    actor: Any,
    now: datetime,
    version: int | None = None,
) -> None:
    """Change a draft. What is posted is never changed; stop it and post another."""
    if notice.matter.state != NoticeState.DRAFT:
        raise WrongState(_l("This notice is posted and can no longer be changed; stop it and prepare another."))
    if not may_edit(actor, notice):
        raise NotAllowed(_l("Public notices are prepared by the organization department; ask there."))
    if version is not None and version != notice.matter.version:
        raise Stale(_l("Somebody changed this after you opened it. Nothing of yours was lost: compare and save again."))
    check_text(title=title, body=body, contact=contact, working_days=working_days)
    notice.matter.title, notice.matter.changed_at = title, now
    flag_modified(notice.matter, "changed_at")  # two changes in one moment are two versions
    notice.body, notice.contact, notice.working_days = body, contact, working_days
    db.session.flush()
    record("notice.change", actor=actor, object_kind="notice", object_id=notice.matter_id, now=now)


def period_from(posting_day: date, working_days: int) -> tuple[date, bool]:
    """The last day of a notice posted on a day, and whether it is provisional.

    The posting day is not counted; the notice is over when the last full working day is over (CA-02, Civil Code Art. 201).
    """
    result = working_calendar().add_working_days(posting_day, working_days)
    return result.day, result.provisional


def post_notice(notice: Notice, *, actor: Any, now: datetime, version: int | None = None) -> None:
    """Post today: number and last day are fixed, and every subject takes its own step in the same transaction."""
    today = local(now).date()
    if NOTICE_FLOW.may(actor, notice, NoticeAction.POST):
        notice.posted_on = notice.matter.occurred_from = today
        notice.last_day, notice.provisional = period_from(today, notice.working_days)
        notice.matter.occurred_to = notice.last_day
    NOTICE_FLOW.advance(notice, NoticeAction.POST, actor=actor, now=now, version=version)
    close_signing(notice, actor=actor, now=now)
    move_subjects(notice, "posted", actor=actor, now=now)


def close_signing(notice: Notice, *, actor: Any, now: datetime) -> None:
    """The head is no longer asked to post what is posted or dropped."""
    for task in open_tasks_of(notice.matter_id):
        if task.asks == Ask.SIGN_NOTICE:
            close_task(task, actor=actor, now=now)


def stop_notice(notice: Notice, *, reason: str, actor: Any, now: datetime, version: int | None = None) -> None:
    """Take a notice down before its time, or drop a draft, with the reason."""
    was_running = notice.matter.state == NoticeState.RUNNING
    NOTICE_FLOW.advance(notice, NoticeAction.STOP, actor=actor, now=now, comment=reason, version=version)
    close_signing(notice, actor=actor, now=now)
    notice.ended_at = now
    if was_running:
        move_subjects(notice, "stopped", actor=actor, now=now, reason=reason)


def close_notice(notice: Notice, *, actor: Any, now: datetime, version: int | None = None) -> Transition:
    """Close a notice whose last day is over; never on that day."""
    if notice.last_day is not None and local(now).date() <= notice.last_day:
        raise WrongState(_l("The notice runs until the end of %(day)s; close it on the day after.", day=zh_date(notice.last_day)))
    transition = NOTICE_FLOW.advance(notice, NoticeAction.END, actor=actor, now=now, version=version)
    notice.ended_at = now
    move_subjects(notice, "ended", actor=actor, now=now)
    return transition


def move_subjects(notice: Notice, event: str, *, actor: Any, now: datetime, reason: str | None = None) -> None:
    """Let each subject take the step that its room has entered for this event (posted, stopped, ended)."""
    for subject in notice.subjects:
        room = room_of(subject.kind)
        if room.notice_steps.carry is not None:
            room.notice_steps.carry(room.item_of(subject), event, notice, actor=actor, now=now, reason=reason)
            continue
        action = getattr(room.notice_steps, event)
        if action is not None:
            room.workflow.advance(
                room.item_of(subject), action, actor=actor, now=now, comment=reason, details={"notice": notice.matter.number}
            )


def lodge_objection(
    subject: Matter,
    *,
    what_is_wrong: str,
    what_is_right: str = "",
    notice: Notice | None = None,
    actor: Any,
    now: datetime,
) -> Objection:
    """Object, with one's name, to what is on notice or to one's own record; the subject's next step waits for the answer."""
    running = running_notice_of(subject.id)
    concerned = people_concerned(subject)
    if not may_object(actor, on_running_notice=running is not None, concerned=actor.person_id in concerned):
        raise NotAllowed(_l("Objections can be raised against what is on public notice and against your own record."))
    if notice is not None and (running is None or running.matter_id != notice.matter_id):
        raise WrongState(_l("This notice is no longer running. Write to the contact named on it."))
    if own_open_objection(actor, subject.id) is not None:
        raise WrongState(_l("You have raised an objection to this already; you will get an answer to that one."))
    check_words(what_is_wrong, "what_is_wrong", _l("Say what is wrong."))
    matter = open_matter(
        MatterKind.OBJECTION,
        title=f"对“{(subject.number + ' ' if subject.number else '') + subject.title[:60]}”的异议",
        state=ObjectionState.DRAFT,
        organization_id=subject.organization_id,
        actor=actor,
        now=now,
        confidential=True,
    )
    objection = Objection(
        matter=matter,
        subject_id=subject.id,
        notice_id=running.matter_id if running else None,
        what_is_wrong=what_is_wrong.strip(),
        what_is_right=what_is_right.strip(),
    )
    db.session.add(objection)
    set_people(matter, [(person_id, Part.SUBJECT) for person_id in concerned], parts=[Part.SUBJECT])
    db.session.flush()
    OBJECTION_FLOW.advance(objection, ObjectionAction.LODGE, actor=actor, now=now)
    read_tasks_again(objection)
    return objection


def check_words(text: str, field: str, message: Any) -> None:
    """Refuse an empty or over-long text."""
    if not text.strip():
        raise Refused(message, field=field)
    if len(text) > LONGEST_TEXT:
        raise Refused(_l("At most %(max)d characters; shorten the text.", max=LONGEST_TEXT), field=field)


def accept_objection(objection: Objection, *, actor: Any, now: datetime, version: int | None = None) -> None:
    """Take an objection on; the answer is due in five working days."""
    if OBJECTION_FLOW.may(actor, objection, ObjectionAction.ACCEPT):
        objection.handler_id = actor.account_id
    OBJECTION_FLOW.advance(objection, ObjectionAction.ACCEPT, actor=actor, now=now, version=version)
    read_tasks_again(objection)


def answer_objection(
    objection: Objection, *, upheld: bool, answer: str, actor: Any, now: datetime, version: int | None = None
) -> None:
    """Answer, with words that both sides read; after a re-review the second answer stands beside the first."""
    if len(answer.strip()) < SHORTEST_ANSWER:
        raise Refused(
            _l("Write the answer in at least %(min)d characters: what was found and what follows.", min=SHORTEST_ANSWER),
            field="answer",
        )
    check_words(answer, "answer", "")
    again = objection.matter.state == ObjectionState.RE_REVIEW
    action = ObjectionAction.UPHOLD if upheld else ObjectionAction.DISMISS
    OBJECTION_FLOW.advance(objection, action, actor=actor, now=now, version=version)
    if again:
        objection.re_answer, objection.re_handler_id = answer.strip(), actor.account_id
    else:
        objection.answer, objection.handler_id = answer.strip(), actor.account_id
    objection.answered_at = now
    read_tasks_again(objection)


def ask_re_review(objection: Objection, *, reason: str, actor: Any, now: datetime, version: int | None = None) -> None:
    """The objector is not satisfied: once, and by somebody else than before."""
    OBJECTION_FLOW.advance(objection, ObjectionAction.ASK_RE_REVIEW, actor=actor, now=now, comment=reason, version=version)
    objection.re_review_reason = reason.strip()
    read_tasks_again(objection)


def withdraw_objection(
    objection: Objection, *, actor: Any, now: datetime, comment: str | None = None, version: int | None = None
) -> None:
    """The objector takes it back while it is open."""
    OBJECTION_FLOW.advance(objection, ObjectionAction.WITHDRAW, actor=actor, now=now, comment=comment, version=version)
    read_tasks_again(objection)


def read_tasks_again(objection: Objection) -> None:
    """Who may answer follows from the tasks, which a step has just changed."""
    for task in objection.tasks:
        db.session.expire(task)
    db.session.expire(objection, ["tasks"])
