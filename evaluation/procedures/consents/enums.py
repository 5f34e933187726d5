"""Scope, channels and states of a consent to publication."""

from evaluation.foundation.core.enums import Labelled
from evaluation.foundation.core.language import lazy_gettext as _l


class ConsentState(Labelled):
    """Silence never counts as consent."""

    ASKED = "asked", _l("Awaiting consent"), "amber"
    GIVEN = "given", _l("Consents to publication"), "plain"
    CHANGES_WANTED = "changes_wanted", _l("Consents after changes"), "amber"
    REFUSED = "refused", _l("Does not consent"), "red"
    WITHDRAWN = "withdrawn", _l("Consent withdrawn"), "red"
    OUTDATED = "outdated", _l("Text changed since"), "amber"


class Scope(Labelled):
    """What may be shown."""

    NAME = "name", _l("Name")
    PHOTOGRAPH = "photograph", _l("Photograph")
    STORY = "story", _l("Story about the person")


class Channel(Labelled):
    """Where it may be shown."""

    CAMPUS_WEB = "campus_web", _l("College web site")
    WECHAT = "wechat", _l("WeChat official account")
    PRINT = "print", _l("Print and bulletin")


class Means(Labelled):
    """How the consent was given."""

    ONLINE = "online", _l("In the system")
    PAPER = "paper", _l("Signed on paper")
