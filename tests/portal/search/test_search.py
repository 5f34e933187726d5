"""One box: a number opens its thing, words find people and titles, and nobody finds what they may not see."""

from datetime import date

import pytest
from flask import Flask

from evaluation.foundation.core.database import db
from evaluation.portal.search.queries import number_in, possible_numbers
from evaluation.records.deeds.enums import DeedState as S
from evaluation.registry.accounts.enums import ADMINISTRATORS, Role
from tests.portal.work import SignIn, Work, block, titles
from tests.support.browser import Answer
from tests.support.databases import both_databases, statements
from tests.support.factories import Factory


@pytest.fixture
def work(app: Flask, make: Factory) -> Work:
    return Work(make)


def matters(answer: Answer) -> list[str]:
    return titles(block(answer, "事项")) if has(answer, "事项") else []


def people(answer: Answer) -> list[str]:
    assert answer.page is not None
    return [link.get_text(strip=True) for link in answer.page.select("ul.people a")]


def has(answer: Answer, title: str) -> bool:
    assert answer.page is not None
    return title in [heading.get_text(strip=True) for heading in answer.page.select("main h2")]


class TestNumbers:
    """A public number opens its page, however it is typed."""

    @pytest.mark.parametrize(
        ("typed", "number"),
        [
            ("SJ-2022-0017", "SJ-2022-0017"),
            ("sj-2022-0017", "SJ-2022-0017"),
            ("SJ20220017", "SJ-2022-0017"),
            ("SJ 2022 0017", "SJ-2022-0017"),
            ("SJ—2022—0017", "SJ-2022-0017"),
            ("BC-2022-0405-03", "BC-2022-0405-03"),
            ("BC-2022-0405-03/2", "BC-2022-0405-03/2"),
            ("BC-2022-10405", "BC-2022-10405"),
            ("XX-2022-0017", None),
            ("SJ-2022", None),
            ("采样", None),
            ("SJ-2022-0017; DROP TABLE matter", None),
        ],
    )
    def test_spellings(self, typed: str, number: str | None) -> None:
        assert number_in(typed) == number

    @pytest.mark.parametrize("typed", ["SJ-2022-0001", "ｓｊ－２０２２－０００１", "  sj20220001 "])
    @both_databases
    def test_the_thing_opens_at_once(self, work: Work, sign_in: SignIn, typed: str) -> None:
        deed = work.deed(S.VERIFIED)

        answer = sign_in(work.accounts["officer"]).get("/search", query_string={"q": typed})

        assert (answer.status_code, answer.location) == (302, f"/deeds/{deed.matter_id}")

    def test_an_evidence_number_opens_the_evidence(self, work: Work, sign_in: SignIn) -> None:
        work.verified_shift("马俊", "王志刚")

        answer = sign_in(work.accounts["officer"]).get("/search?q=bc-2022-0001-01")

        assert (answer.status_code, answer.location) == (302, "/evidence/BC-2022-0001-01")

    @pytest.mark.parametrize("who", ["other_clerk", "editor", "member"])
    def test_of_what_one_may_not_see_nothing_is_told(self, work: Work, sign_in: SignIn, who: str) -> None:
        work.deed(S.SUBMITTED)
        browser = sign_in(work.accounts[who])

        foreign, unknown = browser.get("/search?q=SJ-2022-0001"), browser.get("/search?q=SJ-2022-0009")

        assert (foreign.status_code, unknown.status_code) == (200, 200)
        assert foreign.text.replace("0001", "N") == unknown.text.replace("0009", "N")
        assert "没有编号SJ-2022-0001" in foreign.text

    def test_the_end_of_a_number_is_enough(self, work: Work, sign_in: SignIn) -> None:
        work.deed(S.SUBMITTED, "第一件")
        work.deed(S.SUBMITTED, "第二件")
        browser = sign_in(work.accounts["officer"])

        for typed in ("2", "0002", "2022-0002", "2022-2"):
            assert matters(browser.get(f"/search?q={typed}")) == ["第二件"], typed

    def test_which_numbers_an_end_may_mean(self) -> None:
        today = date(2022, 4, 6)

        assert "SJ-2022-0017" in possible_numbers("2022-17", today)
        assert {number.split("-")[1] for number in possible_numbers("2021-17", today)} == {"2021"}
        assert {number.split("-")[1] for number in possible_numbers("17", today)} == {"2022", "2021", "2020"}
        assert possible_numbers("12345678", today) == []


class TestTitles:
    """Two characters find a title, newest first, among what one may see."""

    @both_databases
    def test_newest_first(self, work: Work, sign_in: SignIn) -> None:
        for title in ("雨夜里的采样员", "连续值守的采样组", "门岗上的夜晚"):
            work.deed(S.SUBMITTED, title)

        answer = sign_in(work.accounts["officer"]).get("/search?q=采样")

        assert matters(answer) == ["连续值守的采样组", "雨夜里的采样员"]

    @pytest.mark.parametrize(
        ("who", "found"),
        [
            ("clerk", ["采样：draft", "采样：submitted", "采样：accepted"]),
            ("secretary", ["采样：submitted", "采样：accepted"]),
            ("officer", ["采样：submitted", "采样：accepted"]),
            ("leader", ["采样：submitted", "采样：accepted"]),
            ("editor", ["采样：accepted"]),
            ("other_clerk", []),
            ("other_secretary", []),
            ("member", []),
        ],
    )
    def test_only_what_one_may_see(self, work: Work, sign_in: SignIn, who: str, found: list[str]) -> None:
        for state in (S.DRAFT, S.SUBMITTED, S.ACCEPTED):
            work.deed(state, f"采样：{state.value}")

        answer = sign_in(work.accounts[who]).get("/search?q=采样")

        assert matters(answer) == found[::-1]

    @pytest.mark.parametrize("question", ["%", "_", "%%", "__", "\\", "'", '"', "-- ", "()", "😀", "\x00", "a" * 5000])
    def test_signs_of_the_database_mean_nothing(self, work: Work, sign_in: SignIn, question: str) -> None:
        work.deed(S.SUBMITTED, "采样")

        answer = sign_in(work.accounts["officer"]).get("/search", query_string={"q": question})

        assert answer.status_code == 200
        assert matters(answer) == []

    def test_markup_is_shown_as_typed(self, work: Work, sign_in: SignIn) -> None:
        answer = sign_in(work.accounts["officer"]).get("/search", query_string={"q": "<script>alert(1)</script>"})

        assert b"<script>alert" not in answer.data
        assert "<script>alert(1)</script>" in answer.text

    def test_older_ones_follow(self, work: Work, sign_in: SignIn) -> None:
        for number in range(45):
            work.deed_scene.draft(title=f"采样{number:02d}")
        db.session.commit()
        browser = sign_in(work.accounts["clerk"])

        pages = [browser.get("/search?q=采样")]
        while link := pages[-1].page.select_one("section.card footer a"):  # type: ignore[union-attr]
            pages.append(browser.get(str(link["href"])))

        assert [len(matters(page)) for page in pages] == [20, 20, 5]
        assert [title for page in pages for title in matters(page)] == [f"采样{number:02d}" for number in reversed(range(45))]

    def test_a_shift_written_in_bulk_is_found(self, work: Work, sign_in: SignIn) -> None:
        work.shift("马俊")

        assert matters(sign_in(work.accounts["officer"]).get("/search?q=南门")) == ["南门·值班值守"]

    @pytest.mark.parametrize("rows", [1, 25])
    @pytest.mark.parametrize("question", ["采样员值守", "李思源", "17", "SJ-2022-0001", "lsy"])
    def test_at_most_eight_statements(self, work: Work, sign_in: SignIn, rows: int, question: str) -> None:
        for number in range(rows):
            work.deed_scene.draft(title=f"采样员值守{number}")
        db.session.commit()
        browser = sign_in(work.accounts["clerk"])
        browser.get("/search?q=x")

        with statements() as seen:
            browser.get("/search", query_string={"q": question})

        assert len(seen) <= 8, seen.texts


class TestPeople:
    """People by name, sound or number, for those who may see people."""

    @pytest.mark.parametrize("question", ["李思源", "思源", "lisiyuan", "lisi", "LSY", "lsy"])
    @both_databases
    def test_every_spelling(self, work: Work, sign_in: SignIn, question: str) -> None:
        assert people(sign_in(work.accounts["officer"]).get("/search", query_string={"q": question})) == ["李思源"]

    def test_a_number_finds_its_person(self, work: Work, make: Factory, sign_in: SignIn) -> None:
        make.person("欧阳静", number="A1234")
        db.session.commit()

        assert people(sign_in(work.accounts["officer"]).get("/search?q=A1234")) == ["欧阳静"]

    @pytest.mark.parametrize(
        ("who", "found"), [("officer", True), ("clerk", True), ("secretary", True), ("other_clerk", False), ("member", False)]
    )
    def test_only_whom_one_may_see(self, work: Work, sign_in: SignIn, who: str, found: bool) -> None:
        assert (people(sign_in(work.accounts[who]).get("/search?q=李思源")) == ["李思源"]) is found

    def test_publicity_finds_a_name_and_no_number(self, work: Work, make: Factory, sign_in: SignIn) -> None:
        make.person("欧阳静", number="A1234")
        db.session.commit()
        editor = sign_in(work.accounts["editor"])

        assert people(editor.get("/search?q=欧阳静")) == ["欧阳静"]
        assert people(editor.get("/search?q=A1234")) == []
        assert "A1234" not in editor.get("/search?q=欧阳静").text


@pytest.mark.parametrize("role", sorted(ADMINISTRATORS))
def test_administrators_search_nothing(app: Flask, make: Factory, sign_in: SignIn, role: Role) -> None:
    assert sign_in(make.account(role)).get("/search?q=采样").status_code == 403


def test_an_empty_question_says_what_can_be_asked(work: Work, sign_in: SignIn) -> None:
    answer = sign_in(work.accounts["officer"]).get("/search?q=%20")

    assert answer.status_code == 200
    assert "SJ-2022-0017" in answer.text
