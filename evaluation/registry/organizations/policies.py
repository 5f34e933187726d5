"""Who may look at the trees of organisations, and who keeps them. Roles by value: the room of accounts stands above."""

from typing import Any

WORKING_ROLES = frozenset(
    {
        "clerk",
        "branch_secretary",
        "organization_officer",
        "organization_head",
        "committee_leader",
        "discipline_officer",
        "care_officer",
        "publicity_editor",
        "publicity_reviewer",
        "publicity_chief",
    }
)
"""Roles with work on the business side: they look organisations and people up."""

EDITORS = frozenset({"organization_officer", "organization_head"})


def may_edit(actor: Any, organization_id: int | None) -> bool:
    """The organization department keeps what lies below its grant; at the top only who reaches everything."""
    if organization_id is None:
        return actor.reaches_all(*EDITORS)
    return actor.within(organization_id, *EDITORS)
