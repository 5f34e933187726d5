"""Documents as other programs open them: LibreOffice reads the Word files, Poppler reads the PDFs."""

import dataclasses
import io
import random
import re
import subprocess
from html import unescape
from pathlib import Path

import pytest
from PIL import Image, ImageOps

from evaluation.foundation.documents.blocks import Document, Paragraph, Style
from evaluation.foundation.documents.pdf import render_pdf
from evaluation.foundation.documents.word import render_word
from tests.foundation.documents.samples import PROPERTIES, bulletin, examination, hostile, story

WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">(.*?)</word>')
NEVER_FIRST = "，。、；：？！）》〉”’】〕"
NEVER_LAST = "（《〈“‘【〔"
DOCUMENTS = {"examination": examination(), "story": story(), "bulletin": bulletin()}
MILLIMETRES_AN_INCH = 25.4
RESOLUTION = 72


def run(*command: str | Path) -> str:
    """What a program prints."""
    return subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True, timeout=180).stdout


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """Converts a Word file to PDF with LibreOffice, in a profile of its own."""
    profile = tmp_path_factory.mktemp("profile")
    folder = tmp_path_factory.mktemp("office")

    def convert(name: str, content: bytes) -> Path:
        (folder / f"{name}.docx").write_bytes(content)
        run("soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "pdf", "--outdir", folder,
            folder / f"{name}.docx")  # fmt: skip
        return folder / f"{name}.pdf"

    return convert


@pytest.fixture
def saved(tmp_path):
    """Writes a PDF into a file."""

    def save(document: Document) -> Path:
        path = tmp_path / "document.pdf"
        path.write_bytes(render_pdf(document))
        return path

    return save


def lines_of(pdf: Path) -> list[str]:
    """The lines of text, in reading order, empty ones left out."""
    return [line.strip() for line in run("pdftotext", "-raw", pdf, "-").replace("\f", "\n").split("\n") if line.strip()]


def printed_lines(pdf: Path) -> list[str]:
    """The lines as they stand on the paper: words whose middle lies at one height, from left to right."""
    printed = []
    for page in run("pdftotext", "-bbox", pdf, "-").split("<page ")[1:]:
        words = [(float(top), float(bottom), float(left), unescape(text)) for left, top, bottom, text in WORD.findall(page)]
        rows: list[list[tuple[float, float, float, str]]] = []
        for word in sorted(words, key=lambda one: one[0] - one[1]):
            middle = (word[0] + word[1]) / 2
            row = next((row for row in rows if row[0][0] < middle < row[0][1]), None)
            if row is None:
                rows.append([word])
            else:
                row.append(word)
        rows.sort(key=lambda row: row[0][0])
        printed += ["".join(word[3] for word in sorted(row, key=lambda one: one[2])).strip("\u2060") for row in rows]
    return printed


def joined(lines: list[str]) -> str:
    """The text without the gaps that the reading program puts between glyphs."""
    return re.sub("[\\s\u2060]", "", "".join(lines))


def pages_of(pdf: Path) -> int:
    """How many pages there are."""
    return int(re.search(r"^Pages:\s+(\d+)", run("pdfinfo", pdf), re.MULTILINE)[1])


def ink(pdf: Path, page: int) -> tuple[float, float, float, float]:
    """Left, top, right and bottom edge of what is printed on a page, in millimetres from the left upper corner."""
    command = ["pdftoppm", "-r", str(RESOLUTION), "-gray", "-f", str(page), "-l", str(page), str(pdf)]
    picture = Image.open(io.BytesIO(subprocess.run(command, check=True, capture_output=True, timeout=180).stdout))
    box = ImageOps.invert(picture.convert("L")).point(lambda value: 255 if value > 60 else 0).getbbox()
    return tuple(edge / RESOLUTION * MILLIMETRES_AN_INCH for edge in box)


EXPECTED = {
    "examination": ["张三同志考察材料", "一、主要表现和特长", "到岗记录", "材料来源", "考察人：李四", "王小五2022年4月6日"],
    "story": ["先锋故事·疫情防控一线", "隔离楼里的“全科保姆”", "一张越写越满的需求表", "1,484", "三审三校：冯国栋2022年4月8日"],
    "bulletin": [
        "一线简报",
        "（2022年第5期总第5期）",
        "各党总支、党支部：",
        "编者按：",
        "附件：1.先进事迹申报表",
        "共印30份",
        "支部意见",
    ],
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_word_file_opens_with_all_its_text(office, name):
    text = joined(lines_of(office(name, render_word(DOCUMENTS[name]))))
    places = [text.find(words) for words in EXPECTED[name]]
    assert -1 not in places
    assert places == sorted(places)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_pdf_gives_its_text_in_order(saved, name):
    text = joined(lines_of(saved(DOCUMENTS[name])))
    places = [text.find(words) for words in EXPECTED[name] if words != "共印30份"]
    assert -1 not in places
    assert places == sorted(places)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_line_begins_or_ends_with_the_wrong_mark(saved, name):
    lines = printed_lines(saved(DOCUMENTS[name]))
    assert len(lines) > 30
    assert [line for line in lines if line[0] in NEVER_FIRST] == []
    assert [line for line in lines if line[-1] in NEVER_LAST] == []


def dense(style: Style) -> Document:
    """Sixty paragraphs full of punctuation of every kind, at places that fall anywhere in a line."""
    draw = random.Random(2022)
    pieces = [
        "“外防输入、内防反弹”",
        "（第2版）",
        "《预案》",
        "2022年4月6日，",
        "他说：“我先进。”",
        "……",
        "——",
        "〔2022〕4号",
        "95.1%；",
        "行！",
        "吗？",
    ]
    text = [
        "".join(draw.choice(pieces) if draw.random() < 0.4 else "字" * draw.randint(1, 5) for _ in range(40)) for _ in range(60)
    ]
    return Document("密", tuple(Paragraph(line) for line in text), PROPERTIES, style)


@pytest.mark.parametrize("style", Style)
def test_dense_punctuation_is_broken_by_the_rules(saved, style):
    lines = printed_lines(saved(dense(style)))
    assert len(lines) > 200
    assert [line for line in lines if line[0] in NEVER_FIRST] == []
    assert [line for line in lines if line[-1] in NEVER_LAST] == []


def test_dense_punctuation_is_broken_by_the_rules_in_the_word_file_too(office):
    lines = printed_lines(office("dense", render_word(dense(Style.OFFICIAL))))
    assert len(lines) > 200
    assert [line for line in lines if line[0] in NEVER_FIRST] == []
    assert [line for line in lines if line[-1] in NEVER_LAST] == []


def test_a_mark_stays_in_the_line_of_its_statement(saved):
    begun = [line for line in printed_lines(saved(DOCUMENTS["examination"])) if line.startswith("〔")]
    assert [line[:3] for line in begun] == [f"〔{number}〕" for number in range(1, 9)]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_word_and_pdf_take_the_same_number_of_pages(office, saved, name):
    assert pages_of(office(name, render_word(DOCUMENTS[name]))) == pages_of(saved(DOCUMENTS[name]))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_all_fonts_of_the_pdf_are_embedded_subsets_with_their_text(saved, name):
    rows = run("pdffonts", saved(DOCUMENTS[name])).splitlines()[2:]
    assert len(rows) >= 1
    assert [row for row in rows if row.split()[-5:-2] != ["yes", "yes", "yes"]] == []


def test_the_pdf_is_tagged_and_named(saved):
    found = run("pdfinfo", saved(DOCUMENTS["examination"]))
    values = dict(re.findall(r"^(\w+):\s+(.*)$", found, re.MULTILINE))
    assert (values["Title"], values["Tagged"], values["JavaScript"]) == ("张三同志考察材料", "yes", "no")


def test_an_official_page_is_printed_inside_its_type_area(saved):
    left, top, right, bottom = ink(saved(DOCUMENTS["examination"]), 1)
    assert 27.5 <= left <= 29.5
    assert 37 <= top <= 42
    assert 182 <= right <= 184.5
    assert bottom <= 297 - 15


@pytest.mark.parametrize("style", Style)
def test_hostile_documents_stay_on_the_paper(saved, style):
    pdf = saved(dataclasses.replace(hostile(), style=style))
    edges = [ink(pdf, page) for page in range(1, pages_of(pdf) + 1)]
    assert (min(edge[0] for edge in edges) > 26, max(edge[2] for edge in edges) < 186) == (True, True)


@pytest.mark.parametrize("style", Style)
def test_hostile_word_files_open_and_show_what_was_written(office, style):
    text = joined(lines_of(office(f"hostile-{style}", render_word(dataclasses.replace(hostile(), style=style)))))
    for literal in ("{{7*7}}", "#letx=1", "$x^2$", "=1+1", "PAGE\\*MERGEFORMAT"):
        assert literal in text
    assert "Error" not in text
