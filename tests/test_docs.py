"""What README and docs say about the program, held against the program."""

import re
from collections import Counter
from pathlib import Path

import click
import pytest

from render import __version__
from render.cli import cli
from render.documents.filters import FILTERS
from render.documents.front import KEYS

ROOT = Path(__file__).parent.parent
README, TEMPLATES = ((ROOT / name).read_text("utf-8") for name in ("README.md", "templates/README.md"))
ARCHITECTURE, GLOSSARY = ((ROOT / "docs" / name).read_text("utf-8") for name in ("ARCHITECTURE.md", "GLOSSARY.md"))
CONTRIBUTING, CHANGELOG = ((ROOT / name).read_text("utf-8") for name in ("CONTRIBUTING.md", "CHANGELOG.md"))
PROSE = {"README.md": README, "ARCHITECTURE.md": ARCHITECTURE, "CONTRIBUTING.md": CONTRIBUTING}
TARGETS = set(re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text("utf-8"), re.M))
OPTIONS = {name: {o for p in command.params for o in p.opts if o[:2] == "--"} for name, command in cli.commands.items()}
PASSED_ON = {"build": "build", "remind": "build", "check": "check", "status": "status", "diff": "diff"}
PASSED = ("watch", "collect", "pack", "receipt", "confirm", "return", "extend", "import", "number", "issue", "new-year")
PASSED_ON |= {name: name for name in (*PASSED, "sheet")}


@pytest.mark.parametrize("name", PROSE)
def test_commands_and_options_that_are_named_exist(name: str) -> None:
    for command, rest in re.findall(r"render ([a-z]+(?:-[a-z]+)*)\b([^`\n]*)", PROSE[name]):
        assert command in OPTIONS
        assert set(re.findall(r"--[a-z-]+", rest)) <= OPTIONS[command]


@pytest.mark.parametrize("name", PROSE)
def test_make_targets_that_are_named_exist_and_pass_on_options_that_exist(name: str) -> None:
    for target, rest in re.findall(r"\bmake(?: ([a-z]+(?:-[a-z]+)*))?\b([^`\n]*)", PROSE[name]):
        assert not target or target in TARGETS
        if arguments := re.search(r'ARGS=("?)(--.*?)\1(?:$|[\s`])', rest + " "):
            assert set(re.findall(r"--[a-z-]+", arguments[2])) <= OPTIONS[PASSED_ON[target or "build"]]


def test_every_command_and_target_for_the_office_is_in_readme() -> None:
    developers = {"setup", "lock", "clean", "help", "lint", "golden", "bench", "test"}
    assert {target for target in TARGETS - developers if f"make {target}" not in README and target != "build"} == set()
    hidden = {"schema", "build", "doctor"}
    assert {name for name in set(OPTIONS) - hidden if not re.search(rf"(render|make) {name}\b", README)} == set()


def test_templates_are_listed_with_their_keys_and_filters() -> None:
    folder = ROOT / "templates"
    listed = set(re.findall(r"`([\w-]+\.(?:html|css))` \|", TEMPLATES))
    assert listed == {p.name for p in folder.glob("*.*") if p.suffix in (".html", ".css") and p.name[0] != "_"}
    head = TEMPLATES.partition("## 开头的说明")[2].partition("\n## ")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", head, re.M)) == set(KEYS)
    filters = TEMPLATES.partition("| 过滤器 |")[2].partition("\n## ")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", filters, re.M)) == set(FILTERS)


def test_files_that_are_named_exist() -> None:
    for text in (ARCHITECTURE, GLOSSARY, CONTRIBUTING, README):
        for name in re.findall(r"`((?:render|templates|tests|docs)/[\w./-]*)`", text):
            assert (ROOT / name).exists(), name


def test_packages_are_described() -> None:
    table = ARCHITECTURE.partition("## 各包一句话")[2].partition("\n## ")[0]
    named = {name for row in re.findall(r"^\| (`.*?) \|", table, re.M) for name in re.findall(r"`(\w+)`", row)}
    there = {
        path.stem for path in (ROOT / "render").iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert named == there - {"__init__", "__main__"}


def test_names_in_the_glossary_are_defined_where_it_says() -> None:
    for names, places in re.findall(r"^\| .*? \| (`.*?) \| (`.*?) \|$", GLOSSARY, re.M):
        sources = "".join((ROOT / place).read_text("utf-8") for place in re.findall(r"`(.*?)`", places))
        for name in re.findall(r"`(\w+)`", names):
            assert re.search(rf"(class|def) {name}\b|^ *{name}\s*[:=]", sources, re.M), name


def test_no_class_name_stands_twice() -> None:
    sources = (path.read_text("utf-8") for path in (ROOT / "render").rglob("*.py"))
    names = Counter(name for source in sources for name in re.findall(r"^ *class (\w+)", source, re.M))
    assert [name for name, count in names.items() if count > 1] == []


def test_the_version_has_its_changes() -> None:
    assert f"## {__version__}" in CHANGELOG


def test_help_of_every_option_is_chinese() -> None:
    for command in cli.commands.values():
        for option in command.params:
            if isinstance(option, click.Option):
                assert re.search(r"[\u4e00-\u9fff]", option.help or ""), option.name
