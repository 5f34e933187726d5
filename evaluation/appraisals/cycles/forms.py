"""What people fill in about appraisals."""

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup
from wtforms import BooleanField, DateField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Optional

from evaluation.appraisals.cycles.enums import AppraisalState, Manner, Opinion
from evaluation.appraisals.cycles.models import AppraisalGrade
from evaluation.appraisals.cycles.operations.feedback import LONGEST_OPINION
from evaluation.appraisals.cycles.operations.rating import LONGEST_SENTENCE, DimensionRating
from evaluation.appraisals.cycles.operations.scope import FRONTLINE_SCALE, LONGEST_PLAN, LONGEST_TITLE, GradeWord, Scope
from evaluation.appraisals.cycles.operations.verification import LONGEST_FINDING, LONGEST_SOURCE
from evaluation.appraisals.cycles.queries.people import AssessmentShown, Gathered
from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.foundation.web.forms import ListFilter, PageForm, VersionedForm, at_most, required, select_choices
from evaluation.procedures.evidence.enums import Dimension
from evaluation.procedures.workflow.forms import DecisionForm
from evaluation.registry.people.forms import PeopleField

UNKNOWN = "unknown"


def whole(value: Any) -> int:
    """An id from a form; 0 where it is none, which no row has."""
    text = str(value)
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def whole_or_none(value: Any) -> int | None:
    """An id, or None where nothing was chosen."""
    return whole(value) if value not in (None, "", "None") else None


class ScopeForm(VersionedForm):
    """What is appraised, whom, by whom, with which words."""

    title = StringField(_l("Title"), validators=[required(_l("Give the appraisal a title.")), at_most(LONGEST_TITLE)])
    organization = SelectField(_l("Responsible organisation"), coerce=whole, validate_choice=False)
    campaign = SelectField(_l("Special action"), coerce=whole_or_none, validate_choice=False, validators=[Optional()])
    begins_on = DateField(_l("First day of the period"), validators=[required(_l("Give the first day of the period."))])
    ends_on = DateField(_l("Last day of the period"), validators=[required(_l("Give the last day of the period."))])
    people = PeopleField(_l("People to be appraised"), validators=[Optional()], many=True)
    examiners = PeopleField(_l("Examiners"), validators=[Optional()], many=True)
    notice_on = DateField(_l("Day of the prior notice"), validators=[Optional()])
    notice_how = StringField(_l("How it was made known"), validators=[Optional(), at_most(100)])
    grades = TextAreaField(
        _l("Words of the rating"),
        validators=[required(_l("Give 2 to 6 words, best first, one a line."))],
        default="\n".join(grade.word for grade in FRONTLINE_SCALE),
    )
    plan = TextAreaField(_l("Plan"), validators=[Optional(), at_most(LONGEST_PLAN)])

    @property
    def scope(self) -> Scope:
        """What the operation wants; the best and the worst word need evidence or a reason."""
        words = [line.strip() for line in (self.grades.data or "").splitlines() if line.strip()]
        ends = {0, len(words) - 1}
        return Scope(
            title=self.title.data or "",
            begins_on=self.begins_on.data,
            ends_on=self.ends_on.data,
            person_ids=self.people.data or (),
            examiner_ids=self.examiners.data or (),
            plan=self.plan.data or "",
            campaign_id=self.campaign.data,
            notice_on=self.notice_on.data,
            notice_how=self.notice_how.data or "",
            grades=[GradeWord(word, place in ends) for place, word in enumerate(words)],
        )


class FreezeForm(VersionedForm):
    """The last look before the list is frozen."""

    without_notice = BooleanField(_l("No prior notice was given; go on all the same"))


class StepForm(DecisionForm):
    """The step to the next part, or the end."""


class FilterForm(ListFilter):
    """The filter bar of the list; sent by GET."""

    q = StringField(_l("Words"))
    state = SelectField(_l("State"), choices=select_choices(AppraisalState.choices(), _l("all")), validate_choice=False)


class LookForm(VersionedForm):
    """The evidence was gone through."""

    reason = TextAreaField(_l("Why there is no evidence"), validators=[Optional(), at_most(LONGEST_FINDING)])


class FindingForm(PageForm):
    """Something found beside the registry."""

    text = TextAreaField(_l("What you found"), validators=[required(_l("Write what you found.")), at_most(LONGEST_FINDING)])
    source = StringField(
        _l("Where it comes from"),
        validators=[required(_l("Say where it comes from: who told it, or which paper.")), at_most(LONGEST_SOURCE)],
    )
    dimension = SelectField(
        _l("Dimension"), choices=select_choices(Dimension.choices(), _l("none")), validators=[Optional()], validate_choice=False
    )

    @property
    def chosen_dimension(self) -> Dimension | None:
        """The dimension, if one was chosen."""
        return next((one for one in Dimension if one.value == self.dimension.data), None)


class RatingForm(VersionedForm):
    """Five dimensions: a word, one sentence, evidence ticked, a reason where neither supports the word.

    Fields are called after the dimension: ``command_grade``, ``command_sentence``, ``command_evidence``, ``command_reason``.
    """

    def offer(self, grades: Sequence[AppraisalGrade], items: Gathered) -> None:
        """The words of this appraisal and the evidence of this person."""
        words = [(str(grade.id), grade.word) for grade in grades]
        for dimension in Dimension:
            for name in ("grade", "sentence", "evidence", "reason"):
                label = self[f"{dimension.value}_{name}"].label
                label.text = Markup('<span class="hidden-text">{}{}</span>{}').format(dimension.label, _(": "), label.text)
            self[f"{dimension.value}_grade"].choices = select_choices([*words, (UNKNOWN, _l("Not known well enough"))])
            self[f"{dimension.value}_evidence"].choices = [(one.evidence.id, one.evidence.number) for one in items.items]

    def fill(self, saved: AssessmentShown | None) -> None:
        """What this examiner saved before."""
        self.version.data = saved.version if saved else 0
        for dimension, rating in (saved.ratings if saved else {}).items():
            self[f"{dimension.value}_grade"].data = UNKNOWN if rating.grade_id is None else str(rating.grade_id)
            self[f"{dimension.value}_sentence"].data = rating.sentence
            self[f"{dimension.value}_evidence"].data = rating.evidence_ids
            self[f"{dimension.value}_reason"].data = rating.reason

    @property
    def ratings(self) -> dict[Dimension, DimensionRating]:
        """What the operation wants."""
        given = {}
        for dimension in Dimension:
            word = self[f"{dimension.value}_grade"].data
            given[dimension] = DimensionRating(
                grade_id=None if word == UNKNOWN else whole(word),
                sentence=self[f"{dimension.value}_sentence"].data or "",
                evidence_ids=self[f"{dimension.value}_evidence"].data or (),
                reason=self[f"{dimension.value}_reason"].data or "",
            )
        return given


for _dimension in Dimension:
    setattr(
        RatingForm,
        f"{_dimension.value}_grade",
        RadioField(
            _l("Rating in a word"),
            validators=[required(_l("%(dimension)s: choose a word.", dimension=_dimension.word))],
            validate_choice=False,
        ),
    )
    setattr(
        RatingForm,
        f"{_dimension.value}_sentence",
        TextAreaField(
            _l("One sentence"),
            validators=[
                required(_l("%(dimension)s: write one sentence.", dimension=_dimension.word)),
                at_most(LONGEST_SENTENCE),
            ],
        ),
    )
    setattr(
        RatingForm,
        f"{_dimension.value}_evidence",
        SelectMultipleField(
            _l("Evidence"),
            coerce=whole,
            validate_choice=False,
            validators=[Optional()],
        ),
    )
    setattr(
        RatingForm,
        f"{_dimension.value}_reason",
        StringField(
            _l("Reason without evidence"),
            validators=[Optional(), at_most(LONGEST_SENTENCE)],
        ),
    )


class ResultForm(VersionedForm):
    """The joint result: a word for each dimension, chosen by the head; nothing is chosen in advance."""

    comment = TextAreaField(_l("What the person is told beside the words"), validators=[Optional(), at_most(LONGEST_SENTENCE)])

    def offer(self, grades: Sequence[AppraisalGrade], assessments: Sequence[AssessmentShown]) -> None:
        """For each dimension the words that examiners gave; where nobody knew enough, that alone."""
        for dimension in Dimension:
            given = {one.ratings[dimension].grade_id for one in assessments if dimension in one.ratings}
            words = [(str(grade.id), grade.word) for grade in grades if grade.id in given]
            self[dimension.value].choices = select_choices(words or [(UNKNOWN, _l("Not known well enough"))])

    def fill(self, saved: AssessmentShown | None) -> None:
        """What is recorded already."""
        self.version.data = saved.version if saved else 0
        if saved is not None:
            self.comment.data = saved.comment
        for dimension, rating in (saved.ratings if saved else {}).items():
            self[dimension.value].data = UNKNOWN if rating.grade_id is None else str(rating.grade_id)

    @property
    def grades(self) -> dict[Dimension, int | None]:
        """What the operation wants."""
        return {one: None if self[one.value].data == UNKNOWN else whole(self[one.value].data) for one in Dimension}


for _dimension in Dimension:
    setattr(
        ResultForm,
        _dimension.value,
        RadioField(
            _dimension.word,
            validators=[required(_l("%(dimension)s: choose a word.", dimension=_dimension.word))],
            validate_choice=False,
        ),
    )


def opinion_of(value: str | None) -> Opinion | None:
    """The answer, if one was chosen."""
    return next((one for one in Opinion if one.value == value), None)


class TellForm(PageForm):
    """That the person was told, and what the person said, where it was said at once."""

    told_on = DateField(_l("Told on"), validators=[required(_l("Give the day on which the person was told."))])
    manner = RadioField(_l("How the person was told"), choices=select_choices(Manner.choices()), default=Manner.TALK)
    opinion = RadioField(
        _l("Answer of the person"), choices=select_choices(Opinion.choices()), validators=[Optional()], validate_choice=False
    )
    opinion_text = TextAreaField(_l("In the person's words"), validators=[Optional(), at_most(LONGEST_OPINION)])


class OpinionForm(PageForm):
    """The answer of the person to the result."""

    opinion = RadioField(
        _l("Your answer"),
        choices=select_choices(Opinion.choices()),
        validators=[required(_l("Choose one of the two answers."))],
        validate_choice=False,
    )
    opinion_text = TextAreaField(_l("In your words"), validators=[Optional(), at_most(LONGEST_OPINION)])
