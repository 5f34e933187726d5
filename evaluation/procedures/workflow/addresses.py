"""Where a matter's page is. Endpoints of rooms above stand here as text; lists, inbox and search all ask this table."""

from dataclasses import dataclass

from flask import current_app, url_for

from evaluation.procedures.workflow.enums import Ask, MatterKind


@dataclass(frozen=True)
class Address:
    """An endpoint and the name of its parameter."""

    endpoint: str
    parameter: str = "matter_id"


DETAIL_PAGES: dict[MatterKind, Address] = {
    MatterKind.SHIFT: Address("shifts.detail"),
    MatterKind.DEED: Address("deeds.detail"),
    MatterKind.NOMINATION: Address("nominations.detail"),
    MatterKind.APPRAISAL: Address("appraisals.detail"),
    MatterKind.MATERIAL: Address("materials.detail"),
    MatterKind.NOTICE: Address("notices.detail"),
    MatterKind.OBJECTION: Address("objections.detail"),
    MatterKind.STORY: Address("stories.detail"),
}
PROOF_PAGES: dict[MatterKind, Address] = {MatterKind.STORY: Address("stories.proof")}
TASK_PAGES: dict[Ask, Address] = {
    Ask.GIVE_CONSENT: Address("consents.about"),
    Ask.READ_FEEDBACK: Address("appraisals.feedback"),
}


def address(page: Address, matter_id: int) -> str | None:
    """The address of a page about a matter; None where the room has no pages."""
    if page.endpoint not in current_app.view_functions:
        return None
    return url_for(page.endpoint, **{page.parameter: matter_id})


def matter_address(kind: MatterKind, matter_id: int) -> str | None:
    """The page of a matter."""
    return address(DETAIL_PAGES[MatterKind(kind)], matter_id)


def proof_address(kind: MatterKind, matter_id: int) -> str | None:
    """The page on which a person who is asked for consent sees the whole, pictures included; None where there is none."""
    page = PROOF_PAGES.get(MatterKind(kind))
    return None if page is None else address(page, matter_id)


def task_address(kind: MatterKind, asks: str, matter_id: int) -> str | None:
    """The page where a task is done: that of its matter, unless the task has its own."""
    return address(TASK_PAGES.get(Ask(asks), DETAIL_PAGES[MatterKind(kind)]), matter_id)
