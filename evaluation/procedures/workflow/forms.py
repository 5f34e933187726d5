"""Forms that every matter has: the decision box, words beside the steps, transfer."""

from collections.abc import Sequence
from typing import Any, Self

from wtforms import Field, RadioField, StringField, TextAreaField
from wtforms.validators import Optional
from wtforms.widgets import TextInput

from evaluation.foundation.core.database import db
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.foundation.web.forms import PageForm, VersionedForm, at_most, required, select_choices
from evaluation.procedures.workflow.enums import CommentRule
from evaluation.procedures.workflow.machine import SHORTEST_REASON, Step
from evaluation.procedures.workflow.models import Matter
from evaluation.procedures.workflow.operations import LONGEST_REMARK
from evaluation.registry.accounts.models import Account


class DecisionForm(VersionedForm):
    """One choice among the steps open to the actor, with words. Rooms add fields of their own by a subclass."""

    decision = RadioField(_l("Decision"), validators=[required(_l("Choose a decision."))])
    comment = TextAreaField(_l("Comment"), validators=[Optional(), at_most(LONGEST_REMARK)])
    steps: Sequence[Step] = ()

    @classmethod
    def over(cls, steps: Sequence[Step], matter: Matter, **options: Any) -> Self | None:
        """The form for these steps; None where there is nothing to decide. Nothing is chosen in advance."""
        if not steps:
            return None
        form = cls(**options)
        form.steps = steps
        form.decision.choices = select_choices([(step.action.value, step.action.label) for step in steps])
        if form.version.data is None:
            form.version.data = matter.version
        return form

    @property
    def hints(self) -> dict[str, Any]:
        """Beside each choice: whether words are asked for."""
        reason = _l("with a reason of at least %(min)d characters", min=SHORTEST_REASON)
        return {step.action.value: reason for step in self.steps if step.comment is CommentRule.REQUIRED}


class WordsForm(PageForm):
    """A question, an answer, or a word on how something was seen to."""

    text = TextAreaField(_l("Text"), validators=[required(_l("Write what you want to say.")), at_most(LONGEST_REMARK)])


class HolderField(Field):
    """An account as a chip (``data`` is "@" and its id) or as typed; who may be chosen is asked of the task."""

    widget = TextInput()

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        given = [str(value).strip() for value in valuelist if str(value).strip()]
        self.data = given[0] if given else ""

    @property
    def account_id(self) -> int | None:
        """The id of the chip."""
        text = self.data or ""
        return int(text[1:]) if text.startswith("@") and text[1:].isdecimal() and len(text) < 11 else None

    @property
    def typed(self) -> str:
        """What stands in the box."""
        return "" if self.account_id else self.data or ""

    @property
    def chosen(self) -> list[dict[str, Any]]:
        """The chip to show."""
        account = db.session.get(Account, self.account_id) if self.account_id else None
        return [{"id": account.id, "name": account.name, "detail": ""}] if account else []

    def _value(self) -> str:
        return self.typed


class TransferForm(PageForm):
    """To whom a task goes, and why."""

    account = HolderField(_l("To whom"), validators=[required(_l("Choose who takes over."))])
    reason = StringField(_l("Reason"), validators=[Optional(), at_most(200)])
