"""What somebody at a browser does with an import."""

from io import BytesIO

from sqlalchemy import select

from evaluation.foundation.core.database import db
from evaluation.foundation.importing.models import ImportJob
from evaluation.foundation.importing.sources import SourceFile
from evaluation.registry.people.models import Person
from tests.support.browser import Answer, Browser

WANG = {"工号/学号": "A1", "姓名": "王芳", "部门": "保卫处"}


def upload(browser: Browser, address: str, *files: SourceFile, **fields: str) -> Answer:
    return browser.submit(address, file=[(BytesIO(file.data), file.name) for file in files], **fields)


def checked(browser: Browser, address: str, *files: SourceFile, **fields: str) -> Answer:
    """The check page of an upload."""
    answer = upload(browser, address, *files, **fields)
    assert answer.status_code == 302, answer.text
    return browser.follow(answer)


def people(like: str = "A%") -> list[tuple[str, str]]:
    db.session.rollback()
    rows = db.session.execute(select(Person.number, Person.name).where(Person.number.like(like)).order_by(Person.number))
    return [(number, name) for number, name in rows]


def last_job() -> ImportJob:
    db.session.rollback()
    return db.session.scalars(select(ImportJob).order_by(ImportJob.id.desc()).limit(1)).one()


def heading(answer: Answer) -> str:
    assert answer.page is not None
    return answer.page.select_one("h1").get_text(strip=True)


def texts(answer: Answer, selector: str) -> list[str]:
    assert answer.page is not None
    return [" ".join(one.get_text(" ").split()) for one in answer.page.select(selector)]


def checked_and_confirmed(browser: Browser, file: SourceFile, address: str = "/people/import") -> Answer:
    page = checked(browser, address, file)
    return browser.submit(f"{address}/{last_job().id}", action="/confirm", page=page)
