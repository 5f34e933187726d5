"""The list of people, and the list as a workbook."""

from flask import Response, current_app, render_template, request, url_for
from flask_login import current_user

from evaluation.foundation.core.database import db
from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.web.access import requires
from evaluation.foundation.web.downloads import workbook_answer
from evaluation.foundation.web.noting import note_look
from evaluation.foundation.web.paging import page_of
from evaluation.registry.people.card_forms import PeopleFilter
from evaluation.registry.people.listing import SORTS, listed, narrowed, person_rows
from evaluation.registry.people.models import Person
from evaluation.registry.people.naming import padded_for_roster
from evaluation.registry.people.policies import EDITORS, READERS

ROSTER_IMPORT = "roster_imports.upload"


@requires(*sorted(READERS))
def index() -> str:
    """People whom the actor may see."""
    form = PeopleFilter.asked()
    statement = narrowed(person_rows(current_user), form.data, current_user)
    page = page_of(statement, SORTS, count=statement.with_only_columns(Person.id))
    may_edit = current_user.holds(*EDITORS)
    return render_template(
        "registry/people/index.html",
        form=form,
        page=page,
        people=[listed(current_user, row) for row in page.rows],
        padded=padded_for_roster,
        may_edit=may_edit,
        import_address=url_for(ROSTER_IMPORT) if may_edit and ROSTER_IMPORT in current_app.view_functions else None,
    )


@requires(*sorted(READERS))
def export() -> Response:
    """The filtered list in the order of the page; that it was taken out is noted."""
    statement = narrowed(person_rows(current_user), PeopleFilter.asked().data, current_user)
    sort = next((one for one in SORTS if one.key == request.args.get("sort")), SORTS[0])
    rows = [listed(current_user, row) for row in db.session.execute(statement.order_by(*sort.columns))]
    answer = workbook_answer(
        _("People"),
        [_("Number"), _("Name"), _("Department"), _("Branch"), _("Post"), _("Political status"), _("In post or not")],
        (
            [
                row.number,
                row.name,
                row.department,
                row.branch,
                row.post,
                str(row.political_status),
                str(row.standing.label),
            ]
            for row in rows
        ),
    )
    note_look("person.export", actor=current_user, object_kind="person", object_id="", rows=len(rows))
    return answer
