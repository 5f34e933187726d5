"""All addresses of the room in one table."""

from flask import Blueprint

from evaluation.records.nominations.room import FLOW
from evaluation.records.nominations.views import beside, calendar, candidates, detail, dossier, figures, listing, papers, steps

ADDRESSES = (
    ("/", listing.index, ["GET"]),
    ("/export.xlsx", listing.export, ["GET"]),
    ("/new", listing.new, ["GET", "POST"]),
    ("/mine", listing.mine, ["GET"]),
    ("/calendar", calendar.calendar, ["GET"]),
    ("/calendar/actions/renew", calendar.renew_address, ["POST"]),
    ("/calendar/<token>.ics", calendar.feed, ["GET"]),
    ("/figures", figures.figures, ["GET"]),
    ("/figures.xlsx", figures.figures_export, ["GET"]),
    ("/candidates", candidates.quiet_list, ["GET"]),
    ("/candidates/<int:person_id>", candidates.decide, ["GET", "POST"]),
    ("/<int:matter_id>", detail.detail, ["GET"]),
    ("/<int:matter_id>/documents/<name>.docx", papers.document, ["GET"]),
    ("/<int:matter_id>/bundle", papers.make_bundle, ["POST"]),
    ("/<int:matter_id>/notice", papers.notice, ["GET", "POST"]),
    ("/<int:matter_id>/history", detail.history, ["GET"]),
    ("/<int:matter_id>/dossier", dossier.dossier, ["GET", "POST"]),
    ("/<int:matter_id>/steps/<act>", steps.step, ["GET", "POST"]),
    ("/<int:matter_id>/steps/<act>/actions/correct", steps.correct, ["GET", "POST"]),
    ("/<int:matter_id>/actions/<action>", beside.beside, ["GET", "POST"]),
)

blueprint = Blueprint(f"{FLOW.kind.value}s", __name__, url_prefix="/nominations")
for rule, view, methods in ADDRESSES:
    blueprint.add_url_rule(rule, view_func=view, methods=methods)
