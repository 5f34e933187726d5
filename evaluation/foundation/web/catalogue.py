"""The Chinese catalogue: one file a room, compiled into one."""

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = "zh_Hans_CN"


def parts(folder: str | Path) -> list[Path]:
    """The files of the rooms."""
    return sorted((Path(folder) / LOCALE).glob("*.po"))


def joined(folder: str | Path) -> tuple[Catalog, list[str]]:
    """One catalogue of all rooms, and the message ids for which two rooms disagree."""
    whole = Catalog(locale="zh_Hans_CN")
    quarrels = []
    for path in parts(folder):
        with path.open("rb") as file:
            part = read_po(file, locale="zh_Hans_CN")
        for message in part:
            if not message.id:
                continue
            known = whole.get(message.id)
            if known is not None and known.string and known.string != message.string:
                quarrels.append(str(message.id))
            whole.add(message.id, message.string, flags=message.flags)
    return whole, quarrels


def compile_catalogue(folder: str | Path) -> Path:
    """Write the compiled catalogue when a part is newer than it."""
    target = Path(folder) / LOCALE / "LC_MESSAGES" / "messages.mo"
    newest = max((path.stat().st_mtime for path in parts(folder)), default=0)
    if not target.exists() or target.stat().st_mtime < newest:
        target.parent.mkdir(parents=True, exist_ok=True)
        catalogue, _quarrels = joined(folder)
        with target.open("wb") as file:
            write_mo(file, catalogue)
    return target
