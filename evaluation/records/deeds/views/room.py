"""All addresses of the room in one table."""

from flask import Blueprint

from evaluation.records.deeds.views import judging, reading, writing

ADDRESSES = (
    ("/", reading.index, ["GET"]),
    ("/export.xlsx", reading.export, ["GET"]),
    ("/<int:matter_id>", reading.detail, ["GET"]),
    ("/<int:matter_id>/diff", reading.diff, ["GET"]),
    ("/new", writing.new, ["GET", "POST"]),
    ("/autosave", writing.autosave, ["POST"]),
    ("/<int:matter_id>/edit", writing.edit, ["GET", "POST"]),
    ("/<int:matter_id>/autosave", writing.autosave, ["POST"]),
    ("/<int:matter_id>/kept", writing.kept, ["GET"]),
    ("/<int:matter_id>/check", writing.check, ["GET", "POST"]),
    ("/<int:matter_id>/submitted", writing.submitted, ["GET"]),
    ("/<int:matter_id>/actions/withdraw", writing.withdraw, ["POST"]),
    ("/<int:matter_id>/actions/delete", writing.delete, ["POST"]),
    ("/<int:matter_id>/actions/decide", judging.decide, ["POST"]),
    ("/notice", judging.notice, ["GET", "POST"]),
)

blueprint = Blueprint("deeds", __name__, url_prefix="/deeds")
for rule, view, methods in ADDRESSES:
    blueprint.add_url_rule(rule, view_func=view, methods=methods)
