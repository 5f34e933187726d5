"""One case: where it stands, what can be done, what is recorded; its history."""

from typing import Any

from flask import render_template, request, url_for
from flask_login import current_user

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.web.access import requires
from evaluation.foundation.web.display import zh_date
from evaluation.procedures.notices.queries import open_objections_of, running_notice_of
from evaluation.procedures.rules.engine import stage_of
from evaluation.procedures.rules.probation import probation_over_on
from evaluation.procedures.rules.queries import rule_engine
from evaluation.procedures.workflow.panels import panel_of
from evaluation.procedures.workflow.queries import timeline
from evaluation.records.nominations.enums import CompanionPart, NominationState
from evaluation.records.nominations.enums import NominationAction as Action
from evaluation.records.nominations.models.cases import Nomination
from evaluation.records.nominations.operations.statuses import standing_from
from evaluation.records.nominations.policies import READERS, may_work
from evaluation.records.nominations.presentation.standing import frontline_words, standing_of
from evaluation.records.nominations.presentation.steps import stepper, tasks_of
from evaluation.records.nominations.queries.boards import frontline_of
from evaluation.records.nominations.queries.cases import (
    acts_of_case,
    all_acts,
    ballots_of,
    companions_of,
    examinations_of,
    extensions_of,
    nomination_visible,
    present_course,
)
from evaluation.records.nominations.workflow import NOMINATION_FLOW
from evaluation.registry.accounts.enums import ORGANIZATION_ROLES


def beside(nomination: Nomination) -> list[dict[str, Any]]:
    """What may be done beside the steps, as entries of the menu."""
    course = nomination
    offered = [
        (Action.EXAMINE, _("Record an examination"), course.activist_on and not course.target_listed_on),
        (Action.REPLACE_CONTACT, _("Replace a contact"), course.contacts_on and not course.target_listed_on),
        (Action.EXTEND, _("Extend probation"), course.approved_on and not course.conversion_meeting_on),
        (Action.POSTPONE, _("Postpone the discussion"), course.transferred_in and not course.conversion_meeting_on),
        (Action.MOVE_IN, _("Moved in: carry time over"), course.activist_on and not course.conversion_meeting_on),
        (Action.MOVE, _("Move to another branch"), True),
        (Action.MOVE_OUT, _("Move out"), True),
        (Action.CHOOSE_TEXT, _("Choose the applied text"), True),
        (Action.CANCEL, _("Cancel probationary membership"), course.approved_on and not course.conversion_approved_on),
        (Action.CLOSE, _("End the case"), not course.approved_on),
    ]
    further = []
    noticed = course.target_agreed_on and not course.notice_posted_on
    if noticed and current_user.within(nomination.matter.organization_id, *ORGANIZATION_ROLES):
        further.append({"label": _("Put on public notice"), "url": url_for("nominations.notice", matter_id=nomination.matter_id)})
    if NOMINATION_FLOW.may(current_user, nomination, Action.RECOGNISE) and not course.approved_on:
        url = url_for("nominations.step", matter_id=nomination.matter_id, act=Action.RECOGNISE.value)
        further.append({"label": _("Posthumous recognition"), "url": url})
    return further + [
        {"label": label, "url": url_for("nominations.beside", matter_id=nomination.matter_id, action=action.value)}
        for action, label, fits in offered
        if fits and NOMINATION_FLOW.may(current_user, nomination, action)
    ]


def facts_of_page(nomination: Nomination, companions: list[Any]) -> list[tuple[str, Any]]:
    """The facts of a case in words."""
    engine = rule_engine()

    def names(part: CompanionPart) -> list[str]:
        return [person.name for one, person in companions if one.part is part and one.ends_on is None]

    facts: list[tuple[str, Any]] = [
        (_("Application"), zh_date(nomination.applied_on)),
        (_("Unit and post, as of that day"), "　".join(filter(None, (nomination.organization_then, nomination.post_then)))),
        (_("Decided as activist"), zh_date(nomination.activist_on)),
        (_("Cultivation contacts"), names(CompanionPart.CONTACT)),
        (_("Introducers"), names(CompanionPart.INTRODUCER)),
    ]
    if nomination.cultivated_since:
        facts.append((_("Cultivated since, elsewhere"), zh_date(nomination.cultivated_since)))
    if nomination.meeting_on:
        frame = engine.frame_on(nomination.meeting_on, nomination.edition)
        over = probation_over_on(present_course(nomination), frame.pack, frame.almanac)
        facts.append((_("Probation"), _("%(start)s to %(end)s", start=zh_date(nomination.meeting_on), end=zh_date(over))))
    if nomination.conversion_approved_on:
        facts.append((_("Party standing counts from"), zh_date(standing_from(nomination))))
    if nomination.edition:
        facts.append((_("Applied text, chosen for this case"), f"{nomination.edition.label}：{nomination.edition_reason}"))
    if nomination.ending:
        facts.append((_("Ended"), f"{zh_date(nomination.closed_on)}　{nomination.ending}"))
    return facts


@requires(*READERS)
def detail(matter_id: int) -> str:
    """The page of a case."""
    nomination = nomination_visible(current_user, matter_id)
    engine = rule_engine()
    course = present_course(nomination)
    today = clock.today()
    state = NominationState(nomination.matter.state)
    waiting = course.notice_posted_on is not None and course.target_listed_on is None
    cultivated = course.activist_on is not None and course.target_listed_on is None
    every = request.args.get("all") == "1"
    companions = companions_of(matter_id)
    return render_template(
        "records/nominations/detail.html",
        nomination=nomination,
        state=state,
        standing=standing_of(course, engine, today),
        steps=stepper(course, engine),
        every=every,
        tasks=tasks_of(course, engine, acts_of_case(matter_id), today, matter_id, None if every else stage_of(course)),
        facts=facts_of_page(nomination, companions),
        ballots=ballots_of(matter_id) if course.meeting_on else {},
        examinations=examinations_of(matter_id) if cultivated else [],
        extensions=extensions_of(matter_id) if course.extension_months else [],
        frontline=frontline_words(frontline_of([nomination.person_id]).get(nomination.person_id)),
        notice=running_notice_of(matter_id) if waiting else None,
        objections=open_objections_of(matter_id) if waiting else [],
        panel=panel_of(nomination.matter, current_user, clock.now()),
        menu=beside(nomination),
        may_work=may_work(current_user, nomination.matter),
    )


@requires(*READERS)
def history(matter_id: int) -> str:
    """Everything that was recorded, when it happened and when it was written down, corrections included."""
    nomination = nomination_visible(current_user, matter_id)
    return render_template(
        "records/nominations/history.html",
        nomination=nomination,
        acts=all_acts(matter_id),
        words={action.value: action.label for action in Action},
        history=timeline(NOMINATION_FLOW, matter_id),
    )
