"""Forms of the steps: each asks only for what is new. What is asked is checked by the rules, not here."""

from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    DecimalField,
    IntegerField,
    MultipleFileField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import NumberRange, Optional

from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.foundation.web.forms import VersionedForm, at_most, required, select_choices
from evaluation.procedures.rules.enums import Meeting, Talker
from evaluation.registry.people.forms import PeopleField

LARGEST = 100_000


def whole(label: Any, **options: Any) -> IntegerField:
    """A count that must be given."""
    return IntegerField(
        label,
        validators=[
            required(_l("Enter a number; 0 where there are none.")),
            NumberRange(0, LARGEST, _l("Enter a number between 0 and %(max)s.", max=LARGEST)),
        ],
        **options,
    )


def words(label: Any, longest: int = 200) -> StringField:
    """A line that may stay empty."""
    return StringField(label, validators=[Optional(), at_most(longest)])


def number_or_none(value: Any) -> int | None:
    """The id of a choice."""
    return int(value) if value else None


class StepForm(VersionedForm):
    """What every step asks: the day of the event, papers, a reason where a rule asks for one."""

    on = DateField(_l("Day of the event"), validators=[required(_l("Give the day on which it happened."))])


class Tail(VersionedForm):
    """The end of every form."""

    papers = MultipleFileField(_l("Papers"), validators=[Optional()])
    kept_at = words(_l("Or where the original is kept"))
    reason = TextAreaField(_l("Reason (only where a rule asks for one)"), validators=[Optional(), at_most(500)])


class ActivistForm(StepForm):
    """Step 3 (Art. 8)."""

    decided_by = RadioField(
        _l("Decided by"), choices=select_choices(Meeting.choices()), validators=[required(_l("Choose who decided."))]
    )
    recommendation_source = StringField(_l("Recommended by"), validators=[at_most(200)])


class PeopleForm(StepForm):
    """Step 5 (Art. 9): one or two full members."""

    people = PeopleField(_l("Cultivation contacts"), many=True)


class IntroducersForm(StepForm):
    """Step 9 (Art. 14): exactly two full members."""

    people = PeopleField(_l("Introducers"), many=True)
    suspended = PeopleField(_l("Of these, under 留党察看 with rights not restored"), many=True, validators=[Optional()])
    sanctioned = PeopleField(
        _l("Of these, within the effect period of a warning, serious warning or removal"), many=True, validators=[Optional()]
    )


class ProposalForm(StepForm):
    """Step 7 (Art. 13): four opinions, and the papers of a shortening where one is claimed (DM-30)."""

    party_group = TextAreaField(_l("Opinion of the Party group"), validators=[at_most(1000)])
    contacts = TextAreaField(_l("Opinion of the contacts"), validators=[at_most(1000)])
    members = TextAreaField(_l("Opinion of Party members"), validators=[at_most(1000)])
    masses = TextAreaField(_l("Opinion of the masses"), validators=[at_most(1000)])
    shortened = BooleanField(_l("A shortened cultivation is claimed (frontline)"))
    document_number = words(_l("Number of the authorising document"))
    document_date = DateField(_l("Date of the document"), validators=[Optional()])
    approved_by = words(_l("Approving committee"))
    evidence = SelectMultipleField(
        _l("Frontline evidence cited"), coerce=int, choices=[], validate_choice=False, validators=[Optional()]
    )


class ConsentForm(StepForm):
    """Step 8, first part: consent or filing."""

    document = words(_l("Number of the reply"))


class NoticePostedForm(StepForm):
    """Step 8, a notice on the wall. Notices of this system record their days themselves."""

    floating = BooleanField(_l("The person is a floating member of the unit"))
    notice_places = IntegerField(
        _l("Places where the notice hangs"), default=1, validators=[NumberRange(1, 99, _l("Enter at least 1."))]
    )


class ReviewForm(StepForm):
    """Step 10 (Art. 16)."""

    political_review_passed = RadioField(
        _l("Conclusion"),
        choices=select_choices([("yes", _l("passed")), ("no", _l("not passed"))]),
        validators=[required(_l("Choose the conclusion."))],
    )
    political_review_document = StringField(_l("Number of the conclusion report"), validators=[at_most(200)])


class TrainingForm(StepForm):
    """Step 11 (Art. 17)."""

    training_days = DecimalField(_l("Days"), validators=[Optional(), NumberRange(0, 365)])
    training_hours = DecimalField(_l("Class hours"), validators=[Optional(), NumberRange(0, 2000)])
    certificate = words(_l("Number of the certificate"))
    training_exception = words(_l("Reason of an individual special case"))


class PreReviewForm(StepForm):
    """Step 13 (Art. 18)."""

    document = words(_l("Number of the written result"))
    leaves_unit_on = DateField(_l("Day on which the candidate leaves the unit, if known"), validators=[Optional()])


class BallotForm(StepForm):
    """Steps 15 and 23 (Art. 19 and 20): totals of a secret ballot on one candidate."""

    due = whole(_l("Voting members due"))
    present = whole(_l("Present, with a vote"))
    in_favour = whole(_l("In favour, in the room"))
    against = whole(_l("Against"), default=0)
    abstained = whole(_l("Abstained"), default=0)
    written_in_favour = whole(_l("Written opinions in favour"), default=0)
    written_against = whole(_l("Written opinions against"), default=0)
    written_received_on = DateField(_l("Last written opinion handed in on"), validators=[Optional()])
    excluded = TextAreaField(_l("Left out of those due: number and reason, one a line"), validators=[Optional(), at_most(1000)])
    secret = BooleanField(_l("Secret ballot"), default=True)
    candidates_together = IntegerField(
        _l("Candidates voted on together"), default=1, validators=[NumberRange(1, 99, _l("Enter at least 1."))]
    )
    resolution = TextAreaField(_l("Resolution"), validators=[Optional(), at_most(2000)])


class TalkForm(StepForm):
    """Step 16 (Art. 23)."""

    approval_talk_by = RadioField(
        _l("Talked with by"), choices=select_choices(Talker.choices()), validators=[required(_l("Choose who talked."))]
    )
    talker = words(_l("Name"))
    opinion = TextAreaField(_l("Opinion"), validators=[Optional(), at_most(2000)])


class BodyForm(StepForm):
    """Steps 17 and 24: a body with the right (Art. 22)."""

    body = SelectField(_l("Approved by"), coerce=number_or_none, choices=[], validators=[required(_l("Choose the committee."))])
    document = words(_l("Number of the approval"))
    exception_number = words(_l("Temporary organisation: number of the document that allows it"))
    exception_date = DateField(_l("Its date"), validators=[Optional()])
    exception_by = words(_l("Its issuer"))
    exception_evidence = words(_l("Evidence cited (numbers)"))


class ApprovalForm(BodyForm):
    """Step 17 (Art. 24 and 25): the approval names both days of probation."""

    probation_from = DateField(_l("Probation begins"), validators=[Optional()])
    probation_to = DateField(_l("Probation ends"), validators=[Optional()])
    approval_special = BooleanField(_l("More time was needed for a special reason (at most 6 months)"))


class RecognitionForm(StepForm):
    """Posthumous recognition (Art. 27)."""

    provincial_body = StringField(
        _l("Provincial committee that approved"), validators=[required(_l("Name the committee.")), at_most(80)]
    )
    is_provincial = BooleanField(_l("This is the committee of the province"))
    document = words(_l("Number of the approval"))


class MinutesForm(StepForm):
    """Steps that leave words: talk with the applicant, scrutiny, oath."""

    opinion = TextAreaField(_l("What was found"), validators=[Optional(), at_most(2000)])


FORMS: dict[str, type[StepForm]] = {
    "talked_on": MinutesForm,
    "activist_on": ActivistForm,
    "activist_filed_on": ConsentForm,
    "contacts_on": PeopleForm,
    "target_proposed_on": ProposalForm,
    "target_agreed_on": ConsentForm,
    "notice_posted_on": NoticePostedForm,
    "introducers_on": IntroducersForm,
    "political_review_on": ReviewForm,
    "training_ended_on": TrainingForm,
    "scrutiny_on": MinutesForm,
    "pre_review_on": PreReviewForm,
    "meeting_on": BallotForm,
    "approval_talk_on": TalkForm,
    "approved_on": ApprovalForm,
    "recognised_on": RecognitionForm,
    "filed_up_on": ConsentForm,
    "conversion_meeting_on": BallotForm,
    "conversion_approved_on": BodyForm,
}


def step_form(act_name: str) -> Any:
    """The form of an act, with its tail."""
    head = FORMS.get(act_name, StepForm)
    return type(f"{head.__name__}OfStep", (head, Tail), {})()
