"""Every message of code and templates has its Chinese words, and no room quarrels with another."""

import io
import re
from pathlib import Path

import pytest
from babel.messages.extract import extract, extract_python
from jinja2.ext import babel_extract

from config import ROOT
from evaluation.foundation.web.catalogue import joined, parts

KEYWORDS = {
    "_": None,
    "_l": None,
    "gettext": None,
    "ngettext": (1, 2),
    "lazy_gettext": None,
    "lazy_ngettext": (1, 2),
    "_n": (1, 2),
}
JINJA = {"extensions": "jinja2.ext.do", "trimmed": "false"}
FORMAT = re.compile(r"%\((\w+)\)[sd]")
CHINESE_DIGIT_GAP = re.compile(r"[\u4e00-\u9fff] +[0-9A-Za-z%]|[0-9A-Za-z)] +[\u4e00-\u9fff]")


def messages() -> dict[str, str]:
    """Message ids in use, with a place where each stands."""
    found: dict[str, str] = {}
    sources: list[tuple[Path, object]] = [(path, extract_python) for path in sorted((ROOT / "evaluation").rglob("*.py"))]
    sources += [(path, babel_extract) for path in sorted((ROOT / "templates").rglob("*.html"))]
    for path, method in sources:
        options = JINJA if method is babel_extract else {}
        for _line, message, _comments, _context in extract(method, io.BytesIO(path.read_bytes()), KEYWORDS, (), options):
            for one in (message if isinstance(message, tuple) else (message,))[:1]:
                found.setdefault(one, str(path.relative_to(ROOT)))
    return found


def test_every_message_is_translated() -> None:
    catalogue, _quarrels = joined(ROOT / "translations")

    missing = {}
    for message, place in messages().items():
        entry = catalogue.get(message)
        string = entry.string if entry else None
        if not (any(string) if isinstance(string, tuple | list) else string):
            missing[message] = place

    assert missing == {}


def test_rooms_agree_on_words() -> None:
    _catalogue, quarrels = joined(ROOT / "translations")

    assert quarrels == []


def test_no_translation_is_left_over() -> None:
    catalogue, _quarrels = joined(ROOT / "translations")
    used = set(messages())

    unused = sorted({(entry.id[0] if isinstance(entry.id, tuple | list) else entry.id) for entry in catalogue if entry.id} - used)

    assert unused == []


def test_placeholders_are_kept() -> None:
    catalogue, _quarrels = joined(ROOT / "translations")

    wrong = []
    for entry in catalogue:
        if not entry.id:
            continue
        source = entry.id[-1] if isinstance(entry.id, tuple | list) else entry.id
        strings = entry.string if isinstance(entry.string, tuple | list) else (entry.string,)
        if any(set(FORMAT.findall(string)) != set(FORMAT.findall(source)) for string in strings if string):
            wrong.append(source)

    assert wrong == []


def test_chinese_has_no_gap_before_digits() -> None:
    catalogue, _quarrels = joined(ROOT / "translations")

    gaps = []
    for entry in catalogue:
        strings = entry.string if isinstance(entry.string, tuple | list) else (entry.string,)
        gaps += [string for string in strings if entry.id and string and CHINESE_DIGIT_GAP.search(string)]

    assert gaps == []


@pytest.mark.parametrize("path", parts(ROOT / "translations"), ids=lambda path: path.name)
def test_part_is_named_after_its_room(path: Path) -> None:
    wing = path.stem.split("-")[0]

    assert wing in {
        "foundation",
        "registry",
        "procedures",
        "records",
        "appraisals",
        "publicity",
        "portal",
        "templates",
        "commands",
    }
