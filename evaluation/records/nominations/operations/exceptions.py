"""What is not the plain way: extension, transfer, cancellation, another text for one case, an end, a corrected day."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from evaluation.foundation.core.clock import local
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import Refused, WrongState
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.foundation.web.display import zh_date
from evaluation.procedures.rules.engine import finding_from
from evaluation.procedures.rules.enums import Edition, Outcome
from evaluation.procedures.rules.facts import CaseFacts, Extension, Votes
from evaluation.procedures.rules.findings import Finding
from evaluation.procedures.rules.gates.ballots import majority_of, quorum_of, secrecy_of, written_opinions_of
from evaluation.procedures.rules.gates.decisions import extension_allowed
from evaluation.procedures.rules.judgement import judge
from evaluation.procedures.rules.probation import probation_over_on
from evaluation.procedures.rules.queries import rule_engine
from evaluation.procedures.rules.wording import full_sentence
from evaluation.procedures.workflow.models import Transition
from evaluation.records.nominations.enums import NominationAction as Action
from evaluation.records.nominations.facts import course_of, plain
from evaluation.records.nominations.models.cases import Nomination
from evaluation.records.nominations.models.parts import NominationExtension
from evaluation.records.nominations.operations.acts import Entry, ballot_of, record_act, supersede
from evaluation.records.nominations.operations.tasks import renew_tasks
from evaluation.records.nominations.operations.testing import finding_facts, frozen, tested
from evaluation.records.nominations.queries.cases import acts_of_case, committee_above, extensions_of, facts_of
from evaluation.records.nominations.workflow import NOMINATION_FLOW
from evaluation.registry.organizations.models import Organization

BALLOT_GATES = (
    ("DM-26", quorum_of(lambda facts: facts.conversion_votes)),
    ("DM-29", written_opinions_of(lambda facts: facts.conversion_votes)),
    ("DM-27", majority_of(lambda facts: facts.conversion_votes)),
    ("DM-28", secrecy_of(lambda facts: facts.conversion_votes)),
)


def check_words(reason: str, field: str = "reason") -> str:
    """A reason of a few words, or a refusal."""
    words = reason.strip()
    if len(words) < 5:
        raise Refused(_l("Give a reason of at least %(min)d characters.", min=5), field=field)
    return words


def check_day(on: date, now: datetime, field: str = "on") -> None:
    """Refuse a day to come."""
    if on > local(now).date():
        raise Refused(_l("This day lies in the future; give the day on which it happened."), field=field)


def extend_probation(
    nomination: Nomination,
    *,
    decided_on: date,
    months: int,
    approved_on: date,
    votes: Votes,
    reason: str,
    actor: Any,
    now: datetime,
    version: int | None = None,
) -> Transition:
    """Extend probation once, by six to twelve months: branch meeting and approval of the committee (Art. 31, DM-39)."""
    NOMINATION_FLOW.required(actor, nomination, Action.EXTEND)
    words = check_words(reason)
    check_day(decided_on, now, "decided_on")
    check_day(approved_on, now, "approved_on")
    if nomination.approved_on is None or nomination.meeting_on is None or nomination.conversion_meeting_on is not None:
        raise WrongState(_l("Only a running probation can be extended."))
    if decided_on < nomination.approved_on or approved_on < decided_on:
        raise Refused(_l("Admission, branch meeting and approval follow one another; correct the days."), field="decided_on")
    engine = rule_engine()
    frame = engine.frame_on(decided_on, nomination.edition)
    act = engine.acts["conversion_meeting_on"]
    facts = CaseFacts(course=course_of(nomination), conversion_votes=votes)
    findings: list[Finding] = []
    position = len(extensions_of(nomination.matter_id)) + 1
    breach = extension_allowed(facts, Extension(decided_on, months), position, frame.pack["DM-39"])
    if breach is not None:
        findings.append(finding_from(breach, frame.pack["DM-39"], act, decided_on))
    for rule_id, test in BALLOT_GATES:
        rule = frame.pack[rule_id]
        found = test(facts, decided_on, rule, frame)
        if found is not None:
            findings.append(finding_from(found, rule, act, decided_on))
    if findings:
        fields = {"DM-39": "months", "DM-26": "present", "DM-27": "in_favour", "DM-28": "secret", "DM-29": "written_in_favour"}
        raise Refused(full_sentence(findings[0]), field=fields[findings[0].rule.id])
    rule = frame.pack["DM-39"]
    row = NominationExtension(
        matter_id=nomination.matter_id,
        decided_on=decided_on,
        months=months,
        approved_on=approved_on,
        reason=words,
        ballot=plain(votes),
        frozen={"edition": frame.pack.edition.value, "rule": rule.id, "text": rule.chinese, "article": rule.article.chinese},
        recorded_at=now,
        recorded_by_id=actor.account_id,
        recorded_by_name=actor.name,
    )
    db.session.add(row)
    nomination.extension_months += months
    over = probation_over_on(course_of(nomination), frame.pack, frame.almanac)
    transition = NOMINATION_FLOW.advance(
        nomination,
        Action.EXTEND,
        actor=actor,
        now=now,
        comment=words,
        version=version,
        details={"on": decided_on.isoformat(), "months": months, "over": over.isoformat() if over else None},
    )
    renew_tasks(nomination, now=now, actor=actor)
    return transition


def postpone_discussion(
    nomination: Nomination, until: date, *, reason: str, actor: Any, now: datetime, version: int | None = None
) -> Transition:
    """The receiving branch puts the discussion of conversion off, for six months at most (Art. 35, DM-41)."""
    NOMINATION_FLOW.required(actor, nomination, Action.POSTPONE)
    words = check_words(reason)
    engine = rule_engine()
    today = local(now).date()
    course = course_of(nomination)._replace(postponed_until=until)
    test = tested(engine, replace(facts_of(nomination), course=course), "conversion_meeting_on", today, today)
    breach = next((one for one in test.blocks if one.rule.id == "DM-41"), None)
    if breach is not None:
        raise Refused(full_sentence(breach), field="until")
    nomination.postponed_until = until
    transition = NOMINATION_FLOW.advance(
        nomination, Action.POSTPONE, actor=actor, now=now, comment=words, version=version, details={"until": until.isoformat()}
    )
    renew_tasks(nomination, now=now, actor=actor)
    return transition


def move_in(
    nomination: Nomination,
    *,
    on: date,
    organization: str,
    cultivated_since: date | None,
    reason: str,
    actor: Any,
    now: datetime,
    version: int | None = None,
) -> Transition:
    """The person came from another organisation: time of cultivation is carried over (Art. 12), and a member on probation may
    be discussed later (Art. 35). The papers of the former organisation bear it out."""
    NOMINATION_FLOW.required(actor, nomination, Action.MOVE_IN)
    words = check_words(reason)
    check_day(on, now)
    if not organization.strip():
        raise Refused(_l("Name the organisation from which the person came."), field="organization")
    if cultivated_since is not None:
        if nomination.target_proposed_on is not None:
            raise WrongState(_l("The development target is proposed already; the time before changes nothing any more."))
        if cultivated_since > on or (nomination.activist_on is not None and cultivated_since > nomination.activist_on):
            raise Refused(
                _l("Time that is carried over begins before the move and the decision here; correct it."), field="since"
            )
        birth = nomination.person.birth_date
        if birth is not None and cultivated_since < birth:
            raise Refused(_l("This day lies before the date of birth; correct it."), field="since")
        nomination.cultivated_since = cultivated_since
    if nomination.approved_on is not None:
        nomination.transferred_in = True
    transition = NOMINATION_FLOW.advance(
        nomination,
        Action.MOVE_IN,
        actor=actor,
        now=now,
        comment=words,
        version=version,
        details={
            "on": on.isoformat(),
            "from": organization.strip(),
            "since": cultivated_since.isoformat() if cultivated_since else None,
        },
    )
    renew_tasks(nomination, now=now, actor=actor)
    return transition


def move_to_branch(
    nomination: Nomination, branch: Organization, *, on: date, reason: str, actor: Any, now: datetime, version: int | None = None
) -> Transition:
    """The person moved to another branch of the college; time of cultivation and probation goes on (Art. 12 and 35)."""
    NOMINATION_FLOW.required(actor, nomination, Action.MOVE)
    check_day(on, now)
    committee = committee_above(branch.id)
    if committee is None or branch.id == nomination.matter.party_organization_id:
        raise Refused(_l("Choose another branch, below a Party committee."), field="branch")
    nomination.matter.party_organization_id = branch.id
    nomination.matter.organization_id = committee.id
    if nomination.approved_on is not None:
        nomination.transferred_in = True
    if nomination.contacts_on is not None and nomination.target_listed_on is None:
        nomination.contact_to_replace = True
    transition = NOMINATION_FLOW.advance(
        nomination,
        Action.MOVE,
        actor=actor,
        now=now,
        comment=reason.strip() or None,
        version=version,
        details={"on": on.isoformat(), "branch": branch.name},
    )
    renew_tasks(nomination, now=now, actor=actor)
    return transition


def end_case(
    nomination: Nomination, action: Action, *, on: date, reason: str, actor: Any, now: datetime, version: int | None = None
) -> Transition:
    """End a case without full membership: moved elsewhere, ended with a reason. The files stay."""
    NOMINATION_FLOW.required(actor, nomination, action)
    words = check_words(reason)
    check_day(on, now)
    latest = max((day for day in course_of(nomination)[: len(rule_engine().acts)] if day is not None), default=on)
    if on < latest:
        raise Refused(_l("The case went on until %(day)s; it cannot end before.", day=zh_date(latest)), field="on")
    nomination.closed_on, nomination.ending = on, words
    transition = NOMINATION_FLOW.advance(
        nomination, action, actor=actor, now=now, comment=words, version=version, details={"on": on.isoformat()}
    )
    renew_tasks(nomination, now=now, actor=actor)
    return transition


def cancel_membership(
    nomination: Nomination,
    *,
    decided_on: date,
    approved_on: date,
    votes: Votes,
    reason: str,
    actor: Any,
    now: datetime,
    version: int | None = None,
) -> Transition:
    """Cancel a probationary membership: the branch meeting decides and the committee approves (Art. 31)."""
    NOMINATION_FLOW.required(actor, nomination, Action.CANCEL)
    words = check_words(reason)
    check_day(approved_on, now, "approved_on")
    if approved_on < decided_on:
        raise Refused(_l("Admission, branch meeting and approval follow one another; correct the days."), field="approved_on")
    facts = facts_of(nomination)
    course = facts.course._replace(conversion_outcome=Outcome.CANCELLED)
    facts = replace(facts, course=course, conversion_votes=votes)
    if nomination.conversion_meeting_on is None:
        test = tested(rule_engine(), facts, "conversion_meeting_on", decided_on, local(now).date())
        if test.blocks:
            raise Refused(full_sentence(test.blocks[0]), field="decided_on")
        entry = Entry(on=decided_on, facts={"conversion_outcome": Outcome.CANCELLED}, votes=votes, reason=words)
        record_act(nomination, test, entry, frozen(test), actor=actor, now=now)
    nomination.conversion_outcome = Outcome.CANCELLED
    nomination.closed_on, nomination.ending = approved_on, words
    transition = NOMINATION_FLOW.advance(
        nomination,
        Action.CANCEL,
        actor=actor,
        now=now,
        comment=words,
        version=version,
        details={"on": approved_on.isoformat(), "decided_on": decided_on.isoformat()},
    )
    renew_tasks(nomination, now=now, actor=actor)
    return transition


def choose_text(
    nomination: Nomination, edition: Edition | None, *, reason: str, actor: Any, now: datetime, version: int | None = None
) -> Transition:
    """Let the organization department choose one text for a case that began under the other; finished steps stay as they are."""
    NOMINATION_FLOW.required(actor, nomination, Action.CHOOSE_TEXT)
    words = check_words(reason)
    nomination.edition = edition
    nomination.edition_reason = words if edition is not None else None
    transition = NOMINATION_FLOW.advance(
        nomination,
        Action.CHOOSE_TEXT,
        actor=actor,
        now=now,
        comment=words,
        version=version,
        details={"edition": edition.value if edition else None},
    )
    renew_tasks(nomination, now=now, actor=actor)
    return transition


def correct_day(
    nomination: Nomination, act_name: str, on: date, *, reason: str, actor: Any, now: datetime, version: int | None = None
) -> Transition:
    """Correct the day of a recorded act. The first record stays with the reason; no rule may be broken that was kept before."""
    NOMINATION_FLOW.required(actor, nomination, act_name if act_name != "applied_on" else Action.CORRECT)
    words = check_words(reason)
    check_day(on, now)
    record = acts_of_case(nomination.matter_id).get(act_name)
    if record is None:
        raise WrongState(_l("This step is not recorded yet; record it instead."))
    if on == record.happened_on:
        raise Refused(_l("The step is recorded on this day already."), field="on")
    engine = rule_engine()
    facts = facts_of(nomination)
    before = {(one.rule.id, one.act.name) for one in judge(engine, facts) if one.blocks}
    changed = replace(facts, course=facts.course._replace(**{act_name: on}))
    fresh = [one for one in judge(engine, changed) if one.blocks and (one.rule.id, one.act.name) not in before]
    if fresh:
        raise Refused(full_sentence(fresh[0]), field="on")
    without = replace(changed, course=changed.course._replace(**{act_name: None}))
    test = tested(engine, without, act_name, on, local(now).date())
    votes = changed.votes if act_name == "meeting_on" else changed.conversion_votes
    supersede(nomination, [act_name], words, now=now, ballots=True)
    answer = {**frozen(test), "corrected_from": record.happened_on.isoformat(), "findings": finding_facts(test.findings)}
    record_act(nomination, test, Entry(on=on, reason=words), answer, actor=actor, now=now)
    if act_name in ("meeting_on", "conversion_meeting_on") and votes is not None:
        db.session.add(ballot_of(nomination, act_name, votes, now))
    transition = NOMINATION_FLOW.advance(
        nomination,
        Action.CORRECT,
        actor=actor,
        now=now,
        comment=words,
        version=version,
        details={"act": act_name, "from": record.happened_on.isoformat(), "on": on.isoformat()},
    )
    renew_tasks(nomination, now=now, actor=actor)
    return transition
