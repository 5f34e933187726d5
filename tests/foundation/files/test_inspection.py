import pytest

from evaluation.foundation.files.inspection import InspectedFile, InspectionLimits, find_kind, inspect_file
from evaluation.foundation.files.kinds import ATTACHMENT_KINDS, DOCUMENT_KINDS, PHOTOGRAPH_KINDS, WORKBOOK_KINDS, Kind
from evaluation.foundation.files.refusals import FileRefused
from tests.foundation.files.hostile_files import (
    RawEntry,
    RawZip,
    compound,
    document,
    old_workbook,
    packed,
    picture,
    record,
    workbook,
)

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
LOCKED_WORD = bytes(10) + b"\x00\x01" + bytes(20)
ISO_MEDIA = b"\x00\x00\x00\x18ftyp"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (picture(form="JPEG"), Kind.JPEG),
        (picture(form="PNG"), Kind.PNG),
        (picture(form="WEBP"), Kind.WEBP),
        (picture(form="GIF", mode="P"), Kind.GIF),
        (picture(form="BMP"), Kind.BMP),
        (picture(form="TIFF"), Kind.TIFF),
        (ISO_MEDIA + b"heic" + bytes(40), Kind.HEIC),
        (ISO_MEDIA + b"mif1" + bytes(40), Kind.HEIC),
        (ISO_MEDIA + b"isom" + bytes(40), Kind.VIDEO),
        (PDF, Kind.PDF),
        (document(), Kind.DOCX),
        (workbook(), Kind.XLSX),
        (packed({"a.txt": b"x"}), Kind.ZIP),
        (packed({}), Kind.ZIP),
        (packed({"mimetype": b"application/vnd.oasis.opendocument.text"}), Kind.OPEN_DOCUMENT),
        (packed({"[Content_Types].xml": b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"}), Kind.MACRO_WORKBOOK),
        (packed({"[Content_Types].xml": b"application/vnd.ms-word.document.macroEnabled.main+xml"}), Kind.MACRO_DOCUMENT),
        (packed({"[Content_Types].xml": b"application/vnd.ms-excel.sheet.binary.macroEnabled.main"}), Kind.BINARY_WORKBOOK),
        (packed({"[Content_Types].xml": b"vnd.openxmlformats-officedocument.presentationml.x"}), Kind.PPTX),
        (old_workbook(), Kind.OLD_WORKBOOK),
        (compound({"Book": b"x"}), Kind.OLD_WORKBOOK),
        (compound({"WordDocument": b"x"}), Kind.OLD_DOCUMENT),
        (compound({"PowerPoint Document": b"x"}), Kind.OLD_OFFICE),
        (compound({"EncryptionInfo": b"x", "EncryptedPackage": b"y"}), Kind.ENCRYPTED),
        (old_workbook(before_sheets=record(0x002F, bytes(6))), Kind.ENCRYPTED),
        (compound({"WordDocument": LOCKED_WORD}), Kind.ENCRYPTED),
        (b"Rar!\x1a\x07\x01\x00", Kind.OTHER_ARCHIVE),
        (b"7z\xbc\xaf\x27\x1c" + bytes(20), Kind.OTHER_ARCHIVE),
        (b"MZ\x90\x00", Kind.PROGRAM),
        (b"\x7fELF\x02", Kind.PROGRAM),
        (b"#!/bin/sh\n", Kind.PROGRAM),
        (b"<!DOCTYPE html><p>", Kind.HTML),
        ("表\n<Script >alert(1)".encode(), Kind.HTML),
        ("\ufeff<html>".encode(), Kind.HTML),
        ("<html><table>".encode("utf-16"), Kind.HTML),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related", Kind.HTML),
        (b"<svg xmlns='http://www.w3.org/2000/svg'>", Kind.SVG),
        (b"<?xml version='1.0'?><s:svg xmlns:s='x'/>", Kind.SVG),
        (b"<?xml version='1.0'?><Workbook/>", Kind.XML),
        ("工号,姓名\n1,王芳\n".encode(), Kind.TEXT),
        ("工号,姓名\n1,王芳\n".encode("gb18030"), Kind.TEXT),
        ("工号,姓名\n".encode("utf-16"), Kind.TEXT),
        (b"\x00\x01\x02\x03", None),
        (b"\xff\xfe\x00", None),
        (b"", None),
    ],
)
def test_the_kind_is_found_by_content(data, kind):
    assert find_kind(data) is kind


def refusal(data, name, accepted, limits=None):
    with pytest.raises(FileRefused) as caught:
        inspect_file(data, name, accepted=accepted, limits=limits)
    return caught.value


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (picture(), "照片.JPG", Kind.JPEG),
        (picture(), "微信图片_20220314", Kind.JPEG),
        (document(), "C:\\表\\申报表.docx", Kind.DOCX),
        (workbook(), "名单.xlsx", Kind.XLSX),
        (old_workbook(), "名单.et", Kind.OLD_WORKBOOK),
        (PDF, "证书.pdf", Kind.PDF),
    ],
)
def test_sound_files_come_in(data, name, kind):
    inspected = inspect_file(data, name, accepted=ATTACHMENT_KINDS)
    assert inspected == InspectedFile(name.rpartition("\\")[2], kind, len(data))
    assert inspected.media_type == kind.media_type


@pytest.mark.parametrize(
    ("data", "name", "accepted", "reason"),
    [
        (b"", "a.jpg", ATTACHMENT_KINDS, "empty"),
        (document(), "照片.jpg", PHOTOGRAPH_KINDS, "kind_refused"),
        (document(), "照片.jpg", ATTACHMENT_KINDS, "ending_disagrees"),
        (picture(form="PNG"), "照片.jpg", PHOTOGRAPH_KINDS, "ending_disagrees"),
        (b"X5O!P%@AP - not a virus, only its likeness", "照片.jpg", PHOTOGRAPH_KINDS, "kind_refused"),
        (ISO_MEDIA + b"heic" + bytes(40), "照片.heic", PHOTOGRAPH_KINDS, "kind_heic"),
        (ISO_MEDIA + b"heic" + bytes(40), "照片.heic", DOCUMENT_KINDS, "kind_refused"),
        (b"<html><table>", "名单.xls", WORKBOOK_KINDS, "kind_web_page"),
        (b"<html>", "照片.jpg", PHOTOGRAPH_KINDS, "kind_refused"),
        (b"<svg/>", "照片.png", PHOTOGRAPH_KINDS, "kind_refused"),
        ("工号,姓名".encode(), "名单.csv", WORKBOOK_KINDS, "kind_other_workbook"),
        ("工号,姓名".encode(), "表.docx", DOCUMENT_KINDS, "kind_refused"),
        (compound({"WordDocument": b"x"}), "表.doc", DOCUMENT_KINDS, "kind_old_document"),
        (old_workbook(), "表.xls", {Kind.XLSX}, "kind_old_workbook"),
        (packed({"a.txt": b"x"}), "表.zip", DOCUMENT_KINDS, "kind_archive"),
        (b"Rar!\x1a\x07\x00", "表.rar", PHOTOGRAPH_KINDS, "kind_archive"),
        (b"\x00\x01\x02", "表.xlsx", WORKBOOK_KINDS, "kind_unknown"),
        (compound({"EncryptionInfo": b"x", "EncryptedPackage": b"y"}), "表.xlsx", WORKBOOK_KINDS, "encrypted"),
        (old_workbook(before_sheets=record(0x002F, bytes(6))), "表.xls", WORKBOOK_KINDS, "encrypted"),
        (compound({"WordDocument": LOCKED_WORD}), "表.doc", DOCUMENT_KINDS, "encrypted"),
        (compound({"Workbook": b"x"}, ("_VBA_PROJECT_CUR",)), "表.xls", WORKBOOK_KINDS, "macros"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 600, "表.xls", WORKBOOK_KINDS, "kind_refused"),
        (PDF.replace(b"%%EOF", b""), "a.pdf", {Kind.PDF}, "damaged"),
        (PDF + packed({"a.txt": b"x"}), "a.pdf", {Kind.PDF}, "two_kinds"),
        (packed({"%PDF-1.7": b"x"}), "a.zip", {Kind.ZIP}, "two_kinds"),
        (picture(), "照片.exe.jpg", PHOTOGRAPH_KINDS, "name_two_endings"),
        (picture(), "照片\u202egpj.exe", PHOTOGRAPH_KINDS, "name_hidden"),
    ],
)
def test_other_files_are_refused_with_their_reason(data, name, accepted, reason):
    assert refusal(data, name, accepted).reason_key == reason


def test_size_is_asked_first():
    limits = InspectionLimits(bytes=1024 * 1024)
    assert inspect_file(PDF.ljust(1024 * 1024, b" "), "a.pdf", accepted={Kind.PDF}, limits=limits).size == 1024 * 1024
    refused = refusal(PDF.ljust(1024 * 1024 + 1, b" "), "a.pdf", {Kind.PDF}, limits)
    assert (refused.reason_key, refused.figures) == ("too_large", {"limit": 1})
    assert str(refused) == "“a.pdf” is over 1 MB. Make it smaller and send it again."


def test_the_message_tells_what_it_is_and_what_to_send():
    assert str(refusal(document(), "照片.jpg", PHOTOGRAPH_KINDS)) == (
        "“照片.jpg” is a Word file (docx). Send one of these: JPG、PNG、WEBP、GIF."
    )


def test_a_packed_file_with_a_fault_is_told_its_fault_only_where_packed_files_are_taken():
    bomb = RawZip([RawEntry(b"a", bytes(3_000_000))]).build()
    assert refusal(bomb, "a.docx", DOCUMENT_KINDS).reason_key == "archive_ratio"
    assert refusal(bomb, "a.docx", PHOTOGRAPH_KINDS).reason_key == "kind_archive"
