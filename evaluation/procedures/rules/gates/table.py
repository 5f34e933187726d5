"""Which rule is tested at which act. ``WAITING`` looks at the course alone, ``CONTENT`` at what the form of the act holds.

``LIMITS`` are last days: until when an act is due, counted from another. ``DUTIES`` come round while an activist is cultivated.
"""

from typing import NamedTuple

from evaluation.procedures.rules.gates.ballots import (
    admission_votes,
    admissions_spread,
    conversion_votes,
    majority_of,
    quorum_of,
    secrecy_of,
    written_opinions_of,
)
from evaluation.procedures.rules.gates.breach import Gate
from evaluation.procedures.rules.gates.decisions import (
    admission_body,
    approved_by_committee,
    archive_complete,
    body_of_conversion,
    probation_stated,
    recognised_by_province,
    talker_right,
)
from evaluation.procedures.rules.gates.forms import (
    calendar_official,
    contacts_right,
    decided_by_meeting,
    introducers_have_rights,
    introducers_right,
    introducers_without_sanction,
    opinions_complete,
    outside_vacation,
    publicised_in_both_places,
    recommended,
    review_documented,
    review_passed,
    shortening_authorised,
    training_long_enough,
)
from evaluation.procedures.rules.gates.waiting import (
    approval_still_possible,
    cultivated_long_enough,
    leaves_soon,
    no_open_objection,
    notice_long_enough,
    notice_over,
    old_enough,
    postponed_within_limit,
    probation_over,
    reported_in_time,
    review_fresh,
)


class LastDay(NamedTuple):
    """An act is due within a limit of a rule, counted from the day of another act; ``special`` is the limit for special cases."""

    rule_id: str
    limit: str
    since: str
    special: str | None = None


class Duty(NamedTuple):
    """What comes round every so many months: the rule, the field with its last day, the facts with all days, words."""

    name: str
    rule_id: str
    last: str
    history: str
    chinese: str
    title: str


WAITING: dict[str, tuple[Gate, ...]] = {
    "applied_on": (Gate("DM-01", old_enough, ("birth_date",)),),
    "target_proposed_on": (Gate("DM-09", cultivated_long_enough, ("activist_on",)),),
    "notice_ended_on": (
        Gate("DM-13", notice_long_enough, ("notice_posted_on",)),
        Gate("DM-14", notice_long_enough, ("notice_posted_on",)),
    ),
    "target_listed_on": (
        Gate("DM-13", notice_over, ("notice_posted_on", "notice_ended_on")),
        Gate("DM-14", notice_over, ("notice_posted_on", "notice_ended_on")),
        Gate("DM-16", no_open_objection, ("open_objections",)),
    ),
    "pre_review_on": (
        Gate("DM-21", review_fresh, ("political_review_on",)),
        Gate("DM-24", leaves_soon, ("leaves_unit_on",)),
    ),
    "meeting_on": (Gate("DM-21", review_fresh, ("political_review_on",)),),
    "reported_on": (Gate("DM-34", reported_in_time, ("reported_on",)),),
    "approved_on": (Gate("DM-33", approval_still_possible, ("meeting_on",)),),
    "conversion_meeting_on": (
        Gate("DM-38", probation_over, ("meeting_on",)),
        Gate("DM-41", postponed_within_limit, ("transferred_in",)),
    ),
}

CONTENT: dict[str, tuple[Gate, ...]] = {
    "activist_on": (
        Gate("DM-03", decided_by_meeting, ("decided_by",)),
        Gate("DM-03", recommended, ("recommendation_source",)),
    ),
    "contacts_on": (Gate("DM-05", contacts_right, ("contacts",)),),
    "target_proposed_on": (
        Gate("DM-10", opinions_complete, ("opinions_heard",)),
        Gate("DM-30", shortening_authorised, ("shortening",)),
    ),
    "notice_posted_on": (Gate("DM-15", publicised_in_both_places, ("floating", "notice_places")),),
    "notice_ended_on": (
        Gate("CA-03", calendar_official, ("notice_posted_on",)),
        Gate("CA-04", outside_vacation, ("notice_posted_on",)),
    ),
    "introducers_on": (
        Gate("DM-17", introducers_right, ("introducers",)),
        Gate("DM-18", introducers_have_rights, ("introducers",)),
        Gate("DM-19", introducers_without_sanction, ("introducers",)),
    ),
    "political_review_on": (
        Gate("DM-20", review_passed, ("political_review_passed",)),
        Gate("DM-20", review_documented, ("political_review_document",)),
    ),
    "training_ended_on": (Gate("DM-22", training_long_enough, ("training_hours",)),),
    "meeting_on": (
        Gate("DM-26", quorum_of(admission_votes), ("votes",)),
        Gate("DM-29", written_opinions_of(admission_votes), ("votes",)),
        Gate("DM-27", majority_of(admission_votes), ("votes",)),
        Gate("DM-28", secrecy_of(admission_votes), ("votes",)),
        Gate("DM-47", admissions_spread, ("admissions_lately",)),
    ),
    "approval_talk_on": (Gate("DM-31", talker_right, ("approval_talk_by",)),),
    "approved_on": (
        Gate("DM-32", approved_by_committee(admission_body), ("approving_body",)),
        Gate("DM-35", probation_stated, ("probation_from", "probation_to")),
    ),
    "recognised_on": (Gate("DM-44", recognised_by_province, ("approving_body",)),),
    "conversion_meeting_on": (
        Gate("DM-26", quorum_of(conversion_votes), ("conversion_votes",)),
        Gate("DM-29", written_opinions_of(conversion_votes), ("conversion_votes",)),
        Gate("DM-27", majority_of(conversion_votes), ("conversion_votes",)),
        Gate("DM-28", secrecy_of(conversion_votes), ("conversion_votes",)),
    ),
    "conversion_approved_on": (Gate("DM-32", approved_by_committee(body_of_conversion), ("conversion_body",)),),
    "archived_on": (Gate("DM-43", archive_complete, ("papers",)),),
}

LIMITS: dict[str, LastDay] = {
    "talked_on": LastDay("DM-02", "talk", "applied_on"),
    "meeting_on": LastDay("DM-25", "meeting", "pre_review_on"),
    "reported_on": LastDay("DM-34", "deliberate_again", "meeting_on"),
    "approved_on": LastDay("DM-33", "usual", "meeting_on", special="longest"),
    "oath_on": LastDay("DM-36", "oath", "approved_on"),
    "conversion_approved_on": LastDay("DM-40", "approval", "conversion_meeting_on"),
}

DUTIES: tuple[Duty, ...] = (
    Duty("examination", "DM-07", "last_examined_on", "examinations", "半年考察", "Half-yearly examination"),
    Duty("analysis", "DM-08", "last_analysed_on", "analyses", "年度分析", "Yearly analysis"),
    Duty("thought_report", "DM-46", "last_thought_report_on", "thought_reports", "思想汇报", "Thought report"),
)
