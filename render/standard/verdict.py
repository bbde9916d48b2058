"""A `Verdict`: what was found out about one file, and what was not."""

from dataclasses import dataclass
from enum import StrEnum

from render.standard.fault import Fault
from render.standard.official import Form


class Conclusion(StrEnum):
    """The answers that there are."""

    CLEAN = "没有不符"
    FAULTY = "有不符"
    NO_OFFICIAL = "不是公文"
    SPECIAL = "格式不检查"
    UNREADABLE = "不能检查"


UNCHECKED = {
    Conclusion.NO_OFFICIAL: "看来不是公文，没有检查",
    Conclusion.SPECIAL: "没有检查",
    Conclusion.UNREADABLE: "不能检查",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """`form` is None where none was checked or could be told; `rules` = how many were held against the file.

    `reason` says why a file was not checked, or what of it was not; `remedy` what to do about that.
    """

    path: str
    conclusion: Conclusion
    form: Form | None = None
    rules: int = 0
    faults: tuple[Fault, ...] = ()
    reason: str = ""
    remedy: str = ""

    @property
    def checked(self) -> bool:
        return self.conclusion in (Conclusion.CLEAN, Conclusion.FAULTY)

    @property
    def failed(self) -> bool:
        """Whether something has to be put right."""
        return self.conclusion in (Conclusion.FAULTY, Conclusion.UNREADABLE)

    @property
    def told_alone(self) -> bool:
        """Whether, among many files, it deserves a line of its own."""
        return self.conclusion not in (Conclusion.CLEAN, Conclusion.NO_OFFICIAL) or bool(self.reason and self.checked)

    def __str__(self) -> str:
        told = "；".join(filter(None, (self._told(), self.remedy)))
        return f"{self.path}：{told}"

    def _told(self) -> str:
        if not self.checked:
            return f"{UNCHECKED[self.conclusion]}：{self.reason}"
        form = f"{self.form}格式" if self.form else "看不出是信函格式还是文件格式"
        count = f"{len(self.faults)} 处不符" if self.faults else "没有不符"
        rest = f"；{self.reason}" if self.reason else ""
        return f"{form}，查了 {self.rules} 条，{count}{rest}"


def as_data(verdict: Verdict) -> dict[str, object]:
    """A verdict as plain data, whose keys do not change."""
    return {
        "文件": verdict.path,
        "结论": str(verdict.conclusion),
        "格式": f"{verdict.form}格式" if verdict.form else "",
        "条数": verdict.rules,
        "不符": [{"条款": each.clause, "要素": each.element, "说明": each.found} for each in verdict.faults],
        "说明": verdict.reason,
        "建议": verdict.remedy,
    }
