"""What a plan says of the columns of its tables, and the columns of its own that its tasks have: do the names agree?"""

from collections.abc import Iterable, Iterator, Mapping

from render.nearest import Nearest
from render.plan.answers import ANSWERS
from render.plan.fields import COLUMNS, CONTENT, WORD_OF
from render.reader.shape import Node, Place, child, names, shown
from render.reader.text import fault
from render.reader.tree import Tree

#: What the other columns of trackers, ledgers and views are called.
TAKEN = frozenset({*ANSWERS, "角色", "单位", "剩余天数", "预警", "归类", "协助单位进展"})


def check_columns(tree: Tree, tasks: Iterable[tuple[Place, Node]]) -> None:
    """Report columns that no table has, and words that stand for two."""
    own = {name: name for place, task in tasks for name in _own_names(tree, (*place, "其他"), child(task, "其他"))}
    known = {**WORD_OF, **own}
    _check_choice(tree, known)
    renamed = child(child(tree.root, "表"), "名")
    _check_words(tree, known, renamed if isinstance(renamed, dict) else {})


def _own_names(tree: Tree, place: Place, own: Node) -> Iterator[str]:
    """The names of the office's own columns; those that are no names, or those of other columns, are reported."""
    for name in own if isinstance(own, dict) else ():
        wrong = fault(name) if name else ("没有填写", "")
        if not wrong and (name in WORD_OF or name in TAKEN):
            wrong = "已是另一栏的名称", "任务里直接写这一栏；是另外一栏的，换个名称"
        if wrong:
            tree.report((*place, name), *wrong)
        else:
            yield name


def _check_choice(tree: Tree, known: Mapping[str, str]) -> None:
    """列: each column once, and the tasks themselves among them."""
    nearest, first = Nearest(known), dict[str, Place]()
    for n, name in names(child(tree.root, "表"), "列"):
        place = ("表", "列", n)
        if name not in known:
            tree.report(place, *_strange(name, nearest, known))
        elif known[name] in first:
            tree.report(place, f"“{shown(name)}”写了两次", "只留一处")
        first.setdefault(known.get(name, name), place)
    if first and CONTENT not in first:
        tree.report(("表", "列"), "里没有任务", "加上“任务”一栏")


def _check_words(tree: Tree, known: Mapping[str, str], renamed: Mapping[str, Node]) -> None:
    """名: no two columns are called the same."""
    nearest, words = Nearest(known), {word: word for word in (*COLUMNS, *known.values())}
    places = dict[str, Place]()
    for name, text in renamed.items():
        if name not in known:
            tree.report(("表", "名", name), "不是哪一栏的名称", _strange(name, nearest, known)[1])
        elif isinstance(text, str):
            places[known[name]], words[known[name]] = ("表", "名", name), text
    for word, place in places.items():
        text = words[word]
        if text in TAKEN or any(other != word and words[other] == text for other in words):
            tree.report(place, f"“{shown(text)}”已是别的栏的名称", "另取一个")


def _strange(name: str, nearest: Nearest, known: Mapping[str, str]) -> tuple[str, str]:
    words = dict.fromkeys(known.values())
    return f"没有“{shown(name)}”这一栏", nearest.hint(name) or f"可以写：{'、'.join(words)}"
