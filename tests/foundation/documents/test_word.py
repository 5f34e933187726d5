"""The Word file, read back from its XML: page, styles, numbers, marks, pictures; the same bytes for the same document."""

import dataclasses
import io
import re
import subprocess
import sys
import zipfile
from zoneinfo import ZoneInfo

import docx
import pytest
from lxml import etree

from config import ROOT
from evaluation.foundation.documents.blocks import (
    Block,
    Document,
    Heading,
    KeyValue,
    KeyValueTable,
    PageBreak,
    Paragraph,
    Picture,
    Properties,
    Run,
    Signature,
    Source,
    SourceList,
    Style,
    Table,
    Title,
)
from evaluation.foundation.documents.pictures import UnreadablePicture
from evaluation.foundation.documents.word import render_word
from tests.foundation.documents.samples import CREATED, PROPERTIES, bulletin, examination, hostile, story

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NAMES = {
    "w": W[1:-1],
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
}


class WordFile:
    """The parts of a Word file."""

    def __init__(self, content: bytes) -> None:
        self.package = zipfile.ZipFile(io.BytesIO(content))

    def part(self, name: str) -> etree._Element:
        """A part, parsed."""
        return etree.fromstring(self.package.read(name))

    def find(self, path: str, part: str = "word/document.xml") -> list:
        """What an XPath expression finds."""
        return self.part(part).xpath(path, namespaces=NAMES)

    def paragraphs(self) -> list[tuple[str, str]]:
        """Style and text of each paragraph of the body, tables left out."""
        return [
            (one.xpath("string(w:pPr/w:pStyle/@w:val)", namespaces=NAMES), "".join(one.itertext(f"{W}t")))
            for one in self.find("//w:body/w:p")
        ]

    def style(self, identity: str) -> dict[str, str]:
        """The settings of a paragraph style as ``element.attribute`` values."""
        (style,) = self.find(f"//w:style[@w:styleId='{identity}']", "word/styles.xml")
        found = {}
        for one in style.xpath("w:pPr/* | w:rPr/*", namespaces=NAMES):
            found |= {f"{one.tag.removeprefix(W)}.{name.removeprefix(W)}": value for name, value in one.attrib.items()}
        return found


def word(*blocks: Block, style: Style = Style.OFFICIAL) -> WordFile:
    """The Word file of some blocks."""
    return WordFile(render_word(Document("材料", blocks, PROPERTIES, style)))


@pytest.fixture(scope="module")
def material() -> WordFile:
    """The sample examination material."""
    return WordFile(render_word(examination()))


@pytest.fixture(scope="module")
def told() -> WordFile:
    """The sample story."""
    return WordFile(render_word(story()))


def test_the_paper_is_a4_with_the_margins_and_the_grid_of_the_standard(material):
    (section,) = material.find("//w:sectPr")
    found = {child.tag.removeprefix(W): {k.removeprefix(W): v for k, v in child.attrib.items()} for child in section}
    millimetres = {side: round(int(found["pgMar"][side]) / 20 / 72 * 25.4, 1) for side in ("top", "bottom", "left", "right")}
    assert found["pgSz"] == {"w": "11906", "h": "16838"}
    assert millimetres == {"top": 37.0, "bottom": 35.0, "left": 28.0, "right": 26.0}
    assert found["docGrid"] == {"type": "lines", "linePitch": "579"}


def test_twenty_two_lines_and_twenty_eight_characters_fit_the_page(material):
    body = material.style("BodyText")
    height, width = 16838 - 2098 - 1984, 11906 - 1587 - 1474
    assert height // int(body["spacing.line"]) == 22
    assert width // (320 + int(body["spacing.val"])) == 28


def test_the_body_is_fangsong_of_size_three_indented_by_two_characters(material):
    assert material.style("BodyText") == {
        "spacing.before": "0", "spacing.after": "0", "spacing.line": "579", "spacing.lineRule": "exact",
        "ind.left": "0", "ind.right": "0", "ind.firstLineChars": "200", "ind.firstLine": "640", "jc.val": "both",
        "rFonts.ascii": "Times New Roman", "rFonts.hAnsi": "Times New Roman", "rFonts.cs": "Times New Roman",
        "rFonts.eastAsia": "仿宋_GB2312", "spacing.val": "-5", "sz.val": "32", "szCs.val": "32",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("style", "face", "half_points", "justified"),
    [
        ("Title", "方正小标宋简体", "44", "center"),
        ("Heading1", "黑体", "32", "left"),
        ("Heading2", "楷体_GB2312", "32", "left"),
        ("Heading3", "仿宋_GB2312", "32", "left"),
        ("Heading4", "仿宋_GB2312", "32", "left"),
        ("Footer", "宋体", "28", "both"),
    ],
)
def test_faces_and_sizes_follow_the_standard(material, style, face, half_points, justified):
    found = material.style(style)
    assert (found["rFonts.eastAsia"], found["sz.val"], found["jc.val"]) == (face, half_points, justified)


def test_headings_build_the_outline_and_stay_with_their_text(material):
    found = {level: material.style(f"Heading{level}")["outlineLvl.val"] for level in range(1, 5)}
    assert found == {1: "0", 2: "1", 3: "2", 4: "3"}
    assert len(material.find("//w:style[starts-with(@w:styleId,'Heading')]/w:pPr/w:keepNext", "word/styles.xml")) == 4


def test_no_gap_is_put_between_chinese_and_digits_in_an_official_paper(material, told):
    settings = ["autoSpaceDE", "autoSpaceDN"]
    path = "string(//w:style[@w:styleId='Normal']/w:pPr/w:{}/@w:val)"
    assert [material.find(path.format(name), "word/styles.xml") for name in settings] == ["0", "0"]
    assert [told.find(path.format(name), "word/styles.xml") for name in settings] == ["1", "1"]


def test_the_language_is_chinese(material):
    assert material.find("string(//w:docDefaults//w:lang/@w:eastAsia)", "word/styles.xml") == "zh-CN"
    assert material.find("string(//w:themeFontLang/@w:eastAsia)", "word/settings.xml") == "zh-CN"


def test_every_run_of_text_keeps_its_punctuation_in_the_chinese_face(material):
    assert len(material.find("//w:r[w:t]")) == len(material.find("//w:r[w:t][w:rPr/w:rFonts/@w:hint='eastAsia']"))


def test_a_line_begins_neither_with_punctuation_nor_with_a_mark(material):
    never = material.find("string(//w:noLineBreaksBefore[@w:lang='zh-CN']/@w:val)", "word/settings.xml")
    assert [sign for sign in "，。、；：？！）》〉”’】〕〔" if sign not in never] == []


def test_named_fonts_have_substitutes(material):
    found = dict(
        zip(
            material.find("//w:font[w:altName]/@w:name", "word/fontTable.xml"),
            material.find("//w:altName/@w:val", "word/fontTable.xml"),
            strict=True,
        )
    )
    assert found["仿宋_GB2312"].split(",")[:2] == ["仿宋", "FangSong"]
    assert sorted(found) == ["仿宋_GB2312", "宋体", "方正小标宋简体", "楷体_GB2312", "黑体"]


def test_every_style_that_is_used_is_defined():
    for document in (examination(), story(), bulletin()):
        file = WordFile(render_word(document))
        used = set(file.find("//w:pStyle/@w:val"))
        assert used - set(file.find("//w:style/@w:styleId", "word/styles.xml")) == set()


def test_the_text_stands_in_its_order_with_numbered_headings(material):
    found = [text for style, text in material.paragraphs() if style.startswith(("Title", "Heading"))]
    assert found == [
        "张三同志考察材料",
        "一、主要表现和特长",
        "（一）政治素质",
        "（二）工作实绩",
        "1.到岗情况",
        "二、主要缺点和不足",
        "三、民主测评和个别谈话情况",
    ]


def test_each_statement_ends_in_the_mark_of_its_sources(material):
    (text,) = [text for _, text in material.paragraphs() if text.startswith("负责212名")]
    assert text == (
        "负责212名学生的送餐、测温和心理疏导，办结需求39条，办结率95.1%，其中夜间紧急送医3人次，均在30分钟内完成交接。〔2—5〕"
        "执行《校园疫情防控应急预案》（第2版），每日16时前报送数据，无一迟报、漏报。〔6〕"
    )
    raised = material.find("//w:p[contains(string(.),'负责212名')]//w:r[w:rPr/w:vertAlign[@w:val='superscript']]")
    assert "".join("".join(run.itertext(f"{W}t")) for run in raised) == "〔2—5〕〔6〕"


def test_marks_lead_to_the_listed_sources_in_the_same_order(material):
    listed = [text for style, text in material.paragraphs() if style == "Source"]
    assert [text[:3] for text in listed] == [f"〔{number}〕" for number in range(1, 9)]
    assert material.find("//w:bookmarkStart/@w:name") == [f"source_{number}" for number in range(1, 9)]
    anchors = material.find("//w:hyperlink/@w:anchor")
    assert sorted(set(anchors)) == [f"source_{number}" for number in range(1, 9)]
    assert list(dict.fromkeys(anchors)) == [f"source_{number}" for number in (1, 2, 3, 4, 5, 6, 7, 8)]


def test_words_of_others_are_set_in_kai(material):
    runs = material.find("//w:r[w:rPr/w:rFonts/@w:eastAsia='楷体_GB2312']")
    assert ["".join(run.itertext()) for run in runs] == ["“我是党员，这栋楼我最熟，我先进。”"]


def test_bold_words(material):
    assert ["".join(run.itertext()) for run in material.find("//w:r[w:rPr/w:b]")] == ["办结需求39条，办结率95.1%"]


def test_page_numbers_stand_outside_between_dashes(material):
    assert len(material.find("//w:evenAndOddHeaders", "word/settings.xml")) == 1
    feet = {}
    for reference in material.find("//w:footerReference"):
        relation = reference.get("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id")
        (target,) = material.part("word/_rels/document.xml.rels").xpath(f"//*[@Id='{relation}']/@Target")
        feet[reference.get(f"{W}type")] = target
    found = {}
    for kind, target in feet.items():
        (number, trace) = material.find("//w:p", f"word/{target}")
        indent = number.xpath("w:pPr/w:ind", namespaces=NAMES)[0].attrib
        align = number.xpath("string(w:pPr/w:jc/@w:val)", namespaces=NAMES)
        found[kind] = (align, dict(indent), "".join(number.itertext(f"{W}t")), "".join(trace.itertext()))
    trace = "导出人：周宁　时间：2022年4月6日20:30　编号：DC-2022-0017"
    assert found == {
        "default": ("right", {f"{W}right": "280"}, "— 1 —", trace),
        "even": ("left", {f"{W}left": "280"}, "— 1 —", trace),
    }


def test_the_page_number_keeps_its_height_when_a_trace_stands_below_it(material):
    plain = WordFile(render_word(dataclasses.replace(examination(), trace="")))
    with_trace, without = (int(file.find("string(//w:pgMar/@w:footer)")) for file in (material, plain))
    assert (without - with_trace, round((35 - 7) / 25.4 * 1440) - without) == (12 * 20, 17 * 20)


def test_the_page_number_is_the_only_field(material):
    fields = [
        (name, "".join(one.itertext()))
        for name in material.package.namelist()
        if name.endswith(".xml")
        for one in material.find("//w:instrText | //w:fldSimple", name)
    ]
    assert fields == [("word/footer1.xml", "PAGE"), ("word/footer2.xml", "PAGE")]


def test_a_story_has_one_centred_foot_and_no_trace(told):
    assert [name for name in told.package.namelist() if "footer" in name] == ["word/footer1.xml"]
    assert told.style("Footer")["jc.val"] == "center"
    assert len(told.find("//w:p", "word/footer1.xml")) == 1


def test_the_signatures_are_centred_on_the_date_and_kept_together(material):
    found = [
        ("".join(one.itertext()), one.xpath("string(w:pPr/w:ind/@w:right)", namespaces=NAMES))
        for one in material.find("//w:p[w:pPr/w:pStyle/@w:val='Signature']")
    ]
    assert found == [("考察人：李　四", "1280"), ("　　　　王小五", "1280"), ("2022年4月6日", "1440")]
    assert len(material.find("//w:p[w:pPr/w:pStyle/@w:val='Signature'][w:pPr/w:keepNext]")) == 2


def test_the_space_for_a_signature_by_hand_is_kept_free():
    file = word(Signature(("考察人：　　　　　", "监督人：某某")))
    assert [("".join(one.itertext()), one.find(f"{W}pPr/{W}ind").get(f"{W}right")) for one in file.find("//w:body/w:p")] == [
        ("考察人：", str((4 + 5) * 320)),
        ("监督人：某某", str(int((4 + 1.5) * 320))),
    ]


def test_a_table_repeats_its_head_and_keeps_its_rows_whole(material):
    (table,) = material.find("//w:tbl")
    rows = table.findall(f"{W}tr")
    assert [len(row.findall(f"{W}trPr/{W}tblHeader")) for row in rows] == [1, 0, 0, 0, 0, 0, 0]
    assert [len(row.findall(f"{W}trPr/{W}cantSplit")) for row in rows] == [1] * 7
    assert ["".join(cell.itertext()) for cell in rows[1]] == ["", "2022年4月1日", "3号隔离楼", "夜班", "9.0"]
    widths = [int(column.get(f"{W}w")) for column in table.findall(f"{W}tblGrid/{W}gridCol")]
    assert [round(width / sum(widths), 2) for width in widths] == [0.27, 0.36, 0.18, 0.18]
    assert abs(sum(widths) - 8845) <= 2
    alignments = [cell.xpath("string(.//w:jc/@w:val)", namespaces=NAMES) for cell in rows[1].findall(f"{W}tc")]
    assert alignments == ["center", "left", "center", "right"]


def test_a_form_fills_every_row_of_its_grid():
    entries = (
        KeyValue("姓名", "张三"),
        KeyValue("性别", "男"),
        KeyValue("支部", "学生处"),
        KeyValue("意见", "同意", wide=True, lines=5),
    )
    file = word(KeyValueTable(entries))
    spans = [
        [int(cell.xpath("string(w:tcPr/w:gridSpan/@w:val)", namespaces=NAMES) or 1) for cell in row.findall(f"{W}tc")]
        for row in file.find("//w:tr")
    ]
    assert spans == [[1, 1, 1, 1], [1, 3], [1, 3]]
    assert file.find("//w:trHeight/@w:val") == ["600", "600", "2200"]


def test_pictures_fit_the_text_and_carry_words_and_caption(told):
    first, second = told.find("//wp:inline")
    assert [int(one.find(f"{{{NAMES['wp']}}}extent").get("cx")) for one in (first, second)] == [5400000, 2700000]
    descriptions = [one.find(f"{{{NAMES['wp']}}}docPr").get("descr") for one in (first, second)]
    assert descriptions == ["一名穿防护服的老师推着送餐车走向一栋亮着灯的楼", "门上贴着一张写满字的表格"]
    captions = [text for style, text in told.paragraphs() if style == "Caption"]
    assert captions == ["4月3日傍晚，李思源推着送餐车走向3号隔离楼。　孙晓雯 摄", "贴在302室门上的需求表。　李思源 摄"]


def test_the_picture_stays_with_its_caption(told):
    order = [style for style, _ in told.paragraphs()]
    assert [order[index + 1] for index, style in enumerate(order) if style == "Picture"] == ["Caption", "Caption"]
    assert len(told.find("//w:style[@w:styleId='Picture']/w:pPr/w:keepNext", "word/styles.xml")) == 1


def test_a_story_names_its_reviewers_with_days(told):
    assert [text for style, text in told.paragraphs() if style == "Review"] == [
        "撰稿：孙晓雯",
        "一审一校：周　宁　2022年4月6日",
        "二审二校：吴　岩　2022年4月7日",
        "三审三校：冯国栋　2022年4月8日",
        "本文经当事人同意公开，数据经支部核实。",
    ]


def test_a_broken_picture_is_named_by_its_place():
    with pytest.raises(UnreadablePicture) as raised:
        word(Picture(story().blocks[3].content, "好图", "好图"), Picture(b"\xff\xd8broken", "坏图", "坏图"))
    assert (raised.value.position, raised.value.caption) == (2, "坏图")


def test_a_page_break_goes_into_the_next_paragraph_or_before_a_table():
    file = word(Paragraph("甲"), PageBreak(), Paragraph("乙"), PageBreak(), Table(("丙",), ()), PageBreak())
    found = [(style, text) for style, text in file.paragraphs() if style != "Spacer"]
    breaking = ["".join(one.itertext()) for one in file.find("//w:p[w:pPr/w:pageBreakBefore]")]
    assert (found, breaking) == ([("BodyText", "甲"), ("BodyText", "乙")], ["乙", ""])
    assert file.find("name(//w:p[w:pPr/w:pageBreakBefore][2]/following-sibling::*[1])") == "w:tbl"


def test_one_line_stays_free_between_title_and_text(material, told):
    title = material.find("string(//w:p[w:pPr/w:pStyle/@w:val='Title']/w:pPr/w:spacing/@w:after)")
    meta = told.find("string(//w:p[w:pPr/w:pStyle/@w:val='Meta']/w:pPr/w:spacing/@w:after)")
    assert (title, meta) == ("579", "200")
    assert told.find("//w:p[w:pPr/w:pStyle/@w:val='Title']/w:pPr/w:spacing") == []


def test_a_paragraph_may_stand_flush():
    file = word(Paragraph("甲", indented=False))
    assert file.find("//w:body/w:p/w:pPr/w:ind/@w:firstLineChars") == ["0"]


def test_the_file_says_who_made_it_and_when(material):
    core = material.part("docProps/core.xml")
    found = {child.tag.rpartition("}")[2]: child.text for child in core}
    assert found == {
        "title": "张三同志考察材料",
        "creator": "中共某某科技职业学院委员会组织部",
        "lastModifiedBy": "中共某某科技职业学院委员会组织部",
        "created": "2022-04-06T12:30:15Z",
        "modified": "2022-04-06T12:30:15Z",
        "language": "zh-CN",
        "revision": "1",
        "subject": "一线考察",
    }


def test_the_time_is_written_in_utc_whatever_zone_it_was_given_in():
    local = CREATED.astimezone(ZoneInfo("Asia/Shanghai"))
    assert render_word(Document("材料", (), Properties("部", local))) == render_word(
        Document("材料", (), Properties("部", CREATED))
    )


@pytest.mark.parametrize("document", [examination(), story(), bulletin()], ids=["examination", "story", "bulletin"])
def test_the_same_document_gives_the_same_bytes(document):
    assert render_word(document) == render_word(document)


def test_another_process_gives_the_same_bytes():
    script = (
        "import hashlib; from evaluation.foundation.documents.word import render_word; "
        "from tests.foundation.documents.samples import story; print(hashlib.sha256(render_word(story())).hexdigest())"
    )
    command = [sys.executable, "-c", script]
    digests = {
        subprocess.run(command, cwd=ROOT, env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1


def test_nothing_in_the_package_tells_the_time_of_day():
    package = zipfile.ZipFile(io.BytesIO(render_word(story())))
    assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert [name for name in package.namelist() if "thumbnail" in name or "app.xml" in name or "custom" in name] == []


@pytest.mark.parametrize("style", Style)
def test_hostile_text_stays_text(style):
    text = hostile()
    file = WordFile(render_word(dataclasses.replace(Document("题", text.blocks, PROPERTIES), style=style, trace=text.trace)))
    shown = "".join("".join(one.itertext(f"{W}t")) for one in file.find("//w:body//w:p"))
    for literal in ("{{7*7}}", "#let x = 1", "$x^2$", "=1+1", "<tag>", "&amp;", 'PAGE \\* MERGEFORMAT "q"'):
        assert literal in shown
    assert re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]", shown) is None
    assert {
        node for name in file.package.namelist() if name.endswith(".xml") for node in file.find("//w:instrText/text()", name)
    } == {"PAGE"}
    assert [tag for tag in ("w:altChunk", "w:object", "w:control", "w:fldSimple") if file.find(f"//{tag}")] == []


def test_a_paragraph_of_five_thousand_characters_is_whole():
    assert word(Paragraph("字" * 5000)).paragraphs() == [("BodyText", "字" * 5000)]


def test_the_file_opens_again_and_every_block_is_in_it():
    opened = docx.Document(io.BytesIO(render_word(bulletin())))
    texts = [paragraph.text for paragraph in opened.paragraphs]
    assert texts[:4] == [
        "一线简报",
        "（2022年第5期　总第5期）",
        "某某科技职业学院委员会组织部编\t2022年4月6日",
        "关于在打赢疫情防控阻击战中充分发挥党组织\n战斗堡垒和党员干部先锋模范作用的情况通报",
    ]
    assert [text for text in texts if text.startswith(("附件", "2."))] == ["附件：1.\t先进事迹申报表", "2.\t一线到岗情况汇总表"]
    imprint, form = opened.tables
    assert [cell.text for cell in imprint.rows[2].cells] == ["撰稿：孙晓雯　审核：冯国栋", "共印30份"]
    assert [cell.text for cell in form.rows[0].cells] == ["姓名", "李思源", "性别", "男"]


def test_a_heading_is_found_by_its_level():
    file = word(Title("题"), Heading("甲"), Heading("乙", 2), Heading("丙", 3), Heading("丁", 4))
    assert file.paragraphs() == [
        ("Title", "题"), ("Heading1", "一、甲"), ("Heading2", "（一）乙"), ("Heading3", "1.丙"), ("Heading4", "（1）丁"),
    ]  # fmt: skip


def test_two_citations_of_one_source_lead_to_one_place():
    listed = SourceList("来源", (Source(1, "日志"),))
    file = word(Paragraph((Run("甲。", sources=(1,)), Run("乙。", sources=(1,)))), listed)
    assert file.find("//w:hyperlink/@w:anchor") == ["source_1", "source_1"]
    assert file.find("//w:bookmarkStart/@w:name") == ["source_1"]
