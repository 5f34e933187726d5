"""What is known of a case, gathered once for its papers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import force_locale

from evaluation.foundation.documents.wording import chinese_date
from evaluation.procedures.rules.probation import probation_over_on
from evaluation.procedures.rules.queries import rule_engine
from evaluation.records.nominations.enums import CompanionPart
from evaluation.records.nominations.facts import course_of
from evaluation.records.nominations.models.cases import ActRecord, Nomination
from evaluation.records.nominations.models.parts import NominationBallot, NominationExamination, NominationExtension
from evaluation.records.nominations.operations.statuses import standing_from
from evaluation.records.nominations.queries.cases import (
    acts_of_case,
    ballots_of,
    companions_of,
    examinations_of,
    extensions_of,
)
from evaluation.registry.organizations.queries import organization_names


@dataclass(frozen=True)
class CasePaper:
    """Everything that a paper may say."""

    nomination: Nomination
    branch: str
    committee: str
    contacts: list[str]
    introducers: list[str]
    acts: Mapping[str, ActRecord]
    ballots: Mapping[str, NominationBallot]
    examinations: list[NominationExamination]
    extensions: list[NominationExtension]
    over_on: date | None
    standing_from: date | None
    made_at: datetime
    made_by: str

    @property
    def name(self) -> str:
        """Whose case it is."""
        return self.nomination.person.name

    def day(self, act: str) -> str:
        """The day of an act in Chinese; empty where it was not taken."""
        value = getattr(self.nomination, act)
        return chinese_date(value) if value else ""

    def note(self, act: str, name: str) -> str:
        """Words that the form of an act asked for."""
        given = self.nomination.facts.get(act)
        return str(given.get(name, "")) if isinstance(given, dict) else ""

    def fact(self, name: str) -> Any:
        """A fact that the rules read."""
        return self.nomination.facts.get(name)


def case_paper(nomination: Nomination, *, made_by: str, made_at: datetime) -> CasePaper:
    """Gather a case for its papers; six statements."""
    matter_id, matter = nomination.matter_id, nomination.matter
    names = organization_names(filter(None, (matter.party_organization_id, matter.organization_id)))
    people = companions_of(matter_id)

    def those(part: CompanionPart) -> list[str]:
        return [person.name for one, person in people if one.part is part and one.ends_on is None]

    engine = rule_engine()
    over = None
    if nomination.meeting_on is not None:
        frame = engine.frame_on(nomination.meeting_on, nomination.edition)
        over = probation_over_on(course_of(nomination), frame.pack, frame.almanac)
    return CasePaper(
        nomination=nomination,
        branch=names.get(matter.party_organization_id or 0, ""),
        committee=names.get(matter.organization_id, ""),
        contacts=those(CompanionPart.CONTACT),
        introducers=those(CompanionPart.INTRODUCER),
        acts=acts_of_case(matter_id),
        ballots=ballots_of(matter_id),
        examinations=examinations_of(matter_id),
        extensions=extensions_of(matter_id),
        over_on=over,
        standing_from=standing_from(nomination),
        made_at=made_at,
        made_by=made_by,
    )


def person_words(paper: CasePaper) -> dict[str, str]:
    """Name, sex, nationality, birth of the person, in Chinese."""
    person = paper.nomination.person
    with force_locale("zh_Hans_CN"):
        sex = str(person.sex.label) if person.sex else ""
    birth = ""
    if person.birth_date:
        birth = chinese_date(person.birth_date)
        if person.birth_precision == "month":
            birth = f"{person.birth_date.year}年{person.birth_date.month}月"
    return {"姓名": person.name, "性别": sex, "民族": person.ethnicity or "", "出生日期": birth, "工号（学号）": person.number}
