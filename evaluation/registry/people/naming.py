"""Names of people: how they sound, where the surname ends, and how they are written where a name is padded or hidden.

A name with · (阿依古丽·艾合买提) has no surname; where one is asked for, its first character stands for it, as it does in
published judgments (最高人民法院关于人民法院在互联网公布裁判文书的规定, 2016, Art. 8).
"""

import json
import unicodedata
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from evaluation.registry.people.surnames import (
    COMPOUND_READINGS,
    COMPOUND_SURNAMES,
    GIVEN_NAME_READINGS,
    SURNAME_READINGS,
)

DOT = "·"
DOTS = str.maketrans(dict.fromkeys("•‧∙⋅・･・．●", DOT))
IDEOGRAPHIC_SPACE = "\u3000"
TONE_MARKS = dict.fromkeys(map(ord, "\u0300\u0301\u0304\u030c"))
DIAERESIS = "\u0308"


def tidy_name(text: str) -> str:
    """A name as it is stored: no space inside a Chinese name, one between Latin words, one kind of dot (·)."""
    words = unicodedata.normalize("NFKC", text.translate(DOTS)).translate(DOTS).split()
    latin = bool(words) and all(word.isascii() for word in words)
    return (" " if latin else "").join(words)


def pinyin_of(name: str) -> tuple[str, str]:
    """Full pinyin and initials, lower case, without tones, spaces and dots; ü is v: 吕梁 gives ("lvliang", "ll").

    The surname sounds as a surname. A character without a known reading stands for itself, Latin words for themselves.
    """
    name = tidy_name(name)
    if DOT in name:
        readings = [reading(character) for character in name]
    else:
        surname, given = surname_of(name), given_name_of(name)
        readings = [*surname_readings(surname), *(GIVEN_NAME_READINGS.get(sign) or reading(sign) for sign in given)]
    spoken = [syllable for syllable in readings if syllable.isalnum()]
    starts = spoken if not name.isascii() else name.lower().split()
    return "".join(spoken), "".join(syllable[0] for syllable in starts)


def surname_readings(surname: str) -> tuple[str, ...]:
    """How the characters of a surname sound."""
    if surname in COMPOUND_READINGS:
        return COMPOUND_READINGS[surname]
    if surname in SURNAME_READINGS:
        return (SURNAME_READINGS[surname],)
    return tuple(reading(character) for character in surname)


def reading(character: str) -> str:
    """The first reading of a dictionary without its tone; the character itself, in lower case, where there is none."""
    return dictionary().get(str(ord(character)), character.lower())


@cache
def dictionary() -> dict[str, str]:
    """First readings by code point, from pypinyin's table of single characters.

    The table is read on first use and by itself: importing the package costs a tenth of a second at every start, most
    of it for a phrase book of which names have no need.
    """
    package = find_spec("pypinyin")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("pypinyin is not installed", name="pypinyin")
    table = json.loads(Path(package.origin).with_name("pinyin_dict.json").read_text(encoding="utf-8"))
    return {point: without_tone(readings.partition(",")[0]) for point, readings in table.items()}


def without_tone(syllable: str) -> str:
    """lǚ becomes lv, ér becomes er."""
    bare = unicodedata.normalize("NFD", syllable).translate(TONE_MARKS)
    return unicodedata.normalize("NFC", bare.replace(f"u{DIAERESIS}", "v").replace("ê", "e"))


def surname_of(name: str) -> str:
    """The surname, compound ones whole; the first character of a name with ·, the whole of a Latin or empty name."""
    if DOT not in name:
        if name.isascii():
            return name
        for length in (4, 3, 2):
            if len(name) > length and name[:length] in COMPOUND_SURNAMES:
                return name[:length]
    return name[:1]


def given_name_of(name: str) -> str:
    """What follows the surname."""
    return name[len(surname_of(name)) :]


def masked_phone(phone: str) -> str:
    """A hidden number of which the first three and last four signs stay where enough lies between: 138****5678, else ****."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 11 else "****" if phone else ""


def with_mou(name: str) -> str:
    """The name where it must not be told: 李某, 欧阳某, 阿某."""
    return f"{name[:1] if name.isascii() else surname_of(name)}某" if name else ""


def padded_for_roster(name: str) -> str:
    """Two characters as wide as three, for rosters and signatures; never stored so."""
    return IDEOGRAPHIC_SPACE.join(name) if len(name) == 2 and not name.isascii() else name
