"""States and actions of public notices and of objections."""

from evaluation.foundation.core.enums import Labelled
from evaluation.foundation.core.language import lazy_gettext as _l


class NoticeState(Labelled):
    """公示."""

    DRAFT = "draft", _l("Draft"), "grey"
    RUNNING = "running", _l("On public notice"), "violet"
    ENDED = "ended", _l("Ended"), "plain"
    STOPPED = "stopped", _l("Stopped"), "grey"


class NoticeAction(Labelled):
    """Steps of a notice."""

    POST = "post", _l("Post the notice")
    END = "end", _l("Close the notice")
    STOP = "stop", _l("Stop the notice")


class ObjectionState(Labelled):
    """异议. The first row exists only between two statements of one transaction: an objection is handed in at once."""

    DRAFT = "draft", _l("Draft"), "grey"
    RECEIVED = "received", _l("Received"), "amber"
    ACCEPTED = "accepted", _l("Under examination"), "red"
    UPHELD = "upheld", _l("Upheld"), "plain"
    DISMISSED = "dismissed", _l("Not upheld"), "plain"
    RE_REVIEW = "re_review", _l("Under re-review"), "red"
    WITHDRAWN = "withdrawn", _l("Withdrawn"), "grey"


OPEN_OBJECTIONS = frozenset({ObjectionState.RECEIVED, ObjectionState.ACCEPTED, ObjectionState.RE_REVIEW})
ANSWERED_OBJECTIONS = frozenset({ObjectionState.UPHELD, ObjectionState.DISMISSED})


class ObjectionAction(Labelled):
    """Steps of an objection."""

    LODGE = "lodge", _l("Raise an objection")
    ACCEPT = "accept", _l("Accept for examination")
    UPHOLD = "uphold", _l("Answer: upheld")
    DISMISS = "dismiss", _l("Answer: not upheld")
    ASK_RE_REVIEW = "ask_re_review", _l("Not satisfied, ask for re-review")
    WITHDRAW = "withdraw", _l("Withdraw")
