"""A plan of 300 tasks in 20 goals, with the fields and the lengths that large plans have."""

from itertools import product

HEAD = """\
标题: 2026年全市重点工作任务分解表
年度: 2026
发文: {机关: 某市人民政府, 层级: 政府, 经办: 市政府督查室, 报送日: "25"}
表: {名: {工作目标: 重点工作, 责任主体: 牵头单位, 协助单位: 配合单位}}
单位:
  - {名称: 市政府督查室, 类别: 内设机构}
  - {名称: 各县（市、区）人民政府, 类别: 下级政府, 群体: true}
"""
OFFICES = [
    *("发展改革委", "教育局", "科技局", "工业和信息化局", "公安局", "民政局", "司法局", "财政局", "人力资源社会保障局"),
    *("自然资源局", "生态环境局", "住房城乡建设局", "交通运输局", "水利局", "农业农村局", "商务局", "文化和旅游局"),
    *("卫生健康委", "退役军人事务局", "应急局", "审计局", "市场监管局", "统计局", "林业局"),
]
FIELDS = [
    "产业发展",
    "项目建设",
    "科技创新",
    "城市更新",
    "乡村振兴",
    "生态保护",
    "社会保障",
    "公共服务",
    "安全生产",
    "改革开放",
]
VERBS = ["推进", "提升"]
TASKS = [
    "制定{}年度实施方案，明确目标、责任和完成时限。",
    "建立{}重点项目清单，逐项落实牵头领导和责任人，每月调度一次，协调解决推进中的困难和问题。",
    "开展{}专题调研，梳理存在的突出问题，提出改进措施。",
    "完善{}工作的制度和考核办法，把考核结果作为评价的依据，对进展缓慢的及时提醒、约谈，确保各项措施落到实处。",
    "总结推广{}的经验做法。",
]
DEADLINES = ["3月底前", "6月底前", "每季度", "2026年12月底", "长期坚持", "6月底前、11月底前", "第三季度"]
GOALS, EACH = 20, 15


def large_plan() -> str:
    """The text of plan.yaml."""
    lines = [HEAD.rstrip()] + [f"  - {{名称: 市{name}, 类别: 所属部门}}" for name in OFFICES] + ["目标:"]
    for goal, (verb, field) in enumerate(product(VERBS, FIELDS), 1):
        lines += [f"  - 名称: {verb}{field}水平", "    任务:"]
        for task in range(1, EACH + 1):
            n = (goal - 1) * EACH + task - 1
            others = [OFFICES[(n * 7 + step * 5 + 3) % len(OFFICES)] for step in range(n % 6)]
            helpers = [f"市{name}" for name in others if name != OFFICES[n % len(OFFICES)]]
            helpers += ["各县（市、区）人民政府"] if n % 4 == 0 else []
            content = TASKS[n % len(TASKS)].format(f"{verb}{field}水平（第{task}项）")
            lines += [
                f"      - 编号: {goal}-{task}",
                f"        内容: {content}",
                f"        完成时间: {DEADLINES[n % len(DEADLINES)]}",
                f"        责任主体: [市{OFFICES[n % len(OFFICES)]}]",
                f"        协助单位: [{', '.join(dict.fromkeys(helpers))}]",
                *([f"        目标值: 不低于{n % 40 + 60}%"] if n % 3 == 0 else []),
            ]
    return "\n".join(lines) + "\n"
