"""The PDF, read where it lies open: pages, fonts, tags, words for pictures, and text that can be copied."""

import dataclasses
import io
import re
import threading
import zlib

import pytest
from PIL import Image

from evaluation.foundation.documents.blocks import (
    Block,
    Document,
    Heading,
    PageBreak,
    Paragraph,
    Picture,
    Properties,
    Source,
    SourceList,
    Style,
    Table,
    Title,
)
from evaluation.foundation.documents.fonts import find_fonts, package_folder
from evaluation.foundation.documents.pdf import missing_characters, render_pages, render_pdf, texts
from evaluation.foundation.documents.pictures import UnreadablePicture
from tests.foundation.documents.samples import CREATED, PROPERTIES, bulletin, examination, hostile, story

SIGN = re.compile(rb"<([0-9A-F]{4})> <([0-9A-F]+)>")


class PdfFile:
    """The objects of a PDF that typst writes uncompressed, and its unpacked streams."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.streams = []
        for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL):
            try:
                self.streams.append(zlib.decompress(packed))
            except zlib.error:
                self.streams.append(packed)

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return len(re.findall(rb"/Type/Page/", self.content))

    @property
    def fonts(self) -> list[str]:
        """The fonts that are embedded, each with the tag of a subset."""
        embedded = len(re.findall(rb"/FontFile[23]? ", self.content))
        named = set(re.findall(rb"/FontName/([A-Z]{6}\+[\w.-]+)", self.content))
        assert embedded == len(named)
        return sorted(name.decode()[7:] for name in named)

    @property
    def characters(self) -> set[str]:
        """The characters that a reader can search for and copy: those that the fonts map back to text."""
        maps = [stream for stream in self.streams if b"begincmap" in stream]
        codes = [code for stream in maps for _, code in SIGN.findall(stream)]
        return set("".join(bytes.fromhex(code.decode()).decode("utf-16-be") for code in codes))

    @property
    def tags(self) -> list[str]:
        """The tags of headings, in order of depth and place."""
        return sorted(tag.decode() for tag in re.findall(rb"/S/(H\d|Table|Figure|Caption|TH|Link)(?![A-Za-z])", self.content))

    def says(self, key: str, text: str) -> bool:
        """Whether an entry of this name has this text."""
        return f"/{key}<FEFF{text.encode('utf-16-be').hex().upper()}>".encode() in self.content


def pdf(*blocks: Block, style: Style = Style.OFFICIAL) -> PdfFile:
    """The PDF of some blocks."""
    return PdfFile(render_pdf(Document("材料", blocks, PROPERTIES, style)))


@pytest.fixture(scope="module")
def material() -> PdfFile:
    """The sample examination material."""
    return PdfFile(render_pdf(examination()))


@pytest.fixture(scope="module")
def told() -> PdfFile:
    """The sample story."""
    return PdfFile(render_pdf(story()))


def test_it_is_a_pdf_of_a4_pages(material):
    assert material.content[:8] == b"%PDF-1.7"
    assert material.pages == 3
    assert set(re.findall(rb"/MediaBox\[([\d. ]+)\]", material.content)) == {b"0 0 595.2756 841.8898"}


def test_the_fonts_are_embedded_subsets_of_the_package(material):
    assert material.fonts == ["NotoSansCJKsc-Regular", "NotoSerifCJKsc-Regular"]
    assert len(material.content) < 200_000


@pytest.mark.parametrize("document", [examination(), story(), bulletin()], ids=["examination", "story", "bulletin"])
def test_all_text_can_be_copied(document):
    descriptions = {block.description for block in document.blocks if isinstance(block, Picture)}
    shown = {text for text in texts(document.blocks) if text not in descriptions}
    wanted = {character for text in shown for character in text if not character.isspace()}
    assert wanted - PdfFile(render_pdf(document)).characters == set()


def test_headings_tables_and_marks_are_tagged(material):
    found = {tag: material.tags.count(tag) for tag in ("H1", "H2", "H3", "Table", "TH")}
    assert found == {"H1": 3, "H2": 2, "H3": 1, "Table": 1, "TH": 4}
    assert b"/MarkInfo<</Marked true" in material.content
    assert b"/Lang(zh-CN)" in material.content


def test_every_mark_is_a_link_to_its_source(material):
    cited = 1 + 2 + 1 + 2 + 1 + 1 + 1 + 1
    assert len(re.findall(rb"/Subtype/Link", material.content)) == cited
    assert pdf(Paragraph("甲。", sources=(1,)), SourceList("来源", (Source(1, "日志"),))).tags == ["Link"]


def test_pictures_carry_the_words_that_stand_for_them(told):
    assert told.says("Alt", "一名穿防护服的老师推着送餐车走向一栋亮着灯的楼")
    assert told.says("Alt", "门上贴着一张写满字的表格")
    assert told.tags.count("Figure") == 2
    assert len(re.findall(rb"/Subtype/Image/", told.content)) == 2


def test_the_file_says_what_it_is(material):
    assert material.says("Title", "张三同志考察材料")
    assert material.says("Author", "中共某某科技职业学院委员会组织部")
    assert material.says("Subject", "一线考察")
    assert re.findall(rb"/CreationDate\(([^)]+)\)", material.content) == [b"D:20220406123015Z"]


def test_headings_make_an_outline(material):
    assert material.says("Title", "一、主要表现和特长")
    assert material.says("Title", "（二）工作实绩")


@pytest.mark.parametrize("document", [examination(), story(), bulletin()], ids=["examination", "story", "bulletin"])
def test_the_same_document_gives_the_same_bytes(document):
    first = render_pdf(document)
    render_pdf(hostile())
    assert render_pdf(document) == first


def test_another_time_is_the_only_difference():
    later = Properties(PROPERTIES.organisation, CREATED.replace(year=2023), PROPERTIES.subject)
    first, second = (PdfFile(render_pdf(Document("材料", (Paragraph("甲"),), one))) for one in (PROPERTIES, later))
    assert first.content != second.content
    assert [stream for stream in first.streams if b"BT" in stream] == [stream for stream in second.streams if b"BT" in stream]


def test_twenty_two_lines_fill_an_official_page():
    lines = tuple(Paragraph("一行") for _ in range(22))
    assert (pdf(*lines).pages, pdf(*lines, Paragraph("一行")).pages) == (1, 2)


def test_twenty_eight_characters_fill_an_official_line():
    full = "字" * 28
    page = (Paragraph(full * 22, indented=False),)
    assert (pdf(*page).pages, pdf(Paragraph(full * 22 + "字", indented=False)).pages) == (1, 2)


@pytest.mark.parametrize("style", Style)
def test_hostile_text_is_drawn_as_it_stands(style):
    document = dataclasses.replace(hostile(), style=style)
    found = PdfFile(render_pdf(document))
    assert set("{%x#=1()$^\\*_`<>&;@[]~-/'\"") - found.characters == set()
    assert [name for name in (b"/JavaScript", b"/JS", b"/Launch", b"/URI", b"/EmbeddedFile") if name in found.content] == []
    assert found.pages > 20


def test_code_for_the_typesetter_is_never_run():
    secret = '#read("/etc/hostname") #import "text.typ": look #eval("1+1") #panic("stop")'
    assert pdf(Title(secret), Heading(secret), Paragraph(secret), Table((secret,), ((secret,),))).pages > 0


def test_a_paragraph_of_five_thousand_characters_takes_the_pages_that_it_needs():
    assert pdf(Paragraph("字" * 5000)).pages == -(-5002 // (28 * 22))


def test_a_page_break_at_either_end_makes_no_empty_page():
    assert pdf(PageBreak(), Paragraph("甲"), PageBreak(), PageBreak(), Paragraph("乙"), PageBreak()).pages == 2


def test_a_broken_picture_is_named_by_its_place():
    with pytest.raises(UnreadablePicture) as raised:
        pdf(Picture(b"broken", "坏图", "坏图"))
    assert raised.value.position == 1


def test_a_configured_font_is_the_one_that_is_embedded(tmp_path):
    (tmp_path / "hei.ttf").symlink_to(package_folder() / "SimHei.ttf")
    content = render_pdf(Document("材料", (Heading("甲"), Paragraph("乙")), PROPERTIES), fonts=find_fonts(tmp_path))
    assert PdfFile(content).fonts == ["NotoSerifCJKsc-Regular", "SimHei"]


def test_what_cannot_be_drawn_is_known_before():
    document = Document("材料😀", (Paragraph("张三\u0007😺"), Table(("é",), (("ع",),))), PROPERTIES, trace="🙂")
    assert missing_characters(document, find_fonts()) == {"😀", "😺", "ع", "🙂"}


def test_several_at_once_do_not_disturb_one_another():
    wanted = {name: render_pdf(Document(name, (Paragraph(name * 400),), PROPERTIES)) for name in "甲乙丙丁"}
    found: dict[str, bytes] = {}

    def work(name: str) -> None:
        found[name] = render_pdf(Document(name, (Paragraph(name * 400),), PROPERTIES))

    threads = [threading.Thread(target=work, args=(name,)) for name in wanted]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == wanted


def test_the_pages_can_be_looked_at_as_pictures():
    one, two = (Document("题", blocks, PROPERTIES) for blocks in ((Title("题"),), (Title("题"), PageBreak(), Title("又一页"))))

    [alone] = render_pages(one, dots_an_inch=72)
    both = render_pages(two, dots_an_inch=72)

    assert [Image.open(io.BytesIO(page)).size for page in (alone, *both)] == [(595, 842)] * 3
    assert render_pages(two, dots_an_inch=72) == both
    assert both[0] != both[1]
