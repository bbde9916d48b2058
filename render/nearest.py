"""A name that is not known → the known one that was probably meant."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches

LONGEST = 100  # characters; nobody mistypes a longer name by a few
BUDGET = 60_000  # comparisons; about a second
QUESTION = "是不是想写“{}”？"


@dataclass(slots=True)
class Nearest:
    """Finds the near ones of some names; remembers what it found, and gives up when the budget is spent."""

    names: Collection[str]
    cutoff: float = 0.6  # 0 nothing in common, 1 equal (difflib)
    budget: int = BUDGET
    found: dict[str, str] = field(default_factory=dict)

    def hint(self, name: str) -> str:
        """Return 是不是想写“…”？ for the nearest name, or an empty text where none is near."""
        near = self.name(name)
        return QUESTION.format(near) if near else ""

    def name(self, name: str) -> str:
        """Return the nearest name, or an empty text."""
        if name not in self.found:
            self.budget -= len(self.names)
            hopeless = self.budget < 0 or len(name) > LONGEST
            near = [] if hopeless else get_close_matches(name, self.names, 1, self.cutoff)
            self.found[name] = near[0] if near else ""
        return self.found[name]


def suggestion(name: str, known: Iterable[str], lead: str = "；", prefix: str = "") -> str:
    """`；是不是想写“…”？` if a known name is near, else nothing; `prefix` is put before the name as it is written."""
    suffix = name[name.rfind(".") :] if "." in name else ""  # that two files are .css makes them no nearer
    bare = {other.removesuffix(suffix): other for other in known}
    near = Nearest(bare, cutoff=0.5).name(name.removesuffix(suffix))
    return lead + QUESTION.format(prefix + bare[near]) if near else ""
