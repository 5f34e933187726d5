"""All addresses of the room in one table."""

from flask import Blueprint

from evaluation.appraisals.materials.views import deciding, reading, writing

ONE = "/materials/<int:matter_id>"
ADDRESSES = (
    ("/<int:matter_id>/people/<int:person_id>/actions/write", writing.begin, ["POST"]),
    (ONE, reading.detail, ["GET"]),
    (f"{ONE}/print", reading.print_page, ["GET"]),
    (f"{ONE}/material.docx", reading.word, ["GET"]),
    (f"{ONE}/basic", writing.basic, ["GET", "POST"]),
    (f"{ONE}/statements/new", writing.add, ["GET", "POST"]),
    (f"{ONE}/statements/<int:statement_id>", writing.edit, ["GET", "POST"]),
    (f"{ONE}/statements/<int:statement_id>/actions/move", writing.move, ["POST"]),
    (f"{ONE}/statements/<int:statement_id>/actions/remove", writing.remove, ["POST"]),
    (f"{ONE}/actions/regenerate", writing.regenerate, ["POST"]),
    (f"{ONE}/actions/decide", deciding.decide, ["POST"]),
)

blueprint = Blueprint("materials", __name__, url_prefix="/evaluations")
for rule, view, methods in ADDRESSES:
    blueprint.add_url_rule(rule, view_func=view, methods=methods)
