"""States, actions and sections of examination materials (考察材料)."""

from evaluation.foundation.core.enums import Labelled
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.procedures.evidence.enums import Dimension


class MaterialState(Labelled):
    """Written, signed by two examiners, approved; a change of the text leads back to the draft."""

    DRAFT = "draft", _l("Draft"), "grey"
    SIGNING = "signing", _l("Being signed"), "blue"
    RETURNED = "returned", _l("Returned"), "amber"
    APPROVED = "approved", _l("Material approved"), "plain"


class MaterialAction(Labelled):
    """The verbs of the process, as on the buttons."""

    SUBMIT = "submit", _l("Hand to the examiners to sign")
    CHANGE = "change", _l("Text changed, signatures void")
    SIGN = "sign", _l("I have read all of it and sign")
    RETURN = "return", _l("Return for changes")
    APPROVE = "approve", _l("Approve the material")
    REOPEN = "reopen", _l("Open the material again")


class Section(Labelled):
    """The parts of the text, in their order; the five dimensions stand in the second chapter."""

    OVERVIEW = "overview", _l("Performance at the front line in outline")
    POLITICAL_QUALITY = "political_quality", Dimension.POLITICAL_QUALITY.word
    SENSE_OF_PURPOSE = "sense_of_purpose", Dimension.SENSE_OF_PURPOSE.word
    VIEW_OF_THE_WHOLE = "view_of_the_whole", Dimension.VIEW_OF_THE_WHOLE.word
    COMMAND = "command", Dimension.COMMAND.word
    RESPONSIBILITY = "responsibility", Dimension.RESPONSIBILITY.word
    SHORTCOMINGS = "shortcomings", _l("Main shortcomings and insufficiencies")
    OVERALL = "overall", _l("Overall judgement")

    @property
    def dimension(self) -> Dimension | None:
        """The dimension that the section is about."""
        return next((one for one in Dimension if one.value == self.value), None)

    @property
    def place(self) -> str:
        """What a citation says of where it stands: the dimension; the other sections say enough by their sentence."""
        return self.value if self.dimension is not None else ""
