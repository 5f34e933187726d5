"""Files as they were handed in, and how they are known again."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import ngettext

from evaluation.foundation.files.names import shown_name


@dataclass(frozen=True)
class SourceFile:
    """One file: its name as sent, its bytes."""

    name: str
    data: bytes

    @property
    def digest(self) -> str:
        """SHA-256 of the content."""
        return hashlib.sha256(self.data).hexdigest()


def digest_of(files: Sequence[SourceFile]) -> str:
    """One digest for all files together, whatever their order."""
    if len(files) == 1:
        return files[0].digest
    together = "\n".join(sorted(f"{file.digest} {shown_name(file.name)}" for file in files))
    return hashlib.sha256(together.encode()).hexdigest()


def name_of(files: Sequence[SourceFile]) -> str:
    """The name under which an upload is listed."""
    first = shown_name(files[0].name)
    others = len(files) - 1
    return first if not others else ngettext("%(name)s and %(num)d more", "%(name)s and %(num)d more", others, name=first)
