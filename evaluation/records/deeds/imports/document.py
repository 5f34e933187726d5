"""What a Word form says: its table of fields, the text below 主要事迹, the pictures in it. Read by meaning, not by place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import PurePosixPath

from docx import Document
from docx.document import Document as DocxDocument
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from evaluation.foundation.files.inspection import inspect_file
from evaluation.foundation.files.kinds import DOCUMENT_KINDS
from evaluation.foundation.files.names import shown_name
from evaluation.foundation.files.refusals import FileRefused
from evaluation.foundation.importing.sources import SourceFile
from evaluation.foundation.tabular.cells import normalise_label, normalise_text
from evaluation.foundation.tabular.headings import Column, heading_key, without_note

FIELDS = (
    Column("kind", "申报类别", ("类别", "申报类型", "事迹类别", "推荐类别")),
    Column(
        "subject",
        "姓名/集体名称",
        ("姓名", "集体名称", "姓名或集体名称", "个人姓名/集体名称", "申报人", "申报对象", "个人/集体名称"),
    ),
    Column("number", "工号/学号", ("工号", "学号", "职工号")),
    Column(
        "department", "所在部门", ("部门", "单位", "所在单位", "申报部门", "申报单位", "推荐单位", "推荐部门", "报送部门", "院系")
    ),
    Column("branch", "所在党支部", ("党支部", "所属党支部", "所在支部", "所属支部", "支部")),
    Column("political_status", "政治面貌"),
    Column("title", "事迹标题", ("标题", "事迹名称", "事迹题目", "题目")),
    Column("period", "发生时间", ("事迹发生时间", "时间", "事迹时间", "起止时间")),
    Column("place", "发生地点", ("事迹发生地点", "地点")),
    Column("post", "岗位", ("所在岗位", "工作岗位")),
    Column("witnesses", "证明人", ("见证人", "知情人")),
    Column("opinion", "推荐单位意见", ("推荐意见", "单位意见", "部门意见", "所在部门意见", "所在单位意见", "推荐部门意见")),
    Column("body", "主要事迹", ("事迹材料", "先进事迹", "事迹简介", "主要事迹材料", "主要先进事迹", "事迹内容")),
)
LABELS = {column.key: column.label for column in FIELDS}
MEANINGS = {heading_key(word): column.key for column in FIELDS for word in (column.label, *column.synonyms)}
AFTER_THE_TEXT = frozenset({"附件", "附图", "照片", "现场照片", "事迹照片"})
LONGEST_LABEL = 20
DRAWN = (qn("a:blip"), "{urn:schemas-microsoft-com:vml}imagedata")
REFERENCES = (qn("r:embed"), qn("r:id"))
INDENT = re.compile(r"^[\s\u3000]+|[\s\u3000]+$")


@dataclass(frozen=True)
class FormField:
    """One field of the table: its label as written, its row counted from 1, what stands in it."""

    label: str
    row: int
    value: str


@dataclass
class DeedForm:
    """A form as read. ``fields`` by key; ``pictures`` as (name inside the file, bytes)."""

    name: str
    fields: dict[str, FormField] = field(default_factory=dict)
    body: str = ""
    pictures: list[tuple[str, bytes]] = field(default_factory=list)

    def value(self, key: str) -> str:
        """What stands in a field, empty where there is none."""
        return self.fields[key].value if key in self.fields else ""

    def label(self, key: str) -> str:
        """The label as written, or the usual one."""
        return self.fields[key].label if key in self.fields else LABELS[key]

    def row(self, key: str) -> int | None:
        """The row of a field in its table."""
        return self.fields[key].row if key in self.fields else None


def read_form(file: SourceFile) -> DeedForm:
    """The form in a Word file. Raises ``FileRefused`` for what is no safe Word file."""
    inspect_file(file.data, file.name, accepted=DOCUMENT_KINDS)
    form = DeedForm(shown_name(file.name))
    try:
        document = Document(BytesIO(file.data))
        for table in document.tables:
            read_fields(table, form)
        form.body = form.value("body") or text_below(document)
        form.pictures = list(pictures_in(document))
    except (PackageNotFoundError, KeyError, ValueError, AttributeError, IndexError):
        raise FileRefused("damaged", form.name) from None
    return form


def meaning(text: str) -> str | None:
    """Which field a label names."""
    label = normalise_label(text)
    if not label or len(label) > LONGEST_LABEL:
        return None
    return MEANINGS.get(heading_key(label)) or MEANINGS.get(heading_key(without_note(label)))


def read_fields(table: Table, form: DeedForm) -> None:
    """Labels and what stands to the right of them; a row may hold several pairs, a merged cell counts once."""
    for number, row in enumerate(table.rows, start=1):
        texts = []
        for cell in row.cells:
            if not texts or texts[-1][0] is not cell._tc:
                texts.append((cell._tc, "\n".join(trimmed(paragraph.text) for paragraph in cell.paragraphs).strip()))
        place = 0
        while place < len(texts) - 1:
            key = meaning(texts[place][1])
            if key is None or meaning(texts[place + 1][1]) is not None:
                place += 1
                continue
            value = texts[place + 1][1]
            known = form.fields.get(key)
            if known is None or not known.value:
                form.fields[key] = FormField(normalise_label(texts[place][1]), number, cell_value(key, value))
            place += 2


def cell_value(key: str, value: str) -> str:
    """The value of a field: texts keep their lines, the others are one line."""
    return value if key in {"body", "opinion"} else normalise_text(value.replace("\n", " "))


def trimmed(text: str) -> str:
    """A paragraph without its indent."""
    return INDENT.sub("", text)


def text_below(document: DocxDocument) -> str:
    """The paragraphs below the heading 主要事迹, up to the next heading that is known."""
    lines: list[str] = []
    inside = False
    for element in document.element.body.iterchildren():
        if element.tag == qn("w:tbl") and inside:
            break
        if element.tag != qn("w:p"):
            continue
        text = trimmed(Paragraph(element, document).text)
        if inside and (meaning(text) is not None or normalise_label(text).rstrip("：:") in AFTER_THE_TEXT):
            break
        if inside:
            lines.append(text)
        inside = inside or meaning(text) == "body"
    return "\n".join(lines).strip()


def pictures_in(document: DocxDocument) -> Iterator[tuple[str, bytes]]:
    """Pictures of the text itself, in order; marks in headers and preview pictures are none."""
    seen = set()
    for element in document.element.body.iter(*DRAWN):
        reference = next((element.get(name) for name in REFERENCES if element.get(name)), None)
        if reference is None or reference in seen or reference not in document.part.related_parts:
            continue
        seen.add(reference)
        part = document.part.related_parts[reference]
        yield PurePosixPath(str(part.partname)).name, part.blob
