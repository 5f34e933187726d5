import pytest

from evaluation.foundation.files.names import check_name, download_headers, ending_of, shown_name
from evaluation.foundation.files.refusals import NameRefused


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("照片.jpg", "jpg"),
        ("名单.2022.3.14.xlsx", "xlsx"),
        ("名单.xls.xlsx", "xlsx"),
        ("通知.pdf.docx", "docx"),
        ("IMG_0001.HEIC.JPG", "jpg"),
        ("v1.0.docx", "docx"),
        ("没有后缀", ""),
        (".htaccess", ""),
        ("照片.jpg. ", "jpg"),
        ("C:\\fakepath\\照片.png", "png"),
        ("../../etc/passwd", ""),
        ("第1批.核实表", ""),
    ],
)
def test_ordinary_names_give_their_ending(name, ending):
    assert check_name(name) == ending


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("照片\u202egpj.exe", "name_hidden"),
        ("照片\x00.jpg", "name_hidden"),
        ("照片\r\nX: y.jpg", "name_hidden"),
        ("照\u200b片.jpg", "name_hidden"),
        ("\u2066照片.jpg", "name_hidden"),
        ("照片.exe.jpg", "name_two_endings"),
        ("照片.PHP .jpg", "name_two_endings"),
        ("照片.docx.jpg", "name_two_endings"),
        ("名单.svg.xlsx", "name_two_endings"),
        ("名单.html.xlsx", "name_two_endings"),
        ("照" * 201, "name_too_long"),
    ],
)
def test_names_that_deceive_are_refused(name, reason):
    with pytest.raises(NameRefused) as refusal:
        check_name(name)
    assert refusal.value.reason_key == reason


def test_two_endings_are_both_named():
    with pytest.raises(NameRefused) as refusal:
        check_name("照片.exe.jpg")
    assert str(refusal.value) == "The name of “照片.exe.jpg” has two endings (.exe and .jpg). Keep one and send it again."


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("C:\\表\\名单.xlsx", "名单.xlsx"),
        ("/etc/名单.xlsx", "名单.xlsx"),
        ("a\u202eb\x00c\r\n.jpg", "abc.jpg"),
        ("字" * 300, "字" * 199 + "…"),
        ("", ""),
    ],
)
def test_a_shown_name_is_fit_for_a_message(name, shown):
    assert shown_name(name) == shown


@pytest.mark.parametrize(("name", "ending"), [("a.JPG", "jpg"), ("a.", ""), ("a.b c", ""), ("a. jpg", "jpg"), ("", "")])
def test_endings_are_small_letters(name, ending):
    assert ending_of(name) == ending


def test_a_chinese_name_travels_in_the_extended_parameter():
    assert download_headers("先进事迹 名单.docx", "application/pdf") == {
        "Content-Type": "application/pdf",
        "Content-Disposition": 'attachment; filename="download.docx"; filename*='
        "UTF-8''%E5%85%88%E8%BF%9B%E4%BA%8B%E8%BF%B9%20%E5%90%8D%E5%8D%95.docx",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
        "Cross-Origin-Resource-Policy": "same-origin",
    }


@pytest.mark.parametrize(
    ("name", "disposition"),
    [
        ("report.pdf", "attachment; filename=\"report.pdf\"; filename*=UTF-8''report.pdf"),
        ('a"b;c.pdf', "attachment; filename=\"a_b_c.pdf\"; filename*=UTF-8''a_b%3Bc.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "attachment; filename=\"aSet-Cookie_ x_1.pdf\"; filename*=UTF-8''aSet-Cookie_%20x%3D1.pdf"),
        ("../../x.pdf", "attachment; filename=\"x.pdf\"; filename*=UTF-8''x.pdf"),
        ("it's 100%.pdf", "attachment; filename=\"it_s 100_.pdf\"; filename*=UTF-8''it%27s%20100%25.pdf"),
        ("", "attachment; filename=\"download\"; filename*=UTF-8''download"),
        ("\u202e", "attachment; filename=\"download\"; filename*=UTF-8''download"),
        ("核实表", "attachment; filename=\"download\"; filename*=UTF-8''%E6%A0%B8%E5%AE%9E%E8%A1%A8"),
    ],
)
def test_nothing_in_a_name_reaches_the_header_as_syntax(name, disposition):
    assert download_headers(name, "application/pdf")["Content-Disposition"] == disposition
