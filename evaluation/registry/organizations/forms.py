"""The field for an organisation in filters and forms: its options are made once for each scope and kept."""

from collections.abc import Sequence
from typing import Any

from flask import current_app
from flask_login import current_user
from sqlalchemy import select

from evaluation.foundation.core.database import db
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.foundation.web.forms import OptionsField
from evaluation.registry.organizations.enums import OrganizationKind
from evaluation.registry.organizations.models import Organization

KEPT = "organization_rows"
MOST_KEPT = 200
Rows = Sequence[tuple[int, str]]


def rows_of(kind: OrganizationKind, scope: frozenset[int], stamp: int) -> Rows:
    """Ids and short names of a kind within a scope, by code. Read again when the tree's stamp rises."""
    kept = current_app.extensions.setdefault(KEPT, {})
    key = (kind, scope, stamp)
    if key not in kept:
        if len(kept) >= MOST_KEPT:
            kept.clear()
        found = db.session.execute(
            select(Organization.id, Organization.short_name).where(Organization.kind == kind).order_by(Organization.code)
        )
        kept[key] = [(identity, name) for identity, name in found if identity in scope]
    return kept[key]


class OrganizationField(OptionsField):
    """An organisation of the actor's scope, or None. ``roles`` are the roles whose scope counts."""

    def __init__(
        self,
        label: Any = None,
        validators: Any = None,
        *,
        kind: OrganizationKind,
        roles: Sequence[str],
        blank: Any = None,
        **options: Any,
    ) -> None:
        super().__init__(label, validators, blank=_l("all") if blank is None else blank, **options)
        self.kind = kind
        self.roles = tuple(roles)

    def rows(self) -> Rows:
        return rows_of(self.kind, current_user.scope(*self.roles), current_user.tree_stamp)

    def key(self) -> Any:
        return (current_app.name, id(current_app.extensions), self.kind, current_user.scope(*self.roles), current_user.tree_stamp)
