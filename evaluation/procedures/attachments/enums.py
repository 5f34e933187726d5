"""What a file is to its matter."""

from evaluation.foundation.core.enums import Labelled
from evaluation.foundation.core.language import lazy_gettext as _l


class AttachmentKind(Labelled):
    """Photographs may be published with consent; documents bear something out; signed sheets are seen by few."""

    PHOTOGRAPH = "photograph", _l("Photograph")
    DOCUMENT = "document", _l("Document")
    CONSENT_SHEET = "consent_sheet", _l("Signed consent")
