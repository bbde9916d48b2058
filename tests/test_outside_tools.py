"""All that is built, in the hands of programs that know nothing of us: validators, readers, calculating spreadsheets.

Three outputs: the real plan's, one filled in (progress, reminders, report, change notices), and a hostile one.
"""

import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import formulas
import mammoth
import openpyxl
import page as pdf_checker
import pandas
import pytest
from openxml_audit import OpenXmlValidator
from python_calamine import CalamineWorkbook

from render.plan.progress import Progress
from render.reader import read_plan
from render.reader.progress import progress_text
from render.writers.xlsx import write
from support.real_project import ROOT, build_once, once, render, shared_folder, squeezed
from support.words import Word, texts
from test_hostile import TEXTS, hostile_plan
from test_ledger import STATES, TODAY, documents, every_case, make_progress, on, without_results
from test_reminder_report import entries

SETS = ["real", "filled", "hostile"]
#: What openxml-audit calls an error and the Open XML SDK, Word and ISO 29500 do not.
FALSE_ALARMS = (
    "relationships/theme' is missing",  # a theme is optional (ISO 29500-1, 14.2.7); each of our styles names its faces
)
#: What page-validation reports of sound files: compressed metadata, which PDF/A-1 alone forbids, and lengths of streams
#: that are right, as qpdf finds.
PDF_FALSE_ALARMS = {"PDFA2A-METADATA-FILTER-001", "PDFA2A-STREAM-LENGTH-001"}
#: It takes the private data of a bare CFF by the CID, not by the glyph; test_faces holds the widths against fontTools.
WIDTHS = "in its embedded CIDFontType0C program"


def fill(folder: Path) -> None:
    """The real plan issued, then changed, with progress of every third unit, on a day when much is late."""
    shutil.copytree(ROOT / "templates", folder / "templates", ignore=shutil.ignore_patterns("[a-z]*.html"))
    for name in ("letter", "tracker", "ledger", "reminder", "report", "change"):
        shutil.copy(ROOT / "templates" / f"{name}.html", folder / "templates")
    plan = (ROOT / "plan.yaml").read_text("utf-8")
    (folder / "plan.yaml").write_text(plan, "utf-8")
    history = {"收取": [{"时间": "2017-10-01T10:00:00", "来件": entries(read_plan(ROOT / "plan.yaml").plan)}]}
    (folder / "progress.yaml").write_text(progress_text(Progress.model_validate(history)), "utf-8")
    render(folder, "issue", "任务通知", "--number", "5", "--date", "2017-03-05")
    changed = plan.replace("完成时间: 2017年12月\n", "完成时间: 2017年12月15日\n", 1)
    assert changed != plan
    (folder / "plan.yaml").write_text(changed, "utf-8")
    render(folder, "build", "--today", "2017-11-01")


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    shared = shared_folder(tmp_path_factory)
    return {
        "real": build_once(shared / "real") / "output",
        "filled": once(shared / "with-progress", fill) / "output",
        "hostile": build_once(shared / "hostile", hostile_plan()) / "output",
    }


def files(folder: Path, suffix: str) -> list[Path]:
    found = sorted(folder.rglob(f"*.{suffix}"))
    assert found
    return found


def test_every_kind_of_document_is_among_them(outputs: dict[str, Path]) -> None:
    kinds = {path.relative_to(outputs["filled"]).parts[0] for path in outputs["filled"].rglob("*.*")}
    assert {"任务台账", "督办通知", "变更通知", "进展通报.docx", "进展通报.pdf"} <= kinds


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("suffix", ["docx", "xlsx"])
def test_openxml_audit(outputs: dict[str, Path], name: str, suffix: str) -> None:
    """openxml-audit, a port of Microsoft's Open XML SDK: schema, relationships and meaning of each part."""
    validator = OpenXmlValidator(max_errors=0)
    found = {
        f"{path.name} {error.part_uri}{error.path}: {error.description}"
        for path in files(outputs[name], suffix)
        for error in validator.validate(path).errors
        if not any(alarm in error.description for alarm in FALSE_ALARMS)
    }
    assert found == set()


@pytest.mark.parametrize("name", SETS)
def test_calamine(outputs: dict[str, Path], name: str) -> None:
    """python-calamine, a reader in Rust: each cell of each sheet as openpyxl has it, results of formulas too."""
    for path in files(outputs[name], "xlsx"):
        ours = openpyxl.load_workbook(path, data_only=True)
        theirs = CalamineWorkbook.from_path(str(path))
        assert theirs.sheet_names == ours.sheetnames
        for sheet in ours:
            wanted = {cell.coordinate: plain(cell.value) for row in sheet.iter_rows() for cell in row}
            rows = theirs.get_sheet_by_name(sheet.title).to_python(skip_empty_area=False)
            found = {
                sheet.cell(y, x).coordinate: plain(v) for y, row in enumerate(rows, 1) for x, v in enumerate(row, 1)
            }
            assert {k: v for k, v in found.items() if v} == {k: v for k, v in wanted.items() if v}, path.name


def plain(value: Any) -> str:
    """A value in one form: openpyxl gives whole numbers and days with a time, calamine does not."""
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    return f"{value:g}" if isinstance(value, int | float) else str(value or "")


def test_pandas(outputs: dict[str, Path]) -> None:
    """pandas, as a colleague opens the ledger: in each row the states add up, and the foot counts the tasks above."""
    path = outputs["filled"] / "任务台账/总台账.xlsx"
    tasks = pandas.read_excel(path, sheet_name="总台账", header=4, engine="openpyxl")
    for name in ("按单位", "按月", "按目标"):
        counts = pandas.read_excel(path, sheet_name=name, header=2, engine="openpyxl")
        assert (counts[STATES].sum(axis="columns") == counts["任务数"]).all()
        assert counts.iloc[-1]["任务数"] == len(tasks)
        assert counts.iloc[-1][STATES].to_dict() == {s: (tasks["进展状态"] == s).sum() for s in STATES}


@pytest.mark.parametrize("name", SETS)
def test_mammoth(outputs: dict[str, Path], name: str) -> None:
    """mammoth, which turns Word into text and HTML: the paragraphs of each document, in cells too, in their order."""
    for path in files(outputs[name], "docx"):
        with path.open("rb") as stream:
            text = mammoth.extract_raw_text(stream).value
        assert squeezed(text) == squeezed("".join(texts(Word(path.read_bytes()).body))), path.name


def test_mammoth_reads_hostile_texts(outputs: dict[str, Path]) -> None:
    """The same of texts that look like markup, formulas and templates."""
    with (outputs["hostile"] / "任务分解表.docx").open("rb") as stream:
        text = mammoth.extract_raw_text(stream).value
    assert not [one for one in TEXTS if one not in text]


# ---- calculation


Cells = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> tuple[Cells, Path]:
    """The ledger of all units, deadlines and states: what its formulas show on their day; the file without that."""
    plan, said = every_case()
    made = write(on(documents(plan, make_progress(said))["总台账"].page, TODAY))
    path = tmp_path_factory.mktemp("ledger") / "台账.xlsx"
    path.write_bytes(made)
    results = cells(path)
    path.write_bytes(without_results(made))
    assert not any(value for sheet in cells(path).values() for value in sheet.values())
    return results, path


def cells(path: Path, formulas: Path | None = None) -> Cells:
    """Sheet → cell with a formula (in another file, if given) → its result."""
    asked, results = openpyxl.load_workbook(formulas or path), openpyxl.load_workbook(path, data_only=True)
    return {
        sheet.title: {
            cell.coordinate: plain(results[sheet.title][cell.coordinate].value)
            for row in sheet.iter_rows()
            for cell in row
            if cell.data_type == "f"
        }
        for sheet in asked
    }


@pytest.mark.filterwarnings("ignore:Workbook contains no default style")  # says openpyxl of what gnumeric saves
def test_gnumeric(ledger: tuple[Cells, Path], tmp_path: Path) -> None:
    """gnumeric, a spreadsheet with an engine of its own: each formula of the ledger gives what previews show."""
    expected, path = ledger
    made = tmp_path / "gnumeric.xlsx"
    subprocess.run(["ssconvert", "--recalc", str(path), str(made)], check=True, capture_output=True)
    assert cells(made, path) == expected
    assert sum(map(len, expected.values())) > 200


@pytest.mark.filterwarnings("ignore")
def test_formulas(ledger: tuple[Cells, Path]) -> None:
    """formulas, which computes workbooks in Python without a spreadsheet: the same."""
    expected, path = ledger
    model = formulas.ExcelModel().loads(str(path)).finish()
    found = model.calculate()
    for sheet, results in expected.items():
        names = {coordinate: f"'[{path.name}]{sheet}'!{coordinate}" for coordinate in results}
        assert {key: plain(_single(found[name])) for key, name in names.items()} == results


def _single(found: Any) -> Any:
    value = found.value[0, 0]
    return value if isinstance(value, str) else float(value)


# ---- PDF


@pytest.mark.parametrize("name", SETS)
def test_qpdf(outputs: dict[str, Path], name: str) -> None:
    """qpdf: the structure of each PDF is sound, without anything to be repaired."""
    for path in files(outputs[name], "pdf"):
        run = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, text=True)
        assert (run.returncode, run.stderr) == (0, ""), path.name


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("profile", ["PDF_UA_1", "PDF_A_2A"])
def test_page_validation(outputs: dict[str, Path], name: str, profile: str) -> None:
    """page-validation, which follows the corpus of veraPDF: each PDF is PDF/UA-1 and PDF/A-2a."""
    wanted = getattr(pdf_checker.ValidationProfile, profile)
    found = {
        f"{path.name} {failure.rule_id}: {failure.message}"
        for path in files(outputs[name], "pdf")
        for failure in pdf_checker.validate_pdf(str(path), profile=wanted).failures
        if failure.rule_id not in PDF_FALSE_ALARMS and WIDTHS not in failure.message
    }
    assert found == set()
