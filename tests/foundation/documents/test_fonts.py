"""Fonts are found in the configured folder, then in the package, then on the machine; gaps are known beforehand."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from evaluation.foundation.documents import fonts
from evaluation.foundation.documents.coverage import coverage, from_character_map, merged
from evaluation.foundation.documents.fonts import NoChineseFont, chosen, find_fonts, package_folder
from evaluation.foundation.documents.looks import Face


@pytest.fixture
def forgetful() -> Iterator[None]:
    """What earlier tests found is forgotten, and so is what this one finds."""
    fonts.font_set.cache_clear()
    yield
    fonts.font_set.cache_clear()


@pytest.fixture
def folder(tmp_path) -> Path:
    """A configured folder that holds one 黑体, in a folder inside it."""
    (tmp_path / "licensed").mkdir()
    (tmp_path / "licensed" / "hei.ttf").symlink_to(package_folder() / "SimHei.ttf")
    (tmp_path / "readme.txt").write_text("not a font")
    return tmp_path


def font(family: str, weight: int = 400) -> SimpleNamespace:
    """A font as typst names it."""
    return SimpleNamespace(family=family, weight=weight)


def test_the_package_alone_gives_song_and_hei_and_nothing_of_the_machine():
    found = find_fonts()
    assert (found.faces[Face.SONG].families[0], found.faces[Face.HEI].families[0]) == ("Noto Serif CJK SC", "Noto Sans CJK SC")
    assert {face: choice.substituted for face, choice in found.faces.items()} == {
        Face.TITLE: True, Face.FANGSONG: True, Face.KAI: True, Face.SONG: False, Face.HEI: False,
    }  # fmt: skip
    assert sorted(path.name for path, _ in found.files) == ["NotoSansCJKsc-Regular.otf", "NotoSerifCJKsc-Regular.otf"]
    assert found.system is False


def test_a_configured_folder_goes_first(folder):
    found = find_fonts(folder)
    assert found.faces[Face.HEI].families == ("SimHei", "Noto Serif CJK SC", "Noto Sans CJK SC")
    assert found.faces[Face.SONG].families[0] == "Noto Serif CJK SC"
    assert found.system is False


def test_the_fonts_are_found_once(folder):
    assert find_fonts(folder) is find_fonts(str(folder))


def test_a_font_that_is_put_into_the_folder_later_is_seen(tmp_path):
    before = find_fonts(tmp_path).faces[Face.HEI].families[0]
    (tmp_path / "hei.ttf").symlink_to(package_folder() / "SimHei.ttf")
    assert (before, find_fonts(tmp_path).faces[Face.HEI].families[0]) == ("Noto Sans CJK SC", "SimHei")


def test_a_folder_that_does_not_exist_is_named(tmp_path):
    with pytest.raises(NotADirectoryError, match="nowhere does not exist"):
        find_fonts(tmp_path / "nowhere")


@pytest.mark.usefixtures("forgetful")
def test_the_machine_is_asked_only_when_folder_and_package_have_none(monkeypatch, folder):
    asked = []
    monkeypatch.setattr(fonts, "listed_by_system", lambda: asked.append(1) or [])
    find_fonts()
    monkeypatch.setattr(fonts, "package_folder", lambda: None)
    find_fonts(folder)
    assert asked == []


@pytest.mark.usefixtures("forgetful")
def test_without_any_font_the_refusal_says_where_to_put_one(monkeypatch, tmp_path):
    monkeypatch.setattr(fonts, "package_folder", lambda: None)
    monkeypatch.setattr(fonts, "listed_by_system", lambda: [])
    with pytest.raises(NoChineseFont, match=f"put a font into {tmp_path}"):
        find_fonts(tmp_path)


@pytest.mark.usefixtures("forgetful")
def test_the_machine_serves_where_nothing_else_does(monkeypatch):
    monkeypatch.setattr(fonts, "package_folder", lambda: None)
    monkeypatch.setattr(fonts, "listed_by_system", lambda: [SimpleNamespace(family="SimSun", weight=400, path=None, index=0)])
    found = find_fonts()
    assert (found.system, found.faces[Face.FANGSONG].families) == (True, ("SimSun",))


@pytest.mark.usefixtures("forgetful")
def test_the_machine_goes_before_the_package_when_the_site_asks_for_it(monkeypatch):
    monkeypatch.setattr(fonts, "listed_by_system", lambda: [SimpleNamespace(family="FangSong", weight=400, path=None, index=0)])
    assert find_fonts(system=True).faces[Face.FANGSONG].families == ("FangSong", "Noto Serif CJK SC", "Noto Sans CJK SC")


def test_an_earlier_place_wins_over_a_better_known_name():
    places = [[font("Noto Serif SC")], [font("SimSun"), font("FangSong")]]
    assert chosen(Face.SONG, places).families == ("Noto Serif SC", "SimSun")
    assert chosen(Face.FANGSONG, places).families == ("FangSong", "Noto Serif SC", "SimSun")


def test_a_bold_cut_is_known():
    assert chosen(Face.HEI, [[font("Noto Sans SC"), font("Noto Sans SC", 700)]]).bold_cut is True
    assert chosen(Face.HEI, [[font("Noto Sans SC"), font("SimSun", 700)]]).bold_cut is False


def test_rare_names_are_covered_and_what_is_not_is_named():
    text = "䶮㛃𬭚王𠮷田 张三 “2022年”——…①〔1〕℃ 😀 مرحبا\u3000\n\u200b"
    assert find_fonts().missing_characters(text) == {"😀", "م", "ر", "ح", "ب", "ا"}


def test_coverage_of_a_face_with_the_older_table():
    found = coverage(package_folder() / "SimHei.ttf")
    assert [character in found for character in "张A，𠮷\u0001"] == [True, True, True, False, False]


def test_a_file_without_character_map_is_refused(tmp_path):
    path = tmp_path / "empty.ttf"
    path.write_bytes(b"\x00\x01\x00\x00" + bytes(8))
    with pytest.raises(ValueError, match=r"empty\.ttf holds no character map"):
        coverage(path)


def test_a_map_without_unicode_is_refused():
    with pytest.raises(ValueError, match="no Unicode subtable"):
        from_character_map(b"\x00\x00\x00\x01" + b"\x00\x01\x00\x00" + b"\x00\x00\x00\x0c" + bytes(8))


def test_stretches_that_touch_are_joined():
    found = merged([(10, 20), (21, 30), (5, 12), (40, 41)])
    assert (found.starts, found.ends) == ((5, 40), (30, 41))
    assert [chr(point) in found for point in (4, 5, 30, 31, 39, 40, 41, 42)] == [
        False, True, True, False, False, True, True, False,
    ]  # fmt: skip
