import random
import struct
import tracemalloc

import pytest

from evaluation.foundation.files.archives import ArchiveLimits, open_archive, shown_entry, unsafe_path
from evaluation.foundation.files.inspection import InspectionLimits, inspect_file
from evaluation.foundation.files.kinds import Kind
from evaluation.foundation.files.refusals import MEGABYTE, ArchiveRefused
from tests.foundation.files.hostile_files import (
    RawEntry,
    RawZip,
    document,
    packed,
    part,
    relationships,
    with_named_parts,
    workbook,
)

SYMBOLIC_LINK = 0o120777 << 16
ACCEPTED = {Kind.DOCX, Kind.XLSX, Kind.ZIP}


def refusal(data, name="表.docx", limits=None):
    with pytest.raises(ArchiveRefused) as caught:
        inspect_file(data, name, accepted=ACCEPTED, limits=limits)
    return caught.value


def limits(**changes):
    return InspectionLimits(archive=ArchiveLimits(**changes))


@pytest.mark.parametrize(
    ("path", "unsafe"),
    [
        ("word/document.xml", False),
        ("名单/第1批.txt", False),
        ("a..b/c.txt", False),
        ("", True),
        ("/etc/passwd", True),
        ("../x", True),
        ("a/../../x", True),
        ("a/.. /x", True),
        ("./x", True),
        ("a\\b", True),
        ("..\\x", True),
        ("C:x", True),
        ("a\x00.txt", True),
        ("a\u202egpj.exe", True),
    ],
)
def test_paths_that_leave_their_folder_are_unsafe(path, unsafe):
    assert unsafe_path(path) is unsafe


def test_an_entry_is_shown_short_and_visible():
    assert shown_entry("a\r\n\u202e" + "b" * 100) == "b" * 80
    assert shown_entry("a\x00b") == "a?b"


@pytest.mark.parametrize(
    ("entries", "reason"),
    [
        ([RawEntry(b"../../x.txt", b"x")], "archive_path"),
        ([RawEntry(b"/x.txt", b"x")], "archive_path"),
        ([RawEntry(b"a\\..\\x.txt", b"x")], "archive_path"),
        ([RawEntry(b"x.txt\x00.jpg", b"x")], "archive_path"),
        ([RawEntry(b"x.txt", b"/etc/passwd", attributes=SYMBOLIC_LINK)], "archive_path"),
        ([RawEntry(b"x.txt", b"x", flags=0x801)], "encrypted"),
        ([RawEntry(b"x.txt", b"x", method=14)], "damaged"),
        ([RawEntry(b"x.txt", b"x"), RawEntry(b"X.TXT", b"y")], "damaged"),
        ([RawEntry(b"x.txt", b"x", local_name=b"y.txt")], "damaged"),
        ([RawEntry(b"x.txt", b"x", checksum=1)], "damaged"),
        ([RawEntry(b"x.txt", b"x" * 100, declared=10)], "damaged"),
        ([RawEntry(b"x.txt", b"x" * 100, declared=1000)], "damaged"),
        ([RawEntry(b"x.txt", b"x"), RawEntry(b"y.txt", b"x", at=0)], "damaged"),
        ([RawEntry(b"x.txt", bytes(3 * MEGABYTE))], "archive_ratio"),
        ([RawEntry(b"x.zip", b"x")], "archive_nested"),
        ([RawEntry(b"x.txt", packed({"a": b"x"}))], "archive_nested"),
        ([RawEntry(b"x.txt", b"Rar!\x1a\x07\x00")], "archive_nested"),
    ],
)
def test_unsafe_archives_are_refused(entries, reason):
    assert refusal(RawZip(entries).build(), "a.zip").reason_key == reason


def test_a_sound_archive_is_taken_and_read_in_pieces():
    data = RawZip([RawEntry("名单.txt".encode(), "王芳".encode()), RawEntry(b"empty.txt")]).build()
    assert inspect_file(data, "a.zip", accepted=ACCEPTED).kind is Kind.ZIP
    archive = open_archive(data, "a.zip", ArchiveLimits())
    assert archive.names == ["名单.txt", "empty.txt"]
    assert [b"".join(archive.pieces(info)).decode() for info in archive.entries] == ["王芳", ""]
    assert archive.read("名单.txt", 100).decode() == "王芳"
    assert archive.read("not there", 100) == b""
    with pytest.raises(ArchiveRefused):
        archive.read("名单.txt", 5)


def test_large_entries_come_out_unchanged():
    content = bytes(range(256)) * 8192 + struct.pack("<Q", 7)
    archive = open_archive(packed({"a": content}), "a.zip", ArchiveLimits())
    assert b"".join(archive.pieces(archive.entries[0])) == content
    stored = open_archive(packed({"a": content}, method=0), "a.zip", ArchiveLimits())
    assert b"".join(stored.pieces(stored.entries[0])) == content


@pytest.mark.parametrize(
    ("changes", "reason", "limit"),
    [
        ({"entries": 2}, "archive_entries", "2"),
        ({"unpacked": 3}, "archive_size", 0),
    ],
)
def test_limits_are_exact(changes, reason, limit):
    at_limit = RawZip([RawEntry(b"a", b"x"), RawEntry(b"b", b"xx")]).build()
    beyond = RawZip([RawEntry(b"a", b"x"), RawEntry(b"b", b"xx"), RawEntry(b"c", b"x")]).build()
    assert inspect_file(at_limit, "a.zip", accepted=ACCEPTED, limits=limits(**changes)).kind is Kind.ZIP
    refused = refusal(beyond, "a.zip", limits(**changes))
    assert (refused.reason_key, refused.figures) == (reason, {"limit": limit})


def test_a_count_that_lies_does_not_open_the_directory():
    data = RawZip([RawEntry(b"%d" % number) for number in range(5)], count=1).build()
    assert refusal(data, "a.zip", limits(entries=4)).reason_key == "archive_entries"


def test_a_hundred_thousand_entries_are_refused_within_little_memory():
    data = RawZip([RawEntry(b"%d" % number, method=0) for number in range(100_000)]).build()
    tracemalloc.start()
    refused = refusal(data, "a.zip")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (refused.reason_key, refused.figures) == ("archive_entries", {"limit": "2,000"})
    assert peak < MEGABYTE


def test_a_bomb_that_declares_little_is_stopped_where_it_lies():
    bomb = RawZip([RawEntry(b"a.txt", bytes(300 * MEGABYTE), declared=1000)]).build()
    tracemalloc.start()
    refused = refusal(bomb, "a.zip")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (refused.reason_key, peak < 4 * MEGABYTE) == ("damaged", True)


def test_a_flat_bomb_of_many_parts_is_stopped_by_what_it_declares():
    parts = [RawEntry(b"%d" % number, bytes(MEGABYTE)) for number in range(250)]
    assert refusal(RawZip(parts).build(), "a.zip").reason_key == "archive_size"


@pytest.mark.parametrize(
    "broken",
    [
        b"PK\x03\x04",
        b"PK\x05\x06",
        b"PK\x05\x06" + bytes(17),
        workbook()[:-10],
        workbook()[: len(workbook()) // 2],
        workbook()[:200] + b"\xff" * 50 + workbook()[250:],
        b"PK\x03\x04" + bytes(40) + workbook(),
        b"PK\x03\x04" + b"\xff" * 200 + b"PK\x05\x06" + b"\xff" * 18,
    ],
)
def test_broken_archives_are_refused(broken):
    assert refusal(broken, "a.xlsx").reason_key in {"damaged", "two_kinds", "archive_entries"}


def test_every_cut_of_a_workbook_is_refused():
    whole = workbook()
    for length in range(4, len(whole), 37):
        assert refusal(whole[:length], "a.xlsx").reason_key == "damaged"


def test_data_after_the_end_makes_two_kinds_of_file():
    assert refusal(workbook() + b"<html>", "a.xlsx").reason_key == "two_kinds"


def content_types(extra: bytes) -> dict[str, bytes]:
    described = part(document(), "[Content_Types].xml")
    return {"[Content_Types].xml": described.replace(b"</Types>", extra + b"</Types>")}


def body(inner: bytes) -> dict[str, bytes]:
    written = part(document(), "word/document.xml")
    return {"word/document.xml": written.replace(b"<w:body>", b"<w:body>" + inner)}


def field(*instructions: bytes) -> dict[str, bytes]:
    runs = b"".join(b"<w:r><w:instrText>" + text + b"</w:instrText></w:r>" for text in instructions)
    return body(b'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>' + runs + b"</w:p>")


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ({"word/vbaProject.bin": b"x"}, "macros"),
        ({"custom/VBAPROJECT.BIN": b"x"}, "macros"),
        ({"word/vbaData.xml": b"<a/>"}, "macros"),
        ({"xl/macrosheets/sheet1.xml": b"<a/>"}, "macros"),
        (content_types(b'<Override PartName="/x" ContentType="application/vnd.ms-office.vbaProject"/>'), "macros"),
        ({"word/embeddings/oleObject1.bin": b"x"}, "embedded"),
        ({"word/embeddings/sheet.xlsx": b"x"}, "embedded"),
        ({"word/activeX/activeX1.xml": b"<a/>"}, "embedded"),
        ({"word/media/image9.png": workbook()}, "embedded"),
        ({"word/afchunk.mht": b"x"}, "embedded"),
        ({"word/_rels/document.xml.rels": relationships("aFChunk", "x.html", "")}, "embedded"),
        ({"xl/externalLinks/externalLink1.xml": b"<a/>"}, "external"),
        ({"word/_rels/settings.xml.rels": relationships("attachedTemplate", "http://a.example/t.dotm")}, "external"),
        ({"word/_rels/document.xml.rels": relationships("image", "\\\\a.example\\x.png")}, "external"),
        ({"word/_rels/document.xml.rels": relationships("image", "http://a.example/x.png", "")}, "external"),
        ({"word/_rels/document.xml.rels": relationships("oleObject", "file:///c:/x", 'TargetMode="EXTERNAL"')}, "external"),
        ({"customXml/item9.xml": b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'}, "document_type"),
        ({"docProps/core.xml": b'<?xml version="1.0"?><!DOCTYPE a><a/>'}, "document_type"),
        ({"word/document.xml": b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"}, "document_type"),
        ({"customXml/item9.xml": b'<?xml version="1.0" encoding="UTF-7"?><a/>'}, "damaged"),
        ({"customXml/item9.xml": "<!DOCTYPE a><a/>".encode("utf-16")}, "document_type"),
        ({"word/styles.xml": "<a/>".encode("utf-16")}, "damaged"),
        ({"customXml/item9.xml": "<a/>".encode("utf-16-be")}, "damaged"),
        ({"word/document.xml": b"<a><b></a>"}, "damaged"),
        ({"_rels/.rels": b"<Relationships"}, "damaged"),
        (field(b" DDEAUTO c:\\\\x.exe "), "active_field"),
        (field(b" DD", b"EAUTO x"), "active_field"),
        (field(b' dde "x"'), "active_field"),
        (body(b'<w:p><w:fldSimple w:instr=" DDE x "/></w:p>'), "active_field"),
    ],
)
def test_active_content_of_documents_is_refused(parts, reason):
    assert refusal(with_named_parts(document(), parts)).reason_key == reason


@pytest.mark.parametrize(
    "parts",
    [
        field(b" PAGE ", b" NUMPAGES "),
        field(b" DDERT "),
        body("<w:p><w:r><w:t>DDE和DDEAUTO是什么</w:t></w:r></w:p>".encode()),
        {"customXml/_rels/item1.xml.rels": relationships("hyperlink", "https://a.example/通知")},
        {"xl/printerSettings/printerSettings1.bin": b"\x00" * 100},
        {"word/media/image9.emz": b"\x1f\x8b\x08\x00"},
        {"customXml/item9.xml": b"\xef\xbb\xbf\n<a>declaration</a>"},
        {"customXml/item9.xml": '<?xml version="1.0" encoding="utf-16"?><a>x</a>'.encode("utf-16")},
    ],
)
def test_ordinary_content_of_documents_stays(parts):
    assert inspect_file(with_named_parts(document(), parts), "表.docx", accepted=ACCEPTED).kind is Kind.DOCX


def test_a_declaration_across_two_pieces_is_found():
    padding = b"<!--" + b"x" * (256 * 1024 - 12) + b"-->"
    for shift in range(12):
        content = padding[:-3] + b"y" * shift + b"--><!DOCTYPE a><a/>"
        data = with_named_parts(document(), {"customXml/item9.xml": content})
        assert refusal(data).reason_key == "document_type"


def test_the_message_names_file_entry_and_way_out():
    refused = refusal(with_named_parts(document(), {"word/embeddings/表.xlsx": b"x"}))
    assert str(refused) == (
        "“表.docx” has another file embedded (word/embeddings/表.xlsx). Delete it or turn it into a picture, and send it again."
    )


def parsed(content):
    return with_named_parts(document(), {"word/document.xml": content})


@pytest.mark.parametrize(
    "content",
    [
        b"<a>" + b"<b/>" * 600 + b"</a>",
        b"<a " + b" ".join(b'b%d="c"' % number for number in range(600)) + b"/>",
    ],
)
def test_too_many_tags_or_attributes_are_refused_before_they_are_parsed(content):
    assert inspect_file(parsed(content), "a.docx", accepted=ACCEPTED, limits=limits(markup=1000)).kind is Kind.DOCX
    assert refusal(parsed(content), limits=limits(markup=500)).reason_key == "archive_markup"


@pytest.mark.parametrize("token", [b"<a b='%s'/>", b"<a>%s</a>", b"<!--%s--><a/>", b"<?a %s?><a/>"])
def test_a_token_without_end_is_refused(token):
    noise = bytes(random.Random(7).choices(b"abcdefgh ", k=900_000))
    assert refusal(parsed(token % noise)).reason_key == "archive_markup"
    assert inspect_file(parsed(token % noise[:200_000]), "a.docx", accepted=ACCEPTED).kind is Kind.DOCX
