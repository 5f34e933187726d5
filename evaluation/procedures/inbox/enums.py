"""The four boxes, and how near a due date is."""

from evaluation.foundation.core.enums import Labelled
from evaluation.foundation.core.language import lazy_gettext as _l


class Box(Labelled):
    """待我处理, 我发起的, 已处理, 抄送我的."""

    TODO = "todo", _l("For me to do")
    MINE = "mine", _l("Started by me")
    DONE = "done", _l("Dealt with")
    COPIES = "cc", _l("Sent to me for information")


class Due(Labelled):
    """How near the due date is."""

    LATE = "late", _l("Late")
    TODAY = "today", _l("Today")
    WEEK = "week", _l("Within seven days")
