"""What people type into cells, brought into one form: text, labels, names, codes, whole numbers and lists of them.

Only what cannot change the meaning is changed. What would have to be guessed is refused or returned as doubtful.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from flask_babel import LazyString

from evaluation.foundation.core.errors import Refused
from evaluation.foundation.core.language import lazy_gettext as _l

# Full-width digits and letters, and the look-alikes of ordinary characters that come out of scanned or copied papers
# (Kangxi radicals, compatibility ideographs). Chinese punctuation is correct as it is and stays.
LOOK_ALIKES = {
    point: unicodedata.normalize("NFKC", chr(point))
    for first, last in ((0xFF10, 0xFF19), (0xFF21, 0xFF3A), (0xFF41, 0xFF5A), (0x2F00, 0x2FD5), (0xF900, 0xFAD9))
    for point in range(first, last + 1)
}
LOOK_ALIKE = re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\u2f00-\u2fd5\uf900-\ufad9]")
INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]")
SPACES = re.compile(r"[^\S\n]+")
ANY_SPACE = re.compile(r"\s+")
AROUND_BREAK = re.compile(r" *\n[ \n]*")

HAN = "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af〇"
# The dot inside Uyghur, Kazakh, Tibetan names: one sign in the standard, half a dozen in use.
NAME_DOTS = re.compile(r"\s*[·•‧∙⋅・･⸱᛫ꞏ．]\s*")
POINT_AS_DOT = re.compile(rf"(?<=[{HAN}])\s*\.\s*(?=[{HAN}])")
SPACE_BESIDE_HAN = re.compile(rf"(?<=[{HAN}·])\s+|\s+(?=[{HAN}·])")

STRONG_SEPARATORS = re.compile(r"[、，,；;/／|\n\t\r]+")
CODE_SEPARATORS = re.compile(r"[、，,；;/／|\s]+")
DOUBLE_SURNAMES = frozenset(
    re.findall(
        "..",
        "欧阳太史上官端木司马东方独孤南宫万俟闻人夏侯诸葛尉迟公羊赫连澹台皇甫宗政濮阳公冶太叔申屠公孙慕容仲孙钟离长孙宇文司徒鲜于司空闾丘子车"
        "亓官司寇巫马公西颛孙壤驷公良漆雕乐正宰父谷梁拓跋夹谷轩辕令狐段干百里呼延东郭南门羊舌微生公户公玉公仪梁丘公仲公上公门公山公坚左丘西门"
        "第五东宫南荣呼衍纳兰完颜耶律",
    )
)
EXACT_DIGITS = 2**53
MOST_WORDS_IN_DOUBT = 12

SENTENCES: dict[str, Any] = {
    "digits_lost": _l("“%(value)s” has lost digits in Excel. Set the cell to text and type it again."),
    "not_whole": _l("“%(value)s” is no whole number. Write it with digits only."),
}


class CellRefused(Refused):
    """One cell cannot be read: ``reason_key`` for programs, ``value`` as it was shown, a sentence with the way out."""

    sentences: dict[str, Any] = SENTENCES

    def __init__(self, reason_key: str, value: str, **figures: Any) -> None:
        self.reason_key = reason_key
        self.value = value
        self.figures = figures
        sentence = self.sentences[reason_key]
        super().__init__(LazyString(lambda: str(sentence) % {"value": value, **figures}))


@dataclass(frozen=True)
class NameList:
    """The names of one cell in order, and the pieces of which it cannot be said where one name ends."""

    names: tuple[str, ...]
    doubtful: tuple[str, ...] = ()


def normalise_text(value: Any) -> str:
    """The cell as text: half-width digits and letters, single spaces, nothing invisible; line breaks stay.

    Whole numbers lose their ``.0``; dates are written ``2022-03-14``; nothing is empty text.
    """
    if not isinstance(value, str):
        return _written(value)
    text = value
    if not (text.isascii() and text.isprintable()):
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        text = INVISIBLE.sub("", text)
        if LOOK_ALIKE.search(text):
            text = text.translate(LOOK_ALIKES)
        if "\n" in text:
            return AROUND_BREAK.sub("\n", SPACES.sub(" ", text)).strip()
    return SPACES.sub(" ", text).strip()


def normalise_label(value: Any) -> str:
    """A fixed word (a unit, a status) without any space: ``中共 党员`` is ``中共党员``."""
    return ANY_SPACE.sub("", normalise_text(value))


def normalise_name(value: Any) -> str:
    """A person's name: spaces inside Chinese names go, the dot of a compound name is ``·``, Latin words keep one space."""
    text = ANY_SPACE.sub(" ", normalise_text(value))
    text = POINT_AS_DOT.sub("·", NAME_DOTS.sub("·", text))
    return SPACE_BESIDE_HAN.sub("", text).strip()


def normalise_code(value: Any) -> str:
    """A number that names something (staff number, document number): zeros in front stay, ``177.0`` is ``177``.

    Numbers over fifteen digits have lost their last digits in Excel and raise ``CellRefused``.
    """
    if isinstance(value, float | int) and not isinstance(value, bool) and abs(value) >= EXACT_DIGITS:
        raise CellRefused("digits_lost", _written(value))
    return ANY_SPACE.sub("", normalise_text(value)).lstrip("'’‘")


def read_whole_number(value: Any) -> int | None:
    """A count, from a number or from text such as ``24``, ``２４``, ``1,200``; None when the cell is empty."""
    if isinstance(value, float | int) and not isinstance(value, bool):
        if value != value or value in (float("inf"), float("-inf")) or value != int(value):
            raise CellRefused("not_whole", _written(value))
        return int(value)
    text = normalise_text(value)
    if not text:
        return None
    if not re.fullmatch(r"[+-]?(\d{1,15}|\d{1,3}(,\d{3}){1,4})", text, re.ASCII):
        raise CellRefused("not_whole", text)
    return int(text.replace(",", ""))


def split_codes(value: Any) -> list[str]:
    """The codes of one cell in order, parted by any of 、，,；;/ spaces or line breaks."""
    if not isinstance(value, str):
        code = normalise_code(value)
        return [code] if code else []
    return [code for code in map(normalise_code, CODE_SEPARATORS.split(normalise_text(value))) if code]


def split_names(value: Any) -> NameList:
    """The names of one cell. 、，,；;/ and line breaks part names; a space does so only where no other reading exists.

    ``王 芳`` and ``张　三`` are one name, ``王芳 李强`` are two; ``欧阳 娜娜`` may be either and is doubtful.
    """
    names: list[str] = []
    doubtful: list[str] = []
    for piece in STRONG_SEPARATORS.split(normalise_text(value)):
        words = NAME_DOTS.sub("·", piece.strip(" 。.")).split()
        if not words:
            continue
        readings = _readings(words)
        if len(readings) == 1:
            names.extend(normalise_name(name) for name in readings[0])
        else:
            doubtful.append(" ".join(words))
    return NameList(tuple(names), tuple(doubtful))


def _readings(words: Sequence[str]) -> list[tuple[str, ...]]:
    """Every way to read words parted by spaces as names; no more than two are looked for."""
    if len(words) == 1:
        return [(words[0],)]
    if all(not re.search(rf"[{HAN}]", word) for word in words):
        return [(" ".join(words),)]
    if all(len(word) >= 2 and word not in DOUBLE_SURNAMES for word in words):
        return [tuple(words)]
    if len(words) > MOST_WORDS_IN_DOUBT:
        return []
    found: list[tuple[str, ...]] = []
    _read_on(words, 0, (), found)
    return found


def _read_on(words: Sequence[str], start: int, before: tuple[str, ...], found: list[tuple[str, ...]]) -> None:
    if len(found) > 1:
        return
    if start == len(words):
        found.append(before)
        return
    for end in range(start + 1, min(len(words), start + 4) + 1):
        if _may_be_one_name(words[start:end]):
            _read_on(words, end, (*before, "".join(words[start:end])), found)


def _may_be_one_name(words: Sequence[str]) -> bool:
    """One word of two signs or more; or a surname, a space, and a given name of one or two signs."""
    if len(words) == 1:
        return len(words[0]) >= 2
    joined = "".join(words)
    double = joined[:2] in DOUBLE_SURNAMES and (len(words[0]) == 2 or (len(words[0]) == 1 and len(words[1]) == 1))
    if double and len(words) > (1 if len(words[0]) == 2 else 2):
        return 3 <= len(joined) <= 4
    return len(words[0]) == 1 and 2 <= len(joined) <= 3


def _written(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        shown = value.isoformat(sep=" ", timespec="seconds")
        return shown.removesuffix(" 00:00:00")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e18 else f"{value:.15g}"
    return str(value)
