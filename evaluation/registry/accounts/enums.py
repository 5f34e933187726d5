"""Roles and the groups of them that rules speak of."""

from evaluation.foundation.core.enums import Labelled
from evaluation.foundation.core.language import lazy_gettext as _l


class Role(Labelled):
    """Who an account is for the system; a grant gives it over a subtree and between two dates."""

    MEMBER = "member", _l("Member")
    CLERK = "clerk", _l("Department clerk")
    BRANCH_SECRETARY = "branch_secretary", _l("Branch secretary")
    ORGANIZATION_OFFICER = "organization_officer", _l("Organization officer")
    ORGANIZATION_HEAD = "organization_head", _l("Head of the organization department")
    COMMITTEE_LEADER = "committee_leader", _l("Party committee leader")
    DISCIPLINE_OFFICER = "discipline_officer", _l("Discipline officer")
    CARE_OFFICER = "care_officer", _l("Care officer")
    PUBLICITY_EDITOR = "publicity_editor", _l("Publicity editor")
    PUBLICITY_REVIEWER = "publicity_reviewer", _l("Publicity reviewer")
    PUBLICITY_CHIEF = "publicity_chief", _l("Head of publicity")
    SYSTEM_ADMINISTRATOR = "system_administrator", _l("System administrator")
    SECURITY_ADMINISTRATOR = "security_administrator", _l("Security administrator")
    AUDITOR = "auditor", _l("Auditor")


ADMINISTRATORS = frozenset({Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDITOR})
BUSINESS_ROLES = frozenset(Role) - ADMINISTRATORS
ORGANIZATION_ROLES = frozenset({Role.ORGANIZATION_OFFICER, Role.ORGANIZATION_HEAD})
PUBLICITY_ROLES = frozenset({Role.PUBLICITY_EDITOR, Role.PUBLICITY_REVIEWER, Role.PUBLICITY_CHIEF})
COLLEGE_ROLES = ORGANIZATION_ROLES | {Role.COMMITTEE_LEADER, Role.DISCIPLINE_OFFICER}
