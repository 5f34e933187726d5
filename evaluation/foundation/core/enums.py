"""Enumerations that carry their label and the colour of their tag, so that one thing has one word everywhere."""

from enum import StrEnum
from typing import Any, Self


class Labelled(StrEnum):
    """A stored value with a label (translated when shown) and a tag colour of the style sheet.

    ``word`` is the label not yet translated, for tables that are made before there is a reader.
    """

    word: Any
    tag_colour: str

    def __new__(cls, value: str, label: Any = "", tag_colour: str = "plain") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.word = label
        member.tag_colour = tag_colour
        return member

    @property
    def label(self) -> str:
        """The word in the language of the reader."""
        return str(self.word)

    @classmethod
    def choices(cls) -> list[tuple[str, Any]]:
        """Value and label of each member, in order of declaration."""
        return [(member.value, member.word) for member in cls]
