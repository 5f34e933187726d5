"""What the person sees and answers; what publicity records; nothing for anybody else."""

from io import BytesIO

import pytest

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.procedures.consents import operations
from evaluation.procedures.consents.enums import ConsentState
from evaluation.procedures.consents.models import Consent
from evaluation.registry.accounts.enums import Role
from tests.procedures.attachments.test_views import PDF
from tests.procedures.conftest import commit
from tests.procedures.consents.conftest import TEXT
from tests.support.databases import statements


def again(consent: Consent) -> Consent:
    db.session.expire_all()
    return db.session.get(Consent, consent.id)


def test_the_exact_text_three_answers_none_chosen(asking, sign_in):
    consent = asking.ask()
    browser = sign_in(asking.account)
    task = browser.get("/inbox/").page.select_one("table .title")["href"]
    assert browser.get(task).location == f"/me/consents/{consent.id}"
    page = browser.get(f"/me/consents/{consent.id}")
    assert [line.get_text() for line in page.page.select(".prose p")] == TEXT.split("\n")
    assert [one.get_text(strip=True) for one in page.page.select(".choice label")] == ["同意公开", "同意，但要改", "不同意公开"]
    assert page.page.select(".choice input[checked]") == []
    assert "姓名、事迹" in page.text
    assert "学院网站" in page.text
    assert "2022年12月31日" in page.text
    assert "不答复也不算同意" in page.text


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"decision": "given"}, ConsentState.GIVEN),
        ({"decision": "changes_wanted", "comment": "请不要写我的岗位"}, ConsentState.CHANGES_WANTED),
        ({"decision": "refused"}, ConsentState.REFUSED),
    ],
)
def test_deciding(asking, sign_in, fields, state):
    consent = asking.ask()
    browser = sign_in(asking.account)
    address = f"/me/consents/{consent.id}"
    page = browser.get(address)
    done = browser.submit(address, page=page, **fields)
    assert (done.status_code, done.location) == (302, address)
    assert (again(consent).state, again(consent).decided_at) == (state, clock.now())
    assert browser.submit(address, page=page, **fields).location == address
    assert state.label in browser.get("/me/consents/").text
    assert browser.get("/inbox/").page.h1.get_text(strip=True) == "现在没有等您处理的事"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "三项里选一项"),
        ({"decision": "asked"}, None),
        ({"decision": "changes_wanted"}, "写明公开前要改什么"),
        ({"decision": "changes_wanted", "comment": "长" * 1001}, "最多1000字，请缩短"),
    ],
)
def test_no_answer_is_no_answer(asking, sign_in, fields, sentence):
    consent = asking.ask()
    answer = sign_in(asking.account).submit(f"/me/consents/{consent.id}", **fields)
    assert answer.status_code == 422
    lines = [line.get_text(strip=True) for line in answer.page.select(".error-summary li")]
    assert len(lines) == 1
    assert sentence is None or lines == [sentence]
    assert again(consent).state is ConsentState.ASKED


def test_an_answer_to_an_older_text_is_refused(asking, sign_in):
    consent = asking.ask()
    browser = sign_in(asking.account)
    page = browser.get(f"/me/consents/{consent.id}")
    operations.outdate_consents(asking.matter, text=TEXT + "。", actor=asking.make.actor_of(asking.editor), now=clock.now())
    answer = browser.submit(f"/me/consents/{consent.id}", page=page, decision="given")
    assert answer.status_code == 409
    assert again(consent).state is ConsentState.OUTDATED
    assert "文字已经改动" in browser.get(f"/me/consents/{consent.id}").text


def test_withdrawing_says_what_follows(asking, sign_in):
    consent = asking.answered(ConsentState.GIVEN)
    browser = sign_in(asking.account)
    link = browser.get(f"/me/consents/{consent.id}").page.select_one("a[href$='/actions/withdraw']")
    page = browser.get(link["href"])
    assert "已经公开的，应在1个工作日内撤下" in page.text
    assert browser.submit(link["href"], page=page).status_code == 302
    assert again(consent).state is ConsentState.WITHDRAWN
    assert "待撤下" in sign_in(asking.editor).get("/inbox/").text
    assert browser.submit(link["href"]).status_code == 409


@pytest.mark.parametrize("end", ["", "/actions/withdraw"])
def test_another_persons_question_does_not_exist(asking, sign_in, end):
    consent = asking.ask()
    others = [asking.editor, asking.make.account(Role.MEMBER), asking.make.account(Role.PUBLICITY_CHIEF)]
    others.append(asking.make.account(without_person=True))
    for account in others:
        browser = sign_in(account)
        for identity in (consent.id, 999999, "9" * 25, "0"):
            assert browser.get(f"/me/consents/{identity}{end}").status_code == 404
        assert browser.get(f"/me/consents/about/{asking.matter.id}").status_code == 404


def test_an_empty_list_says_that_nothing_is_published_unasked(make, sign_in):
    page = sign_in(make.account(Role.MEMBER)).get("/me/consents/")
    assert "没有在这里征求过您，就不会公开。" in page.text


def test_recording_paper(asking, sign_in):
    consent = asking.ask()
    browser = sign_in(asking.editor)
    address = f"/matters/{asking.matter.id}/consents/{consent.id}/paper"
    refused = browser.submit(address, decision="given")
    assert refused.status_code == 422
    [line] = refused.page.select(".error-summary li")
    assert line.get_text(strip=True) == "请附上签字的同意书（PDF或照片）"
    wrong = browser.submit(address, decision="given", sheet=(BytesIO(b"MZ\x90\x00"), "同意书.pdf"))
    assert (wrong.status_code, again(consent).state) == (422, ConsentState.ASKED)

    done = browser.submit(address, decision="given", sheet=(BytesIO(PDF), "同意书.pdf"))

    assert done.status_code == 302
    assert again(consent).state is ConsentState.GIVEN
    sheet = again(consent).paper_attachment_id
    assert sign_in(asking.account).get(f"/files/{sheet}", check=False).status_code == 404
    assert browser.get(f"/files/{sheet}", check=False).data == PDF


def test_the_sheet_to_be_signed_holds_the_text(asking, sign_in):
    consent = asking.ask()
    page = sign_in(asking.editor).get(f"/matters/{asking.matter.id}/consents/{consent.id}/sheet?lang=en", check=False)
    assert page.page.html["lang"] == "zh-CN"
    assert "赵小燕在北门值守到天明" in page.text
    assert consent.text_digest[:16] in page.text
    assert "□同意公开" in page.text


@pytest.mark.parametrize("end", ["paper", "sheet"])
def test_paper_is_for_publicity_in_scope_and_never_for_oneself(asking, room, sign_in, end):
    own = asking.make.account(Role.PUBLICITY_EDITOR)
    consent, mine = asking.ask(), asking.ask(person_id=own.person_id)
    other_matter = room.matter(asking.editor, "另一篇")
    commit()
    base = f"/matters/{asking.matter.id}/consents"
    assert sign_in(own).get(f"{base}/{mine.id}/{end}").status_code == 404
    assert sign_in(own).get(f"{base}/{consent.id}/{end}", check=False).status_code == 200
    assert sign_in(own).get(f"/matters/{other_matter.id}/consents/{consent.id}/{end}").status_code == 404
    elsewhere = asking.make.account(Role.PUBLICITY_EDITOR, at="other_department")
    assert sign_in(elsewhere).get(f"{base}/{consent.id}/{end}").status_code == 404
    assert sign_in(asking.make.account(Role.ORGANIZATION_HEAD)).get(f"{base}/{consent.id}/{end}").status_code == 403


def test_few_statements(asking, sign_in):
    consent = asking.ask()
    browser = sign_in(asking.account)
    for address, limit in (("/me/consents/", 8), (f"/me/consents/{consent.id}", 12)):
        commit()
        with statements() as seen:
            browser.get(address)
        assert len(seen) <= limit, "\n".join(seen.texts)
