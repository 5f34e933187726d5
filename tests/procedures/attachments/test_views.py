"""The way to files, and the ways in."""

from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.procedures.attachments.enums import AttachmentKind
from evaluation.procedures.attachments.models import Attachment
from evaluation.procedures.attachments.operations import (
    MOST_PHOTOGRAPHS,
    attach_document,
    attach_photograph,
    remove,
    show_people,
    storage,
)
from evaluation.procedures.attachments.queries import attachments_of, documents_of, people_in, photographs_of
from evaluation.procedures.workflow.models import Matter
from evaluation.registry.accounts.enums import Role
from tests.procedures.conftest import Action, commit
from tests.support.databases import statements

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
JSON = {"Accept": "application/json"}


def jpeg(colour: str = "red", size: tuple[int, int] = (640, 480), position: bool = False) -> bytes:
    target = BytesIO()
    picture = Image.new("RGB", size, colour)
    exif = Image.Exif()
    if position:
        exif.get_ifd(0x8825).update({1: "N", 2: (34.0, 50.0, 0.0)})
    picture.save(target, "JPEG", exif=exif)
    return target.getvalue()


@pytest.fixture
def draft(room, clerk) -> Matter:
    return room.matter(clerk, submit=False)


@pytest.fixture
def photograph(room, make, clerk, draft) -> Attachment:
    attachment = attach_photograph(draft, jpeg(position=True), "门岗 1.jpg", actor=make.actor_of(clerk), now=clock.now())
    room.advance(draft, Action.SUBMIT, clerk)
    commit()
    return attachment


def send(browser, address: str, name: str, data: bytes, **options):
    token = browser.get("/inbox/").page.select_one("input[name=csrf_token]")["value"]
    boundary, body = encode_multipart({"csrf_token": token, "file": FileStorage(BytesIO(data), name)})
    kind = f"multipart/form-data; boundary={boundary}"
    return browser.open(address, method="POST", data=body, content_type=kind, check=False, **options)


def test_a_photograph_comes_back_clean_and_always_as_a_download(officer, sign_in, photograph):
    browser = sign_in(officer)

    answer = browser.get(f"/files/{photograph.id}", check=False)

    assert Image.open(BytesIO(answer.data)).size == (640, 480)
    assert dict(Image.open(BytesIO(answer.data)).getexif()) == {}
    headers = answer.response.headers
    assert headers["Content-Type"] == "image/jpeg"
    assert headers["Content-Disposition"].startswith("attachment; filename=")
    assert "filename*=UTF-8''%E9%97%A8%E5%B2%97%201.jpg" in headers["Content-Disposition"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'; frame-ancestors 'none'"
    assert headers["Cache-Control"] == "private, max-age=3600"
    assert int(headers["Content-Length"]) == len(answer.data)
    small = browser.get(f"/files/{photograph.id}/thumbnail", check=False)
    assert Image.open(BytesIO(small.data)).size == (480, 360)
    again = browser.get(f"/files/{photograph.id}", check=False, headers={"If-None-Match": headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_foreign_unknown_and_removed_files_look_the_same(make, clerk, sign_in, photograph, stranger):
    foreign = sign_in(make.account(Role.CLERK, at="other_department"))
    pages = [foreign.get(f"/files/{identity}{end}") for identity in (photograph.id, 999999, 2**40) for end in ("", "/thumbnail")]
    assert {page.status_code for page in pages} == {404}
    assert len({page.text for page in pages}) == 1
    remove(photograph, actor=make.actor_of(clerk), now=clock.now())
    commit()
    assert sign_in(clerk).get(f"/files/{photograph.id}").status_code == 404
    assert stranger.get(f"/files/{photograph.id}").location.startswith("/account/sign-in")


def test_the_person_concerned_sees_the_pictures_of_the_own_matter(room, make, clerk, sign_in):
    subject = make.person("赵小燕")
    matter = room.matter(clerk, about=subject, submit=False)
    attachment = attach_photograph(matter, jpeg(), "1.jpg", actor=make.actor_of(clerk), now=clock.now())
    browser = sign_in(make.account(Role.MEMBER, person=subject))
    commit()
    assert browser.get(f"/files/{attachment.id}", check=False).status_code == 404
    room.advance(matter, Action.SUBMIT, clerk)
    commit()
    assert browser.get(f"/files/{attachment.id}", check=False).status_code == 200


def test_a_missing_file_is_not_found_rather_than_a_crash(officer, sign_in, photograph):
    storage().delete(photograph.digest)
    assert sign_in(officer).get(f"/files/{photograph.id}").status_code == 404


def test_upload_by_script_answers_json(clerk, sign_in, draft):
    browser = sign_in(clerk)
    answer = send(browser, f"/matters/{draft.id}/photographs", "夜 班.jpg", jpeg(), headers=JSON)
    [attachment] = photographs_of(draft.id)
    assert answer.status_code == 201
    assert answer.response.json == {
        "id": attachment.id,
        "name": "夜 班.jpg",
        "thumbnail": f"/files/{attachment.id}/thumbnail",
    }
    assert attachment.file.thumbnail_digest != attachment.digest


def test_upload_by_plain_form_leads_back(clerk, sign_in, draft):
    answer = send(sign_in(clerk), f"/matters/{draft.id}/photographs", "1.jpg", jpeg(), headers={"Accept": "text/html"})
    assert (answer.status_code, answer.location) == (302, f"/notices/{draft.id}")
    assert len(photographs_of(draft.id)) == 1


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("表.jpg", b"name,number\n", "“表.jpg”不是照片（JPG、PNG），请选照片再传"),
        ("空.jpg", b"", "“空.jpg”是空文件，请重新选择"),
        ("大.jpg", b"\xff\xd8\xff" + b"0" * (10 * 1024 * 1024), "“大.jpg”超过10MB，请压缩后再传"),
        ("", b"", "请先选一张照片"),
    ],
)
def test_what_is_no_photograph_is_refused_by_name(clerk, sign_in, draft, name, data, sentence):
    answer = send(sign_in(clerk), f"/matters/{draft.id}/photographs", name, data, headers=JSON)
    assert (answer.status_code, answer.response.json) == (422, {"message": sentence})
    assert db.session.scalar(select(func.count()).select_from(Attachment)) == 0


def test_the_tenth_photograph_is_one_too_many(make, clerk, sign_in, draft):
    for number in range(MOST_PHOTOGRAPHS):
        attach_photograph(draft, jpeg(), f"{number}.jpg", actor=make.actor_of(clerk), now=clock.now())
    answer = send(sign_in(clerk), f"/matters/{draft.id}/photographs", "10.jpg", jpeg(), headers=JSON)
    assert (answer.status_code, answer.response.json) == (422, {"message": "最多9张照片，请先删一张"})


def test_papers_do_not_count_as_photographs(make, clerk, draft):
    actor = make.actor_of(clerk)
    for number in range(MOST_PHOTOGRAPHS):
        attach_document(draft, jpeg(position=True), f"{number}.jpg", actor=actor, now=clock.now())
    attach_photograph(draft, jpeg(), "1.jpg", actor=actor, now=clock.now())
    assert (len(photographs_of(draft.id)), len(documents_of(draft.id)), len(attachments_of(draft.id))) == (1, 9, 10)


def test_a_photographed_paper_loses_its_position_too(make, clerk, draft):
    attachment = attach_document(draft, jpeg(position=True), "签到表.jpg", actor=make.actor_of(clerk), now=clock.now())
    assert dict(Image.open(BytesIO(storage().read(attachment.digest))).getexif()) == {}


def test_after_handing_in_nothing_is_added(room, clerk, officer, sign_in):
    matter = room.matter(clerk)
    for account, status in ((clerk, 403), (officer, 403)):
        answer = send(sign_in(account), f"/matters/{matter.id}/photographs", "1.jpg", jpeg(), headers=JSON)
        assert answer.status_code == status
    assert photographs_of(matter.id) == []


def test_a_draft_of_another_does_not_exist(draft, officer, sign_in):
    assert send(sign_in(officer), f"/matters/{draft.id}/photographs", "1.jpg", jpeg(), headers=JSON).status_code == 404


def test_describe_and_remove(make, clerk, sign_in, draft):
    attachment = attach_photograph(draft, jpeg(), "1.jpg", actor=make.actor_of(clerk), now=clock.now())
    one, two = make.person("赵小燕"), make.person("钱伟")
    browser = sign_in(clerk)
    address = f"/matters/{draft.id}/files/{attachment.id}/describe"

    done = browser.submit(
        address, action=None, page=form_page(browser, address), caption="北门夜班", credit="孙晓雯", people=[one.number, "钱伟"]
    )

    assert done.status_code == 302
    shown = db.session.get(Attachment, attachment.id)
    assert (shown.caption, shown.credit) == ("北门夜班", "孙晓雯")
    assert people_in([attachment.id]) == {attachment.id: {one.id, two.id}}
    assert browser.submit(address, action="/actions/remove").status_code == 302
    assert attachments_of(draft.id) == []
    assert browser.get(address).status_code == 404


def form_page(browser, address: str):
    """The page, with the form that describes as its first one."""
    page = browser.get(address)
    for form in page.page.select("main form"):
        if form.select_one("[name=caption]") is None:
            form.extract()
    return page


def test_a_signed_sheet_is_for_publicity_and_for_who_signed(room, make, clerk, sign_in):
    subject = make.person("赵小燕")
    matter = room.matter(clerk, about=subject)
    editor = make.account(Role.PUBLICITY_EDITOR)
    sheet = attach_document(
        matter, PDF, "同意书.pdf", actor=make.actor_of(editor), now=clock.now(), kind=AttachmentKind.CONSENT_SHEET
    )
    show_people(sheet, [subject.id])
    commit()
    assert attachments_of(matter.id) == []
    answers = {
        name: sign_in(account).get(f"/files/{sheet.id}", check=False).status_code
        for name, account in {
            "editor": editor,
            "person": make.account(Role.MEMBER, person=subject),
            "clerk": clerk,
            "officer": make.account(Role.ORGANIZATION_OFFICER),
        }.items()
    }
    assert answers == {"editor": 200, "person": 200, "clerk": 404, "officer": 404}


def test_a_file_costs_few_statements(officer, sign_in, photograph):
    browser = sign_in(officer)
    commit()
    with statements() as seen:
        browser.get(f"/files/{photograph.id}", check=False)
    assert len(seen) <= 5, "\n".join(seen.texts)
