"""Audit events in words: what was done to what. An action that has no word here is shown as it is stored."""

from typing import Any

from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.procedures.workflow.enums import MatterKind
from evaluation.procedures.workflow.queries import step_label
from evaluation.procedures.workflow.register import ROOMS

READS = "%.read%"
KINDS: dict[str, Any] = {
    "account": _l("Account"),
    "person": _l("Person"),
    "organization": _l("Organisation"),
    "evidence": _l("Evidence"),
    "attachment": _l("File"),
    "consent": _l("Consent"),
    "campaign": _l("Special action"),
    "shift_group": _l("Usual group"),
    "banned_word": _l("Word list"),
    "rule": _l("Rule"),
    "import": _l("Import"),
    "audit": _l("Audit"),
    "calendar": _l("Official calendar"),
    **{kind.value: kind.word for kind in MatterKind},
}
ACTIONS: dict[str, Any] = {
    "account.create": _l("Account opened"),
    "account.grant": _l("Role given"),
    "account.revoke": _l("Role ended"),
    "account.disable": _l("Account disabled"),
    "account.enable": _l("Account enabled"),
    "account.reset_password": _l("Password reset"),
    "account.change_password": _l("Password changed"),
    "account.sign_in": _l("Sign-in"),
    "account.sign_out": _l("Sign-out"),
    "account.end_session": _l("Session ended"),
    "account.end_sessions": _l("All sessions ended"),
    "account.unlock": _l("Lock lifted"),
    "person.create": _l("Person entered"),
    "person.change": _l("Person changed"),
    "person.affiliate": _l("Change of affiliation recorded"),
    "person.correct": _l("History corrected"),
    "person.read": _l("Person looked at"),
    "person.export": _l("List of people taken out"),
    "person.relative": _l("Relative declared"),
    "person.relative_end": _l("Declaration of a relative ended"),
    "organization.create": _l("Organisation entered"),
    "organization.change": _l("Organisation changed"),
    "evidence.withdraw": _l("Evidence withdrawn"),
    "evidence.correct": _l("Evidence corrected"),
    "matter.copy": _l("Sent for information"),
    "matter.nudge": _l("Reminded"),
    "matter.question": _l("Question"),
    "matter.answer": _l("Answer"),
    "matter.note": _l("Note"),
    "matter.transfer": _l("Transferred"),
    "matter.done": _l("Seen to"),
    "evidence.register": _l("Evidence registered"),
    "attachment.add": _l("File added"),
    "attachment.describe": _l("Caption changed"),
    "attachment.remove": _l("File removed"),
    "appraisal.read_person": _l("Appraisal of a person looked at"),
    "appraisal.look_at_evidence": _l("Evidence marked as seen"),
    "appraisal.rate": _l("Person rated"),
    "appraisal.conclude": _l("Conclusion written"),
    "appraisal.export_people": _l("List of people taken out"),
    "campaign.create": _l("Special action opened"),
    "campaign.change": _l("Special action changed"),
    "campaign.close": _l("Special action closed"),
    "import.check": _l("File checked"),
    "import.confirm": _l("File taken in"),
    "import.discard": _l("Import discarded"),
    "import.undo": _l("Import undone"),
    "nomination.choice": _l("Choice recorded"),
    "nomination.paper": _l("Paper recorded"),
    "nomination.bundle": _l("Papers taken out"),
    "nomination.calendar": _l("Dates taken out"),
    "nomination.import": _l("File taken in"),
    "notice.change": _l("Text changed"),
    "rule.vacation": _l("School vacation entered"),
    "shift.change": _l("Text changed"),
    "shift.discard": _l("Draft deleted"),
    "shift_group.create": _l("Usual group made"),
    "shift_group.change": _l("Usual group changed"),
    "shift_group.delete": _l("Usual group deleted"),
    "story.change_text": _l("Text changed"),
    "story.delete_draft": _l("Draft deleted"),
    "story.export": _l("File taken out"),
    "story.ban_word": _l("Word put on the list"),
    "story.allow_word": _l("Word taken off the list"),
    "audit.verify": _l("Chain proved"),
    "audit.export": _l("Log taken out"),
    "calendar.load": _l("Official calendar loaded"),
}
BESIDE_THE_STEPS: dict[str, Any] = {
    "open": _l("Opened"),
    "undo": _l("Taken back"),
    "read": _l("Looked at"),
    "delete": _l("Draft deleted"),
}
OUTCOMES: dict[str, Any] = {"done": _l("Done"), "refused": _l("Refused"), "whole": _l("Whole"), "broken": _l("Broken")}


def kind_word(kind: str) -> Any:
    """The word for a kind of object."""
    return KINDS.get(kind, kind)


def outcome_word(outcome: str) -> Any:
    """The word for an outcome."""
    return OUTCOMES.get(outcome, outcome)


def action_word(action: str) -> Any:
    """The word for an action: of the house, of the step table of its room, or as stored."""
    if action in ACTIONS:
        return ACTIONS[action]
    kind, _dot, verb = action.partition(".")
    if kind in set(MatterKind):
        room = ROOMS.get(MatterKind(kind))
        if room is not None:
            word = step_label(room.workflow, verb)
            if word != verb:
                return word
        return BESIDE_THE_STEPS.get(verb, action)
    return action
