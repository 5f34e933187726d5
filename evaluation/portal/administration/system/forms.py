"""What the system administrator fills in."""

from wtforms import FileField, HiddenField, StringField
from wtforms.fields import IntegerField
from wtforms.validators import InputRequired, NumberRange

from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.foundation.web.forms import PageForm, at_most, required
from evaluation.portal.administration.system.calendar import FIRST_YEAR, LAST_YEAR


class CalendarForm(PageForm):
    """A year, the document that announces it, and the table; ``days`` carries the checked table to the confirmation."""

    year = IntegerField(
        _l("Year"),
        validators=[
            InputRequired(_l("Type the year, such as 2027.")),
            NumberRange(FIRST_YEAR, LAST_YEAR, _l("Type a year of four digits, such as 2027.")),
        ],
    )
    source = StringField(
        _l("Announced by"), validators=[required(_l("Name the document that announces the calendar.")), at_most(120)]
    )
    file = FileField(_l("Table (Excel)"))
    days = HiddenField()
