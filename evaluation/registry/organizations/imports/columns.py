"""The columns of tables of departments and of Party organisations, and the words for kinds of Party organisation."""

from evaluation.foundation.importing.tables import Shape
from evaluation.foundation.tabular.headings import Column
from evaluation.registry.organizations.enums import OrganizationKind, PartyType

CODE = Column(
    "code", "编码", ("代码", "编号", "部门编码", "部门代码", "单位编码", "单位代码", "组织编码", "党组织编码"), required=True
)
SHORT_NAME = Column("short_name", "简称", ("部门简称", "单位简称", "组织简称", "党组织简称", "短名"))

DEPARTMENTS = Shape(
    OrganizationKind.DEPARTMENT,
    (
        CODE,
        Column("name", "部门名称", ("名称", "部门", "单位名称", "单位", "部门全称", "机构名称"), required=True),
        SHORT_NAME,
        Column("parent", "上级编码", ("上级部门编码", "上级部门", "上级单位", "上级", "上级代码", "所属部门")),
    ),
)
PARTY_ORGANIZATIONS = Shape(
    OrganizationKind.PARTY,
    (
        CODE,
        Column("name", "党组织名称", ("名称", "组织名称", "党组织", "党组织全称", "支部名称"), required=True),
        SHORT_NAME,
        Column("parent", "上级编码", ("上级党组织编码", "上级党组织", "上级组织", "上级", "上级代码", "上级组织编码")),
        Column("party_type", "类型", ("党组织类型", "组织类型", "类别", "党组织类别"), required=True),
    ),
)
SHAPES = (DEPARTMENTS, PARTY_ORGANIZATIONS)
SHOWN = ("code", "name", "short_name", "parent", "party_type")

PARTY_TYPES = {
    "党委": PartyType.COMMITTEE,
    "基层党委": PartyType.COMMITTEE,
    "党的委员会": PartyType.COMMITTEE,
    "党总支": PartyType.GENERAL_BRANCH,
    "总支": PartyType.GENERAL_BRANCH,
    "党总支部": PartyType.GENERAL_BRANCH,
    "总支部": PartyType.GENERAL_BRANCH,
    "党支部": PartyType.BRANCH,
    "支部": PartyType.BRANCH,
    "临时党委": PartyType.TEMPORARY,
    "临时党总支": PartyType.TEMPORARY,
    "临时党支部": PartyType.TEMPORARY,
    "临时支部": PartyType.TEMPORARY,
    "临时党组织": PartyType.TEMPORARY,
}
PARTY_WORDS = {
    PartyType.COMMITTEE: "党委",
    PartyType.GENERAL_BRANCH: "党总支",
    PartyType.BRANCH: "党支部",
    PartyType.TEMPORARY: "临时党组织",
}
