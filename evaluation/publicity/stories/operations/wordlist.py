"""Keep the list of words that no story may hold."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from evaluation.foundation.audit.operations import record
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import NotAllowed, Refused
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.publicity.stories.models import BannedWord
from evaluation.publicity.stories.queries import forget_words
from evaluation.registry.accounts.enums import PUBLICITY_ROLES

LONGEST_WORD, LONGEST_ADVICE, MOST_WORDS = 20, 100, 2000


def ban_word(word: str, advice: str, *, actor: Any, now: datetime) -> BannedWord:
    """Add a word, and what to write instead; a word that is there already gets the new advice."""
    if not actor.holds(*PUBLICITY_ROLES):
        raise NotAllowed(_l("The list of words is kept by the publicity team."))
    text, instead = "".join(word.split()), advice.strip()
    if not text or len(text) > LONGEST_WORD:
        raise Refused(_l("Write one word of at most %(max)d characters.", max=LONGEST_WORD), field="word")
    if len(instead) > LONGEST_ADVICE:
        raise Refused(_l("At most %(max)d characters; shorten the text.", max=LONGEST_ADVICE), field="advice")
    row = db.session.scalar(select(BannedWord).where(BannedWord.word == text))
    if row is None:
        if (db.session.scalar(select(func.count()).select_from(BannedWord)) or 0) >= MOST_WORDS:
            raise Refused(_l("The list is full; take out words that are no longer needed."), field="word")
        row = BannedWord(word=text, added_by_id=actor.account_id, added_by_name=actor.name, added_at=now)
        db.session.add(row)
    row.advice = instead
    db.session.flush()
    forget_words()
    record("story.ban_word", actor=actor, object_kind="banned_word", object_id=row.id, now=now, word=text)
    return row


def allow_word(row: BannedWord, *, actor: Any, now: datetime) -> None:
    """Take a word off the list."""
    if not actor.holds(*PUBLICITY_ROLES):
        raise NotAllowed(_l("The list of words is kept by the publicity team."))
    record("story.allow_word", actor=actor, object_kind="banned_word", object_id=row.id, now=now, word=row.word)
    db.session.delete(row)
    db.session.flush()
    forget_words()
