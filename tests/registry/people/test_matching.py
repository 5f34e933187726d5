"""Written names and the people they mean: found, ambiguous or missing, with suggestions and never a guess."""

from dataclasses import dataclass

import pytest

from evaluation.registry.people.matching import Match, Outcome, match_name, names_in_text, split_names


@dataclass(frozen=True)
class Colleague:
    id: int
    name: str


def colleagues(*names: str) -> list[Colleague]:
    return [Colleague(number, name) for number, name in enumerate(names, start=1)]


def suggested(name: str, *names: str) -> list[str]:
    match = match_name(name, colleagues(*names))
    assert match.outcome is Outcome.MISSING
    assert (match.people, match.person) == ((), None)
    return [person.name for person in match.suggestions]


def test_one_exact_name_is_found():
    wang, liu = colleagues("王芳", "刘大伟")
    assert match_name("刘大伟", [wang, liu]) == Match(Outcome.FOUND, (liu,), ())
    assert match_name(" 王\u3000芳 ", [wang, liu]).person == wang


def test_the_kind_of_dot_does_not_matter():
    (person,) = colleagues("买买提·吐尔逊")
    assert match_name("买买提•吐尔逊", [person]).person == person


def test_two_of_one_name_are_ambiguous_and_nobody_is_taken():
    first, other, second = colleagues("方娜", "方红", "方娜")
    match = match_name("方娜", [first, other, second])
    assert (match.outcome, match.people, match.person) == (Outcome.AMBIGUOUS, (first, second), None)


def test_an_unknown_name_is_missing():
    assert suggested("赵六", "王芳", "刘大伟") == []
    assert suggested("", "王芳") == []
    assert suggested("赵六") == []


def test_a_doubled_character_suggests_the_single_one():
    assert suggested("刘大伟伟", "刘大伟", "刘小伟", "王芳") == ["刘大伟"]
    assert suggested("刘大伟", "刘大大伟") == ["刘大大伟"]


def test_the_same_sound_is_suggested():
    assert suggested("张薇", "张伟", "张未", "章薇", "张丽") == ["张伟", "张未", "章薇"]
    assert suggested("曾丽", "增丽", "层丽") == ["增丽"]


def test_one_different_character_is_near_in_longer_names_only():
    assert suggested("刘晓梅", "刘小海", "刘晓海", "王晓梅") == ["刘晓海", "王晓梅"]
    assert suggested("刘梅", "刘红", "王梅") == []


def test_one_character_more_less_or_exchanged():
    assert suggested("欧阳文", "欧阳文静", "欧文", "文阳欧") == ["欧阳文静"]
    assert suggested("李文静", "李静文", "静文李") == ["李静文"]


def test_a_first_name_without_its_second_part():
    assert suggested("阿依古丽", "阿依古丽·艾合买提", "阿依古丽·吐尔逊", "阿依努尔·买买提") == [
        "阿依古丽·吐尔逊",
        "阿依古丽·艾合买提",
    ]
    assert suggested("阿依古丽·热合曼", "阿依古丽·买买提") == []


def test_nearest_first_and_five_at_most():
    names = ["刘大炜", "刘太伟", "刘大伟", "刘大卫", "刘大为", "刘大威", "刘大维", "刘大魏"]
    assert suggested("刘大伟伟", *names) == ["刘大伟"]
    assert suggested("刘大韦", *names) == ["刘大为", "刘大伟", "刘大卫", "刘大威", "刘大炜"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("萧学、艾力·热合曼、梁杰", ["萧学", "艾力·热合曼", "梁杰"]),
        ("邱波，乔宁,吴胜；孟富", ["邱波", "乔宁", "吴胜", "孟富"]),
        ("方娜、孙磊、方娜", ["方娜", "孙磊", "方娜"]),
        ("李强 王 芳\n赵六六", ["李强", "王芳", "赵六六"]),
        ("王\u3000芳 马\u3000超", ["王芳", "马超"]),
        ("买买提 • 吐尔逊、Anna Lee", ["买买提·吐尔逊", "Anna Lee"]),
        ("李强、、 ，", ["李强"]),
        ("马 王小明", ["马", "王小明"]),
        ("", []),
    ],
)
def test_names_of_one_cell(text, names):
    assert split_names(text) == names


def test_names_mentioned_in_a_text():
    known = ["李文", "李文杰", "王芳", "马超", "马"]
    assert names_in_text("王芳和李文杰值守，王芳后来换下李文。", known) == ["王芳", "李文杰", "李文"]
    assert names_in_text("李文杰值守，人困马乏。", known) == ["李文杰"]
    assert names_in_text("王芳值守。", []) == []
