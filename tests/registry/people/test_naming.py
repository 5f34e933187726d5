"""How names sound, where the surname ends, and how names are padded and hidden."""

import subprocess
import sys

import pytest

from evaluation.registry.people.naming import (
    given_name_of,
    padded_for_roster,
    pinyin_of,
    surname_of,
    tidy_name,
    with_mou,
)
from evaluation.registry.people.surnames import COMPOUND_SURNAMES


@pytest.mark.parametrize(
    ("name", "full", "initials"),
    [
        ("张三", "zhangsan", "zs"),
        ("单雄信", "shanxiongxin", "sxx"),
        ("曾国藩", "zengguofan", "zgf"),
        ("解缙", "xiejin", "xj"),
        ("仇和", "qiuhe", "qh"),
        ("区小红", "ouxiaohong", "oxh"),
        ("翟志刚", "zhaizhigang", "zzg"),
        ("查良镛", "zhaliangyong", "zly"),
        ("盖叫天", "gejiaotian", "gjt"),
        ("朴正花", "piaozhenghua", "pzh"),
        ("任长霞", "renchangxia", "rcx"),
        ("华佗", "huatuo", "ht"),
        ("纪晓岚", "jixiaolan", "jxl"),
        ("宁采臣", "ningcaichen", "ncc"),
        ("缪荃孙", "miaoquansun", "mqs"),
        ("乐嘉乐", "yuejiale", "yjl"),
        ("员半千", "yunbanqian", "ybq"),
        ("逄先知", "pangxianzhi", "pxz"),
        ("折可适", "shekeshi", "sks"),
        ("种师道", "chongshidao", "csd"),
        ("覃晟", "qinsheng", "qs"),
        ("薄少君", "boshaojun", "bsj"),
        ("万里", "wanli", "wl"),
        ("万俟晓", "moqixiao", "mqx"),
        ("尉迟恭", "yuchigong", "ycg"),
        ("尉健", "weijian", "wj"),
        ("长孙无忌", "zhangsunwuji", "zswj"),
        ("单于婷婷", "chanyutingting", "cytt"),
        ("令狐冲", "linghuchong", "lhc"),
        ("澹台明", "tantaiming", "ttm"),
        ("夏侯惇", "xiahoudun", "xhd"),
        ("吕绿女", "lvlvnv", "lln"),
        ("李单", "lidan", "ld"),
        ("阿依古丽·艾合买提", "ayiguliaihemaiti", "ayglahmt"),
        ("买买提·单", "maimaitidan", "mmtd"),
        (" 王 芳\u3000", "wangfang", "wf"),
        ("Anna Lee", "annalee", "al"),
        ("", "", ""),
    ],
)
def test_pinyin_and_initials(name, full, initials):
    assert pinyin_of(name) == (full, initials)


def test_a_character_without_reading_stands_for_itself():
    assert pinyin_of("李\U0002cff0") == ("li\U0002cff0", "l\U0002cff0")


def test_starting_up_reads_no_pinyin():
    program = (
        "import sys, evaluation.registry.people.naming as n; print('pypinyin' in sys.modules, n.dictionary.cache_info().currsize)"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert result.stdout.split() == ["False", "0"]


@pytest.mark.parametrize(
    ("name", "surname", "given"),
    [
        ("李源", "李", "源"),
        ("欧阳修", "欧阳", "修"),
        ("司马", "司", "马"),
        ("贺兰英", "贺", "兰英"),
        ("爱新觉罗溥杰", "爱新觉罗", "溥杰"),
        ("阿依古丽·艾合买提", "阿", "依古丽·艾合买提"),
        ("Anna Lee", "Anna Lee", ""),
        ("", "", ""),
    ],
)
def test_surname_and_given_name(name, surname, given):
    assert (surname_of(name), given_name_of(name)) == (surname, given)


def test_every_compound_surname_is_found():
    assert {surname_of(f"{surname}明") for surname in COMPOUND_SURNAMES} == COMPOUND_SURNAMES
    assert {len(surname) for surname in COMPOUND_SURNAMES} == {2, 3, 4}


@pytest.mark.parametrize(
    ("name", "mou"),
    [
        ("李文源", "李某"),
        ("马超", "马某"),
        ("李文清源", "李某"),
        ("欧阳修", "欧阳某"),
        ("欧阳少东", "欧阳某"),
        ("阿依古丽·艾合买提", "阿某"),
        ("Anna Lee", "A某"),
        ("", ""),
    ],
)
def test_names_that_must_not_be_told(name, mou):
    assert with_mou(name) == mou


def test_two_characters_are_padded_to_three():
    assert padded_for_roster("马超") == "马\u3000超"
    assert padded_for_roster("李文源") == "李文源"
    assert padded_for_roster("Li") == "Li"


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        (" 范才怡\u3000", "范才怡"),
        ("王 芳", "王芳"),
        ("马\u3000超", "马超"),
        ("阿依古丽•艾合买提", "阿依古丽·艾合买提"),
        ("买买提・ 吐尔逊", "买买提·吐尔逊"),
        ("古丽．热合曼", "古丽·热合曼"),
        ("Anna  Lee ", "Anna Lee"),
        ("\n", ""),
    ],
)
def test_tidy_names(written, stored):
    assert tidy_name(written) == stored
