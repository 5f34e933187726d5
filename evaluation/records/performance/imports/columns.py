"""The columns of a frontline log (一线工作台账): one row a shift, several names in one cell."""

from evaluation.foundation.importing.tables import Shape
from evaluation.foundation.tabular.headings import Column

LOG = Shape(
    "frontline-log",
    (
        Column("serial", "序号"),
        Column("day", "日期", ("值班日期", "上岗日期", "工作日期", "班次日期"), required=True),
        Column("times", "时段", ("时间段", "起止时间", "时间", "班次时间", "值班时间", "上岗时间", "工作时段"), required=True),
        Column("task", "任务", ("任务名称", "工作任务", "班次任务", "任务类型"), required=True),
        Column("place", "地点", ("工作地点", "值守地点", "点位", "岗位", "岗点", "值班地点"), required=True),
        Column(
            "people",
            "参加人员",
            ("参与人员", "人员", "值班人员", "上岗人员", "参加人员名单", "参加人", "人员名单"),
            required=True,
        ),
        Column(
            "department", "报送部门", ("报送单位", "填报部门", "填报单位", "上报部门", "部门", "所在部门", "单位"), required=True
        ),
        Column("content", "工作内容", ("主要工作", "内容", "具体工作", "工作情况", "主要工作内容")),
        Column("remark", "备注", ("说明",)),
    ),
)
SHOWN = ("day", "times", "task", "place", "people", "department")
