"""States, actions and choices of featured stories (宣传稿件)."""

from typing import Any

from evaluation.foundation.core.enums import Labelled
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.procedures.consents.enums import Channel
from evaluation.registry.accounts.enums import Role


class StoryState(Labelled):
    """From draft to released, and the ways aside."""

    DRAFT = "draft", _l("Draft"), "grey"
    CONSENT = "consent", _l("Awaiting consent"), "amber"
    REVIEW1 = "review1", _l("First review and proof"), "violet"
    REVIEW2 = "review2", _l("Second review and proof"), "violet"
    REVIEW3 = "review3", _l("Final review and proof"), "violet"
    READY = "ready", _l("Ready to export"), "green"
    RELEASED = "released", _l("Released"), "plain"
    CORRECTED = "corrected", _l("Corrected"), "amber"
    RETURNED = "returned", _l("Returned"), "amber"
    RECALLED = "recalled", _l("Recalled"), "grey"


class StoryAction(Labelled):
    """The verbs of the process, as on the buttons."""

    SUBMIT = "submit", _l("Submit")
    RESUBMIT = "resubmit", _l("Submit again, text unchanged")
    RESUBMIT_CHANGED = "resubmit_changed", _l("Submit the changed text")
    SEND = "send", _l("Send to review")
    PASS1 = "pass1", _l("Pass the first review")
    PASS2 = "pass2", _l("Pass the second review")
    PASS3 = "pass3", _l("Pass the final review")
    RETURN = "return", _l("Return for changes")
    TAKE_BACK = "take_back", _l("Take back to change")
    RELEASE = "release", _l("Record a release")
    CORRECT = "correct", _l("Publish a correction")
    RECALL = "recall", _l("Recall")


class Stage(Labelled):
    """The three reviews, each with its proof: state in which it is done, action that passes it, role that does it."""

    state: StoryState
    passing: StoryAction
    role: Role

    def __new__(cls, value: str, label: Any, state: StoryState, passing: StoryAction, role: Role) -> "Stage":
        member = str.__new__(cls, value)
        member._value_ = value
        member.word = label
        member.tag_colour = "violet"
        member.state = state
        member.passing = passing
        member.role = role
        return member

    FIRST = "1", _l("First review"), StoryState.REVIEW1, StoryAction.PASS1, Role.PUBLICITY_EDITOR
    SECOND = "2", _l("Second review"), StoryState.REVIEW2, StoryAction.PASS2, Role.PUBLICITY_REVIEWER
    FINAL = "3", _l("Final review"), StoryState.REVIEW3, StoryAction.PASS3, Role.PUBLICITY_CHIEF

    @classmethod
    def in_state(cls, state: str) -> "Stage | None":
        """The review that is done in a state."""
        return next((stage for stage in cls if stage.state == state), None)


class Verdict(Labelled):
    """What a review came to."""

    PASSED = "passed", _l("Passed"), "plain"
    RETURNED = "returned", _l("Returned"), "amber"


class CheckPoint(Labelled):
    """What each review looks at and ticks; the first digit is the stage."""

    WORDING = "1-wording", _l("Wording, punctuation and layout read sentence by sentence")
    FIGURES = "1-figures", _l("Numbers and dates agree with the deed")
    NAMES = "1-names", _l("Names, units and posts agree with the roster")
    POLITICAL = "2-political", _l("Political wording is exact")
    FACTS = "2-facts", _l("Every fact is borne out by the evidence")
    SECRECY = "2-secrecy", _l("Nothing secret and no sensitive personal data")
    PORTRAIT = "2-portrait", _l("Names and pictures are covered by consent")
    DIRECTION = "3-direction", _l("The direction is right")
    WHOLE = "3-whole", _l("The piece as a whole is fit to represent the college")
    PUBLISH = "3-publish", _l("It is to be published, in these channels")

    @classmethod
    def of(cls, stage: Stage) -> "list[CheckPoint]":
        """The list of one review."""
        return [point for point in cls if point.value.startswith(stage.value)]


class NameUse(Labelled):
    """How a person of the deed appears in the story."""

    SHOW = "show", _l("Show the name (needs consent)")
    MOU = "mou", _l("Write the surname and 某")
    LEAVE_OUT = "leave_out", _l("Leave the person out")


class ExportFormat(Labelled):
    """What a story leaves the house as, with the channel whose consent it needs."""

    channel: Channel

    def __new__(cls, value: str, label: Any, channel: Channel) -> "ExportFormat":
        member = str.__new__(cls, value)
        member._value_ = value
        member.word = label
        member.tag_colour = "none"
        member.channel = channel
        return member

    WEB = "web", _l("Web page"), Channel.CAMPUS_WEB
    WECHAT = "wechat", _l("WeChat official account"), Channel.WECHAT
    WORD = "word", _l("Word"), Channel.PRINT
    PDF = "pdf", _l("PDF"), Channel.PRINT


class Severity(Labelled):
    """Whether a finding stops the story or asks for a look."""

    BLOCK = "block", _l("Must be changed"), "red"
    WARN = "warn", _l("Look again"), "amber"


EDITABLE = frozenset({StoryState.DRAFT, StoryState.RETURNED})
UNDER_REVIEW = frozenset(stage.state for stage in Stage)
EXPORTABLE = frozenset({StoryState.READY, StoryState.RELEASED, StoryState.CORRECTED})
PUBLIC = frozenset({StoryState.RELEASED, StoryState.CORRECTED})
