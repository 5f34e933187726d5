"""Numbers in running text, in digits and in Chinese numerals."""

import re

FULL_WIDTH = str.maketrans("０１２３４５６７８９．％，", "0123456789.%,")
NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?%?")
NUMERAL = re.compile("[零〇一二两三四五六七八九十百千万]+")
DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
UNITS = {"十": 10, "百": 100, "千": 1000}


def numbers_with_units(text: str) -> list[tuple[str, str]]:
    """Each number of a text in one spelling, and as it stands with the sign behind it; repetitions once."""
    plain = text.translate(FULL_WIDTH)
    found: dict[str, str] = {}
    for match in NUMBER.finditer(plain):
        unit = plain[match.end() : match.end() + 1]
        found.setdefault(normal(match[0]), match[0] + (unit if unit.strip() and not unit.isascii() else ""))
    return list(found.items())


def stated_numbers(text: str) -> frozenset[str]:
    """The numbers that a text states, Chinese numerals among them (四十三 is 43)."""
    digits = {number for number, _shown in numbers_with_units(text)}
    return frozenset(digits | {str(value_of(match[0])) for match in NUMERAL.finditer(text)})


def normal(number: str) -> str:
    """A number without separators and without noughts that say nothing: 1,200.0 is 1200, 04 is 4."""
    percent = "%" if number.endswith("%") else ""
    whole, _dot, part = number.rstrip("%").replace(",", "").partition(".")
    part = part.rstrip("0")
    return (whole.lstrip("0") or "0") + (f".{part}" if part else "") + percent


def value_of(numeral: str) -> int:
    """The value of Chinese numerals: 四十三, 一百零五, 两万三千; signs in a row without units are read as digits (二〇二二)."""
    if not any(sign in UNITS or sign == "万" for sign in numeral):
        return int("".join(str(DIGITS[sign]) for sign in numeral))
    total = section = digit = 0
    for sign in numeral:
        if sign in DIGITS:
            digit = DIGITS[sign]
        elif sign == "万":
            total, section, digit = (total + section + digit) * 10_000, 0, 0
        else:
            section, digit = section + (digit or 1) * UNITS[sign], 0
    return total + section + digit
