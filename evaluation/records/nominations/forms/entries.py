"""From a filled form to what the rules read."""

import re
from typing import Any

from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import Refused
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.procedures.rules.enums import BodyKind, Meeting, Opinion, Outcome, Talker
from evaluation.procedures.rules.facts import Authorisation, Body, Exclusion, Votes
from evaluation.records.nominations.operations.acts import Entry
from evaluation.registry.organizations.enums import PartyType
from evaluation.registry.organizations.models import Organization

KINDS = {
    PartyType.COMMITTEE: BodyKind.COMMITTEE,
    PartyType.GENERAL_BRANCH: BodyKind.GENERAL_BRANCH,
    PartyType.BRANCH: BodyKind.BRANCH,
    PartyType.TEMPORARY: BodyKind.TEMPORARY,
}
EXCLUDED = re.compile(r"(\d{1,5})\s*(?:人|名)?[\s　:：,，、]*(.*)")
NOTES = ("document", "certificate", "resolution", "talker", "opinion", "provincial_body")


def excluded_from(text: str) -> tuple[Exclusion, ...]:
    """Lines such as “2 出国半年以上”; a line without a number is refused, one without a reason is left to the rules."""
    found = []
    for line in filter(None, (one.strip() for one in text.splitlines())):
        match = EXCLUDED.fullmatch(line)
        if match is None:
            raise Refused(
                _l("Write a number and a reason in each line, such as “2 abroad for over half a year”."), field="excluded"
            )
        found.append(Exclusion(int(match[1]), match[2].strip()))
    return tuple(found)


def votes_from(form: Any) -> Votes:
    """The totals of a ballot form."""
    return Votes(
        due=form.due.data,
        present=form.present.data,
        in_favour=form.in_favour.data,
        against=form.against.data or 0,
        abstained=form.abstained.data or 0,
        written_in_favour=form.written_in_favour.data or 0,
        written_against=form.written_against.data or 0,
        written_received_on=form.written_received_on.data,
        secret=bool(form.secret.data),
        candidates_together=form.candidates_together.data or 1,
        excluded=excluded_from(form.excluded.data or ""),
    )


def body_from(form: Any) -> Body | None:
    """The approving body of a form, with the papers of a temporary organisation."""
    organization = db.session.get(Organization, form.body.data) if form.body.data else None
    if organization is None or organization.party_type is None:
        return None
    exception = None
    if form.exception_number.data or form.exception_date.data:
        evidence = tuple(filter(None, re.split(r"[\s,，、;；]+", form.exception_evidence.data or "")))
        exception = Authorisation(
            form.exception_number.data or "", form.exception_date.data, form.exception_by.data or "", evidence
        )
    return Body(KINDS[organization.party_type], may_approve=organization.may_approve_admission, exception=exception)


def facts_from_form(act_name: str, form: Any, evidence_numbers: dict[int, str]) -> dict[str, Any]:
    """The facts that the rules read, by their names."""
    if act_name == "activist_on":
        return {
            "decided_by": Meeting(form.decided_by.data) if form.decided_by.data else None,
            "recommendation_source": form.recommendation_source.data,
        }
    if act_name == "target_proposed_on":
        facts: dict[str, Any] = {
            "opinions_heard": frozenset(one for one in Opinion if form[one.value].data),
            "shortened": bool(form.shortened.data),
        }
        if form.shortened.data:
            cited = tuple(evidence_numbers[one] for one in form.evidence.data or [] if one in evidence_numbers)
            facts["shortening"] = Authorisation(
                form.document_number.data or "", form.document_date.data, form.approved_by.data or "", cited
            )
        return facts
    if act_name == "notice_posted_on":
        return {"floating": bool(form.floating.data), "notice_places": form.notice_places.data or 1}
    if act_name == "political_review_on":
        return {
            "political_review_passed": form.political_review_passed.data == "yes",
            "political_review_document": form.political_review_document.data,
        }
    if act_name == "training_ended_on":
        days, hours = form.training_days.data, form.training_hours.data
        return {
            "training_days": None if days is None else float(days),
            "training_hours": None if hours is None else float(hours),
            "training_exception": form.training_exception.data,
        }
    if act_name == "pre_review_on":
        return {"leaves_unit_on": form.leaves_unit_on.data}
    if act_name == "approval_talk_on":
        return {"approval_talk_by": Talker(form.approval_talk_by.data)}
    if act_name == "approved_on":
        return {
            "approving_body": body_from(form),
            "probation_from": form.probation_from.data,
            "probation_to": form.probation_to.data,
            "approval_special": bool(form.approval_special.data),
        }
    if act_name == "recognised_on":
        return {"approving_body": Body(BodyKind.COMMITTEE, may_approve=True, is_provincial=bool(form.is_provincial.data))}
    if act_name == "conversion_meeting_on":
        return {"conversion_outcome": Outcome.CONVERTED}
    return {"conversion_body": body_from(form)} if act_name == "conversion_approved_on" else {}


def entry_from(act_name: str, form: Any, evidence_numbers: dict[int, str]) -> Entry:
    """What a form gives. Words that no rule reads are kept under the name of the act.

    :raises Refused: a line of those left out cannot be read.
    """
    notes = {name: form[name].data for name in NOTES if name in form and form[name].data}
    if act_name == "target_proposed_on":
        notes["opinions"] = {one.value: form[one.value].data for one in Opinion if form[one.value].data}

    def chosen(name: str) -> list[int]:
        return list(form[name].data or []) if name in form else []

    evidence = [one for one in chosen("evidence") if one in evidence_numbers] if act_name == "target_proposed_on" else []
    return Entry(
        on=form.on.data,
        facts=facts_from_form(act_name, form, evidence_numbers),
        people=chosen("people"),
        suspended=chosen("suspended"),
        sanctioned=chosen("sanctioned"),
        votes=votes_from(form) if act_name in ("meeting_on", "conversion_meeting_on") else None,
        reason=form.reason.data or None,
        notes={act_name: notes} if notes else {},
        evidence=evidence,
    )
