"""Open an appraisal, change its draft, and freeze the list of people as of a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, update

from evaluation.appraisals.cycles.enums import AppraisalAction, AppraisalState
from evaluation.appraisals.cycles.models import Appraisal, AppraisalGrade, Appraisee, Examiner
from evaluation.appraisals.cycles.operations.common import named
from evaluation.appraisals.cycles.policies import is_author, may_open
from evaluation.appraisals.cycles.queries.appraisals import accounts_of_people, group_of
from evaluation.appraisals.cycles.workflow import APPRAISAL_FLOW
from evaluation.foundation.core.clock import local
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import NotAllowed, Refused, Stale, WrongState
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.procedures.workflow.enums import MatterKind, Part
from evaluation.procedures.workflow.models import Transition
from evaluation.procedures.workflow.operations import open_matter, set_people
from evaluation.registry.accounts.enums import ADMINISTRATORS, ORGANIZATION_ROLES, PUBLICITY_ROLES
from evaluation.registry.accounts.models import Account
from evaluation.registry.accounts.queries import actor_of_account
from evaluation.registry.people.enums import Standing
from evaluation.registry.people.history import people_then
from evaluation.registry.people.models import Person
from evaluation.registry.people.queries import people_by_id
from evaluation.registry.people.stroke_order import stroke_key

FEWEST_EXAMINERS = 2
MOST_PEOPLE = 200
MOST_EXAMINERS = 20
LONGEST_TITLE = 80
LONGEST_PLAN = 5000
LONGEST_WORD = 8
WORDS = range(2, 7)


@dataclass(frozen=True)
class GradeWord:
    """A word of the scale; ``needs_support``: evidence or a reason is asked for."""

    word: str
    needs_support: bool = False


FRONTLINE_SCALE = (GradeWord("优秀", True), GradeWord("良好"), GradeWord("一般"), GradeWord("较差", True))


@dataclass(frozen=True)
class Scope:
    """What is fixed before an appraisal begins. Days are those of Shanghai; people and examiners are given by person id."""

    title: str
    begins_on: date | None
    ends_on: date | None
    person_ids: Sequence[int] = ()
    examiner_ids: Sequence[int] = ()
    plan: str = ""
    campaign_id: int | None = None
    notice_on: date | None = None
    notice_how: str = ""
    grades: Sequence[GradeWord] = FRONTLINE_SCALE


def check_scope(scope: Scope, today: date) -> None:
    """Refuse what cannot be kept even in a draft."""
    if not scope.title:
        raise Refused(_l("Give the appraisal a title."), field="title")
    if len(scope.title) > LONGEST_TITLE:
        raise Refused(_l("The title may have at most %(max)d characters; shorten it.", max=LONGEST_TITLE), field="title")
    if len(scope.plan) > LONGEST_PLAN:
        raise Refused(_l("The plan may have at most %(max)d characters; shorten it.", max=LONGEST_PLAN), field="plan")
    if scope.begins_on is None:
        raise Refused(_l("Give the first day of the period."), field="begins_on")
    if scope.ends_on is None:
        raise Refused(_l("Give the last day of the period."), field="ends_on")
    if scope.begins_on > scope.ends_on:
        raise Refused(_l("The last day lies before the first day; change one of them."), field="ends_on")
    if scope.notice_on is not None and scope.notice_on > today:
        raise Refused(_l("The prior notice lies in the future; give the day on which it was made known."), field="notice_on")
    check_scale(scope.grades)


def check_scale(grades: Sequence[GradeWord]) -> None:
    """The words are few, short and different."""
    words = [grade.word for grade in grades]
    if len(words) not in WORDS:
        raise Refused(_l("Give %(min)d to %(max)d words, best first, one a line.", min=WORDS[0], max=WORDS[-1]), field="grades")
    if len(set(words)) < len(words) or any(not word or len(word) > LONGEST_WORD for word in words):
        raise Refused(
            _l("Every word stands once and has 1 to %(max)d characters; change the list.", max=LONGEST_WORD), field="grades"
        )


def people_to_appraise(person_ids: Sequence[int], actor: Any) -> list[Person]:
    """The people, if they are here and within the scope of the actor."""
    wanted = list(dict.fromkeys(person_ids))
    if len(wanted) > MOST_PEOPLE:
        raise Refused(
            _l("At most %(max)d people in one appraisal; open a second one for the others.", max=MOST_PEOPLE), field="people"
        )
    people = people_by_id(wanted)
    if len(people) < len(wanted):
        raise Refused(_l("One of the people chosen is no longer in the registry; choose again."), field="people")
    ordered = sorted(people.values(), key=lambda person: stroke_key(person.name))
    check_present(ordered)
    scope = actor.scope(*ORGANIZATION_ROLES)
    outside = [person.name for person in ordered if not {person.department_id, person.branch_id} & scope]
    if outside:
        raise Refused(
            _l("%(names)s: not in the departments and branches of your grant; take them out.", names=named(outside)),
            field="people",
        )
    return ordered


def check_present(people: Sequence[Person]) -> None:
    """Who left cannot be appraised any more."""
    gone = [person.name for person in people if person.standing is not Standing.ACTIVE]
    if gone:
        raise Refused(_l("%(names)s: no longer in post; take them out.", names=named(gone)), field="people")


def accounts_to_examine(person_ids: Sequence[int], appraised: frozenset[int], day: date) -> list[Account]:
    """Accounts of the examination group. Each belongs to a person, so that recusal can be told (EV-26)."""
    wanted = list(dict.fromkeys(person_ids))
    if len(wanted) > MOST_EXAMINERS:
        raise Refused(_l("At most %(max)d examiners in one group.", max=MOST_EXAMINERS), field="examiners")
    people, accounts = people_by_id(wanted), accounts_of_people(wanted)
    both = [people[one].name for one in wanted if one in people and one in appraised]
    if both:
        raise Refused(
            _l("%(names)s: nobody examines where they are appraised; choose somebody else.", names=named(both)), field="examiners"
        )
    if len(people) < len(wanted):
        raise Refused(_l("One of the people chosen is no longer in the registry; choose again."), field="examiners")
    missing = [people[one].name for one in wanted if one not in accounts]
    if missing:
        raise Refused(
            _l("%(names)s: no account; the security administrator can open one.", names=named(missing)), field="examiners"
        )
    for account in accounts.values():
        actor = actor_of_account(account, day)
        if actor.holds(*ADMINISTRATORS, *PUBLICITY_ROLES):
            raise Refused(
                _l("%(name)s works for publicity or administration; choose somebody else.", name=account.name),
                field="examiners",
            )
    return [accounts[one] for one in wanted]


def write(appraisal: Appraisal, scope: Scope, *, actor: Any, now: datetime) -> None:
    """Put the scope into the draft."""
    today = local(now).date()
    check_scope(scope, today)
    people = people_to_appraise(scope.person_ids, actor)
    accounts = accounts_to_examine(scope.examiner_ids, frozenset(person.id for person in people), today)
    matter = appraisal.matter
    matter.title, matter.changed_at = scope.title, now
    matter.occurred_from, matter.occurred_to = scope.begins_on, scope.ends_on
    matter.campaign_id = scope.campaign_id
    appraisal.plan, appraisal.notice_on, appraisal.notice_how = scope.plan, scope.notice_on, scope.notice_how
    keep_scale(appraisal, scope.grades)
    keep_examiners(appraisal, accounts)
    keep_people(appraisal, people)
    subjects = {(person.id, Part.SUBJECT) for person in people}
    examiners = {(account.person_id, Part.EXAMINER) for account in accounts if account.person_id is not None}
    set_people(matter, subjects | examiners, parts=(Part.SUBJECT, Part.EXAMINER))
    db.session.flush()


def keep_scale(appraisal: Appraisal, grades: Sequence[GradeWord]) -> None:
    """The words of the scale, if they changed."""
    if [(one.word, one.needs_support) for one in appraisal.grades] == [(one.word, one.needs_support) for one in grades]:
        return
    appraisal.grades.clear()
    db.session.flush()
    appraisal.grades.extend(
        AppraisalGrade(ordinal=ordinal, word=grade.word, needs_support=grade.needs_support)
        for ordinal, grade in enumerate(grades, start=1)
    )


def keep_examiners(appraisal: Appraisal, accounts: Sequence[Account]) -> None:
    """Exactly these accounts examine."""
    wanted = {account.id for account in accounts}
    for examiner in list(appraisal.examiners):
        if examiner.account_id not in wanted:
            appraisal.examiners.remove(examiner)
    present = {examiner.account_id for examiner in appraisal.examiners}
    appraisal.examiners.extend(Examiner(account_id=account.id) for account in accounts if account.id not in present)


def keep_people(appraisal: Appraisal, people: Sequence[Person]) -> None:
    """Exactly these people are on the list."""
    wanted = {person.id for person in people}
    for one in list(appraisal.people):
        if one.person_id not in wanted:
            appraisal.people.remove(one)
    present = appraisal.people_concerned
    appraisal.people.extend(Appraisee(person_id=person.id, person=person) for person in people if person.id not in present)


def draft_appraisal(scope: Scope, *, organization_id: int, actor: Any, now: datetime) -> Appraisal:
    """A new draft; the list of people is open until it is frozen."""
    if not may_open(actor) or not actor.within(organization_id, *ORGANIZATION_ROLES):
        raise NotAllowed(_l("The organization department opens appraisals; ask it."))
    check_scope(scope, local(now).date())
    matter = open_matter(
        MatterKind.APPRAISAL,
        title=scope.title,
        state=AppraisalState.DRAFT,
        organization_id=organization_id,
        campaign_id=scope.campaign_id,
        occurred_from=scope.begins_on,
        occurred_to=scope.ends_on,
        confidential=True,
        actor=actor,
        now=now,
    )
    appraisal = Appraisal(matter_id=matter.id, matter=matter)
    db.session.add(appraisal)
    db.session.flush()
    write(appraisal, scope, actor=actor, now=now)
    return appraisal


def check_draft(appraisal: Appraisal, actor: Any) -> None:
    """Only its author changes a draft, and only a draft is changed."""
    if not is_author(actor, appraisal):
        raise NotAllowed(_l("Only the person who opened the appraisal can change its draft."))
    if appraisal.matter.state != AppraisalState.DRAFT:
        raise WrongState(_l("The list is frozen; people, examiners and words can no longer be changed."))


def edit_appraisal(appraisal: Appraisal, scope: Scope, *, actor: Any, now: datetime, version: int | None = None) -> None:
    """Change a draft."""
    check_draft(appraisal, actor)
    if version is not None and version != appraisal.matter.version:
        raise Stale(_l("Somebody changed this after you opened it. Nothing of yours was lost: compare and save again."))
    write(appraisal, scope, actor=actor, now=now)


def discard_appraisal(appraisal: Appraisal, *, actor: Any) -> None:
    """Throw away a draft."""
    check_draft(appraisal, actor)
    matter = appraisal.matter
    set_people(matter, (), parts=list(Part))
    db.session.delete(appraisal)
    db.session.flush()
    db.session.delete(matter)
    db.session.flush()


def check_group(appraisal: Appraisal, people: dict[int, str]) -> None:
    """At least two examiners for every person, recusals counted (EV-26, EV-27)."""
    group = group_of(appraisal.matter_id)
    if len(group) < FEWEST_EXAMINERS:
        raise Refused(
            _l("An examination group has at least %(min)d examiners; add one.", min=FEWEST_EXAMINERS), field="examiners"
        )
    short = [
        name
        for person_id, name in people.items()
        if sum(not member.recused_for(person_id) for member in group) < FEWEST_EXAMINERS
    ]
    if short:
        raise Refused(
            _l(
                "%(names)s: fewer than %(min)d examiners are left once near relatives keep out; add an examiner.",
                names=named(short),
                min=FEWEST_EXAMINERS,
            ),
            field="examiners",
        )


def freeze_appraisal(
    appraisal: Appraisal, *, actor: Any, now: datetime, version: int | None = None, without_notice: bool = False
) -> Transition:
    """Freeze the list as of today and begin to verify. A missing prior notice is a warning that is kept (EV-32)."""
    APPRAISAL_FLOW.required(actor, appraisal, AppraisalAction.FREEZE)
    appraisees = list(appraisal.people)
    if not appraisees:
        raise Refused(_l("Choose at least one person to be appraised."), field="people")
    check_present([one.person for one in appraisees])
    check_group(appraisal, {one.person_id: one.person.name for one in appraisees})
    if appraisal.notice_on is None and not without_notice:
        raise Refused(_l("No prior notice is recorded; give its day, or tick that you go on without it."), field="without_notice")
    transition = APPRAISAL_FLOW.advance(
        appraisal,
        AppraisalAction.FREEZE,
        actor=actor,
        now=now,
        version=version,
        details={"people": len(appraisees), "prior_notice": appraisal.notice_on is not None},
    )
    appraisal.frozen_on = local(now).date()
    freeze_people(appraisees, appraisal.frozen_on)
    db.session.flush()
    return transition


def freeze_people(appraisees: Sequence[Appraisee], day: date) -> None:
    """Places in stroke order, and what everybody is on this day; one statement whatever the number of people."""
    then = people_then([one.person_id for one in appraisees], day)
    ordered = sorted(appraisees, key=lambda row: (stroke_key(row.person.name), row.person_id))
    rows = [
        {
            "of": one.id,
            "position": position,
            "organization_then": then[one.person_id].organization,
            "post_then": then[one.person_id].post,
            "status_then": then[one.person_id].status,
        }
        for position, one in enumerate(ordered, start=1)
    ]
    table = Appraisee.__table__
    db.session.connection().execute(update(table).where(table.c.id == bindparam("of")), rows)
    for one in appraisees:
        db.session.expire(one)
