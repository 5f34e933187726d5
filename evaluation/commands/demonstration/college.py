"""Organisations and people of the demonstration college."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import product
from typing import Any

from evaluation.registry.organizations.enums import OrganizationKind, PartyType
from evaluation.registry.organizations.models import Organization
from evaluation.registry.organizations.operations import create_organization
from evaluation.registry.people.enums import AffiliationKind, PoliticalStatus, RoleGroup, Sex
from evaluation.registry.people.models import Person
from evaluation.registry.people.operations import affiliate, create_person

COMMITTEE = "中共启明职业技术学院委员会"
DEPARTMENTS = (
    ("D01", "党政办公室", "党政办", "jg1", 5),
    ("D02", "组织人事部", "组织部", "jg1", 5),
    ("D03", "宣传统战部", "宣传部", "jg1", 5),
    ("D04", "纪检监察室", "纪检室", "jg2", 3),
    ("D05", "学生工作处", "学生处", "jg2", 8),
    ("D06", "后勤服务处", "后勤处", "hq", 9),
    ("D07", "安全保卫处", "保卫处", "hq", 10),
    ("D08", "校医务室", "医务室", "yw", 8),
    ("D09", "机电工程系", "机电系", "jd", 10),
    ("D10", "信息工程系", "信息系", "xx", 10),
)
BRANCHES = {
    "jg1": ("P11", "机关第一党支部"),
    "jg2": ("P12", "机关第二党支部"),
    "hq": ("P13", "后勤保卫党支部"),
    "yw": ("P14", "医务室党支部"),
    "jd": ("P21", "机电系教工党支部"),
    "xx": ("P22", "信息系教工党支部"),
    "jd_students": ("P23", "机电系学生党支部"),
    "xx_students": ("P24", "信息系学生党支部"),
}
STUDENTS = (("D09", "jd_students", 24), ("D10", "xx_students", 24))
SURNAMES = (
    "丁马王方尹石田白冯冉成乔任华刘齐江汤许孙严杜李杨吴岑邱余汪沈宋张陆陈邵武范林郁明罗岳金周庞郑单"
    "孟赵荆胡柯段侯姜洪姚贺秦袁贾夏顾钱徐高郭唐陶黄曹龚盛崔康梁彭蒋韩程傅曾谢赖蔡廖谭翟颜潘薛霍穆戴魏"
)
GIVEN = (
    "志远",
    "思源",
    "晓雯",
    "建国",
    "海燕",
    "洪梅",
    "立言",
    "国栋",
    "雨桐",
    "庆和",
    "静",
    "俊",
    "敏",
    "洋",
    "佳怡",
    "文博",
    "春生",
    "子涵",
    "玉兰",
    "振宇",
    "雪",
    "明哲",
    "桂芳",
    "一鸣",
    "秋实",
)
POSTS = ("干事", "干事", "科员", "辅导员", "专任教师", "工程师")
HEADS = {
    "D01": "主任",
    "D02": "部长",
    "D03": "部长",
    "D04": "主任",
    "D05": "处长",
    "D06": "处长",
    "D07": "处长",
    "D08": "主任",
    "D09": "系主任",
    "D10": "系主任",
}


@dataclass
class College:
    """What was made: organisations by code and by branch key, people by department."""

    departments: dict[str, Organization] = field(default_factory=dict)
    branches: dict[str, Organization] = field(default_factory=dict)
    committee: Organization | None = None
    staff: dict[str, list[Person]] = field(default_factory=dict)
    students: dict[str, list[Person]] = field(default_factory=dict)


def invented_names() -> Iterator[str]:
    """Names without end that do not repeat; surnames and given names walk at different pace."""
    pairs = list(product(range(len(GIVEN)), range(len(SURNAMES))))
    for position in range(len(pairs)):
        given, surname = pairs[(position * 37 + 11) % len(pairs)]
        yield SURNAMES[surname] + GIVEN[given]


def make_organizations(college: College) -> None:
    """Committee, two general branches, eight branches, ten departments."""
    party, department = OrganizationKind.PARTY, OrganizationKind.DEPARTMENT
    college.committee = create_organization(
        actor=None,
        code="P00",
        name=COMMITTEE,
        short_name="学院党委",
        kind=party,
        party_type=PartyType.COMMITTEE,
        may_approve_admission=True,
    )
    offices = create_organization(
        actor=None, code="P10", name="机关党总支", kind=party, party_type=PartyType.GENERAL_BRANCH, parent_id=college.committee.id
    )
    teaching = create_organization(
        actor=None,
        code="P20",
        name="教学系党总支",
        kind=party,
        party_type=PartyType.GENERAL_BRANCH,
        parent_id=college.committee.id,
    )
    for key, (code, name) in BRANCHES.items():
        parent = offices if code.startswith("P1") else teaching
        college.branches[key] = create_organization(
            actor=None, code=code, name=name, kind=party, party_type=PartyType.BRANCH, parent_id=parent.id
        )
    for code, name, short_name, _branch, _count in DEPARTMENTS:
        college.departments[code] = create_organization(actor=None, code=code, name=name, short_name=short_name, kind=department)


def make_people(college: College, *, now: datetime) -> None:
    """Staff and students with unit, branch, post, level, role group and political status, each from a day on."""
    names = invented_names()
    serial = 0
    for code, _name, _short, branch, count in DEPARTMENTS:
        for position in range(count):
            serial += 1
            status = (
                PoliticalStatus.FULL_MEMBER
                if position % 4 != 3
                else (PoliticalStatus.MASSES, PoliticalStatus.ACTIVIST)[serial % 2]
            )
            person = new_person(
                college,
                names,
                f"{serial:05d}",
                code,
                branch,
                status,
                now=now,
                born=date(1972 + serial * 5 % 24, 1 + serial % 12, 1 + serial % 27),
            )
            head = position == 0
            group = RoleGroup.MEDICAL if code == "D08" else RoleGroup.TEACHER if code in {"D09", "D10"} else RoleGroup.STAFF
            post = HEADS[code] if head else "护士" if code == "D08" else POSTS[serial % len(POSTS)]
            since = date(2016 + serial % 5, 9, 1)
            affiliate(person, AffiliationKind.POST, post, valid_from=since, actor=None, now=now)
            affiliate(person, AffiliationKind.ROLE_GROUP, group, valid_from=since, actor=None, now=now)
            if head:
                affiliate(person, AffiliationKind.CADRE_LEVEL, "中层正职", valid_from=since, actor=None, now=now)
            college.staff.setdefault(code, []).append(person)
    stages = (
        PoliticalStatus.ACTIVIST,
        PoliticalStatus.LEAGUE_MEMBER,
        PoliticalStatus.PROBATIONARY_MEMBER,
        PoliticalStatus.APPLICANT,
    )
    for code, branch, count in STUDENTS:
        for position in range(count):
            serial += 1
            person = new_person(
                college,
                names,
                f"{now.year - 2}{code[1:]}{position + 1:03d}",
                code,
                branch,
                stages[position % 4],
                now=now,
                born=date(now.year - 20, 1 + serial % 12, 1 + serial % 27),
            )
            affiliate(person, AffiliationKind.POST, "学生", valid_from=date(now.year - 2, 9, 1), actor=None, now=now)
            affiliate(
                person, AffiliationKind.ROLE_GROUP, RoleGroup.STUDENT, valid_from=date(now.year - 2, 9, 1), actor=None, now=now
            )
            college.students.setdefault(code, []).append(person)


def new_person(
    college: College,
    names: Iterator[str],
    number: str,
    department: str,
    branch: str,
    status: PoliticalStatus,
    *,
    now: datetime,
    born: date,
) -> Person:
    """A person of a department and branch; who has nothing to do with the Party has no branch."""
    joined = (now - timedelta(days=900 + int(number) * 13 % 4000)).date()
    in_party = status in {PoliticalStatus.FULL_MEMBER, PoliticalStatus.PROBATIONARY_MEMBER}
    person = create_person(
        actor=None,
        now=now,
        number=number,
        name=next(names),
        sex=(Sex.FEMALE, Sex.MALE)[int(number) % 2],
        birth_date=born,
        ethnicity="汉族",
        joined_on=joined if in_party else None,
    )
    common: dict[str, Any] = {"actor": None, "now": now}
    since = date(now.year - 2, 9, 1) if number.startswith(str(now.year - 2)) else date(2015, 9, 1)
    affiliate(person, AffiliationKind.DEPARTMENT, college.departments[department].id, valid_from=since, **common)
    if status not in {PoliticalStatus.MASSES, PoliticalStatus.LEAGUE_MEMBER}:
        affiliate(person, AffiliationKind.BRANCH, college.branches[branch].id, valid_from=since, **common)
    affiliate(person, AffiliationKind.POLITICAL_STATUS, status, valid_from=max(since, joined) if in_party else since, **common)
    return person
