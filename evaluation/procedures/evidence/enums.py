"""Kinds and states of evidence, and the five dimensions of the founding notice."""

from evaluation.foundation.core.enums import Labelled
from evaluation.foundation.core.language import lazy_gettext as _l


class EvidenceKind(Labelled):
    """What the item is a copy of."""

    SHIFT_LINE = "shift_line", _l("Shift")
    DEED = "deed", _l("Exemplary deed")


class EvidenceState(Labelled):
    """Whether the item may still be leant on."""

    VALID = "valid", _l("Valid"), "plain"
    CORRECTED = "corrected", _l("Corrected"), "amber"
    WITHDRAWN = "withdrawn", _l("Withdrawn"), "red"


class Tone(Labelled):
    """Commendable or corrective."""

    COMMENDABLE = "commendable", _l("Commendable")
    CORRECTIVE = "corrective", _l("Corrective")


class Dimension(Labelled):
    """The five things that the notice asks to examine (notice, section four)."""

    POLITICAL_QUALITY = "political_quality", _l("Political quality")
    SENSE_OF_PURPOSE = "sense_of_purpose", _l("Sense of purpose")
    VIEW_OF_THE_WHOLE = "view_of_the_whole", _l("View of the whole")
    COMMAND = "command", _l("Command")
    RESPONSIBILITY = "responsibility", _l("Sense of responsibility")


class Purpose(Labelled):
    """What a citation is for."""

    STATEMENT = "statement", _l("Statement")
    RATING = "rating", _l("Rating")
    STORY = "story", _l("Story")
    DEED = "deed", _l("Deed")
    NOMINATION = "nomination", _l("Membership step")
