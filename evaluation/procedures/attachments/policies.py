"""Who may see and change files. A file is seen by whoever its matter's room lets see the matter."""

from typing import Any

from evaluation.procedures.attachments.enums import AttachmentKind
from evaluation.procedures.attachments.models import Attachment
from evaluation.procedures.workflow.models import Matter
from evaluation.procedures.workflow.register import room_of
from evaluation.registry.accounts.enums import PUBLICITY_ROLES


def may_open(actor: Any, attachment: Attachment, matter: Matter, shown_people: frozenset[int]) -> bool:
    """Whether the actor, who sees the matter, may open this file: a signed consent is for publicity and who signed it."""
    if attachment.kind is not AttachmentKind.CONSENT_SHEET:
        return True
    return actor.within(matter.organization_id, *PUBLICITY_ROLES) or actor.person_id in shown_people


def may_change(actor: Any, matter: Matter) -> bool:
    """Whether the actor may add, describe and remove files of the matter now, by the rule of its room."""
    return room_of(matter.kind).may_attach(actor, matter)
