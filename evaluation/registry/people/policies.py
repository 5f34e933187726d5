"""Who may look people up."""

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
"""Roles with work on the business side, by value: the room of accounts stands above this one."""
