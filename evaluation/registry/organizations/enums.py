"""Kinds of organisation."""

from evaluation.foundation.core.enums import Labelled
from evaluation.foundation.core.language import lazy_gettext as _l


class OrganizationKind(Labelled):
    """The two trees."""

    DEPARTMENT = "department", _l("Department")
    PARTY = "party", _l("Party organisation")


class PartyType(Labelled):
    """Kinds of Party organisation; a temporary one cannot admit members except as otherwise provided."""

    COMMITTEE = "committee", _l("Party committee")
    GENERAL_BRANCH = "general_branch", _l("General branch")
    BRANCH = "branch", _l("Branch")
    TEMPORARY = "temporary", _l("Temporary Party organisation")
