"""Numbers for sources, given in the order in which they are first cited."""

from collections.abc import Hashable

from evaluation.foundation.documents.blocks import Source, SourceList


class SourceRegister:
    """Gives every source one number, however often it is cited, and makes the list in the order of the marks."""

    def __init__(self) -> None:
        self.numbers: dict[Hashable, int] = {}
        self.texts: list[str] = []

    def number(self, key: Hashable, text: str) -> int:
        """The number of the source ``key``; at its first citation the next one is given and ``text`` is kept."""
        if key not in self.numbers:
            self.texts.append(text)
            self.numbers[key] = len(self.texts)
        return self.numbers[key]

    def listed(self, heading: str) -> SourceList:
        """The list of all sources cited so far."""
        return SourceList(heading, tuple(Source(number, text) for number, text in enumerate(self.texts, 1)))
