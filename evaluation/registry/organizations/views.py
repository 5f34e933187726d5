"""/organizations/: the two trees, one organisation, entering and changing."""

from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, Response, abort, current_app, flash, redirect, render_template, url_for
from flask_login import current_user

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import Difference, NotAllowed, Refused
from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.web.access import requires
from evaluation.foundation.web.downloads import workbook_answer
from evaluation.foundation.web.posting import once
from evaluation.registry.organizations import operations, policies
from evaluation.registry.organizations.entry_forms import FORMS, DepartmentForm, facts_of
from evaluation.registry.organizations.enums import OrganizationKind
from evaluation.registry.organizations.models import Organization
from evaluation.registry.organizations.queries import organizations

blueprint = Blueprint("organizations", __name__, url_prefix="/organizations")
IMPORT = "organization_imports.upload"
readers = requires(*sorted(policies.WORKING_ROLES))
editors = requires(*sorted(policies.EDITORS))


@dataclass
class Node:
    """An organisation with what stands below it."""

    organization: Organization
    below: list["Node"] = field(default_factory=list)


def trees(rows: list[Organization]) -> dict[OrganizationKind, list[Node]]:
    """Both trees, by code. What has no superior within its tree is a root."""
    nodes = {row.id: Node(row) for row in rows}
    roots: dict[OrganizationKind, list[Node]] = {kind: [] for kind in OrganizationKind}
    for row in rows:
        parent = nodes.get(row.parent_id or 0)
        (parent.below if parent is not None else roots[row.kind]).append(nodes[row.id])
    return roots


def ended(organization: Organization) -> bool:
    """Whether the organisation no longer exists."""
    return organization.active_to is not None and organization.active_to <= clock.today()


@blueprint.get("/")
@readers
def index() -> str:
    """Departments and Party organisations as trees."""
    may_add = current_user.holds(*policies.EDITORS)
    return render_template(
        "registry/organizations/index.html",
        trees=trees(organizations()),
        kinds=OrganizationKind,
        ended=ended,
        may_add=may_add,
        import_address=url_for(IMPORT) if may_add and IMPORT in current_app.view_functions else None,
    )


@blueprint.get("/export.xlsx")
@readers
def export() -> Response:
    """Both trees as a workbook."""
    rows = organizations()
    names = {row.id: row.name for row in rows}
    headings = [
        _("Code"),
        _("Full name"),
        _("Short name"),
        _("Kind"),
        _("What it is"),
        _("Superior"),
        _("Exists until (that day excluded)"),
    ]
    return workbook_answer(
        _("Organisations"),
        headings,
        (
            [
                row.code,
                row.name,
                row.short_name,
                str(row.kind.label),
                str(row.party_type.label) if row.party_type else "",
                names.get(row.parent_id or 0, ""),
                row.active_to,
            ]
            for row in rows
        ),
    )


def organization_or_404(organization_id: int) -> Organization:
    """The organisation of an address."""
    organization = db.session.get(Organization, organization_id)
    if organization is None:
        abort(404)
    return organization


@blueprint.get("/<int:organization_id>")
@readers
def detail(organization_id: int) -> str:
    """One organisation with its superiors and what stands below it."""
    organization = organization_or_404(organization_id)
    rows = {row.id: row for row in organizations(organization.kind)}
    path: list[Organization] = []
    parent = rows.get(organization.parent_id or 0)
    while parent is not None and parent not in path:
        path.append(parent)
        parent = rows.get(parent.parent_id or 0)
    return render_template(
        "registry/organizations/detail.html",
        organization=organization,
        path=path[::-1],
        below=[row for row in rows.values() if row.parent_id == organization.id],
        ended=ended,
        may_edit=policies.may_edit(current_user, organization.id),
        filter_name="department" if organization.kind is OrganizationKind.DEPARTMENT else "branch",
    )


@blueprint.route("/new/<kind>", methods=["GET", "POST"])
@editors
def new(kind: str) -> Any:
    """Enter an organisation."""
    if kind not in set(OrganizationKind):
        abort(404)
    what = OrganizationKind(kind)
    form = FORMS[what]()
    if form.validate_on_submit():
        try:
            facts = facts_of(form)
            if not policies.may_edit(current_user, facts["parent_id"]):
                raise Refused(_("Choose a superior that lies in your scope."), field="parent_id")
            with once() as outcome:
                organization = operations.enter_organization(what, facts, actor=current_user)
                outcome.location = url_for("organizations.detail", organization_id=organization.id)
            flash(_("%(name)s is entered.", name=organization.name), "success")
            return redirect(outcome.location)
        except Refused as refusal:
            form.refuse(refusal)
    return form_page(form, what, None)


@blueprint.route("/<int:organization_id>/edit", methods=["GET", "POST"])
@editors
def edit(organization_id: int) -> Any:
    """Change an organisation."""
    organization = organization_or_404(organization_id)
    if not policies.may_edit(current_user, organization_id):
        raise NotAllowed(_("This organisation lies outside your scope; ask the organization department there."))
    form = FORMS[organization.kind](obj=organization)
    if form.validate_on_submit():
        facts = facts_of(form)
        form.check_version(
            organization.version,
            [
                Difference(form[name].label.text, str(value or ""), str(getattr(organization, name) or ""))
                for name, value in facts.items()
                if (value or None) != (getattr(organization, name) or None)
            ],
        )
        try:
            with once() as outcome:
                changed = operations.amend_organization(organization, facts, actor=current_user)
                outcome.location = url_for("organizations.detail", organization_id=organization_id)
            flash(_("Saved.") if changed else _("Nothing was changed."), "success" if changed else "info")
            return redirect(outcome.location)
        except Refused as refusal:
            form.refuse(refusal)
    return form_page(form, organization.kind, organization)


def form_page(form: DepartmentForm, kind: OrganizationKind, organization: Organization | None) -> tuple[str, int]:
    """The form for a new or a present organisation."""
    page = render_template("registry/organizations/form.html", form=form, kind=kind, organization=organization)
    return page, 422 if form.errors or form.form_errors else 200
