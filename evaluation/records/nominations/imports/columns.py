"""The columns of the workbook in which branches keep their cases: one row a person, days and numbers in columns."""

from evaluation.foundation.importing.tables import Shape
from evaluation.foundation.tabular.headings import Column
from evaluation.procedures.rules.rows import DATE_COLUMNS, NUMBER_COLUMNS, PEOPLE_COLUMNS, SHORTENING_COLUMN

NUMBER = Column("number", "工号/学号", ("工号", "学号", "人员编号", "编号"), required=True)
NAME = Column("name", "姓名", ("申请人", "申请人姓名", "发展对象姓名"), required=True)
OTHER_WORDS: dict[str, tuple[str, ...]] = {
    "applied_on": ("申请入党时间", "递交申请书时间", "递交入党申请时间"),
    "talked_on": ("谈话时间",),
    "activist_on": ("列为积极分子时间", "确定入党积极分子时间"),
    "activist_filed_on": ("备案时间",),
    "target_proposed_on": ("支委会确定发展对象时间",),
    "target_agreed_on": ("上级同意时间", "上级备案时间"),
    "target_listed_on": ("确定发展对象时间", "列为发展对象日期"),
    "political_review_on": ("政审时间",),
    "training_ended_on": ("集中培训结束时间",),
    "pre_review_on": ("预审时间",),
    "meeting_on": ("接收预备党员支部大会时间", "支部大会日期"),
    "approved_on": ("审批时间", "批准时间"),
    "oath_on": ("入党宣誓时间",),
}
COLUMNS = (
    Column("serial", "序号"),
    NUMBER,
    NAME,
    *(Column(key, label, OTHER_WORDS.get(key, ()), required=key == "applied_on") for label, key in DATE_COLUMNS.items()),
    *(Column(key, label) for label, key in PEOPLE_COLUMNS.items()),
    *(Column(key, label) for label, key in NUMBER_COLUMNS.items()),
    Column("shortening", SHORTENING_COLUMN),
)
CASES = Shape("nominations", COLUMNS)
SHOWN = ("number", "name", "applied_on", "activist_on", "target_listed_on", "meeting_on")
