"""Kinds of matter, parts of people in them, and words of the timeline."""

from evaluation.foundation.core.enums import Labelled
from evaluation.foundation.core.language import lazy_gettext as _l


class MatterKind(Labelled):
    """What a matter is; ``prefix`` begins its public number."""

    prefix: str

    def __new__(cls, value: str, label: object = "", prefix: str = "") -> "MatterKind":
        member = str.__new__(cls, value)
        member._value_ = value
        member.word = label
        member.tag_colour = "plain"
        member.prefix = prefix
        return member

    SHIFT = "shift", _l("Shift"), "BC"
    DEED = "deed", _l("Exemplary deed"), "SJ"
    NOMINATION = "nomination", _l("Membership development"), "FZ"
    APPRAISAL = "appraisal", _l("Appraisal"), "KH"
    MATERIAL = "material", _l("Examination material"), "CL"
    NOTICE = "notice", _l("Public notice"), "GS"
    OBJECTION = "objection", _l("Objection"), "YY"
    STORY = "story", _l("Featured story"), "GJ"


class Part(Labelled):
    """What a person is to a matter."""

    SUBJECT = "subject", _l("Person concerned")
    PARTICIPANT = "participant", _l("Participant")
    NAMED = "named", _l("Named in the text")
    WITNESS = "witness", _l("Witness")
    EXAMINER = "examiner", _l("Examiner")


CONCERNED = frozenset({Part.SUBJECT, Part.PARTICIPANT, Part.NAMED})


class CommentRule(Labelled):
    """Whether a step asks for words."""

    NONE = "none"
    OPTIONAL = "optional"
    REQUIRED = "required"


class Mark(Labelled):
    """The sign of a step in the timeline."""

    DONE = "ok"
    BACK = "back"
    STOPPED = "stop"
    NOTE = "wait"


class RemarkKind(Labelled):
    """Words beside the steps."""

    QUESTION = "question", _l("Question")
    ANSWER = "answer", _l("Answer")
    NOTE = "note", _l("Note")
    TRANSFER = "transfer", _l("Transferred")
    NUDGE = "nudge", _l("Reminded")
    DONE = "done", _l("Seen to")
    RETURN_REQUEST = "return_request", _l("Asked to have it returned")


class Ask(Labelled):
    """What a task asks of its holder; one list for the whole product, so that every list has the word."""

    VERIFY = "verify", _l("To verify"), "blue"
    REVIEW = "review", _l("To review"), "blue"
    REVISE = "revise", _l("To change"), "amber"
    CONFIRM = "confirm", _l("To confirm"), "blue"
    EXPLAIN = "explain", _l("To explain"), "amber"
    APPROVE = "approve", _l("To approve"), "blue"
    ACCEPT = "accept", _l("To accept"), "blue"
    SIGN_NOTICE = "sign_notice", _l("To put on notice"), "violet"
    CLOSE_NOTICE = "close_notice", _l("To close the notice"), "violet"
    DEFINE_SCOPE = "define_scope", _l("To fix who is appraised"), "blue"
    GATHER_EVIDENCE = "gather_evidence", _l("To gather evidence"), "blue"
    RATE = "rate", _l("To rate"), "blue"
    GIVE_OPINION = "give_opinion", _l("To give an opinion"), "blue"
    JUDGE = "judge", _l("To judge"), "blue"
    GIVE_FEEDBACK = "give_feedback", _l("To tell the person"), "blue"
    READ_FEEDBACK = "read_feedback", _l("To read the result"), "blue"
    WRITE_MATERIAL = "write_material", _l("To write the material"), "blue"
    SIGN_MATERIAL = "sign_material", _l("To sign the material"), "blue"
    WRITE_STORY = "write_story", _l("To write the story"), "violet"
    REVIEW_FIRST = "review_first", _l("First review and proof"), "violet"
    REVIEW_SECOND = "review_second", _l("Second review and proof"), "violet"
    REVIEW_FINAL = "review_final", _l("Final review and proof"), "violet"
    RELEASE = "release", _l("To release"), "violet"
    GIVE_CONSENT = "give_consent", _l("To decide on consent"), "amber"
    APPLY_CHANGES = "apply_changes", _l("To change as the person wishes"), "amber"
    TAKE_DOWN = "take_down", _l("To take down"), "red"
    LOOK_AGAIN = "look_again", _l("To look at again"), "red"
    ACCEPT_OBJECTION = "accept_objection", _l("To accept for examination"), "red"
    ANSWER_OBJECTION = "answer_objection", _l("To answer"), "red"
    TAKE_NEXT_STEP = "take_next_step", _l("To take the next step"), "blue"
    EXAMINE_ACTIVIST = "examine_activist", _l("To examine the activist"), "blue"
    REPLACE_CONTACT = "replace_contact", _l("To replace the contact"), "amber"
    ANSWER_QUESTION = "answer_question", _l("To answer a question"), "amber"


BESIDE_THE_STEPS = frozenset({Ask.GIVE_CONSENT, Ask.APPLY_CHANGES, Ask.TAKE_DOWN, Ask.LOOK_AGAIN})
FINISHED_BY_HAND = frozenset({Ask.APPLY_CHANGES, Ask.TAKE_DOWN, Ask.LOOK_AGAIN})
