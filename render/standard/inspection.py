"""Files → verdicts: what each was checked as, and what GB/T 9704-2012 has otherwise in it."""

from collections.abc import Callable, Iterable
from pathlib import Path

from render.standard.docx import read_docx
from render.standard.evidence import is_official, lacking
from render.standard.fault import Fault
from render.standard.files import Kind, read_file
from render.standard.manuscript import Manuscript
from render.standard.official import Form, Official
from render.standard.pdf import read_pdf
from render.standard.recognise import recognise
from render.standard.rules import faults, rules_for
from render.standard.special import special_form
from render.standard.unreadable import Unreadable
from render.standard.verdict import Conclusion, Verdict

READERS: dict[Kind, Callable[[bytes], Manuscript]] = {".docx": read_docx, ".pdf": read_pdf}
AS = "确是公文的，加 --as 信函 或 --as 文件 检查"
AS_ANY = "加 --as 信函 或 --as 文件 再查这种格式独有的要求"


def inspect(paths: Iterable[Path], root: Path | None = None, form: Form | None = None) -> list[Verdict]:
    """A verdict for each file, which is shown by its path from `root` where it lies under it; nothing is raised.

    With `form`, each has to be an official document of that form, whatever it looks like.
    """
    return [_inspect(path, _shown(path, root), form) for path in paths]


def _inspect(path: Path, shown: str, form: Form | None) -> Verdict:
    try:
        kind, data = read_file(path)
        return _judge(READERS[kind](data), shown, form)
    except Unreadable as error:
        return Verdict(shown, Conclusion.UNREADABLE, reason=error.reason, remedy=error.remedy)
    except OSError as error:
        return Verdict(shown, Conclusion.UNREADABLE, reason=f"无法读取（{error.strerror}）", remedy="请查看文件的权限")


def no_documents(folder: Path) -> Verdict:
    """The verdict on a folder that holds none."""
    return Verdict(
        folder.as_posix(), Conclusion.UNREADABLE, reason="里面没有 .docx 和 .pdf", remedy="请写公文所在的文件夹"
    )


def _judge(manuscript: Manuscript, shown: str, form: Form | None) -> Verdict:
    if manuscript.pictures and not manuscript.paragraphs:
        raise Unreadable("只有图片，没有文字，多半是扫描件", "请检查扫描以前的 Word 文件或导出的 PDF")
    official = recognise(manuscript, form)
    if form is None and (name := special_form(manuscript)):
        return Verdict(shown, Conclusion.SPECIAL, reason=f"看来是{name}，只检查信函格式和文件格式", remedy=AS)
    if form is None and not is_official(official):
        return Verdict(shown, Conclusion.NO_OFFICIAL, reason=_why(manuscript, official), remedy=AS)
    found = tuple(Fault(shown, *each) for each in faults(official))
    conclusion = Conclusion.FAULTY if found else Conclusion.CLEAN
    unread = f"{'、'.join(manuscript.pictures)}只有图片，没有查" if manuscript.pictures else ""
    remedy = "" if official.form else AS_ANY
    return Verdict(shown, conclusion, official.form, len(rules_for(official)), found, unread, remedy)


def _why(manuscript: Manuscript, official: Official) -> str:
    return f"没有{'、'.join(lacking(official))}" if manuscript.paragraphs else "没有文字"


def _shown(path: Path, root: Path | None) -> str:
    if root is not None and path.is_relative_to(root):
        path = path.relative_to(root)
    return path.as_posix()
