"""Why a workbook is refused, beyond what is refused about any file."""

from typing import Any

from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.foundation.files.refusals import SENTENCES as FILE_SENTENCES
from evaluation.foundation.files.refusals import FileRefused


class WorkbookRefused(FileRefused):
    """A workbook that is too large, empty or cannot be opened; ``figures`` as the sentence needs them."""

    sentences: dict[str, Any] = FILE_SENTENCES | {
        "workbook_rows": _l("“%(name)s” has over %(limit)s rows. Split it and import the parts."),
        "workbook_far_row": _l(
            "“%(name)s” has something in row %(row)s; at most %(limit)s rows are read. "
            "Delete what lies below the table and send it again."
        ),
        "workbook_columns": _l(
            "“%(name)s” has something in column %(column)s; at most %(limit)s columns are read. "
            "Delete what lies beside the table and send it again."
        ),
        "workbook_empty": _l("There are no rows in “%(name)s”. Fill in the table and send it again."),
    }
