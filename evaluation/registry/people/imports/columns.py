"""The columns of a roster, and the words that stand in them.

The role group follows from the column 人员类别 where there is one. Otherwise from the post: 学生 and posts of students;
教师, 辅导员 and the like; 医师, 护士, 药师 and the like; every other post is staff. Where the post is empty, a sheet whose name
holds 学生 means students, and in other sheets nothing is concluded.
"""

import re

from evaluation.foundation.importing.tables import Shape
from evaluation.foundation.tabular.headings import Column
from evaluation.registry.people.enums import PoliticalStatus, RoleGroup, Sex

NUMBER_WORDS = ("工号", "学号", "职工号", "教工号", "教职工号", "工号（学号）", "学工号", "人员编号", "职工编号", "学籍号")
IDENTITY_NUMBERS = ("身份证", "身份证号码", "身份证件号", "身份证件号码", "公民身份号码", "公民身份证号", "证件号", "证件号码")

ROSTER = Shape(
    "roster",
    (
        Column("serial", "序号", ("次序", "No", "NO.")),
        Column("number", "工号/学号", NUMBER_WORDS, required=True),
        Column("name", "姓名", ("人员姓名", "职工姓名", "学生姓名"), required=True),
        Column("sex", "性别"),
        Column("birth_date", "出生年月", ("出生日期", "出生年月日", "出生时间", "生日")),
        Column("ethnicity", "民族"),
        Column(
            "department",
            "部门",
            ("所在部门", "所属部门", "单位", "所在单位", "工作部门", "院系", "系部", "部门/院系"),
            required=True,
        ),
        Column(
            "branch", "所在党支部", ("所属党支部", "所属支部", "所在支部", "党支部", "支部", "所在党组织", "所属党组织", "党组织")
        ),
        Column("political_status", "政治面貌", ("政治面目",)),
        Column("joined_on", "入党时间", ("入党日期", "入党年月", "入党年月日", "加入党组织时间", "加入党组织日期")),
        Column("post", "职务", ("岗位", "职位", "现任职务", "职务/岗位", "岗位/职务", "职务名称")),
        Column("cadre_level", "级别", ("干部级别", "职级", "行政级别", "职务级别", "职务层次")),
        Column("role_group", "人员类别", ("人员类型", "人员分类", "身份类别")),
        Column("phone", "手机号", ("手机", "手机号码", "联系电话", "电话", "联系方式", "移动电话", "电话号码")),
        Column("remark", "备注", ("说明", "备注说明")),
    ),
    never_stored=(Column("identity_number", "身份证号", IDENTITY_NUMBERS),),
)
SHOWN = ("number", "name", "sex", "department", "branch", "political_status", "joined_on")

SEXES = {"男": Sex.MALE, "男性": Sex.MALE, "女": Sex.FEMALE, "女性": Sex.FEMALE}
SEX_WORDS = {Sex.MALE: "男", Sex.FEMALE: "女"}
STATUS_WORDS = {
    PoliticalStatus.MASSES: "群众",
    PoliticalStatus.LEAGUE_MEMBER: "共青团员",
    PoliticalStatus.APPLICANT: "入党申请人",
    PoliticalStatus.ACTIVIST: "入党积极分子",
    PoliticalStatus.DEVELOPMENT_TARGET: "发展对象",
    PoliticalStatus.PROBATIONARY_MEMBER: "中共预备党员",
    PoliticalStatus.FULL_MEMBER: "中共党员",
    PoliticalStatus.OTHER_PARTY: "民主党派",
}
OTHER_PARTIES = {  # the eight, and what their members are called (GB/T 4762)
    "民革": "民革党员",
    "民盟": "民盟盟员",
    "民建": "民建会员",
    "民进": "民进会员",
    "农工党": "农工党党员",
    "致公党": "致公党党员",
    "九三学社": "九三学社社员",
    "台盟": "台盟盟员",
}
STATUSES = (
    {word: status for status, word in STATUS_WORDS.items()}
    | {
        "党员": PoliticalStatus.FULL_MEMBER,
        "正式党员": PoliticalStatus.FULL_MEMBER,
        "中共正式党员": PoliticalStatus.FULL_MEMBER,
        "中国共产党党员": PoliticalStatus.FULL_MEMBER,
        "预备党员": PoliticalStatus.PROBATIONARY_MEMBER,
        "中国共产党预备党员": PoliticalStatus.PROBATIONARY_MEMBER,
        "积极分子": PoliticalStatus.ACTIVIST,
        "党员发展对象": PoliticalStatus.DEVELOPMENT_TARGET,
        "团员": PoliticalStatus.LEAGUE_MEMBER,
        "入党申请者": PoliticalStatus.APPLICANT,
        "申请入党人员": PoliticalStatus.APPLICANT,
        "普通群众": PoliticalStatus.MASSES,
        "普通公民": PoliticalStatus.MASSES,
        "民主党派成员": PoliticalStatus.OTHER_PARTY,
    }
    | dict.fromkeys([*OTHER_PARTIES, *OTHER_PARTIES.values()], PoliticalStatus.OTHER_PARTY)
)
WITHOUT_PARTY = frozenset({"无党派人士", "无党派民主人士", "无党派"})  # registered as masses, with a warning
MEMBERS = frozenset({PoliticalStatus.FULL_MEMBER, PoliticalStatus.PROBATIONARY_MEMBER})

ROLE_GROUPS = {
    "医护人员": RoleGroup.MEDICAL,
    "医务人员": RoleGroup.MEDICAL,
    "医护": RoleGroup.MEDICAL,
    "教师": RoleGroup.TEACHER,
    "专任教师": RoleGroup.TEACHER,
    "学生": RoleGroup.STUDENT,
    "职工": RoleGroup.STAFF,
    "管理人员": RoleGroup.STAFF,
    "行政人员": RoleGroup.STAFF,
    "教辅人员": RoleGroup.STAFF,
    "工勤人员": RoleGroup.STAFF,
}
GROUP_WORDS = {
    RoleGroup.MEDICAL: "医护人员",
    RoleGroup.TEACHER: "教师",
    RoleGroup.STUDENT: "学生",
    RoleGroup.STAFF: "职工",
}
STUDENT_POST = re.compile("^(学生|本科生|专科生|研究生)($|会|干部|党员|骨干|志愿|代表)|^(班长|团支书|学习委员|楼层长|宿舍长)$")
MEDICAL_POST = re.compile("医师|医生|校医|护士|护师|护理|药师|药剂|检验师|检验员|放射")
TEACHER_POST = re.compile("教师|教员|讲师|教授|助教|辅导员|班主任|实训指导")
STUDENT_SHEET = "学生"


def role_group_of(post: str, sheet: str) -> RoleGroup | None:
    """The group that a post belongs to, by the rule above."""
    for pattern, group in (
        (STUDENT_POST, RoleGroup.STUDENT),
        (TEACHER_POST, RoleGroup.TEACHER),
        (MEDICAL_POST, RoleGroup.MEDICAL),
    ):
        if pattern.search(post):
            return group
    if post:
        return RoleGroup.STAFF
    return RoleGroup.STUDENT if STUDENT_SHEET in sheet else None
