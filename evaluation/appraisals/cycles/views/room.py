"""All addresses of the room in one table."""

from flask import Blueprint

from evaluation.appraisals.cycles.views import examining, judging, own, reading, scoping, telling

PERSON = "/<int:matter_id>/people/<int:person_id>"
ADDRESSES = (
    ("/", reading.index, ["GET"]),
    ("/export.xlsx", reading.export_list, ["GET"]),
    ("/<int:matter_id>", reading.detail, ["GET"]),
    ("/<int:matter_id>/people.xlsx", reading.export, ["GET"]),
    ("/<int:matter_id>/actions/step", reading.step, ["POST"]),
    ("/new", scoping.new, ["GET", "POST"]),
    ("/<int:matter_id>/edit", scoping.edit, ["GET", "POST"]),
    ("/<int:matter_id>/freeze", scoping.freeze, ["GET", "POST"]),
    ("/<int:matter_id>/actions/delete", scoping.delete, ["POST"]),
    (PERSON, examining.person, ["GET"]),
    (f"{PERSON}/evidence/<path:number>", examining.evidence, ["GET"]),
    (f"{PERSON}/actions/look", examining.look, ["POST"]),
    (f"{PERSON}/actions/find", examining.find, ["POST"]),
    (f"{PERSON}/findings/<int:finding_id>/actions/withdraw", examining.withdraw_finding, ["POST"]),
    (f"{PERSON}/actions/rate", judging.rate, ["POST"]),
    (f"{PERSON}/actions/conclude", judging.conclude, ["POST"]),
    (f"{PERSON}/actions/tell", telling.tell, ["POST"]),
    (f"{PERSON}/actions/answer", telling.answer, ["POST"]),
    ("/<int:matter_id>/feedback", own.feedback, ["GET", "POST"]),
)

blueprint = Blueprint("appraisals", __name__, url_prefix="/evaluations")
for rule, view, methods in ADDRESSES:
    blueprint.add_url_rule(rule, view_func=view, methods=methods)
