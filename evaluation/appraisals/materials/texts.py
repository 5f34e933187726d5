"""Draft sentences from facts alone. Nothing is judged and nothing is added: each sentence says what its evidence says.

Materials are Chinese papers, whatever the language of the page.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from evaluation.appraisals.cycles.models import Appraisee
from evaluation.appraisals.cycles.queries.people import Gathered, Item
from evaluation.appraisals.materials.enums import Section
from evaluation.foundation.documents.wording import chinese_month, chinese_period
from evaluation.procedures.evidence.enums import Dimension
from evaluation.procedures.workflow.enums import Part
from evaluation.registry.people.enums import Sex
from evaluation.registry.people.models import Person

MOST_PLACES = 3
SEX = {Sex.FEMALE: "女", Sex.MALE: "男"}
WHAT_IS_MISSING = {"sex": "性别", "ethnicity": "民族", "birth_date": "出生年月", "joined_on": "入党时间"}
NEVER_RECORDED = ("籍贯", "学历学位", "参加工作时间", "近三年年度考核结果")


@dataclass(frozen=True)
class Draft:
    """A sentence with the evidence that it is made of."""

    section: Section
    text: str
    evidence_ids: tuple[int, ...]


def basic_line(appraisee: Appraisee) -> str:
    """Name, sex, ethnicity, month of birth, membership, present post: what the registry knows, the rest is left out."""
    person = appraisee.person
    parts = [person.name]
    if person.sex is not None:
        parts.append(SEX[person.sex])
    if person.ethnicity:
        parts.append(person.ethnicity if person.ethnicity.endswith("族") else f"{person.ethnicity}族")
    if person.birth_date is not None:
        parts.append(f"{chinese_month(person.birth_date)}生")
    if is_member(appraisee) and person.joined_on is not None:
        parts.append(f"{chinese_month(person.joined_on)}加入中国共产党")
    elif appraisee.status_then:
        parts.append(f"政治面貌为{appraisee.status_then}")
    if appraisee.organization_then or appraisee.post_then:
        parts.append(f"现任{appraisee.organization_then}{appraisee.post_then}")
    return "，".join(parts) + "。"


def is_member(appraisee: Appraisee) -> bool:
    """Whether the person was a member, full or probationary, when the list was frozen."""
    return appraisee.status_then.endswith("党员")


def missing_basics(person: Person, *, member: bool) -> list[str]:
    """Customary facts that the registry does not hold for this person; the examiner adds them from the file."""
    missing = [
        word for name, word in WHAT_IS_MISSING.items() if getattr(person, name) is None and (name != "joined_on" or member)
    ]
    return [*missing, *NEVER_RECORDED]


def drafted(items: Gathered) -> list[Draft]:
    """All sentences that the evidence bears, section by section."""
    drafts = overview(items)
    for dimension in Dimension:
        drafts += [deed_sentence(Section(dimension.value), item) for item in items.showing(dimension)]
    return drafts


def overview(items: Gathered) -> list[Draft]:
    """Shifts and hours in one sentence, the places most served in another; then how many deeds."""
    drafts = []
    if items.shifts:
        first = min(one.evidence.occurred_from for one in items.shifts)
        last = max(one.evidence.occurred_from for one in items.shifts)
        every = tuple(one.evidence.id for one in items.shifts)
        text = f"{chinese_period(first, last)}，在一线到岗{len(items.shifts)}班，合计{hours_of(items.shifts)}小时。"
        drafts.append(Draft(Section.OVERVIEW, text, every))
        drafts += places(items.shifts)
    if items.others:
        text = f"考核期内有{len(items.others)}件先进事迹经核实入库。"
        drafts.append(Draft(Section.OVERVIEW, text, tuple(one.evidence.id for one in items.others)))
    return drafts


def places(shifts: Sequence[Item]) -> list[Draft]:
    """Where most shifts were, with how many and how long; one place needs no sentence of its own beside the sum."""
    counted = Counter(str(one.evidence.frozen.get("place") or "") for one in shifts)
    counted.pop("", None)
    if len(counted) < 2:
        return []
    drafts = []
    for place, count in counted.most_common(MOST_PLACES):
        at = [one for one in shifts if one.evidence.frozen.get("place") == place]
        text = f"其中在{place}到岗{count}班，{hours_of(at)}小时。"
        drafts.append(Draft(Section.OVERVIEW, text, tuple(one.evidence.id for one in at)))
    return drafts


def hours_of(shifts: Sequence[Item]) -> str:
    """Hours with at most one decimal place."""
    value = round(sum(one.evidence.minutes or 0 for one in shifts) / 60, 1)
    return f"{int(value)}" if value == int(value) else f"{value}"


def deed_sentence(section: Section, item: Item) -> Draft:
    """When, where, which deed, and whether the person is its subject or named in it."""
    fact = item.evidence
    frozen: dict[str, Any] = fact.frozen
    when = chinese_period(fact.occurred_from, fact.occurred_to)
    title = f"“{quoted_inside(fact.title)}”"
    place, post, subject = (str(frozen.get(name) or "") for name in ("place", "post", "subject"))
    if item.part.part == Part.SUBJECT:
        where = f"在{place}" + (f"（{post}）" if post else "") + "，" if place else ""
        text = f"{when}，{where}有先进事迹{title}，已核实入库。"
    else:
        whose = f"{subject}的先进事迹" if subject else "先进事迹"
        text = f"{when}，{whose}{title}写到该同志。"
    return Draft(section, text, (fact.id,))


def quoted_inside(text: str) -> str:
    """Marks inside a quotation are single ones."""
    return text.replace("“", "‘").replace("”", "’")
