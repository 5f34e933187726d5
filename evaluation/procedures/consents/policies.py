"""Who may decide on, ask for and record consents."""

from typing import Any

from evaluation.procedures.consents.models import Consent
from evaluation.procedures.workflow.models import Matter
from evaluation.registry.accounts.enums import PUBLICITY_ROLES


def is_asked(actor: Any, consent: Consent) -> bool:
    """The person whose consent it is; nobody answers for another."""
    return actor.person_id is not None and consent.person_id == actor.person_id


def may_record(actor: Any, consent: Consent, matter: Matter) -> bool:
    """Publicity in the scope of the matter records what was signed on paper, but never one's own consent."""
    return actor.within(matter.organization_id, *PUBLICITY_ROLES) and consent.person_id != actor.person_id
