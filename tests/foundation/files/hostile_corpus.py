"""A broad corpus of hostile files in families, made on the spot: each is refused or cleaned wherever it is handed in."""

import io
import random
import zlib
from collections.abc import Iterator

from PIL import Image

from tests.foundation.files import hostile_files as make

MEGABYTE = 1024 * 1024
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
SHEET = "xl/worksheets/sheet1.xml"
TEST_VIRUS_LIKENESS = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$A-HARMLESS-LIKENESS-ONLY!$H+H*"
ENDINGS = ("jpg", "png", "docx", "xlsx", "pdf", "xls")

Case = tuple[str, str, bytes]


def corpus() -> Iterator[Case]:
    """Family, name and bytes of each file."""
    for family in FAMILIES:
        for name, data in family():
            yield family.__name__, name, data


def disguised_programs():
    kinds = (
        b"MZ" + bytes(200),
        b"\x7fELF" + bytes(200),
        b"#!/bin/sh\nid\n",
        TEST_VIRUS_LIKENESS,
        b"\xca\xfe\xba\xbe" + bytes(99),
    )
    for number, data in enumerate(kinds):
        for ending in ENDINGS:
            yield f"program{number}.{ending}", data


def web_pages_under_another_name():
    pages = (
        b"<!DOCTYPE html><script>alert(1)</script>",
        b"  \n<HTML><body onload=x>",
        b"<svg onload=alert(1)>",
        b"\xef\xbb\xbf<script >x",
        b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
        "<html>".encode("utf-16"),
        b"<?xml version='1.0'?><?xml-stylesheet href='x'?><a/>",
        b"MIME-Version: 1.0\n\n<html>",
    )
    for number, data in enumerate(pages):
        for ending in ENDINGS:
            yield f"page{number}.{ending}", data


def names_that_deceive():
    names = (
        "a\u202egpj.exe",
        "a\x00.jpg",
        "a.exe.jpg",
        "a.php.jpg",
        "a.html.jpg",
        "a.docx.jpg",
        "a\r\nb.jpg",
        "\u2066a.jpg",
        "a\u200b.jpg",
        "a.svg .jpg",
        "a.JSP.jpg",
        "x" * 300 + ".jpg",
    )
    for name in names:
        yield name, make.picture()


def kinds_under_another_name():
    sound = {
        "docx": make.document(),
        "xlsx": make.workbook(),
        "jpg": make.picture(),
        "png": make.picture(form="PNG"),
        "pdf": PDF,
        "xls": make.old_workbook(),
    }
    for kind, data in sound.items():
        for ending in ENDINGS:
            if ending != kind:
                yield f"{kind}.{ending}", data


def two_kinds_in_one():
    archive = make.packed({"a.txt": b"x"})
    yield "pdf-zip.pdf", PDF + archive
    yield "zip-pdf.docx", make.with_named_parts(make.document(), {}) + PDF
    yield "zip-html.docx", make.document() + b"<html><script>"
    yield "pdf-first.docx", make.packed({"%PDF-1.4": b"x"}, method=0)
    yield "html-zip.xlsx", b"<html><!--" + make.workbook()
    yield "gif-zip.xlsx", b"GIF89a" + make.workbook()


def zip_bombs():
    yield "ratio.docx", make.RawZip([make.RawEntry(b"a", bytes(20 * MEGABYTE))]).build()
    yield "flat.xlsx", make.RawZip([make.RawEntry(b"%d" % number, bytes(MEGABYTE)) for number in range(150)]).build()
    yield "lying.docx", make.RawZip([make.RawEntry(b"a", bytes(150 * MEGABYTE), declared=100)]).build()
    yield "nested.zip.docx", make.packed({"a.zip": make.packed({"b.zip": make.packed({"c": bytes(MEGABYTE)})})})
    shared = [make.RawEntry(b"a", bytes(MEGABYTE))] + [
        make.RawEntry(b"%d" % number, bytes(MEGABYTE), at=0) for number in range(100)
    ]
    yield "overlapping.docx", make.RawZip(shared).build()
    yield "entries.docx", make.RawZip([make.RawEntry(b"%d" % number, method=0) for number in range(100_000)]).build()
    yield "uncounted.docx", make.RawZip([make.RawEntry(b"%d" % number) for number in range(5000)], count=3).build()
    yield "sheet.xlsx", make.with_named_parts(make.workbook(), {SHEET: b"<a>" + b" " * (50 * MEGABYTE) + b"</a>"})


def paths_that_leave():
    names = (b"../x", b"/etc/x", b"a/../../x", b"..\\x", b"C:\\x", b"a\\b", b"a\x00b", "a\u202eb".encode(), b"./x", b"a/./b")
    for number, name in enumerate(names):
        yield f"path{number}.docx", make.RawZip([make.RawEntry(name, b"x")]).build()
    yield "link.docx", make.RawZip([make.RawEntry(b"x", b"/etc/passwd", attributes=0o120777 << 16)]).build()


def broken_archives():
    yield "twice.docx", make.RawZip([make.RawEntry(b"x", b"1"), make.RawEntry(b"x", b"2")]).build()
    yield "renamed.docx", make.RawZip([make.RawEntry(b"x", b"1", local_name=b"y")]).build()
    yield "checksum.docx", make.RawZip([make.RawEntry(b"x", b"1", checksum=7)]).build()
    yield "method.docx", make.RawZip([make.RawEntry(b"x", b"1", method=99)]).build()
    yield "locked.docx", make.RawZip([make.RawEntry(b"x", b"1", flags=0x801)]).build()
    for whole, ending in ((make.document(), "docx"), (make.workbook(), "xlsx")):
        for share in (1, 2, 5, 8, 9):
            yield f"cut{share}.{ending}", whole[: len(whole) * share // 10]


def macros():
    for ending, package, folder in (("docx", make.document(), "word"), ("xlsx", make.workbook(), "xl")):
        for name in (f"{folder}/vbaProject.bin", "VBAPROJECT.BIN", f"{folder}/vbaData.xml", "xl/macrosheets/sheet1.xml"):
            yield f"{name.replace('/', '-')}.{ending}", make.with_named_parts(package, {name: b"<a/>"})
        described = make.part(package, "[Content_Types].xml").replace(b".main+xml", b".macroEnabled.main+xml")
        yield f"type.{ending}", make.with_named_parts(package, {"[Content_Types].xml": described})
    yield "old.xls", make.compound({"Workbook": b"x"}, ("_VBA_PROJECT_CUR", "VBA"))
    yield "old.doc", make.compound({"WordDocument": b"x"}, ("Macros",))


def embedded_things():
    for name in (
        "word/embeddings/oleObject1.bin",
        "word/embeddings/a.xlsx",
        "word/activeX/activeX1.bin",
        "word/afchunk.mht",
        "xl/embeddings/a.docx",
    ):
        yield f"{name.replace('/', '-')}.docx", make.with_named_parts(make.document(), {name: b"x"})
    for signature in (make.workbook(), make.compound({"Workbook": b"x"}), b"Rar!\x1a\x07\x00", b"7z\xbc\xaf\x27\x1c"):
        yield "hidden.docx", make.with_named_parts(make.document(), {"word/media/image1.png": signature})


def links_outside():
    targets = (
        "http://a.example/x",
        "https://a.example/x",
        "file:///c:/x",
        "\\\\a.example\\x",
        "//a.example/x",
        "ftp://a.example",
    )
    for kind in ("attachedTemplate", "image", "oleObject", "frame", "subDocument"):
        for number, target in enumerate(targets):
            part = make.relationships(kind, target, "" if number % 2 else 'TargetMode="External"')
            yield f"{kind}{number}.docx", make.with_named_parts(make.document(), {"word/_rels/settings.xml.rels": part})
    yield "linked.xlsx", make.with_named_parts(make.workbook(), {"xl/externalLinks/externalLink1.xml": b"<ddeLink/>"})


def entities():
    laughs = (
        b"<!DOCTYPE a [<!ENTITY b 'ha'>"
        + b"".join(b"<!ENTITY b%d '&b%d;&b%d;'>" % (n + 1, n, n) for n in range(30))
        + b"]><a>&b30;</a>"
    )
    outside = b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"
    parameter = b"<!DOCTYPE a [<!ENTITY % b SYSTEM 'http://a.example/x'> %b;]><a/>"
    quadratic = b"<!DOCTYPE a [<!ENTITY b '" + b"x" * 50_000 + b"'>]><a>" + b"&b;" * 5_000 + b"</a>"
    for number, content in enumerate((laughs, outside, parameter, quadratic, b"<!DOCTYPE a SYSTEM 'x'><a/>")):
        for name in ("word/document.xml", "_rels/.rels", "[Content_Types].xml", "docProps/core.xml", "customXml/item9.xml"):
            yield f"entity{number}.docx", make.with_named_parts(make.document(), {name: content})
        for name in (SHEET, "xl/sharedStrings.xml", "xl/workbook.xml"):
            yield f"entity{number}.xlsx", make.with_named_parts(make.workbook(), {name: content})
    yield "wide.docx", make.with_named_parts(make.document(), {"word/document.xml": outside.decode().encode("utf-16")})


def active_fields():
    for text in (b"DDEAUTO c:\\\\x", b" dde x ", b"DD</w:instrText></w:r><w:r><w:instrText>E x"):
        run = b"<w:p><w:r><w:instrText>" + text + b"</w:instrText></w:r></w:p>"
        body = make.part(make.document(), "word/document.xml").replace(b"<w:body>", b"<w:body>" + run)
        yield "field.docx", make.with_named_parts(make.document(), {"word/document.xml": body})


def locked_files():
    locked = make.compound({"EncryptionInfo": b"x", "EncryptedPackage": b"y" * 9000})
    for ending in ("docx", "xlsx", "xls"):
        yield f"locked.{ending}", locked
    yield "old.xls", make.old_workbook(before_sheets=make.record(0x002F, bytes(54)))


def far_cells():
    for address in (b"XFD1048576", b"A1048576", b"XFD1", b"AAAAAA1", b"A99999999999"):
        cell = b'<c r="' + address + b'"><v>1</v></c>'
        sheet = make.part(make.workbook(), SHEET).replace(b"</sheetData>", b"<row>" + cell + b"</row></sheetData>")
        yield "far.xlsx", make.with_named_parts(make.workbook(), {SHEET: sheet})
    corner = make.record(0x0204, b"\xff\xff\xff\x00\x00\x00\x01\x00\x00x")
    yield "far.xls", make.old_workbook(cells=make.record(0x0204, b"\0\0\0\0\0\0\x01\x00\x00x") + corner)


def picture_bombs():
    for width, height in ((60_000, 60_000), (1, 2**31 - 1), (2**31 - 1, 1), (25_000, 25_000), (0, 5)):
        yield "bomb.png", make.declared_png(width, height)
    yield "bomb.gif", b"GIF89a\xff\xff\xff\xff\x80\x00\x00" + bytes(20)
    yield "bomb.webp", b"RIFF\x00\x01\x00\x00WEBPVP8X\x0a\x00\x00\x00\x00\x00\x00\x00\xff\xff\xff\xff\xff\xff" + bytes(200)
    huge = bytearray(make.picture())
    at = huge.index(b"\xff\xc0") + 5
    huge[at : at + 4] = b"\xff\xff\xff\xff"
    yield "bomb.jpg", bytes(huge)
    yield "scans.jpg", make.picture(progressive=True)[:-2] + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" * 5000 + b"\xff\xd9"
    text = make.chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(50 * MEGABYTE), 9))
    plain = make.picture(form="PNG")
    yield "text.png", plain[:33] + text + plain[33:]


def broken_pictures():
    for form, ending in (("JPEG", "jpg"), ("PNG", "png"), ("WEBP", "webp"), ("GIF", "gif")):
        noise = Image.effect_noise((120, 120), 90).convert("P" if form == "GIF" else "RGB")
        target = io.BytesIO()
        noise.save(target, form)
        whole = target.getvalue()
        for share in (1, 3, 5, 7):
            yield f"cut{share}.{ending}", whole[: len(whole) * share // 10]
        signs = random.Random(form)
        yield f"noise.{ending}", whole[:12] + bytes(signs.randrange(256) for _ in range(4000))


def other_archives():
    for number, signature in enumerate(
        (b"Rar!\x1a\x07\x01\x00", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08", b"BZh9", b"\xfd7zXZ\x00")
    ):
        yield f"archive{number}.docx", signature + bytes(300)


def nothing_known():
    yield "empty.docx", b""
    yield "nulls.xlsx", bytes(5000)
    for seed in range(10):
        yield f"noise{seed}.jpg", b"\x00" + random.Random(seed).randbytes(3000)


FAMILIES = (
    disguised_programs,
    web_pages_under_another_name,
    names_that_deceive,
    kinds_under_another_name,
    two_kinds_in_one,
    zip_bombs,
    paths_that_leave,
    broken_archives,
    macros,
    embedded_things,
    links_outside,
    entities,
    active_fields,
    locked_files,
    far_cells,
    picture_bombs,
    broken_pictures,
    other_archives,
    nothing_known,
)
