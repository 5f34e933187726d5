"""All addresses of the room in one table."""

from flask import Blueprint

from evaluation.records.performance.calculations import clock_words, ends_next_day
from evaluation.records.performance.views import campaigns, deciding, entering, groups, reading, submitting

SHIFT = "/shifts/<int:matter_id>"
SHIFT_ADDRESSES = (
    ("/", reading.index, ["GET"]),
    ("/export.xlsx", reading.export, ["GET"]),
    ("/shifts/new", entering.new, ["GET", "POST"]),
    ("/shifts/autosave", entering.autosave, ["POST"]),
    (SHIFT, reading.detail, ["GET"]),
    (f"{SHIFT}/edit", entering.edit, ["GET", "POST"]),
    (f"{SHIFT}/autosave", entering.autosave, ["POST"]),
    (f"{SHIFT}/kept", entering.kept, ["GET"]),
    (f"{SHIFT}/check", submitting.check, ["GET"]),
    (f"{SHIFT}/submitted", submitting.submitted, ["GET"]),
    (f"{SHIFT}/print", reading.print_page, ["GET"]),
    (f"{SHIFT}/void", deciding.void_page, ["GET"]),
    (f"{SHIFT}/actions/submit", submitting.submit, ["POST"]),
    (f"{SHIFT}/actions/withdraw", submitting.withdraw, ["POST"]),
    (f"{SHIFT}/actions/discard", submitting.discard, ["POST"]),
    (f"{SHIFT}/actions/verify", deciding.verify, ["POST"]),
    (f"{SHIFT}/actions/return", deciding.return_lines, ["POST"]),
    (f"{SHIFT}/actions/void", deciding.void, ["POST"]),
)
CAMPAIGN_ADDRESSES = (
    ("/", campaigns.index, ["GET"]),
    ("/new", campaigns.new, ["GET", "POST"]),
    ("/<int:campaign_id>/", campaigns.detail, ["GET"]),
    ("/<int:campaign_id>/coverage.xlsx", campaigns.export, ["GET"]),
    ("/<int:campaign_id>/edit", campaigns.edit, ["GET", "POST"]),
    ("/<int:campaign_id>/close", campaigns.close_page, ["GET"]),
    ("/<int:campaign_id>/actions/close", campaigns.close, ["POST"]),
)
GROUP_ADDRESSES = (
    ("/", groups.index, ["GET"]),
    ("/new", groups.new, ["GET", "POST"]),
    ("/<int:group_id>", groups.detail, ["GET", "POST"]),
    ("/<int:group_id>/actions/delete", groups.delete, ["POST"]),
)


def with_addresses(blueprint: Blueprint, addresses: tuple[tuple[str, object, list[str]], ...]) -> Blueprint:
    """Enter every address of a table."""
    for rule, view, methods in addresses:
        blueprint.add_url_rule(rule, view_func=view, methods=methods)  # type: ignore[arg-type]
    return blueprint


shifts = with_addresses(Blueprint("shifts", __name__, url_prefix="/records"), SHIFT_ADDRESSES)
campaigns_blueprint = with_addresses(Blueprint("campaigns", __name__, url_prefix="/campaigns"), CAMPAIGN_ADDRESSES)
groups_blueprint = with_addresses(Blueprint("groups", __name__, url_prefix="/groups"), GROUP_ADDRESSES)
for shown in (clock_words, ends_next_day):
    shifts.add_app_template_global(shown)
