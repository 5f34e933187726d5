"""A paper of one step."""

from wtforms import MultipleFileField, SelectField, StringField
from wtforms.validators import Optional

from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.foundation.web.forms import PageForm, at_most, required


class PaperForm(PageForm):
    """A file, or where the original is kept."""

    step = SelectField(_l("Step"), choices=[], validators=[required(_l("Choose the step."))])
    papers = MultipleFileField(_l("Papers"), validators=[Optional()])
    kept_at = StringField(_l("Or where the original is kept"), validators=[Optional(), at_most(200)])
