"""Answers that are files."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask import Response, request
from flask_login import current_user

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.files.kinds import Kind
from evaluation.foundation.files.names import download_headers
from evaluation.foundation.tabular.output import OutputSheet, write_workbook
from evaluation.foundation.web.display import date_time


def file_answer(data: bytes, name: str, media_type: str) -> Response:
    """Bytes under a name, always saved and never shown as a page of ours."""
    return Response(data, headers=download_headers(name, media_type))


def workbook_answer(title: str, headings: Sequence[Any], rows: Iterable[Sequence[Any]]) -> Response:
    """A list as a workbook: the rows as shown, and a sheet that says who took it out, when, with which filters."""
    about = [(_("Exported by"), current_user.name), (_("Time"), date_time(clock.now()))]
    about += [
        (name, value) for name, value in request.args.items() if value and name not in {"lang", "after", "before", "page", "size"}
    ]
    data = write_workbook([OutputSheet(title, headings, rows)], about=about, made_at=clock.now())
    return file_answer(data, f"{title} {clock.today().isoformat()}.xlsx", Kind.XLSX.media_type)
