"""States and actions of special appraisals, and what a person may say to the result."""

from evaluation.foundation.core.enums import Labelled
from evaluation.foundation.core.language import lazy_gettext as _l


class AppraisalState(Labelled):
    """The three parts of a special appraisal with what comes before and after (事业单位工作人员考核规定, Art. 26)."""

    DRAFT = "draft", _l("Draft"), "grey"
    VERIFYING = "verifying", _l("Verifying the facts"), "blue"
    JUDGING = "judging", _l("Judging"), "blue"
    FEEDBACK = "feedback", _l("Telling the results"), "violet"
    ARCHIVED = "archived", _l("Archived"), "plain"
    STOPPED = "stopped", _l("Appraisal stopped"), "grey"


class AppraisalAction(Labelled):
    """The verbs of the process, as on the buttons."""

    FREEZE = "freeze", _l("Fix the list of people and begin to verify")
    TO_JUDGING = "to_judging", _l("Facts verified: begin to judge")
    TO_FEEDBACK = "to_feedback", _l("Judged: begin to tell the results")
    BACK_TO_JUDGING = "back_to_judging", _l("Judge again")
    ARCHIVE = "archive", _l("Archive")
    STOP = "stop", _l("Stop the appraisal")


class Opinion(Labelled):
    """What the person says to the result (本人意见)."""

    AGREES = "agrees", _l("I agree"), "plain"
    DIFFERS = "differs", _l("I see it differently"), "amber"


class Manner(Labelled):
    """How a person is told."""

    TALK = "talk", _l("In a talk")
    WRITING = "writing", _l("In writing")
