"""How Chinese papers write dates, periods, numerals, names and quotation marks."""

from datetime import date

DIGITS = "零一二三四五六七八九"
UNITS = ((1000, "千"), (100, "百"), (10, "十"))
HAN = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))
IDEOGRAPHIC_SPACE = "\u3000"


def chinese_date(day: date) -> str:
    """The day as papers write it: 2022年4月6日."""
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_month(day: date) -> str:
    """The month as forms write it: 2022年4月."""
    return f"{day.year}年{day.month}月"


def chinese_period(first: date, last: date) -> str:
    """A period in a sentence, the year only once: 2022年4月4日至4月6日. One day stays one day.

    Raises ``ValueError`` when the last day lies before the first.
    """
    if last < first:
        raise ValueError("The last day of a period does not lie before the first.")
    if last == first:
        return chinese_date(first)
    if last.year == first.year:
        return f"{chinese_date(first)}至{last.month}月{last.day}日"
    return f"{chinese_date(first)}至{chinese_date(last)}"


def chinese_numeral(number: int) -> str:
    """A number from 1 to 9999 in Chinese numerals: 一, 十, 二十一, 一百零五."""
    if not 1 <= number <= 9999:
        raise ValueError("Chinese numerals are written here for 1 to 9999.")
    written, rest, gap = "", number, False
    for value, unit in UNITS:
        digit, rest = divmod(rest, value)
        if digit:
            written += ("零" if gap else "") + DIGITS[digit] + unit
            gap = False
        elif written and rest:
            gap = True
    if rest:
        written += ("零" if gap else "") + DIGITS[rest]
    return written.removeprefix("一") if written.startswith("一十") else written


def heading_number(level: int, number: int) -> str:
    """What stands before a heading: 一、 （一） 1. （1） for levels 1 to 4 (GB/T 9704-2012, 7.3.3)."""
    if level == 1:
        return f"{chinese_numeral(number)}、"
    if level == 2:
        return f"（{chinese_numeral(number)}）"
    if level == 3:
        return f"{number}."
    return f"（{number}）"


def mark_pieces(numbers: tuple[int, ...]) -> list[tuple[str, int | None]]:
    """The pieces of a mark; those that name a source carry its number, so that they can lead to it."""
    stretches: list[list[int]] = []
    for number in sorted(set(numbers)):
        if stretches and number == stretches[-1][-1] + 1:
            stretches[-1].append(number)
        else:
            stretches.append([number])
    pieces: list[tuple[str, int | None]] = []
    for stretch in stretches:
        shown = [stretch[0], stretch[-1]] if len(stretch) > 2 else stretch
        for position, number in enumerate(shown):
            joint = "—" if position and len(stretch) > 2 else "、"
            pieces += [(joint if pieces else "〔", None), (str(number), number)]
    return [*pieces, ("〕", None)] if pieces else []


def padded_name(name: str) -> str:
    """A name for rosters and signatures: two characters are set as wide as three, 张三 becomes 张　三."""
    if len(name) == 2 and all(is_han(character) for character in name):
        return IDEOGRAPHIC_SPACE.join(name)
    return name


def quoted(text: str) -> str:
    """The text in “ ”; double marks inside become ‘ ’."""
    return f"“{text.replace('“', '‘').replace('”', '’')}”"


def is_han(character: str) -> bool:
    """Whether this is a Chinese character, the extensions for rare names included."""
    point = ord(character)
    return any(first <= point <= last for first, last in HAN)


def width(text: str) -> float:
    """The width in Chinese characters: Latin letters, digits and ASCII marks count half."""
    return sum(0.5 if character.isascii() else 1.0 for character in text)
