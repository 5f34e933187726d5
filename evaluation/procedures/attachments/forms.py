"""What people say about a picture."""

from wtforms import StringField
from wtforms.validators import Optional

from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.foundation.web.forms import PageForm, at_most
from evaluation.registry.people.forms import PeopleField


class DescribeForm(PageForm):
    """Caption, photographer, who is in the picture."""

    caption = StringField(_l("Caption"), validators=[Optional(), at_most(200)])
    credit = StringField(_l("Photographer"), validators=[Optional(), at_most(40)])
    people = PeopleField(_l("Who is in the picture"), validators=[Optional()], many=True)
