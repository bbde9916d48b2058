"""The command `render`: asks the other modules, prints what they answer, and is alone in doing so.

Whoever asks for `cli` gets it with all commands; a build with nothing to do is over before they are loaded.
"""

import sys

from render.cli.terminal import replace_what_is_lacking, speak_utf8

TYPE_CHECKING = False
if TYPE_CHECKING:
    from click import Group

    from render.cli.commands import cli

__all__ = ["cli", "main"]

#: Command → the module that has it, to be imported without the others.
HOMES = {
    "close-year": "close_year",
    "diff": "changes",
    **dict.fromkeys(("import", "number", "schema"), "plan"),
    **dict.fromkeys(("confirm", "return", "extend"), "review"),
    "new-year": "new_year",
    **{name: name for name in ("build", "check", "collect", "doctor", "issue", "new", "pack", "pdf", "preview")},
    **{name: name for name in ("receipt", "sheet", "status", "watch")},
}


def main() -> None:
    """Run the command."""
    speak_utf8()
    replace_what_is_lacking()
    if sys.argv[1:] in (["build"], ["watch"]):
        from render.cli.idle import expect_work, tell_idle

        if sys.argv[1] == "build" and tell_idle():
            return
        expect_work()
    _commands(sys.argv[1:2]).main(prog_name="render")


def _commands(named: list[str]) -> "Group":
    """The command that is named; all of them, which takes longer to import, where that is none of ours."""
    if named and named[0] in HOMES:
        from importlib import import_module

        import_module(f"render.cli.{HOMES[named[0]]}")
        from render.cli.shared import cli
    else:
        from render.cli.commands import cli
    return cli


def __getattr__(name: str) -> object:
    """`cli`, which takes 50 ms to import."""
    if name != "cli":
        raise AttributeError(name)
    from render.cli.commands import cli

    return cli
