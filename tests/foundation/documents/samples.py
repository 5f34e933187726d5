"""Rich documents with invented names, used by several tests and looked at by eye through the gates."""

import io
from datetime import UTC, date, datetime

from PIL import Image, ImageDraw

from evaluation.foundation.documents.blocks import (
    Addressee,
    Alignment,
    Attachments,
    Document,
    Figure,
    FigureStrip,
    Heading,
    Imprint,
    KeyValue,
    KeyValueTable,
    Kicker,
    Lead,
    Masthead,
    Meta,
    Note,
    PageBreak,
    Paragraph,
    Picture,
    Properties,
    Quote,
    ReviewBlock,
    ReviewRow,
    Run,
    Signature,
    Source,
    SourceList,
    Style,
    Subtitle,
    Table,
    Title,
)

CREATED = datetime(2022, 4, 6, 12, 30, 15, tzinfo=UTC)
PROPERTIES = Properties(organisation="中共某某科技职业学院委员会组织部", created=CREATED, subject="一线考察")
TRACE = "导出人：周宁　时间：2022年4月6日20:30　编号：DC-2022-0017"


def photograph(width: int = 640, height: int = 400, kind: str = "JPEG", **options: object) -> bytes:
    """A drawn picture: sky, house and windows."""
    image = Image.new("RGB", (width, height), "#8fb3d9")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, height * 0.75, width, height), fill="#6b7280")
    draw.rectangle((width * 0.5, height * 0.2, width * 0.85, height * 0.75), fill="#2b3550")
    for column in range(4):
        for row in range(4):
            left, top = width * (0.53 + column * 0.08), height * (0.25 + row * 0.12)
            draw.rectangle((left, top, left + width * 0.05, top + height * 0.06), fill="#f3d9a4")
    target = io.BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def shift_row(day: int) -> tuple[str, str, str, str]:
    """One line of the table of shifts."""
    place = "3号隔离楼" if day % 2 else "核酸采样点（体育馆）"
    return f"2022年4月{day}日", place, "夜班" if day % 3 else "白班", f"{8 + day % 4}.0"


def examination() -> Document:
    """An examination material with several statements a paragraph, a table, sources and two signatures."""
    return Document(
        title="张三同志考察材料",
        properties=PROPERTIES,
        trace=TRACE,
        blocks=(
            Title("张三同志考察材料"),
            Paragraph(
                "张三，男，汉族，1985年7月生，山东滕州人，硕士研究生，2008年7月参加工作，2010年6月加入中国共产党，"
                "现任学生处副处长、学生第一党支部书记。2019年、2020年年度考核为合格，2021年年度考核为优秀。"
            ),
            Heading("主要表现和特长"),
            Heading("政治素质", level=2),
            Paragraph(
                (
                    Run("2022年4月1日至4月6日，该同志主动请缨进驻3号隔离楼，连续值守6天，带领7名党员组成突击队。", sources=(1,)),
                    Run(
                        "接到“外防输入、内防反弹”部署后2小时内完成4个楼层、96个房间的网格划分，责任到人、不留死角。",
                        sources=(2, 3),
                    ),
                    Run("支部大会上，他说："),
                    Run("“我是党员，这栋楼我最熟，我先进。”", quote=True, sources=(4,)),
                )
            ),
            Heading("工作实绩", level=2),
            Paragraph(
                (
                    Run("负责212名学生的送餐、测温和心理疏导，"),
                    Run("办结需求39条，办结率95.1%", bold=True),
                    Run("，其中夜间紧急送医3人次，均在30分钟内完成交接。", sources=(2, 3, 4, 5)),
                    Run("执行《校园疫情防控应急预案》（第2版），每日16时前报送数据，无一迟报、漏报。", sources=(6,)),
                )
            ),
            Heading("到岗情况", level=3),
            Paragraph("值守期间到岗情况如下表所列，均由带班领导逐日签认。", sources=(1,)),
            Table(
                header=("日期", "岗位", "班次", "时长（小时）"),
                rows=tuple(shift_row(day) for day in range(1, 7)),
                widths=(3, 4, 2, 2),
                alignments=(Alignment.CENTRE, Alignment.LEFT, Alignment.CENTRE, Alignment.RIGHT),
                caption="到岗记录",
                note="注：时长按签到、签退时间计算。",
            ),
            Heading("主要缺点和不足"),
            Paragraph("有时工作方法比较简单，对新入职辅导员的传帮带不够经常；统筹线上教学与楼内保障的办法还不多。", sources=(7,)),
            Heading("民主测评和个别谈话情况"),
            Paragraph(
                "测评收回有效票23张，其中优秀19票，占82.6%；称职4票，占17.4%；基本称职、不称职均为0票。个别谈话9人，"
                "均认为该同志在关键时刻站得出来、顶得上去。",
                sources=(8,),
            ),
            SourceList(
                "材料来源",
                (
                    Source(1, "到岗记录GD-2022-0112，3号隔离楼，2022年4月1日至4月6日，带班领导冯国栋签认。"),
                    Source(2, "表现事实BX-2022-0031，学生处党总支核实，2022年4月2日。"),
                    Source(3, "网格划分表，学生处，2022年4月1日。"),
                    Source(4, "先进事迹SJ-2022-0009《隔离楼里的“全科保姆”》，组织部审核入库，2022年4月5日。"),
                    Source(5, "交接单3张，校医院，2022年4月2日、4月4日、4月5日。"),
                    Source(6, "疫情防控数据日报，党政办公室，2022年4月1日至4月6日。"),
                    Source(7, "个别谈话记录TH-2022-0015至TH-2022-0023。"),
                    Source(8, "民主测评汇总CP-2022-0004，2022年4月6日。"),
                ),
            ),
            Signature(("考察人：李　四", "　　　　王小五"), date(2022, 4, 6)),
        ),
    )


def story() -> Document:
    """A story with pictures, quotation, figures, a table, sources and the names of three reviewers."""
    return Document(
        title="隔离楼里的“全科保姆”",
        style=Style.STORY,
        properties=Properties("中共某某科技职业学院委员会宣传部", CREATED, keywords=("一线", "先锋故事")),
        blocks=(
            Kicker("先锋故事 · 疫情防控一线"),
            Title("隔离楼里的“全科保姆”"),
            Meta("2022年4月6日　来源：学生处党支部"),
            Picture(
                photograph(1600, 1000),
                "4月3日傍晚，李思源推着送餐车走向3号隔离楼。",
                "一名穿防护服的老师推着送餐车走向一栋亮着灯的楼",
                "孙晓雯 摄",
            ),
            Lead("4层楼、96个房间、212名学生。进楼7天，辅导员李思源每天爬楼40趟，学生给他起了个外号：“全科保姆”。"),
            Paragraph(
                "4月1日凌晨1点，电话铃响的时候，李思源刚合上工作日志。302室的学生发热，独自在房间里不敢睡。他穿好防护服，"
                "在门外的走廊坐了下来，隔着门陪学生说话，一直到体温降到37.2℃。",
                sources=(1,),
            ),
            FigureStrip((Figure("7天", "连续驻楼"), Figure("212名", "照看学生"), Figure("39条", "办结需求"))),
            Heading("一张越写越满的需求表", numbered=False),
            Paragraph(
                "进楼第一天，他在每个门上贴了一张纸，写着三个问题：缺什么、哪里不舒服、想跟家里说什么。第二天收回来，表格上多了41条需求。"
            ),
            Quote("“我是党员，也是他们的辅导员，这栋楼我最熟，我先进。”", "李思源，学生处党支部党员"),
            Paragraph("到4月6日，41条需求办结了39条。剩下两条，一条是“想吃妈妈包的饺子”，一条是“想早点上课”。", sources=(2,)),
            Heading("七天里的账", numbered=False),
            Table(
                ("事项", "次数"),
                (("送餐", "1,484"), ("测温", "2,968"), ("夜间陪伴", "11"), ("Wi-Fi报修", "6")),
                widths=(3, 1),
                alignments=(Alignment.LEFT, Alignment.RIGHT),
                caption="驻楼七天办了什么",
            ),
            Picture(photograph(480, 640, "PNG"), "贴在302室门上的需求表。", "门上贴着一张写满字的表格", "李思源 摄", share=0.5),
            Paragraph("4月7日，隔离楼解封。学生们在楼下排成一行，李思源数了三遍：212名，一个不少。"),
            SourceList("事实来源", (Source(1, "值班日志，3号隔离楼，2022年4月1日。"), Source(2, "需求办理台账，2022年4月6日。"))),
            ReviewBlock(
                (
                    ReviewRow("撰稿", "孙晓雯"),
                    ReviewRow("一审一校", "周宁", date(2022, 4, 6)),
                    ReviewRow("二审二校", "吴岩", date(2022, 4, 7)),
                    ReviewRow("三审三校", "冯国栋", date(2022, 4, 8)),
                ),
                note="本文经当事人同意公开，数据经支部核实。",
            ),
        ),
    )


def bulletin() -> Document:
    """A periodical paper: masthead, remark by the editors, a piece, imprint; then a form on a page of its own."""
    return Document(
        title="一线简报第5期",
        properties=PROPERTIES,
        blocks=(
            Masthead("一线简报", "（2022年第5期　总第5期）", "某某科技职业学院委员会组织部编", "2022年4月6日"),
            Title("关于在打赢疫情防控阻击战中充分发挥党组织战斗堡垒和党员干部先锋模范作用的情况通报"),
            Subtitle("——以学生处党支部为例"),
            Addressee("各党总支、党支部"),
            Note("学生处党支部党员李思源同志驻楼7天、照看212名学生。现将其事迹刊发，供各支部学习。", "编者按"),
            Heading("一张越写越满的需求表"),
            Paragraph("进楼第一天，李思源在每个门上贴了一张纸，写着三个问题：缺什么、哪里不舒服、想跟家里说什么。"),
            Quote("“这栋楼我最熟，我先进。”", "李思源"),
            Attachments(("先进事迹申报表", "一线到岗情况汇总表")),
            Imprint((("送：学院领导班子成员。", ""), ("发：各党总支、党支部。", ""), ("撰稿：孙晓雯　审核：冯国栋", "共印30份"))),
            PageBreak(),
            KeyValueTable(
                (
                    KeyValue("姓名", "李思源"),
                    KeyValue("性别", "男"),
                    KeyValue("民族", "汉族"),
                    KeyValue("出生年月", "1988年9月"),
                    KeyValue("所在支部", "学生处党支部"),
                    KeyValue("主要事迹", "2022年4月1日至4月7日驻3号隔离楼，照看212名学生。", wide=True, lines=8),
                    KeyValue(
                        "支部意见",
                        "情况属实，同意推荐。",
                        wide=True,
                        lines=6,
                        closing=("书记（签名）：　　　　　", "2022年4月8日"),
                    ),
                ),
                caption="先进事迹申报表",
            ),
            Signature(("中共某某科技职业学院委员会组织部",), date(2022, 4, 8)),
        ),
    )


HOSTILE = (
    "{{7*7}} {% x %} #let x = 1 #pagebreak() $x^2$ \\ *b* _i_ `c` <tag> &amp; @ref [link](x) =1+1 ~a--b // c /* c */ "
    "\x00\x07\u202eevil\u202c\u2066\ufeff\ud800 PAGE \\* MERGEFORMAT \"q\" 's' << >> \u2028next"
)


def hostile() -> Document:
    """Every kind of block filled with text that somebody hopes to see executed, or that hardly fits a page."""
    text = HOSTILE
    blocks = (
        Masthead(text, text, text, text),
        Kicker(text),
        Title(text),
        Subtitle(text),
        Meta(text),
        Addressee(text),
        Lead(text),
        Heading(text),
        Heading("", level=2),
        Paragraph(text, sources=(1,)),
        Paragraph(""),
        Paragraph(()),
        Paragraph("长词" + "a" * 3000),
        Paragraph("—" * 300 + "…" * 300),
        Paragraph("。" * 200 + "（" * 200),
        Quote(text, text),
        Quote(text),
        Note(text, text),
        FigureStrip((Figure("9" * 80, text),)),
        Table((text, "b"), ((text, "x" * 500), ("长" * 4000, "")), caption=text, note=text),
        Table(("只有表头",), ()),
        KeyValueTable(
            (KeyValue(text, text), KeyValue("长", "字" * 6000, wide=True), KeyValue("x" * 200, "y" * 2000, closing=(text,))),
            caption=text,
        ),
        Picture(photograph(4, 4000, "PNG"), text, text, text),
        SourceList(text, (Source(1, text),)),
        Signature((text, "长" * 100), date(2022, 1, 1)),
        Signature(()),
        ReviewBlock((ReviewRow(text, text, date(2022, 1, 1)),), text),
        ReviewBlock(()),
        Attachments((text, text)),
        Attachments((text,)),
        Attachments(()),
        Masthead(""),
        Imprint(((text, text),)),
        Imprint(()),
        FigureStrip(()),
        PageBreak(),
        PageBreak(),
        Table(("a",), (("b",),)),
        PageBreak(),
    )
    return Document(text, blocks, Properties(text, CREATED, text, (text,)), trace=text)
