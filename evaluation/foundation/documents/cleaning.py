"""Text stays text: what neither a Word file nor a reader can take is removed before it is set."""

import dataclasses
import re
from typing import Any

LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
FORBIDDEN = re.compile(
    "["
    "\x00-\x08\x0e-\x1f\x7f-\x9f"  # control characters; XML refuses most of them
    "\ud800-\udfff\ufffe\uffff"  # halves of pairs and non-characters
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # direction marks: they make a line read otherwise than it is stored
    "\ufeff\ufff9-\ufffb"
    "]"
)


def clean(text: str) -> str:
    """The text without control characters and direction marks; line ends become ``\\n``, tabs a space."""
    return FORBIDDEN.sub("", LINE_ENDS.sub("\n", text).replace("\t", " "))


def lines(text: str) -> list[str]:
    """The lines that hold something, without the spaces (full-width ones too) that were typed around them."""
    return [line.strip() for line in text.split("\n") if line.strip()]


def cleaned(value: Any) -> Any:
    """The same value with every text in it cleaned: dataclasses and tuples are walked, other values are kept."""
    if isinstance(value, str) and type(value) is str:
        return clean(value)
    if isinstance(value, tuple):
        return tuple(cleaned(item) for item in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        changes = {field.name: cleaned(getattr(value, field.name)) for field in dataclasses.fields(value)}
        return type(value)(**changes)
    return value
