"""Refusals in Chinese and in English: the reason, the article, the way out."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask_babel import Babel, force_locale

from config import ROOT
from evaluation.procedures.rules.enums import Edition
from evaluation.procedures.rules.facts import Authorisation, Companion
from evaluation.procedures.rules.findings import Finding
from evaluation.procedures.rules.judgement import judge
from evaluation.procedures.rules.sentences import PARTS, SENTENCES
from evaluation.procedures.rules.wording import basis, duration, full_sentence, not_yet, reason, row_sentence, title_of, way_out
from tests.procedures.rules.flawless import engine, findings_of, flawless, votes
from tests.procedures.rules.sides import SIDES, Side

FORBIDDEN = ("操作失败", "参数错误", "非法", "请正确填写", "None", "%(")


@pytest.fixture
def page() -> Iterator[None]:
    """A request whose sentences are Chinese."""
    application = Flask(__name__)
    Babel(application, default_locale="zh_Hans_CN", default_translation_directories=str(ROOT / "translations"))
    with application.test_request_context():
        yield


def first(rule_id: str, **changes: Any) -> Finding:
    return findings_of(rule_id, flawless(**changes))[0]


def test_not_yet_in_chinese(page: None) -> None:
    finding = first("DM-09", activist_on=date(2026, 9, 20), activist_filed_on=date(2026, 9, 21), contacts_on=date(2026, 9, 21))

    assert not_yet(finding) == "还不能办：培养教育考察满1年的日子是2027年9月20日"


def test_a_full_refusal_names_article_and_way_out(page: None) -> None:
    finding = first("DM-26", votes=votes(due=10, present=5, in_favour=5))

    assert full_sentence(finding) == (
        "应到10人，实到5人，超过半数至少6人；书面意见不计入到会人数。"
        "依据：《中国共产党发展党员工作细则》（2026年修订）第十九条。请在到会人数足够时重新开会。"
    )


@pytest.mark.parametrize(
    ("rule_id", "changes", "sentence"),
    [
        ("DM-01", {"birth_date": date(2008, 5, 13)}, "申请人年满18岁的日子是2026年5月13日"),
        ("DM-02", {"talked_on": date(2026, 6, 15)}, "派人谈话最晚应在2026年6月12日，即递交入党申请书（2026年5月12日）后1个月内"),
        ("DM-05", {"contacts": (Companion("00103", False),)}, "00103不是正式党员，不能作培养联系人"),
        ("DM-07", {"examinations": ()}, "半年考察最晚应在2026年12月15日，每6个月一次"),
        ("DM-11", {"target_agreed_on": None}, "还没有登记上级同意（备案）"),
        ("DM-13", {"notice_ended_on": date(2027, 6, 24)}, "公示应到2027年6月25日结束（5个工作日，公布当日不计）"),
        ("DM-27", {"votes": votes(in_favour=9)}, "实到10人，赞成、反对、弃权加起来是9，请核对"),
        ("DM-35", {"probation_from": None}, "审批意见没有写明预备期起止日期"),
        ("DM-38", {"conversion_meeting_on": date(2028, 7, 19)}, "预备期满的日子是2028年7月20日（从支部大会通过之日算起）"),
        (
            "DM-43",
            {"papers": frozenset()},
            "归档材料还缺：入党申请书、入党志愿书、入党积极分子培养考察登记表、预备党员教育考察登记表、政治审查材料、转正申请书",
        ),
        (
            "DM-45",
            {"activist_filed_on": date(2026, 6, 14)},
            "积极分子备案（2026年6月14日）早于确定为入党积极分子（2026年6月15日）",
        ),
    ],
)
def test_reasons_in_chinese(page: None, rule_id: str, changes: dict[str, Any], sentence: str) -> None:
    assert reason(first(rule_id, **changes)) == sentence


def test_what_a_shortening_lacks(page: None) -> None:
    finding = first(
        "DM-30",
        shortened=True,
        target_proposed_on=date(2026, 12, 15),
        shortening=Authorisation(document_number="组发〔2026〕8号"),
    )

    assert reason(finding) == "缩短培养期还缺：批准文件日期、批准党委、依据材料"
    assert way_out(finding) == "请按批准文件补齐；没有批准文件的，待培养教育考察期满后办理。"


def test_a_row_begins_with_step_and_day_unless_the_reason_does(page: None) -> None:
    assert row_sentence(first("DM-22", training_days=2)).startswith("培训结束（2027年7月9日）：培训不足3天，也不足24学时。依据：")
    assert row_sentence(first("DM-20", political_review_on=None)).startswith("还没有登记政审结论。依据：")


def test_the_same_in_english(page: None) -> None:
    finding = first("DM-09", target_proposed_on=date(2027, 6, 14))

    with force_locale("en"):
        assert full_sentence(finding) == (
            "The day on which cultivation and examination have lasted 1 year is 15 June 2027. "
            "Basis: Rules on Developing Members (2026), Arts. 12, 13. "
            "Hold the meeting on that day or later; frontline performance is a basis for examination and shortens nothing."
        )
        assert title_of(finding.act) == "Branch committee meeting on the development target"


@pytest.mark.parametrize("side", SIDES, ids=lambda side: side.identity)
def test_every_finding_makes_a_chinese_sentence(page: None, side: Side) -> None:
    for finding in judge(engine(), flawless(side.edition, **side.broken)):
        sentence = row_sentence(finding)

        assert [word for word in FORBIDDEN if word in sentence] == []
        assert re.search(r"[\u4e00-\u9fff] \d|\d [\u4e00-\u9fff]|[A-Za-z]{3,}", sentence) is None
        assert sentence.endswith("。")
        assert basis(finding) in sentence


def test_every_sentence_is_reached_by_a_rule() -> None:
    reached = {
        finding.word
        for side in SIDES
        for facts in (flawless(side.edition, **side.broken),)
        for finding in judge(engine(), facts, recorded_on=date(2028, 8, 9))
    }
    elsewhere = {"already_recorded", "case_closed", "day_missing", "notice_too_short_from_posting", "notice_in_vacation"}
    elsewhere |= {"calendar_provisional", "branch_approves", "approving_body_missing"}

    assert set(SENTENCES) - reached == elsewhere


@pytest.mark.parametrize(
    ("months", "chinese", "english"),
    [
        (1, "1个月", "1 month"),
        (6, "6个月", "6 months"),
        (12, "1年", "1 year"),
        (24, "2年", "2 years"),
        (18, "18个月", "18 months"),
    ],
)
def test_durations(page: None, months: int, chinese: str, english: str) -> None:
    assert duration(months) == chinese
    with force_locale("en"):
        assert duration(months) == english


def test_parts_of_an_authorisation_have_words() -> None:
    assert set(PARTS) == set(Authorisation().missing)


def test_old_text_cites_the_old_article(page: None) -> None:
    finding = findings_of("DM-27", flawless(Edition.TEXT_2014, votes=votes(due=10, present=10, in_favour=5, against=5)))[0]

    assert basis(finding) == "《中国共产党发展党员工作细则》（2014年）第二十一条"
