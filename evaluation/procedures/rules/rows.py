"""One row of the workbook in which a branch keeps its running cases, checked step by step (`import nominations`).

A row that breaks a blocking rule is refused whole, with the first such rule; deadlines missed in the past and practice not
followed come in as warnings.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from evaluation.procedures.rules.engine import RuleEngine
from evaluation.procedures.rules.enums import Consequence
from evaluation.procedures.rules.facts import Authorisation, CaseFacts, Companion, Course, Votes
from evaluation.procedures.rules.findings import Finding
from evaluation.procedures.rules.judgement import judge

DATE_COLUMNS: Mapping[str, str] = {
    "递交入党申请书时间": "applied_on",
    "派人谈话时间": "talked_on",
    "确定为积极分子时间": "activist_on",
    "积极分子备案时间": "activist_filed_on",
    "确定发展对象支委会时间": "target_proposed_on",
    "上级同意（备案）时间": "target_agreed_on",
    "公示开始时间": "notice_posted_on",
    "公示结束时间": "notice_ended_on",
    "列为发展对象时间": "target_listed_on",
    "政审结论时间": "political_review_on",
    "培训结束时间": "training_ended_on",
    "党委预审时间": "pre_review_on",
    "支部大会时间": "meeting_on",
    "审批前谈话时间": "approval_talk_on",
    "党委审批时间": "approved_on",
    "宣誓时间": "oath_on",
    "转正申请时间": "conversion_applied_on",
    "转正支部大会时间": "conversion_meeting_on",
    "转正审批时间": "conversion_approved_on",
}
NUMBER_COLUMNS: Mapping[str, str] = {
    "培训学时": "training_hours",
    "应到会人数": "due",
    "实到会人数": "present",
    "书面意见赞成数": "written_in_favour",
    "会上赞成数": "in_favour",
    "反对数": "against",
    "弃权数": "abstained",
}
PEOPLE_COLUMNS: Mapping[str, str] = {"培养联系人工号": "contacts", "入党介绍人工号": "introducers"}
SHORTENING_COLUMN = "缩短培养期批准文号"

ROW_FACTS = frozenset(DATE_COLUMNS.values()) | {
    "birth_date",
    "contacts",
    "contacts_on",
    "introducers",
    "introducers_on",
    "shortening",
    "training_hours",
    "votes",
}


@dataclass(frozen=True, kw_only=True)
class CaseRow:
    """A row after its cells were read: days and numbers by field name, people as they stood on the day, empty cells left out."""

    dates: Mapping[str, date] = field(default_factory=dict)
    numbers: Mapping[str, float] = field(default_factory=dict)
    contacts: tuple[Companion, ...] = ()
    introducers: tuple[Companion, ...] = ()
    birth_date: date | None = None
    birth_day_known: bool = True
    shortening_number: str = ""

    def votes(self) -> Votes | None:
        """The ballot, or None where those due, those present or those in favour are not given.

        The workbook's written opinions are by its own definition handed in before the meeting.
        """
        if not {"due", "present", "in_favour"} <= set(self.numbers):
            return None
        counts = {name: int(self.numbers.get(name, 0)) for name in NUMBER_COLUMNS.values() if name != "training_hours"}
        return Votes(**counts, written_received_on=self.dates.get("meeting_on"))

    def facts(self) -> CaseFacts:
        """The row as facts of a case."""
        shortened = bool(self.shortening_number.strip())
        return CaseFacts(
            course=Course(**self.dates, birth_date=self.birth_date, birth_day_known=self.birth_day_known, shortened=shortened),
            contacts=self.contacts,
            introducers=self.introducers,
            training_hours=self.numbers.get("training_hours"),
            votes=self.votes(),
            shortening=Authorisation(document_number=self.shortening_number.strip()) if shortened else None,
        )


@dataclass(frozen=True)
class RowOutcome:
    """What becomes of a row: refused by ``rejected``, or taken in with ``warnings`` (one a rule)."""

    rejected: Finding | None
    warnings: tuple[Finding, ...]

    @property
    def accepted(self) -> bool:
        """Whether the case is taken in."""
        return self.rejected is None


def check_row(engine: RuleEngine, row: CaseRow, recorded_on: date | None = None) -> RowOutcome:
    """The outcome of a row. A refused row carries no warnings, since nothing of it is taken in.

    ``recorded_on``: the day of the import; an act after it is refused. None does not look at it.
    """
    findings = (*undated(engine, row), *judge(engine, row.facts(), ROW_FACTS, recorded_on))
    rejected = next((finding for finding in findings if finding.blocks), None)
    if rejected is not None:
        return RowOutcome(rejected, ())
    warnings = {finding.rule.id: finding for finding in reversed(findings)}
    return RowOutcome(None, tuple(reversed(warnings.values())))


def undated(engine: RuleEngine, row: CaseRow) -> list[Finding]:
    """Numbers without the day that they belong to: nothing can be judged, and nothing may be lost in silence."""
    belongs = {name: "meeting_on" for name in NUMBER_COLUMNS.values()} | {"training_hours": "training_ended_on"}
    lonely = {belongs[name] for name in row.numbers if belongs[name] not in row.dates}
    day = max(row.dates.values(), default=None)
    if not lonely or day is None:
        return []
    order = engine.frame_on(day).pack["DM-45"]
    return [Finding(order, engine.acts[name], Consequence.BLOCK, "day_missing", day) for name in sorted(lonely)]
