"""Where the lines of a title end: GB/T 9704-2012, 7.3.1, a trapezium or a lozenge, and no word torn apart."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from render.documents.titles import WORDS, compounds, title_lines, title_width

TITLES = [
    ["关于做好2017年教育信息化工作的通知"],  # 18 characters, which is one line
    ["关于印发《2017年教育信息化", "工作要点任务分解表》的通知"],
    ["关于报送2017年教育信息化", "工作进展情况的函"],
    # Not 关于做好基础教育任务 / 分解任务完成情况的函: equal lines are a rectangle.
    ["关于做好基础教育", "任务落实任务完成情况的函"],
    ["关于开展信息数据", "任务落实任务完成情况的函"],
    # The name stays whole at the price of half a character.
    ["关于做好《教育信息化培训》", "有关任务的通知"],
    # Three lines: the middle one is not the narrowest.
    ["关于做好全省高等学校网络安全", "管理工作和信息化建设任务落实", "情况督导工作有关事项的通知"],
    [
        "陕西省教育厅关于印发《陕西省高等教育",
        "信息化三年行动计划实施意见》和《陕西省",
        "基础教育信息化建设规划》的通知",
    ],
]
#: Titles of other trades, whose words nobody has added to titles.py.
FOREIGN = [
    ["某市应急管理局关于印发《2024年安全生产", "重点工作任务分解表》的通知"],
    ["西安市人民政府办公室关于落实", "《2025年乡村振兴战略实施工作要点", "任务分解表》有关任务的通知"],
    ["国家卫生健康委员会关于印发《污染防治", "攻坚战2022年度目标任务分解表》的通知"],
    ["浙江省住房和城乡建设厅关于印发", "《全面深化改革2023年工作要点", "任务分工方案》的通知"],
    ["某市应急管理局关于督办《数字政府建设", "三年行动计划任务分解表》有关任务的通知"],
    ["\u3000\u3000\u3000\u3000\u3000\u3000关于印发《2017年教育信息化", "工作要点任务分解表》的通知"],
]
#: Words that no list has, in titles of other offices: none is torn.
UNLISTED = {
    "积案": "某省信访局关于印发《2022年信访积案化解攻坚行动任务分工方案》的通知",
    "除险": "某省水利厅关于落实《2023年水库除险加固工作要点》有关任务的函",
    "老旧": "某市住房和城乡建设局关于印发《城镇老旧小区改造工作任务分解表》的通知",
    "模范城": "某区退役军人事务局关于调整《双拥模范城创建工作任务分解表》部分任务的函",
    "收运": "某区城市管理局关于印发《生活垃圾分类收运体系建设2024年任务分解表》的通知",
    "帮扶": "某市残疾人联合会关于落实《残疾人就业帮扶三年行动实施方案》有关任务的通知",
    "秋粮": "某省粮食和物资储备局关于印发《秋粮收购保供稳价工作任务分解表》的通知",
    "碳达峰": "某省发展和改革委员会关于印发《碳达峰碳中和重点任务责任分工方案》的通知",
}
#: Words that no list has, and that the names of the plan of these titles use again and again.
LEARNT = frozenset({"教育信息化", "高等教育", "基础教育"})
words = st.lists(st.sampled_from([*WORDS, "2017年", "《", "》", "、", "的", "AB-12"]), min_size=1, max_size=14)


@pytest.mark.parametrize("lines", TITLES + FOREIGN)
def test_titles_end_where_the_sense_allows(lines: list[str]) -> None:
    assert title_lines("".join(lines), more=LEARNT) == lines


@pytest.mark.parametrize("word", UNLISTED)
def test_a_word_that_no_list_has_is_not_torn(word: str) -> None:
    lines = title_lines(UNLISTED[word])
    assert len(lines) > 1
    assert any(word in line for line in lines), lines


@given(words.map("".join))
def test_nothing_is_lost_and_no_line_is_too_long(text: str) -> None:
    lines = title_lines(text)
    assert "".join(lines) == text
    assert max(map(title_width, lines)) <= 19
    assert [line for line in lines[1:] if line[0] in "》、的"] == []
    assert [line for line in lines[:-1] if line[-1] == "《"] == []


def test_two_lines_are_no_rectangle_unless_each_way_is_one() -> None:
    """Of words of two characters: some break gives lines of little different lengths."""
    two = [word for word in WORDS if len(word) == 2 and word != "关于"]
    for n, pair in enumerate(pairwise(two)):
        text = f"关于做好{''.join(pair)}{two[-n]}{two[n // 2]}工作情况的通知"
        lines = title_lines(text)
        if len(lines) > 1:
            assert title_width(lines[0]) != title_width(lines[1]), lines


def test_words_are_learnt_from_names_that_use_them_together_again_and_again() -> None:
    names = ["污水处理设施改造", "加强污水处理", "某市污水处理中心", "清淤", "公共卫生", "公共卫生"]
    assert compounds(names) == {"污水处理"}
    assert compounds(names[1:]) == frozenset()
