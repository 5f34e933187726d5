"""The field for people: chosen ones as "@id", typed ones by number or name; nothing is guessed."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select
from wtforms import Field
from wtforms.validators import StopValidation
from wtforms.widgets import TextInput

from evaluation.foundation.core.database import db
from evaluation.foundation.core.language import gettext as _
from evaluation.registry.organizations.models import Organization
from evaluation.registry.people.models import Person

SEPARATORS = re.compile(r"[,，、;；\n]+")
MOST = 200


@dataclass(frozen=True)
class Chosen:
    """A person as a chip: id, name, and what tells namesakes apart."""

    id: int
    name: str
    detail: str


def as_chosen(person_ids: Iterable[int]) -> list[Chosen]:
    """Chips of these people, in the given order."""
    wanted = list(dict.fromkeys(person_ids))
    if not wanted:
        return []
    rows = db.session.execute(
        select(Person.id, Person.name, Person.number, Organization.short_name)
        .outerjoin(Organization, Organization.id == Person.department_id)
        .where(Person.id.in_(wanted))
    )
    found = {row.id: Chosen(row.id, row.name, " ".join(filter(None, (row.short_name, row.number)))) for row in rows}
    return [found[identity] for identity in wanted if identity in found]


class PeopleField(Field):
    """One person (``data`` is an id or None) or several (``many``: a list of ids)."""

    widget = TextInput()

    def __init__(self, label: Any = None, validators: Any = None, *, many: bool = False, **options: Any) -> None:
        super().__init__(label, validators, **options)
        self.many = many
        self.typed = ""
        self.problems: list[str] = []
        self._chosen: list[Chosen] | None = None

    @property
    def chosen(self) -> list[Chosen]:
        """The chips to show."""
        if self._chosen is None:
            ids = self.data if self.many else [self.data]
            self._chosen = as_chosen(identity for identity in ids or [] if identity)
        return self._chosen

    def _value(self) -> str:
        return self.typed

    def process_data(self, value: Any) -> None:
        self.data = list(value or []) if self.many else value

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        ids, words = [], []
        for value in valuelist:
            text = str(value).strip()
            if text.startswith("@") and text[1:].isdigit() and len(text) < 12:
                ids.append(int(text[1:]))
            else:
                words.extend(part.strip() for part in SEPARATORS.split(text) if part.strip())
        self.problems = []
        known = [one.id for one in as_chosen(ids[:MOST])]
        if len(known) < len(set(ids)):
            self.problems.append(_("One of the people chosen is no longer in the registry; choose again."))
        found, unresolved = resolve(words[:MOST], self.problems)
        self.typed = "、".join(unresolved)
        everybody = list(dict.fromkeys([*known, *found]))
        if not self.many and len(everybody) > 1:
            self.problems.append(_("Choose one person only."))
        self._chosen = as_chosen(everybody)
        self.data = everybody if self.many else (everybody[0] if everybody else None)

    def pre_validate(self, form: Any) -> None:
        if self.problems:
            raise StopValidation(" ".join(self.problems))


def resolve(words: Sequence[str], problems: list[str]) -> tuple[list[int], list[str]]:
    """Ids of people typed by number or by name; what is not clear stays as typed, with the reason."""
    if not words:
        return [], []
    spellings = {word: re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])", "", word) for word in words}
    rows = db.session.execute(
        select(Person.id, Person.name, Person.number).where(
            or_(Person.number.in_(spellings.values()), Person.name.in_(spellings.values()))
        )
    ).all()
    found: list[int] = []
    unresolved: list[str] = []
    for word, spelling in spellings.items():
        matches = [row.id for row in rows if row.number == spelling] or [row.id for row in rows if row.name == spelling]
        if len(matches) == 1:
            found.append(matches[0])
            continue
        unresolved.append(word)
        if matches:
            problems.append(
                _("There are %(count)d people called %(name)s; type the staff number.", count=len(matches), name=word)
            )
        else:
            problems.append(_("%(name)s is not in the registry; check the name or type the staff number.", name=word))
    return found, unresolved
