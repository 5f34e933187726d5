"""Upload, and what goes with it."""

from typing import Any

from wtforms import DateField, MultipleFileField, RadioField, StringField
from wtforms.validators import Optional

from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.foundation.web.forms import PageForm, at_most, select_choices
from evaluation.portal.imports.doors import PEOPLE, RECORDS, Door
from evaluation.records.performance.imports.importer import CAMPAIGN_NAME
from evaluation.records.performance.operations.campaigns import LONGEST_NAME
from evaluation.registry.people.imports.comparing import CORRECTION
from evaluation.registry.people.imports.importer import EFFECTIVE

CHANGE = "change"


class UploadForm(PageForm):
    """The file."""

    file = MultipleFileField(_l("File"))

    def settings(self) -> dict[str, str]:
        """Choices beside the file."""
        return {}


class RosterForm(UploadForm):
    """The roster, and what a difference to the registry means."""

    difference = RadioField(
        _l("Where the table differs from the registry"),
        choices=select_choices(
            [
                (CHANGE, _l("Something has changed; the old value stays in the history")),
                (CORRECTION, _l("The registry was wrong; correct it")),
            ]
        ),
        default=CHANGE,
    )
    effective = DateField(_l("Changed since"), validators=[Optional()])

    def settings(self) -> dict[str, str]:
        if self.difference.data == CORRECTION:
            return {EFFECTIVE: CORRECTION}
        return {EFFECTIVE: self.effective.data.isoformat()} if self.effective.data else {}


class LogForm(UploadForm):
    """The log, and the special action to which it belongs."""

    campaign = StringField(_l("Special action"), validators=[Optional(), at_most(LONGEST_NAME)])

    def settings(self) -> dict[str, str]:
        return {CAMPAIGN_NAME: self.campaign.data} if self.campaign.data else {}


def upload_form(door: Door) -> Any:
    """The form of a door."""
    return RosterForm() if door is PEOPLE else LogForm() if door is RECORDS else UploadForm()
