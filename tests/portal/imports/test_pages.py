"""Upload, check, confirm, done, undo, as somebody at a browser does it."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.foundation.importing import operations
from evaluation.foundation.importing.models import ImportJob
from evaluation.foundation.importing.sources import SourceFile
from evaluation.foundation.tabular.workbooks import read_workbook
from evaluation.registry.accounts.enums import Role
from evaluation.registry.accounts.models import Account
from evaluation.registry.organizations.enums import OrganizationKind
from evaluation.registry.organizations.models import Organization
from evaluation.registry.people.models import Person
from tests.foundation.files.hostile_files import compound
from tests.portal.imports.browsing import WANG, checked, checked_and_confirmed, heading, last_job, people, texts, upload
from tests.support.browser import Browser
from tests.support.databases import both_databases
from tests.support.factories import Factory
from tests.support.tables import file_of, roster

SignIn = Callable[[Account], Browser]


@pytest.fixture
def head(make: Factory, sign_in: SignIn) -> Browser:
    """The head of the organization department at a browser."""
    make.organization("机电系学生党支部", kind=OrganizationKind.PARTY, parent_id=make.college["general_branch"].id)
    return sign_in(make.account(Role.ORGANIZATION_HEAD, name="陈立言"))


@both_databases
def test_from_upload_to_undo(head: Browser) -> None:
    page = checked(head, "/people/import", roster(WANG, {**WANG, "工号/学号": "A2", "姓名": "李强"}))
    assert (heading(page), people()) == ("2行都可以导入", [])
    assert texts(page, "main button.primary") == ["导入2行"]
    address = f"/people/import/{last_job().id}"

    done = head.follow(head.submit(address, action="/confirm"))
    assert (heading(done), people()) == ("已导入2行：新增2，更新0", [("A1", "王芳"), ("A2", "李强")])
    assert "4月7日09:00之前可以撤销" in done.text

    undone = head.follow(head.submit(address + "/done", action="/undo"))
    assert (heading(undone), people()) == ("这次导入已撤销", [])
    assert "已撤销，恢复到导入之前" in undone.text
    assert not undone.page.select('form[action$="/undo"]')  # type: ignore[union-attr]


@both_databases
def test_a_double_post_has_one_effect(head: Browser) -> None:
    page = checked(head, "/people/import", roster(WANG))
    address = f"/people/import/{last_job().id}"

    first = head.submit(address, action="/confirm", page=page)
    same_form = head.submit(address, action="/confirm", page=page)
    other_form = head.submit(address, action="/confirm", page=page, request_key="another")

    assert [answer.location for answer in (first, same_form, other_form)] == [address + "/done"] * 3
    assert people() == [("A1", "王芳")]


def test_faults_stand_by_cell_with_rows_as_in_excel(head: Browser) -> None:
    page = checked(
        head,
        "/people/import",
        roster(WANG, {**WANG, "工号/学号": "A2", "政治面貌": "中共党员", "入党时间": "2031-07-01"}, {**WANG, "工号/学号": ""}),
    )

    assert heading(page) == "还有2行要改，其余1行可以导入"
    assert page.page is not None
    links = page.page.select(".error-summary a")
    assert [link.get_text() for link in links] == [
        "第5行“入党时间”：入党时间在今天之后，请改为真实日期",
        "第6行“工号/学号”：没有工号或学号，请补上",
    ]
    cells = [page.page.select_one(link["href"]) for link in links]  # type: ignore[arg-type]
    assert [" ".join(cell.get_text(" ").split()) for cell in cells if cell] == ["在今天之后 2031-07-01", "没有填 —"]
    assert [cell["tabindex"] for cell in cells if cell] == ["-1", "-1"]
    assert texts(page, ".sheet .line") == ["行", "5", "6"]
    assert texts(page, "main .buttons .button") == ["重新上传改好的表", "先导入没错的1行", "下载标红的表", "放弃"]
    assert texts(page, "main .button.primary") == ["重新上传改好的表"]


def test_a_suggestion_mends_the_cell_without_another_upload(head: Browser) -> None:
    page = checked(head, "/people/import", roster({**WANG, "所在党支部": "机电二支部"}))
    assert heading(page) == "还有1行要改，没有别的要导入"
    assert texts(page, "td.wrong button") == ["用“机电系学生党支部”"]
    address = f"/people/import/{last_job().id}"

    mended = head.follow(head.submit(address, action="/correct", page=page))

    assert heading(mended) == "1行都可以导入"
    assert "这一格已按您的选择改好" in mended.text
    head.submit(address, action="/confirm", page=mended)
    db.session.rollback()
    branch = db.session.scalar(
        select(Organization.name).join(Person, Person.branch_id == Organization.id).where(Person.number == "A1")
    )
    assert branch == "机电系学生党支部"


def test_old_and_new_stand_in_changed_cells_only_and_missing_people_stay(head: Browser, make: Factory) -> None:
    make.person("张三", number="M1", branch=None)
    head.follow(checked_and_confirmed(head, roster({**WANG, "职务": "干事", "手机号": "13800000000"})))

    page = checked(head, "/people/import", roster({**WANG, "职务": "科员", "手机号": "13800000000"}))

    assert texts(page, "main nav.tabs a") == ["更新 1", "表里没有 2"]
    assert texts(page, "td.changed") == ["原来： 干事 科员"]
    missing = head.get(f"/people/import/{last_job().id}?tab=missing")
    assert "M1" in " ".join(texts(missing, ".sheet td"))
    assert texts(missing, ".sheet .line") == []
    head.submit(f"/people/import/{last_job().id}", action="/confirm")
    assert people("M%") == [("M1", "张三")]


def test_the_marked_table_comes_back_red_with_reasons(head: Browser) -> None:
    file = roster(WANG, {**WANG, "工号/学号": "A2", "部门": "炊事班"})
    checked(head, "/people/import", file)

    answer = head.get(f"/people/import/{last_job().id}/marked.xlsx")

    assert (
        "filename*=UTF-8''%E5%90%8D%E5%86%8C%EF%BC%88%E6%A0%87%E7%BA%A2%EF%BC%89.xlsx"
        in answer.response.headers["Content-Disposition"]
    )
    sheet = read_workbook(answer.data, "a.xlsx").sheets[0]
    assert (sheet.name, sheet.rows[2].cells[-1]) == ("教职工", "原因")
    assert [row.cells[-1] for row in sheet.rows[3:]] == ["", "没有“炊事班”这个部门，请写登记的名称，或先导入这个部门"]
    assert sheet.rows[4].cells[:2] == ["A2", "王芳"]


def test_identity_numbers_do_not_even_wait_on_the_server(app: Flask, head: Browser) -> None:
    table = [["工号", "姓名", "部门", "身份证号"], ["A1", "王芳", "炊事班", "110101199003070011"]]

    page = checked(head, "/people/import", file_of({"名册": table}, "名册.xlsx"))

    assert "没有读取：身份证号" in page.text
    kept = operations.storage().read(last_job().files[0]["digest"])
    assert read_workbook(kept, "a.xlsx").sheets[0].rows[1].cells == ["A1", "王芳", "炊事班", ""]
    assert b"110101199003070011" not in head.get(f"/people/import/{last_job().id}/marked.xlsx").data


def test_the_same_file_is_known_again(head: Browser) -> None:
    file = roster(WANG)
    checked_and_confirmed(head, file)

    page = checked(head, "/people/import", file)

    assert "这个文件今天09:00已导入过。" in page.text
    assert heading(page) == "没有要导入的，系统里都已有了"
    assert not page.page.select('form[action$="/confirm"]')  # type: ignore[union-attr]


def test_headings_are_settled_by_the_reader(head: Browser) -> None:
    page = checked(head, "/people/import", file_of({"名册": [["工号", "名字", "部门"], ["A1", "王芳", "保卫处"]]}))
    assert heading(page) == "有1列没有认出来，请指一下"
    assert "没有“姓名”列。现在有：工号、名字、部门。“名字”是姓名吗？" in page.text
    assert page.page is not None
    chosen = page.page.select_one("option[selected]")
    assert chosen is not None
    assert chosen.get_text() == "名字 (王芳)"
    address = f"/people/import/{last_job().id}"

    refused = head.follow(head.submit(address, action="/headings", page=page, **{"heading-名册-name": ""}))
    assert heading(refused) == "有1列没有认出来，请指一下"
    page = head.follow(head.submit(address, action="/headings"))

    assert heading(page) == "1行都可以导入"
    head.submit(address, action="/confirm", page=page)
    assert people() == [("A1", "王芳")]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.csv", "工号,姓名\n".encode(), "“a.csv”是纯文本文件，请用Excel打开后另存为xlsx再传"),
        ("a.xlsx", compound({"EncryptionInfo": b"x", "EncryptedPackage": b"y"}), "文件“a.xlsx”有密码，请去掉密码另存后再传"),
        ("a.xlsx", b"PK\x03\x04broken", "“a.xlsx”打不开，文件已损坏或没有传完，请重新保存后再传"),
        ("a.xlsx", file_of({"表": [["随便"], ["写写"]]}).data, "工作表“表”里没有找到表头，表头应有：工号/学号、姓名、部门"),
    ],
)
def test_what_is_no_table_gets_a_sentence_and_leaves_no_trace(head: Browser, name: str, data: bytes, words: str) -> None:
    answer = upload(head, "/people/import", SourceFile(name, data))

    assert answer.status_code == 422
    assert words in answer.text
    assert db.session.scalar(select(func.count()).select_from(ImportJob)) == 0
    assert list(operations.storage().iterate()) == []


def test_without_a_file_the_page_says_so(head: Browser) -> None:
    assert "请先选择文件" in head.submit("/people/import").text
    two = upload(head, "/people/import", roster(WANG), roster(WANG))
    assert (two.status_code, "一次一个文件，其余的请随后再传" in two.text) == (422, True)


def test_a_discarded_upload_is_gone(head: Browser) -> None:
    page = checked(head, "/people/import", roster(WANG))
    address = f"/people/import/{last_job().id}"

    assert head.submit(address, action="/discard", page=page).location == "/people/import"

    assert head.get(address).location == "/people/import"
    assert (head.submit(address, action="/confirm", page=page).status_code, people()) == (409, [])
    assert list(operations.storage().iterate()) == []


def test_a_change_since_the_check_is_shown_first(head: Browser, make: Factory) -> None:
    page = checked(head, "/people/import", roster(WANG, {**WANG, "工号/学号": "A2", "姓名": "李强"}))
    make.person("王芳", number="A1", branch=None, post=None)
    db.session.commit()

    answer = head.follow(head.submit(f"/people/import/{last_job().id}", action="/confirm", page=page))

    assert "您核对之后系统里有了变动，还没有写入，请看新的核对结果" in answer.text
    assert people() == [("A1", "王芳")]
    head.submit(f"/people/import/{last_job().id}", action="/confirm", page=answer)
    assert people() == [("A1", "王芳"), ("A2", "李强")]


def test_what_was_used_since_is_named_after_an_undo(head: Browser, make: Factory) -> None:
    checked_and_confirmed(head, roster(WANG, {**WANG, "工号/学号": "A2", "姓名": "李强"}))
    make.account(Role.MEMBER, person=db.session.scalars(select(Person).where(Person.number == "A1")).one())
    db.session.commit()

    answer = head.follow(head.submit(f"/people/import/{last_job().id}/done", action="/undo"))

    assert "A1 王芳：已经被别的记录用到" in answer.text.replace(" ：", "：").replace("： ", "：")
    assert people() == [("A1", "王芳")]


def test_after_a_day_there_is_no_undo(
    head: Browser, make: Factory, sign_in: SignIn, frozen_clock: Callable[[datetime], None]
) -> None:
    account = db.session.scalars(select(Account)).first()
    assert account is not None
    checked_and_confirmed(head, roster(WANG))
    done = head.get(f"/people/import/{last_job().id}/done")
    frozen_clock(clock.now() + timedelta(hours=25))

    later = sign_in(account)
    assert "撤销" not in " ".join(texts(later.get(f"/people/import/{last_job().id}/done"), "main button"))
    token = later.get("/people/import").form().select_one("[name=csrf_token]")
    assert token is not None
    refused = later.submit(f"/people/import/{last_job().id}/done", action="/undo", page=done, csrf_token=str(token["value"]))

    assert refused.status_code == 409
    assert people() == [("A1", "王芳")]


def test_the_list_of_imports(head: Browser) -> None:
    checked_and_confirmed(head, roster(WANG, {**WANG, "工号/学号": ""}))
    checked(head, "/people/import", roster({**WANG, "工号/学号": "A3"}))

    page = head.get("/people/import")

    assert texts(page, "main tbody tr") == ["名册.xlsx 1行 ，1行有错 陈立言 今天09:00"]
