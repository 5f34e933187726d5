"""What people say about themselves."""

from wtforms import StringField
from wtforms.validators import DataRequired

from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.foundation.web.forms import PageForm, at_most, required
from evaluation.registry.people.forms import PeopleField
from evaluation.registry.people.operations import LONGEST_RELATION


class RelativeForm(PageForm):
    """A near relative, declared for recusal."""

    relative = PeopleField(
        _l("Name or staff number"), validators=[DataRequired(_l("Type the name or the staff number of your relative."))]
    )
    relation = StringField(
        _l("Relation"), validators=[required(_l("Say what the relation is, such as 配偶.")), at_most(LONGEST_RELATION)]
    )
