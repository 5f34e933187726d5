"""Words that the assistance looks for: surnames, posts, and what must not be told of a person's health (PB-05, PIPL Art. 28)."""

from evaluation.registry.people.surnames import COMPOUND_SURNAMES

SINGLE_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪"
    "范金石廖贾夏韦傅方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜"
    "倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧管柴蒙鲍华喻祁"
    "蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋"
    "商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜"
    "海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭"
    "况那宿鲜印逯隆茹诺战慕危玉银亢嵇公哈湛宾戎勾茅利於呼居揭干但尉冶斯元束檀衣信展阴昝智幸奉植衡富尧闭由"
)
SURNAMES = SINGLE_SURNAMES | COMPOUND_SURNAMES
ALSO_COMMON_WORDS = frozenset(
    "和于时成万方来都都向常全应明平计相初门云容公利居干但信由那原南满海强花国安高石路连景边支战元古白文金常阳"
)
"""Surnames that begin too many ordinary words to be taken for one where the roster knows no such person."""

POSTS_WRITTEN = (
    "副书记 书记 副主任 主任 副处长 处长 副部长 部长 副院长 院长 副科长 科长 副教授 教授 副主席 主席 讲师 助教 辅导员 干事 "
    "护士长 主管护师 护士 医师 医生 队长 班长 组长 主管"
)
POSTS = tuple(POSTS_WRITTEN.split())
BEFORE_A_NAME = (*POSTS, "党员", "志愿者", "教师", "老师", "同学", "学生", "队员", "同志", "干部", "职工", "名叫", "叫做")
AFTER_A_NAME = (*POSTS, "同志", "老师", "同学", "说", "表示", "告诉", "介绍", "回忆", "坦言", "笑着")
NOT_IN_A_NAME = frozenset(
    "的了在是和与说等每已正将为从把到对向又也都就还一带去来主负穿推走坚值这那们我你他她它不有会能要让被给跟同"
)

HEALTH_WRITTEN = (
    "确诊 阳性 阴性 密接 次密接 密切接触者 病历 病情 诊断书 诊断为 核酸结果 检测结果 检测报告 抗原结果 体检结果 体检报告 "
    "抑郁 精神病 乙肝 艾滋 肿瘤 癌症 怀孕 流产 残疾 基础病 基础疾病 高血压 糖尿病 心脏病 既往病史"
)
HEALTH_WORDS = tuple(HEALTH_WRITTEN.split())
