"""The four boxes as pages."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.procedures.workflow.models import Copy, Task
from evaluation.procedures.workflow.operations import send_copy
from evaluation.registry.accounts.enums import ADMINISTRATORS, Role
from tests.support.databases import statements


def rows(answer) -> list[str]:
    return [cell.get_text(strip=True) for cell in answer.page.select("table .title")]


def test_the_heading_is_a_sentence_with_both_numbers(room, clerk, officer, sign_in):
    for title, due in (("甲", -3), ("乙", 0), ("丙", 2)):
        matter = room.matter(clerk, title)
        db.session.scalar(select(Task).where(Task.matter_id == matter.id)).due_on = clock.today() + timedelta(days=due)
    page = sign_in(officer).get("/inbox/")
    assert page.page.h1.get_text(strip=True) == "有3项等您处理，其中1项已逾期"
    assert rows(page) == ["甲", "乙", "丙"]
    assert [cell.get_text(strip=True) for cell in page.page.select("td time.due")] == ["逾期3天", "今天", "剩2天"]
    assert [link.get_text(" ", strip=True) for link in page.page.select(".tabs a")] == [
        "待我处理 3",
        "我发起的 0",
        "已处理 0",
        "抄送我的 0",
    ]
