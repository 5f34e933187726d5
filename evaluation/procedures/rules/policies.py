"""Who may read the rule pack and set a number of the college."""

from typing import Any

from evaluation.registry.accounts.enums import COLLEGE_ROLES, Role

READERS = frozenset({Role.BRANCH_SECRETARY, *COLLEGE_ROLES})


def may_propose(actor: Any) -> bool:
    """The head of the organization department proposes a number of the college."""
    return actor.holds(Role.ORGANIZATION_HEAD)


def may_approve(actor: Any, override: Any) -> bool:
    """A leader of the Party committee approves, but never what he or she proposed."""
    return actor.holds(Role.COMMITTEE_LEADER) and override.proposed_by_id != actor.account_id
