"""All addresses of the room in one table."""

from flask import Blueprint

from evaluation.publicity.stories.views import deciding, leaving, reading, words, writing

ADDRESSES = (
    ("/", reading.index, ["GET"]),
    ("/export.xlsx", reading.export, ["GET"]),
    ("/deeds", reading.deeds, ["GET"]),
    ("/released", reading.released, ["GET"]),
    ("/released/<int:matter_id>", reading.read, ["GET"]),
    ("/releases", leaving.register, ["GET"]),
    ("/releases.xlsx", leaving.register_export, ["GET"]),
    ("/words", words.words, ["GET", "POST"]),
    ("/words/actions/allow", words.allow, ["POST"]),
    ("/actions/write", writing.write, ["POST"]),
    ("/<int:matter_id>", reading.detail, ["GET"]),
    ("/<int:matter_id>/diff", reading.diff, ["GET"]),
    ("/<int:matter_id>/proof", reading.proof, ["GET"]),
    ("/<int:matter_id>/photographs/<int:number>", reading.photograph, ["GET"]),
    ("/<int:matter_id>/edit", writing.edit, ["GET", "POST"]),
    ("/<int:matter_id>/autosave", writing.autosave, ["POST"]),
    ("/<int:matter_id>/kept", writing.kept, ["GET"]),
    ("/<int:matter_id>/check", writing.check, ["GET", "POST"]),
    ("/<int:matter_id>/actions/write-mou", writing.write_mou, ["POST"]),
    ("/<int:matter_id>/actions/send", writing.send, ["POST"]),
    ("/<int:matter_id>/actions/delete", writing.delete, ["POST"]),
    ("/<int:matter_id>/review/<stage>", deciding.review, ["GET"]),
    ("/<int:matter_id>/review/<stage>/actions/decide", deciding.decide, ["POST"]),
    ("/<int:matter_id>/review/<stage>/actions/annotate", deciding.annotate, ["POST"]),
    ("/<int:matter_id>/take-back", deciding.take_back, ["GET", "POST"]),
    ("/<int:matter_id>/recall", deciding.recall, ["GET", "POST"]),
    ("/<int:matter_id>/preview", leaving.preview, ["GET"]),
    ("/<int:matter_id>/preview/pages/<int:number>", leaving.preview_page, ["GET"]),
    ("/<int:matter_id>/preview/web/<path:name>", leaving.preview_file, ["GET"]),
    ("/<int:matter_id>/preview/wechat", leaving.preview_article, ["GET"]),
    ("/<int:matter_id>/actions/export", leaving.export_file, ["POST"]),
    ("/<int:matter_id>/exports/<int:export_id>", leaving.download, ["GET"]),
    ("/<int:matter_id>/release", leaving.release, ["GET", "POST"]),
    ("/<int:matter_id>/correct", leaving.correct, ["GET", "POST"]),
)

blueprint = Blueprint("stories", __name__, url_prefix="/stories")
for rule, view, methods in ADDRESSES:
    blueprint.add_url_rule(rule, view_func=view, methods=methods)
