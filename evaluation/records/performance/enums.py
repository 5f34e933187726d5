"""States, actions and row checks of frontline shifts."""

from evaluation.foundation.core.enums import Labelled
from evaluation.foundation.core.language import lazy_gettext as _l


class ShiftState(Labelled):
    """From draft to verified, and the ways aside."""

    DRAFT = "draft", _l("Draft"), "grey"
    SUBMITTED = "submitted", _l("Branch to verify"), "blue"
    VERIFIED = "verified", _l("Verified"), "plain"
    RETURNED = "returned", _l("Returned"), "amber"
    WITHDRAWN = "withdrawn", _l("Withdrawn"), "grey"
    VOIDED = "voided", _l("Revoked"), "grey"


LIVE_STATES = frozenset({ShiftState.SUBMITTED, ShiftState.RETURNED, ShiftState.VERIFIED})
EDITABLE_STATES = frozenset({ShiftState.DRAFT, ShiftState.RETURNED, ShiftState.WITHDRAWN})


class LineState(Labelled):
    """Where one person's line stands. Before the shift is handed in it says nothing."""

    SUBMITTED = "submitted", _l("To verify"), "blue"
    VERIFIED = "verified", _l("Verified"), "plain"
    RETURNED = "returned", _l("Returned"), "amber"
    VOIDED = "voided", _l("Revoked"), "grey"


COUNTED_LINES = frozenset({LineState.SUBMITTED, LineState.VERIFIED})


class ShiftAction(Labelled):
    """The verbs of the process. The ``some`` ones decide a part of the lines while others still wait."""

    SUBMIT = "submit", _l("Submit")
    RESUBMIT = "resubmit", _l("Submit again")
    LEAVE_OUT = "leave_out", _l("Take out what was returned")
    WITHDRAW = "withdraw", _l("Withdraw")
    VERIFY_SOME = "verify_some", _l("Verify a part")
    VERIFY = "verify", _l("Verified, correct")
    RETURN = "return", _l("Return for changes")
    VOID_SOME = "void_some", _l("Revoke a part")
    VOID = "void", _l("Revoke")


class CampaignState(Labelled):
    """A special action takes records only while it runs."""

    PLANNED = "planned", _l("Planned"), "grey"
    RUNNING = "running", _l("Running"), "blue"
    CLOSED = "closed", _l("Closed"), "plain"
    ARCHIVED = "archived", _l("Archived"), "grey"


class RowCheck(Labelled):
    """What may be odd in a row. ``NOTE_KEEPS`` names those that a note in the row explains; the others must be changed."""

    TOO_LONG = "too_long"
    OVERLAP = "overlap"
    LONG_DAY = "long_day"
    LEFT = "left"
    NOT_YET = "not_yet"
    RECORDED = "recorded"
    UNKNOWN = "unknown"


NOTE_KEEPS = frozenset({RowCheck.TOO_LONG, RowCheck.OVERLAP, RowCheck.LONG_DAY})
