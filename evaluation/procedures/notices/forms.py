"""What people fill in about public notices and objections."""

from wtforms import FileField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import IntegerField
from wtforms.validators import NumberRange, Optional

from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.foundation.web.forms import ListFilter, PageForm, VersionedForm, at_most, required, select_choices
from evaluation.procedures.notices.enums import NoticeState, ObjectionAction, ObjectionState
from evaluation.procedures.notices.operations import FEWEST_DAYS, LONGEST_BODY, LONGEST_TEXT, MOST_DAYS
from evaluation.procedures.workflow.operations import LONGEST_TITLE


class NoticeForm(VersionedForm):
    """The text of a notice."""

    title = StringField(_l("Title"), validators=[required(_l("Give the notice a title.")), at_most(LONGEST_TITLE)])
    body = TextAreaField(_l("Text"), validators=[required(_l("Write what is put on notice.")), at_most(LONGEST_BODY)])
    contact = StringField(
        _l("Who takes objections"),
        validators=[required(_l("Say who takes objections, with telephone and address.")), at_most(200)],
    )
    working_days = IntegerField(
        _l("Working days"),
        default=FEWEST_DAYS,
        validators=[
            NumberRange(
                FEWEST_DAYS,
                MOST_DAYS,
                _l("A notice runs from %(min)d to %(max)d working days; change the number.", min=FEWEST_DAYS, max=MOST_DAYS),
            )
        ],
    )


class PostForm(VersionedForm):
    """The confirmation before a notice is posted."""


class StopForm(VersionedForm):
    """Why a notice is taken down."""

    comment = TextAreaField(_l("Reason"), validators=[required(_l("Say why the notice is stopped.")), at_most(LONGEST_TEXT)])


class ObjectionForm(PageForm):
    """What is wrong, what would be right, and a paper that shows it."""

    subject = RadioField(_l("What you object to"), coerce=int, validators=[required(_l("Choose what you object to."))])
    what_is_wrong = TextAreaField(_l("What is wrong"), validators=[required(_l("Say what is wrong.")), at_most(LONGEST_TEXT)])
    what_is_right = TextAreaField(_l("What would be right"), validators=[Optional(), at_most(LONGEST_TEXT)])
    material = FileField(_l("Material"), validators=[Optional()])


class AnswerForm(VersionedForm):
    """The answer to an objection."""

    decision = RadioField(
        _l("Result"),
        choices=select_choices([(action.value, action.word) for action in (ObjectionAction.UPHOLD, ObjectionAction.DISMISS)]),
        validators=[required(_l("Choose whether the objection is upheld."))],
    )
    answer = TextAreaField(_l("Answer"), validators=[required(_l("Write the answer.")), at_most(LONGEST_TEXT)])


class ReReviewForm(VersionedForm):
    """Why the answer does not satisfy."""

    comment = TextAreaField(
        _l("Why you ask for a re-review"), validators=[required(_l("Say what the answer leaves open.")), at_most(LONGEST_TEXT)]
    )


class NoticeFilter(ListFilter):
    """The filter bar of the list of notices; sent by GET."""

    state = SelectField(_l("State"), choices=select_choices(NoticeState.choices(), _l("all")))
    q = StringField(_l("Words"))


class ObjectionFilter(ListFilter):
    """The filter bar of the list of objections; sent by GET."""

    state = SelectField(
        _l("State"),
        choices=select_choices([pair for pair in ObjectionState.choices() if pair[0] != ObjectionState.DRAFT], _l("all")),
    )
    q = StringField(_l("Words"))
