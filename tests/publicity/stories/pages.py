"""What tests of the pages ask of them."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import func, select

from evaluation.foundation.core.database import db
from evaluation.procedures.consents.queries import live_consent
from tests.publicity.stories.scene import Scene
from tests.support.browser import Answer, Browser

Enter = Callable[[str], Browser]
HOSTILE = "<script>alert(1)</script>\"'&{{7*7}}"


def count(table: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def links(answer: Answer) -> list[str]:
    assert answer.page is not None
    return [str(link.get("href")) for link in answer.page.select("main a[href]")]


def buttons(answer: Answer) -> list[str]:
    assert answer.page is not None
    return [button.get_text(strip=True) for button in answer.page.select("main button, main a.button")]


def author_address(answer: Answer) -> str:
    """Where the form of a page goes back to: its own address, found in the automatic save."""
    assert answer.page is not None
    return str(answer.page.select_one("form[data-autosave-url]")["data-autosave-url"]).replace("autosave", "edit")  # type: ignore[index]


def consent_address(scene: Scene, story_id: int, who: str) -> str:
    consent = live_consent(story_id, scene.actor(who).person_id or 0)
    assert consent is not None
    return f"/me/consents/{consent.id}"
