"""What people fill in about stories."""

from typing import Any

from wtforms import BooleanField, DateField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional

from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.foundation.web.forms import ListFilter, PageForm, VersionedForm, at_most, required, select_choices
from evaluation.procedures.consents.enums import Channel
from evaluation.procedures.workflow.forms import DecisionForm
from evaluation.publicity.stories.enums import StoryState
from evaluation.publicity.stories.operations.releasing import LONGEST_CORRECTION, LONGEST_PLACE
from evaluation.publicity.stories.operations.wordlist import LONGEST_ADVICE, LONGEST_WORD
from evaluation.publicity.stories.operations.writing import LONGEST
from evaluation.registry.people.forms import PeopleField

REASON = _l("Give a reason of at least 5 characters.")


def number_or_none(value: Any) -> int | None:
    """An id from a list of choices; blank is none."""
    return int(value) if value else None


class StoryForm(VersionedForm):
    """The text of a story; photographs stand beside it by their own numbers (see ``photographs_posted``)."""

    kicker = StringField(_l("Column line"), validators=[Optional(), at_most(LONGEST["kicker"])])
    title = StringField(_l("Title"), validators=[required(_l("Write a title.")), at_most(LONGEST["title"])])
    lead = TextAreaField(_l("Lead"), validators=[Optional(), at_most(LONGEST["lead"])])
    body = TextAreaField(_l("Text"), validators=[Optional(), at_most(LONGEST["body"])])
    figures = TextAreaField(_l("Figures"), validators=[Optional(), at_most(LONGEST["figures"])])
    origin = StringField(_l("Source"), validators=[Optional(), at_most(LONGEST["origin"])])
    written_by = StringField(_l("Written by"), validators=[Optional(), at_most(LONGEST["written_by"])])
    others = PeopleField(_l("Other people named in the text"), validators=[Optional()], many=True)
    pictured = PeopleField(_l("People to be recognised in the photographs"), validators=[Optional()], many=True)


class CheckForm(VersionedForm):
    """How people appear, where the story goes, and the word that everything was looked at."""

    channels = SelectMultipleField(
        _l("Where it shall be published"),
        choices=select_choices(Channel.choices()),
        validators=[required(_l("Choose at least one place of publication."))],
    )
    until = DateField(_l("Consent holds until"), validators=[Optional()])
    comment = TextAreaField(_l("What you changed"), validators=[Optional(), at_most(500)])
    looked = BooleanField(_l("I have compared names, posts, numbers and punctuation with the deed."))


class ReviewForm(DecisionForm):
    """The decision of one review with its list of points."""

    checklist = SelectMultipleField(_l("What this review looks at"))


class NoteForm(PageForm):
    """A remark on one sentence."""

    passage = TextAreaField(
        _l("The sentence"), validators=[required(_l("Copy the sentence out of the text that you speak of.")), at_most(200)]
    )
    text = TextAreaField(_l("Your remark"), validators=[required(_l("Write what you want to say.")), at_most(500)])


class ReasonForm(VersionedForm):
    """A weighty step with its reason."""

    comment = TextAreaField(_l("Reason"), validators=[InputRequired(REASON), at_most(500)])


class CorrectionForm(ReasonForm):
    """A correction as readers see it, and why."""

    correction = TextAreaField(
        _l("Correction as readers see it"),
        validators=[required(_l("Write the correction as readers shall see it.")), at_most(LONGEST_CORRECTION)],
    )


class ReleaseForm(VersionedForm):
    """An entry of the register of releases."""

    channel = SelectField(_l("Channel"), choices=select_choices(Channel.choices()))
    place = StringField(
        _l("Address or issue"),
        validators=[
            required(_l("Give the address of the page, or name and number of the issue.")),
            at_most(LONGEST_PLACE),
        ],
    )
    released_on = DateField(_l("Released on"), validators=[InputRequired(_l("Give the day of the release."))])


class WordForm(PageForm):
    """A word that no story may hold."""

    word = StringField(_l("Banned word"), validators=[required(_l("Write the word.")), at_most(LONGEST_WORD)])
    advice = StringField(_l("Write instead"), validators=[Optional(), at_most(LONGEST_ADVICE)])


class FilterForm(ListFilter):
    """The filter bar of the list; sent by GET."""

    q = StringField(_l("Words"))
    state = SelectField(_l("State"), choices=select_choices(StoryState.choices(), _l("all")))
    department = SelectField(_l("Department"), coerce=number_or_none)
    mine = BooleanField(_l("Begun by me"))


class RegisterFilterForm(ListFilter):
    """The filter bar of the register of releases; sent by GET."""

    channel = SelectField(_l("Channel"), choices=select_choices(Channel.choices(), _l("all")))
    begins_on = DateField(_l("From"), validators=[Optional()])
    ends_on = DateField(_l("To"), validators=[Optional()])
