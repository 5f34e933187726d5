"""The printable forms of the steps: what is known is filled in, the rest is room to write."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from evaluation.foundation.documents.blocks import (
    Addressee,
    Block,
    Document,
    KeyValue,
    KeyValueTable,
    Paragraph,
    Properties,
    Signature,
    Subtitle,
    Table,
    Title,
)
from evaluation.foundation.documents.wording import chinese_date
from evaluation.records.nominations.documents.facts import CasePaper, person_words
from evaluation.records.nominations.enums import Recurring
from evaluation.records.nominations.models.parts import NominationBallot

SIGN = ("签名：　　　　　　", "年　　月　　日")
SEAL = ("（盖章）　　　　", "年　　月　　日")


def base(paper: CasePaper) -> list[KeyValue]:
    """Whose paper it is."""
    words = person_words(paper)
    unit = "　".join(filter(None, (paper.nomination.organization_then, paper.nomination.post_then)))
    return [*(KeyValue(key, value) for key, value in words.items()), KeyValue("单位和职务", unit)]


def wide(key: str, value: str = "", lines: int = 4, closing: tuple[str, ...] = ()) -> KeyValue:
    """A row of its own, with room to write."""
    return KeyValue(key, value, wide=True, lines=lines, closing=closing)


def talk(paper: CasePaper) -> list[Block]:
    """入党申请人谈话记录 (Art. 7)."""
    entries = [
        *base(paper),
        KeyValue("所在党支部", paper.branch),
        KeyValue("递交申请书时间", paper.day("applied_on")),
        KeyValue("谈话时间", paper.day("talked_on")),
        KeyValue("谈话地点"),
        KeyValue("谈话人及职务", paper.note("talked_on", "talker")),
        wide("谈话记录", paper.note("talked_on", "opinion"), 9),
        wide("谈话人签名", "", 2, SIGN),
        wide("申请人签名", "", 2, SIGN),
    ]
    return [Title("入党申请人谈话记录"), KeyValueTable(tuple(entries))]


def register(paper: CasePaper) -> list[Block]:
    """入党积极分子培养考察登记表 (Art. 10 to 12)."""
    entries = [
        *base(paper),
        KeyValue("所在党支部", paper.branch),
        KeyValue("递交申请书时间", paper.day("applied_on")),
        KeyValue("确定为积极分子时间", paper.day("activist_on")),
        KeyValue("上级备案时间", paper.day("activist_filed_on")),
        KeyValue("培养联系人", "、".join(paper.contacts)),
        wide("推荐来源", str(paper.fact("recommendation_source") or ""), 2),
        wide("家庭主要成员和重要社会关系", "", 5),
        wide("本人简历", "", 6),
        wide("何时何地受过何种奖励或者处分", "", 3),
    ]
    rows = [
        (chinese_date(one.done_on), KINDS[one.kind], one.opinion, "")
        for one in paper.examinations
        if one.kind is not Recurring.THOUGHT_REPORT
    ]
    rows += [("", "", "", "")] * max(0, 4 - len(rows))
    return [
        Title("入党积极分子培养考察登记表"),
        KeyValueTable(tuple(entries)),
        Table(("时间", "考察类别", "考察意见", "签名"), tuple(rows), widths=(2, 2, 6, 2), caption="培养教育考察情况"),
        KeyValueTable((wide("党支部意见", "", 4, SEAL), wide("上级党组织意见", "", 4, SEAL))),
    ]


def notice(paper: CasePaper) -> list[Block]:
    """发展对象公示 (Art. 13)."""
    start, end = paper.day("notice_posted_on") or "　　年　月　日", paper.day("notice_ended_on") or "　　年　月　日"
    text = (
        f"经{paper.branch}委员会研究并报{paper.committee}，拟将{paper.name}列为发展对象，现予公示。公示时间为{start}至{end}。"
        "公示期间，如有异议，请实名向受理机关反映，并写明具体事实。"
    )
    rows = (
        ("姓名", paper.name),
        ("单位和职务", "　".join(filter(None, (paper.nomination.organization_then, paper.nomination.post_then)))),
        ("递交申请书时间", paper.day("applied_on")),
        ("确定为积极分子时间", paper.day("activist_on")),
        ("培养联系人", "、".join(paper.contacts)),
        ("受理机关、电话、地址、邮箱", ""),
    )
    return [
        Title("发展对象公示"),
        Paragraph(text),
        KeyValueTable(tuple(KeyValue(key, value) for key, value in rows), pairs_per_row=1),
        Signature((paper.branch,), paper.nomination.notice_posted_on),
    ]


def review(paper: CasePaper) -> list[Block]:
    """政治审查报告 (Art. 16)."""
    passed = paper.fact("political_review_passed")
    conclusion = "" if passed is None else "合格" if passed else "不合格"
    entries = [
        *base(paper),
        KeyValue("所在党支部", paper.branch),
        KeyValue("审查结论时间", paper.day("political_review_on")),
        KeyValue("结论性材料文号", str(paper.fact("political_review_document") or "")),
        wide("对党的理论和路线方针政策的态度", "", 4),
        wide("政治历史和在重大政治斗争中的表现，在急难险重任务中的表现", "", 5),
        wide("遵守法律和社会公德、网络言行、家庭美德情况", "", 4),
        wide("家庭主要成员和重要社会关系的政治情况", "", 4),
        wide("审查方式（谈话、函调、外调、政审联审）", "", 3),
        wide("结论", conclusion, 3, SEAL),
    ]
    return [Title("关于" + paper.name + "的政治审查报告"), KeyValueTable(tuple(entries))]


def pre_review(paper: CasePaper) -> list[Block]:
    """预审意见 (Art. 18)."""
    number = paper.note("pre_review_on", "document")
    entries = [
        *base(paper),
        KeyValue("列为发展对象时间", paper.day("target_listed_on")),
        KeyValue("入党介绍人", "、".join(paper.introducers)),
        KeyValue("政治审查结论时间", paper.day("political_review_on")),
        KeyValue("集中培训结束时间", paper.day("training_ended_on")),
        KeyValue("支部委员会审查时间", paper.day("scrutiny_on")),
        KeyValue("预审时间", paper.day("pre_review_on")),
        wide("支部委员会审查意见", paper.note("scrutiny_on", "opinion"), 5, SEAL),
        wide("预审意见", number, 6, SEAL),
    ]
    return [Title("发展对象预审意见"), KeyValueTable(tuple(entries))]


def vote_words(ballot: NominationBallot | None) -> str:
    """The sums of a ballot in a sentence; blank places where there was none."""
    if ballot is None:
        return "应到会有表决权的正式党员　　人，实到　　人；赞成　　票，反对　　票，弃权　　票。"
    text = (
        f"应到会有表决权的正式党员{ballot.due}人，实到{ballot.present}人；"
        f"赞成{ballot.in_favour + ballot.written_in_favour}票（其中会前书面意见{ballot.written_in_favour}票），"
        f"反对{ballot.against + ballot.written_against}票，弃权{ballot.abstained}票。"
    )
    if ballot.excluded:
        left_out = "；".join(f"{one['number']}人{one['reason']}" for one in ballot.excluded)
        text += f"未计入应到会：{left_out}。"
    return text


def resolution(paper: CasePaper) -> list[Block]:
    """支部大会接收预备党员决议 (Art. 19 to 21)."""
    return meeting(paper, "meeting_on", "关于接收" + paper.name + "为预备党员的决议", "接收为中共预备党员")


def conversion_resolution(paper: CasePaper) -> list[Block]:
    """支部大会转正决议 (Art. 32)."""
    return meeting(paper, "conversion_meeting_on", "关于" + paper.name + "转正的决议", "按期转为中共正式党员")


def meeting(paper: CasePaper, act: str, title: str, what: str) -> list[Block]:
    """A resolution with its vote."""
    day = paper.day(act) or "　　年　月　日"
    written = paper.note(act, "resolution")
    blocks: list[Block] = [
        Title(title),
        Paragraph(f"{day}，{paper.branch}召开党员大会，讨论{paper.name}同志的问题。" + vote_words(paper.ballots.get(act))),
        Paragraph(written or f"大会认为：　　　　　　　　　　。经无记名投票表决，大会决定将{paper.name}{what}。"),
    ]
    return [*blocks, Signature((paper.branch, "支部书记："), getattr(paper.nomination, act))]


def approval(paper: CasePaper) -> list[Block]:
    """审批意见 (Art. 22 to 25): both days of probation are named."""
    start = paper.day("meeting_on") or "　　年　月　日"
    end = chinese_date(paper.over_on) if paper.over_on else "　　年　月　日"
    number = paper.note("approved_on", "document")
    return [
        Title("关于批准" + paper.name + "为中共预备党员的批复"),
        *([Subtitle(number)] if number else []),
        Addressee(paper.branch),
        Paragraph(
            f"经{paper.committee}集体讨论、逐个表决，批准{paper.name}为中共预备党员。预备期自{start}起，至{end}止。"
            "请将其编入党支部和党小组，组织入党宣誓，继续教育考察。"
        ),
        Signature((paper.committee,), paper.nomination.approved_on),
    ]


def probation(paper: CasePaper) -> list[Block]:
    """预备党员教育考察登记表 (Art. 30, 36)."""
    extended = "；".join(f"{chinese_date(one.decided_on)}决定延长{one.months}个月（{one.reason}）" for one in paper.extensions)
    entries = [
        *base(paper),
        KeyValue("所在党支部", paper.branch),
        KeyValue("入党介绍人", "、".join(paper.introducers)),
        KeyValue("支部大会通过时间", paper.day("meeting_on")),
        KeyValue("党委批准时间", paper.day("approved_on")),
        KeyValue("入党宣誓时间", paper.day("oath_on")),
        KeyValue("预备期届满时间", chinese_date(paper.over_on) if paper.over_on else ""),
        wide("延长预备期情况", extended, 2),
        *(wide(f"第{quarter}季度教育考察情况", "", 2, SIGN) for quarter in "一二三四"),
        wide("支部综合意见", "", 2, SEAL),
    ]
    return [Title("预备党员教育考察登记表"), KeyValueTable(tuple(entries))]


def conversion(paper: CasePaper) -> list[Block]:
    """转正审批表 (Art. 32, 33): Party standing counts from the end of probation."""
    entries = [
        *base(paper),
        KeyValue("预备期届满时间", chinese_date(paper.over_on) if paper.over_on else ""),
        KeyValue("递交转正申请时间", paper.day("conversion_applied_on")),
        KeyValue("支部大会讨论时间", paper.day("conversion_meeting_on")),
        KeyValue("党委批准时间", paper.day("conversion_approved_on")),
        KeyValue("党龄起算时间", chinese_date(paper.standing_from) if paper.standing_from else ""),
        wide("支部大会决议", vote_words(paper.ballots.get("conversion_meeting_on")), 5, SEAL),
        wide("党总支审议意见", "", 3, SEAL),
        wide("党委审批意见", paper.note("conversion_approved_on", "document"), 4, SEAL),
    ]
    return [Title("预备党员转正审批表"), KeyValueTable(tuple(entries))]


KINDS = {Recurring.EXAMINATION: "半年考察", Recurring.ANALYSIS: "年度分析", Recurring.THOUGHT_REPORT: "思想汇报"}


@dataclass(frozen=True)
class Form:
    """A printable form: its title, the step that it belongs to, what makes its blocks."""

    title: str
    step: str
    blocks: Callable[[CasePaper], Sequence[Block]]


FORMS: dict[str, Form] = {
    "talk": Form("入党申请人谈话记录", "talk", talk),
    "register": Form("入党积极分子培养考察登记表", "cultivate", register),
    "notice": Form("发展对象公示", "list_target", notice),
    "review": Form("政治审查报告", "political_review", review),
    "pre_review": Form("预审意见", "pre_review", pre_review),
    "resolution": Form("接收预备党员决议", "members_meeting", resolution),
    "approval": Form("审批意见", "approval", approval),
    "probation": Form("预备党员教育考察登记表", "probation", probation),
    "conversion_resolution": Form("转正决议", "conversion_meeting", conversion_resolution),
    "conversion": Form("预备党员转正审批表", "conversion_approval", conversion),
}


def form_document(name: str, paper: CasePaper) -> Document:
    """A form as a document. :raises KeyError: there is none of this name."""
    form = FORMS[name]
    return Document(
        title=f"{form.title}（{paper.name}）",
        blocks=tuple(form.blocks(paper)),
        properties=Properties(organisation=paper.committee, created=paper.made_at, subject=paper.nomination.matter.number or ""),
        trace=f"{paper.nomination.matter.number}　{paper.made_by}导出　{chinese_date(paper.made_at.date())}",
    )
