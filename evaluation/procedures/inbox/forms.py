"""The filter bar of the inbox."""

from collections.abc import Mapping
from typing import Any

from wtforms import SelectField, StringField

from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.foundation.web.forms import ListFilter, select_choices
from evaluation.procedures.inbox.enums import Box, Due
from evaluation.procedures.workflow.enums import Ask, MatterKind


class InboxFilter(ListFilter):
    """What is asked or which kind of matter, how near the due date, words. Sent by GET."""

    type = SelectField(_l("What"))
    due = SelectField(_l("Due"), choices=select_choices(Due.choices(), _l("all")))
    q = StringField(_l("Words"))

    @classmethod
    def of(cls, box: Box, arguments: Mapping[str, Any]) -> "InboxFilter":
        """The bar of one box; an argument that is none of its choices is as good as absent."""
        form = cls(arguments)
        pairs = [*Ask.choices(), *MatterKind.choices()] if box is Box.TODO else MatterKind.choices()
        form.type.choices = select_choices(pairs, _l("all"))
        if form.type.data not in dict(pairs):
            form.type.data = ""
        if box is not Box.TODO:
            del form.due
        elif form.due.data not in set(Due):
            form.due.data = ""
        return form
