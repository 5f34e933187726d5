"""Where a long title is broken. The standard asks for whole words in a trapezoid or a diamond (GB/T 9704-2012, 7.3.1).

Words cannot be known without a dictionary; the rules here avoid the breaks that a reader would notice.
"""

from evaluation.foundation.documents.wording import is_han, width

NEVER_FIRST = "，。、；：？！）》〉”’】〕…—·的了地得们等和与及"
NEVER_LAST = "（《〈“‘【〔第不"
GOOD_LAST = "，、；：的和与及》”）"
PAIRS = {"《": "》", "（": "）", "“": "”", "〔": "〕"}


def title_lines(given: list[str], capacity: int) -> list[str]:
    """The given lines, each that is wider than ``capacity`` characters broken into lines of even width."""
    return [piece for line in given for piece in broken(line, capacity)]


def broken(text: str, capacity: int) -> list[str]:
    """One line broken into the fewest lines that hold it, the breaks chosen for even width and whole expressions."""
    total = width(text)
    if total <= capacity:
        return [text]
    count = int(-(-total // capacity))
    pieces, rest = [], text
    for remaining in range(count, 1, -1):
        position = best_break(rest, width(rest) / remaining, capacity, (remaining - 1) * capacity)
        pieces.append(rest[:position].rstrip())
        rest = rest[position:].lstrip()
    return [*pieces, rest]


def best_break(text: str, wanted: float, capacity: int, room: float) -> int:
    """The position after which to break: near the wanted width, at most ``capacity``, the rest within ``room``."""
    candidates = []
    for position in range(1, len(text)):
        before, after = width(text[:position]), width(text[position:])
        if before <= capacity and after <= room:
            candidates.append((abs(before - wanted) + awkwardness(text, position), -position))
    return -min(candidates)[1] if candidates else max(1, min(len(text) - 1, int(wanted)))


def awkwardness(text: str, position: int) -> float:
    """How bad a break at this position reads, in characters of unevenness that it is worth."""
    before, after = text[position - 1], text[position]
    cost = 0.0
    if after in NEVER_FIRST or before in NEVER_LAST:
        cost += 20
    if not is_han(before) and not is_han(after) and before.isalnum() and after.isalnum():
        cost += 20
    if before.isdigit() != after.isdigit() and before not in GOOD_LAST:
        cost += 4
    if any(text[:position].count(left) > text[:position].count(right) for left, right in PAIRS.items()):
        cost += 6
    if before in GOOD_LAST or text.startswith("关于", position):
        cost -= 4
    return cost
