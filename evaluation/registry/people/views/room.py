"""All addresses of the room in one table; the page of one person stands in the portal, which sees records too."""

from flask import Blueprint

from evaluation.registry.people.views import editing, listing, looking_up

ADDRESSES = (
    ("/", listing.index, ["GET"]),
    ("/export.xlsx", listing.export, ["GET"]),
    ("/search.json", looking_up.search_json, ["GET"]),
    ("/search", looking_up.search, ["GET"]),
    ("/new", editing.new, ["GET", "POST"]),
    ("/<int:person_id>/edit", editing.edit, ["GET", "POST"]),
    ("/<int:person_id>/change/<kind>", editing.change, ["GET", "POST"]),
    ("/<int:person_id>/history/<int:affiliation_id>/correct", editing.correct, ["GET", "POST"]),
)

blueprint = Blueprint("people", __name__, url_prefix="/people")
for rule, view, methods in ADDRESSES:
    blueprint.add_url_rule(rule, view_func=view, methods=methods)
