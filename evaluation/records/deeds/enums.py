"""States and actions of exemplary deeds."""

from evaluation.foundation.core.enums import Labelled
from evaluation.foundation.core.language import lazy_gettext as _l


class DeedState(Labelled):
    """From draft to accepted, and the ways aside."""

    DRAFT = "draft", _l("Draft"), "grey"
    SUBMITTED = "submitted", _l("Branch to verify"), "blue"
    VERIFIED = "verified", _l("Org. dept. to review"), "blue"
    REVIEWED = "reviewed", _l("Awaiting public notice"), "blue"
    NOTICED = "noticed", _l("On public notice"), "violet"
    ACCEPTED = "accepted", _l("Accepted"), "plain"
    RETURNED = "returned", _l("Returned"), "amber"
    WITHDRAWN = "withdrawn", _l("Withdrawn"), "grey"
    REJECTED = "rejected", _l("Not accepted"), "grey"
    DUPLICATE = "duplicate", _l("Duplicate"), "grey"
    REVOKED = "revoked", _l("Revoked"), "grey"


class DeedAction(Labelled):
    """The verbs of the process, as on the buttons."""

    SUBMIT = "submit", _l("Submit")
    RESUBMIT = "resubmit", _l("Submit again")
    WITHDRAW = "withdraw", _l("Withdraw")
    VERIFY = "verify", _l("Verified, correct")
    REVIEW = "review", _l("Pass")
    RETURN = "return", _l("Return for changes")
    REJECT = "reject", _l("Do not accept")
    MARK_DUPLICATE = "mark_duplicate", _l("Mark as duplicate")
    POST_NOTICE = "post_notice", _l("Put on public notice")
    STOP_NOTICE = "stop_notice", _l("Stop the notice and review again")
    ACCEPT = "accept", _l("Accept")
    REVOKE = "revoke", _l("Revoke")


class SubjectKind(Labelled):
    """Whose deed it is."""

    INDIVIDUAL = "individual", _l("Individual")
    COLLECTIVE = "collective", _l("Collective")
