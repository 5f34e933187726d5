"""Surnames of more than one character, and characters that sound otherwise in a name than in a dictionary.

A family name keeps the sound that its bearers use (《现代汉语词典》 marks these as 姓); a dictionary's first reading of the
character is another. Only readings that differ once tones are left out are listed.
"""

# Left out on purpose, since a common single surname with a common given name is likelier: 贺兰, 段干, 成公, 谷梁, 宗政, 乐正.
WRITTEN = """
爱新觉罗 叶赫那拉 侯莫陈
百里 北宫 淳于 达奚 第五 东方 东郭 东门 端木 独孤 哥舒 公良 公孙 公西 公羊 公冶 毌丘 赫连 呼延 皇甫 即墨 夹谷 令狐
闾丘 慕容 纳兰 南宫 南门 欧阳 漆雕 亓官 綦毋 壤驷 濮阳 仆固 单于 上官 申屠 司城 司寇 司空 司马 司徒 太史 太叔 澹台
拓跋 完颜 万俟 微生 闻人 巫马 西门 夏侯 鲜于 相里 轩辕 羊舌 耶律 尉迟 宇文 宰父 长孙 钟离 仲孙 诸葛 颛孙 子车 左丘
"""
COMPOUND_SURNAMES = frozenset(WRITTEN.split())

COMPOUND_READINGS = {
    "万俟": ("mo", "qi"),
    "尉迟": ("yu", "chi"),
    "单于": ("chan", "yu"),
    "长孙": ("zhang", "sun"),
    "澹台": ("tan", "tai"),
    "子车": ("zi", "ju"),
}

SURNAME_READINGS = {
    "薄": "bo",
    "秘": "bi",
    "卜": "bu",
    "种": "chong",
    "都": "du",
    "盖": "ge",
    "句": "gou",
    "炅": "gui",
    "角": "jue",
    "阚": "kan",
    "缪": "miao",
    "佴": "nai",
    "能": "nai",
    "粘": "nian",
    "乜": "nie",
    "区": "ou",
    "朴": "piao",
    "繁": "po",
    "覃": "qin",
    "仇": "qiu",
    "单": "shan",
    "召": "shao",
    "折": "she",
    "洗": "xian",
    "解": "xie",
    "颉": "xie",
    "郇": "xun",
    "么": "yao",
    "乐": "yue",
    "员": "yun",
    "贠": "yun",
    "曾": "zeng",
    "查": "zha",
    "祭": "zhai",
    "翟": "zhai",
}

GIVEN_NAME_READINGS = {
    "长": "chang",
    "裳": "chang",
    "鹄": "hu",
    "伽": "jia",
    "隽": "jun",
    "勒": "le",
    "晟": "sheng",
    "什": "shi",
    "率": "shuai",
    "曾": "zeng",
    "仔": "zi",
}
