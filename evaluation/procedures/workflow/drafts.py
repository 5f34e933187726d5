"""What a save of a draft answers to the script that saves while somebody writes."""

from datetime import datetime

from flask import jsonify, url_for
from werkzeug.wrappers import Response

from evaluation.foundation.web.display import clock_time
from evaluation.procedures.workflow.models import Matter


def how_kept(room: str, matter: Matter, at: datetime) -> Response:
    """Version and time of what is kept, and where this room takes the next save and the form itself."""
    return jsonify(
        version=matter.version,
        saved_at=clock_time(at),
        autosave_url=url_for(f"{room}.autosave", matter_id=matter.id),
        action=url_for(f"{room}.edit", matter_id=matter.id),
    )
