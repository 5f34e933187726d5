from dataclasses import dataclass

import pytest

from evaluation.registry.organizations.matching import OrganizationIndex, distinctive, likeness


@dataclass(frozen=True)
class Unit:
    id: int
    name: str
    short_name: str


BRANCHES = [
    Unit(1, "机关第一党支部", "机关第一党支部"),
    Unit(2, "机关第二党支部", "机关第二党支部"),
    Unit(3, "后勤党支部", "后勤党支部"),
    Unit(4, "机电系教工党支部", "机电系教工党支部"),
    Unit(5, "机电系学生党支部", "机电系学生党支部"),
]
DEPARTMENTS = [
    Unit(1, "教务处", "教务处"),
    Unit(2, "学生工作处", "学生处"),
    Unit(3, "机电工程系", "机电系"),
    Unit(4, "医学护理系", "医护系"),
]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("机关第一党支部", 1),
        (" 机关第一 党支部 ", 1),
        ("机关第1党支部", 1),
        ("机关第１支部", 1),
        ("机关一支部", 1),
        ("机关第一支部委员会", 1),
        ("中共示范学院机关第一党支部", 1),
        ("示范学院后勤支部", 3),
        ("机电系学生党支部（全称）", 5),
        ("机关党支部", None),
        ("机电党支部", None),
        ("第九党支部", None),
        ("", None),
    ],
)
def test_official_spellings_are_found_and_nothing_is_guessed(text: str, found: int | None) -> None:
    match = OrganizationIndex(BRANCHES, college="示范学院").find(text)

    assert (match.found.id if match.found else None) == found


@pytest.mark.parametrize(("text", "found"), [("教务处", 1), ("学生处", 2), ("学生工作处", 2), ("机电系", 3), ("学生", None)])
def test_full_and_short_names_count_alike(text: str, found: int | None) -> None:
    match = OrganizationIndex(DEPARTMENTS).find(text)

    assert (match.found.id if match.found else None) == found


def test_a_spelling_that_two_share_decides_nothing() -> None:
    twins = [Unit(1, "第一党支部", "一支部"), Unit(2, "一党支部", "一")]

    match = OrganizationIndex(twins).find("第1支部")

    assert (match.found, [one.id for one in match.several]) == (None, [1, 2])


@pytest.mark.parametrize(
    ("text", "hint", "names"),
    [
        ("机电二支部", "学生", ["机电系学生党支部", "机电系教工党支部"]),
        ("机电二支部", "教工", ["机电系教工党支部", "机电系学生党支部"]),
        ("第九党支部", "", []),
        ("财务党支部", "", []),
    ],
)
def test_suggestions_come_near_or_there_are_none(text: str, hint: str, names: list[str]) -> None:
    assert [one.name for one in OrganizationIndex(BRANCHES).find(text, hint=hint).suggestions] == names


def test_words_that_all_share_do_not_make_names_alike() -> None:
    assert distinctive("中共机关第1党支部委员会") == "机关一"
    assert likeness("后勤党支部", "卫生所党支部") == 0.0
    assert likeness("党支部", "第九党支部") == 0.0
    assert likeness("机电二支部", "机电系学生党支部") > likeness("机电二支部", "机关第二党支部")
