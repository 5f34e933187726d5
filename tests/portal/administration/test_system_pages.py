"""/admin/system/: whether all is well, and the official calendar of a year loaded from a workbook."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from evaluation.foundation.audit.models import AuditEvent
from evaluation.foundation.calendar.models import CalendarDay
from evaluation.foundation.calendar.operations import OfficialDay, load_year
from evaluation.foundation.calendar.queries import working_calendar
from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.foundation.importing.models import ImportJob
from evaluation.foundation.tabular.output import OutputSheet, write_workbook
from evaluation.portal.administration.system import queries
from evaluation.registry.accounts.enums import Role
from tests.portal.work import SignIn, heading
from tests.support.browser import Answer, Browser
from tests.support.databases import both_databases, statements
from tests.support.factories import Factory

PAGE = "/admin/system/calendar"
DAYS = [
    ["2027年1月1日", "休", "元旦"],
    [date(2027, 2, 6), "休", "春节"],
    ["2月14日", "班", "春节调休"],
    ["2027-10-01", "放假", "国庆节"],
]


@pytest.fixture
def administrator(make: Factory, sign_in: SignIn) -> Browser:
    return sign_in(make.account(Role.SYSTEM_ADMINISTRATOR))


def table(rows: Sequence[Sequence[Any]] = DAYS, headings: Sequence[str] = ("日期", "类型", "名称")) -> bytes:
    return write_workbook([OutputSheet("放假安排", list(headings), rows)], made_at=clock.now())


def upload(browser: Browser, data: bytes, name: str = "放假安排.xlsx", **values: str) -> Answer:
    fields = {"year": "2027", "source": "国办发明电〔2026〕9号", **values}
    return browser.submit(PAGE, file=(BytesIO(data), name), **fields)


class TestChecks:
    """What is looked at, and what is said where it is not well."""

    def test_all_is_well(self, app: Flask, administrator: Browser) -> None:
        page = administrator.get("/admin/system/")

        assert heading(page) == "系统正常：5项检查都通过"
        assert "SQLite" in page.text

    @pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
    def test_a_database_that_may_forget_is_not_well(self, app: Flask, administrator: Browser) -> None:
        """The server of the tests is told not to wait for the disk; that is what the page has to say of it."""
        page = administrator.get("/admin/system/")

        assert heading(page) == "有1项检查没有通过"
        assert "断电时可能丢失已提交的数据" in page.text

    def test_a_year_without_calendar_is_not_well(self, app: Flask, administrator: Browser) -> None:
        check = queries.calendar_check(date(2027, 4, 6))
        december = queries.calendar_check(date(2026, 12, 1))

        assert (check.ok, december.ok) == (False, False)
        assert "2027" in str(check.detail)
        assert queries.calendar_check(date(2026, 11, 30)).ok

    def test_a_full_disk_is_not_well(self, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(queries, "LEAST_FREE_BYTES", 10**18)

        assert not queries.space_check().ok

    def test_storage_that_cannot_be_read_is_not_well(self, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(_digest: str) -> bool:
            raise PermissionError

        monkeypatch.setattr(app.extensions["storage"], "exists", fail)

        check = queries.storage_check()
        assert (check.ok, "PermissionError" in str(check.detail)) == (False, True)

    def test_words_older_than_their_source_are_not_well(
        self, app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "zh_Hans_CN").mkdir()
        (tmp_path / "zh_Hans_CN" / "portal-x.po").write_text("")
        monkeypatch.setitem(app.config, "BABEL_TRANSLATION_DIRECTORIES", str(tmp_path))

        assert not queries.words_check().ok

    @pytest.mark.parametrize(
        ("size", "shown"),
        [(0, "0 B"), (999, "999 B"), (1000, "1 kB"), (1_500_000, "1.5 MB"), (2_300_000_000, "2.3 GB"), (10**16, "10000.0 TB")],
    )
    def test_sizes(self, size: int, shown: str) -> None:
        assert queries.in_bytes(size) == shown

    @both_databases
    def test_imports_are_counted_and_not_shown(self, app: Flask, administrator: Browser) -> None:
        for state in ("done", "done", "checked"):
            db.session.add(import_job(state))
        db.session.commit()

        page = administrator.get("/admin/system/")

        rows = [[cell.get_text(strip=True) for cell in row.select("td")] for row in page.page.select("tbody tr")]  # type: ignore[union-attr]
        assert rows == [["名册", "只检查过", "1", "4月6日09:00"], ["名册", "已导入", "2", "4月6日09:00"]]
        assert "机密名册" not in page.text

    def test_few_statements(self, app: Flask, administrator: Browser) -> None:
        administrator.get("/admin/system/")

        with statements() as seen:
            administrator.get("/admin/system/")

        assert len(seen) <= 10, seen.texts


def import_job(state: str) -> ImportJob:
    """A job of which nothing but its kind and state may be seen here."""
    facts: dict[str, Any] = {
        column.name: None if column.nullable else {} if column.type.python_type is dict else []
        for column in ImportJob.__table__.columns
    }
    facts |= {
        "kind": "roster",
        "state": state,
        "file_name": "机密名册.xlsx",
        "file_digest": "x",
        "actor_name": "李",
        "created_at": clock.now(),
        "done_at": clock.now() if state == "done" else None,
    }
    facts.pop("id")
    return ImportJob(**facts)


class TestCalendar:
    """Upload, look, confirm; nothing is taken in before that, and nothing is guessed."""

    @both_databases
    def test_from_the_workbook_to_the_working_days(self, app: Flask, administrator: Browser) -> None:
        checked = upload(administrator, table())
        assert db.session.scalars(select(CalendarDay)).all() == []
        answer = administrator.submit(PAGE, page=checked)

        rows = {row.day: (row.working, row.name, row.official) for row in db.session.scalars(select(CalendarDay))}
        event = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "calendar.load")).one()
        assert answer.location == "/admin/system/"
        assert rows == {
            date(2027, 1, 1): (False, "元旦", True),
            date(2027, 2, 6): (False, "春节", True),
            date(2027, 2, 14): (True, "春节调休", True),
            date(2027, 10, 1): (False, "国庆节", True),
            date(2027, 12, 31): (True, "", True),
        }
        assert (event.object_id, event.body) == ("2027", {"days": 4, "source": "国办发明电〔2026〕9号"})
        calendar = working_calendar()
        assert calendar.is_official(date(2027, 5, 1))
        assert calendar.is_working_day(date(2027, 2, 14))
        assert calendar.add_working_days(date(2027, 9, 30), 1).day == date(2027, 10, 4)
        assert "国办发明电〔2026〕9号" in administrator.follow(answer).text

    def test_loaded_again_it_replaces_what_was(self, app: Flask, administrator: Browser) -> None:
        load_year(2027, [OfficialDay(date(2027, 5, 1), False, "旧")], source="旧文")
        db.session.commit()

        administrator.submit(PAGE, page=upload(administrator, table(DAYS[:1])))

        assert set(db.session.scalars(select(CalendarDay.day))) == {date(2027, 1, 1), date(2027, 12, 31)}

    @pytest.mark.parametrize(
        ("row", "message"),
        [
            (["2028-01-01", "休", ""], "第2行：2028-01-01不在2027年内"),
            (["2027-02-30", "休", ""], "第2行"),
            (["", "休", "x"], "第2行：没有日期"),
            (["2027-01-01", "也许", ""], "第2行：“也许”既不是休也不是班"),
            (["2027-01-01", "", ""], "第2行"),
        ],
    )
    def test_a_wrong_row_is_named_and_nothing_is_taken_in(
        self, app: Flask, administrator: Browser, row: list[str], message: str
    ) -> None:
        answer = upload(administrator, table([row, ["2027-10-01", "休", "国庆节"]]))

        assert answer.status_code == 422
        assert message in answer.text
        assert answer.page.select("input[name=days][value]:not([value=''])") == []  # type: ignore[union-attr]
        assert db.session.scalars(select(CalendarDay)).all() == []

    def test_a_day_that_comes_twice_is_named(self, app: Flask, administrator: Browser) -> None:
        answer = upload(administrator, table([["2027-01-01", "休", ""], ["2027年1月1日", "休", ""]]))

        assert "第3行：2027-01-01在表里有两次" in answer.text

    @pytest.mark.parametrize("headings", [("时间", "休/班", "节日"), ("公历日期", "是否上班", "说明"), ("日期", "安排", "备注")])
    def test_headings_are_known_by_meaning(self, app: Flask, administrator: Browser, headings: tuple[str, str, str]) -> None:
        answer = upload(administrator, table([["2027-01-01", "休", "元旦"]], headings))

        assert answer.status_code == 200
        assert "元旦" in answer.text

    @pytest.mark.parametrize(
        ("data", "name"),
        [(b"", "空.xlsx"), (b"not a workbook", "a.xlsx"), (b"PK\x03\x04", "b.xlsx"), (table([], ("姓名", "部门")), "c.xlsx")],
    )
    def test_what_is_no_such_table_is_refused(self, app: Flask, administrator: Browser, data: bytes, name: str) -> None:
        answer = upload(administrator, data, name)

        assert answer.status_code == 422
        assert answer.page.select("[role=alert]") != []  # type: ignore[union-attr]

    @pytest.mark.parametrize(
        ("values", "message"),
        [({"year": ""}, "写上年份"), ({"year": "27"}, "四位数的年份"), ({"source": ""}, "写明放假安排的文号")],
    )
    def test_year_and_document_are_needed(self, app: Flask, administrator: Browser, values: dict[str, str], message: str) -> None:
        answer = upload(administrator, table(), **values)

        assert answer.status_code == 422
        assert message in answer.text

    def test_without_a_file_nothing_happens(self, app: Flask, administrator: Browser) -> None:
        answer = administrator.submit(PAGE, year="2027", source="文")

        assert answer.status_code == 422
        assert "Excel文件" in answer.text

    @pytest.mark.parametrize(
        "days", ["x", "[]", "{}", "[[1, 2]]", '[["2028-01-01", 0, ""]]', '[["2027-01-01", 0, ""], ["2027-01-01", 1, ""]]']
    )
    def test_a_confirmation_of_something_else_is_refused(self, app: Flask, administrator: Browser, days: str) -> None:
        answer = administrator.submit(PAGE, year="2027", source="文", days=days)

        assert answer.status_code == 422
        assert db.session.scalars(select(CalendarDay)).all() == []


@pytest.mark.parametrize(
    "days",
    [[OfficialDay(date(2028, 1, 1), False)], [OfficialDay(date(2027, 1, 1), False), OfficialDay(date(2027, 1, 1), True)]],
)
def test_the_operation_takes_one_year_and_each_day_once(app: Flask, days: list[OfficialDay]) -> None:
    with pytest.raises(ValueError, match="day"):
        load_year(2027, days, source="文")


def test_loading_is_known_at_once(app: Flask) -> None:
    """The calendar that this process keeps is read again, without waiting for its minute to pass."""
    assert not working_calendar().is_official(date(2030, 1, 1))

    load_year(2030, [], source="文")

    assert working_calendar().is_official(date(2030, 1, 1))
