"""States and actions of membership development, and the parts that people have in it."""

from evaluation.foundation.core.enums import Labelled
from evaluation.foundation.core.language import lazy_gettext as _l


class NominationState(Labelled):
    """The five stages, and how a case ends. A draft exists between two statements of one transaction only."""

    DRAFT = "draft", _l("Draft"), "grey"
    APPLICATION = "application", _l("Applicant"), "grey"
    ACTIVIST = "activist", _l("Activist"), "blue"
    DEVELOPMENT_TARGET = "development_target", _l("Development target"), "violet"
    ADMISSION = "admission", _l("Being admitted"), "amber"
    CONVERSION = "conversion", _l("On probation"), "teal"
    FULL_MEMBER = "full_member", _l("Full member, archived"), "plain"
    RECOGNISED = "recognised", _l("Recognised posthumously"), "plain"
    CLOSED = "closed", _l("Ended without membership"), "grey"
    MOVED_OUT = "moved_out", _l("Moved to another organisation"), "grey"


OPEN_STATES = frozenset(
    {
        NominationState.APPLICATION,
        NominationState.ACTIVIST,
        NominationState.DEVELOPMENT_TARGET,
        NominationState.ADMISSION,
        NominationState.CONVERSION,
    }
)


class NominationAction(Labelled):
    """The dated acts of the 25 steps, each under the name of its day, and what happens beside them."""

    APPLY = "applied_on", _l("Application handed in")
    TALK = "talked_on", _l("Talk with the applicant")
    DECIDE_ACTIVIST = "activist_on", _l("Decided as activist")
    FILE_ACTIVIST = "activist_filed_on", _l("Activist filed")
    APPOINT_CONTACTS = "contacts_on", _l("Cultivation contacts appointed")
    PROPOSE_TARGET = "target_proposed_on", _l("Development target proposed")
    AGREE_TARGET = "target_agreed_on", _l("Consent (filing) of the higher committee")
    POST_NOTICE = "notice_posted_on", _l("Public notice posted")
    END_NOTICE = "notice_ended_on", _l("Public notice ended")
    LIST_TARGET = "target_listed_on", _l("Listed as development target")
    APPOINT_INTRODUCERS = "introducers_on", _l("Introducers decided")
    REVIEW_POLITICALLY = "political_review_on", _l("Conclusion of the political review")
    END_TRAINING = "training_ended_on", _l("Training ended")
    SCRUTINISE = "scrutiny_on", _l("Branch committee scrutiny")
    PRE_REVIEW = "pre_review_on", _l("Pre-review")
    FILL_APPLICATION_FORM = "application_form_on", _l("Application form filled in")
    HOLD_MEETING = "meeting_on", _l("Branch members' meeting on admission")
    REPORT_RESOLUTION = "reported_on", _l("Resolution reported to the committee")
    TALK_BEFORE_APPROVAL = "approval_talk_on", _l("Talk before the approval")
    APPROVE = "approved_on", _l("Admission approved by the committee")
    RECOGNISE = "recognised_on", _l("Posthumous recognition")
    FILE_ADMISSION = "filed_up_on", _l("Admission filed")
    ENROL = "enrolled_on", _l("Enrolled in branch and Party group")
    TAKE_OATH = "oath_on", _l("Oath")
    APPLY_FOR_CONVERSION = "conversion_applied_on", _l("Application for conversion")
    HOLD_CONVERSION_MEETING = "conversion_meeting_on", _l("Branch meeting on conversion")
    APPROVE_CONVERSION = "conversion_approved_on", _l("Approval of conversion")
    ARCHIVE = "archived_on", _l("Archived")
    EXAMINE = "examine", _l("Examination recorded")
    REPLACE_CONTACT = "replace_contact", _l("Contact replaced")
    EXTEND = "extend", _l("Probation extended")
    POSTPONE = "postpone", _l("Discussion of conversion postponed")
    MOVE_IN = "move_in", _l("Moved in, time carried over")
    MOVE = "move", _l("Moved to another branch")
    MOVE_OUT = "move_out", _l("Moved to another organisation")
    CORRECT = "correct", _l("Day of a step corrected")
    TAKE_BACK = "take_back", _l("Step taken back")
    CHOOSE_TEXT = "choose_text", _l("Text of the rules chosen for this case")
    CANCEL = "cancel", _l("Probationary membership cancelled")
    CLOSE = "close", _l("Case ended")


class CompanionPart(Labelled):
    """Who accompanies a case."""

    CONTACT = "contact", _l("Cultivation contact")
    INTRODUCER = "introducer", _l("Introducer")


class Recurring(Labelled):
    """What comes round while an activist is cultivated; named as in the rules."""

    EXAMINATION = "examination", _l("Half-yearly examination")
    ANALYSIS = "analysis", _l("Yearly analysis")
    THOUGHT_REPORT = "thought_report", _l("Thought report")
