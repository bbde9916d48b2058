"""The command `render`: asks the other modules, prints what they answer, and is alone in doing so.

Whoever asks for `cli` gets it with all commands; a build with nothing to do is over before they are loaded.
"""

import sys

from render.cli.terminal import replace_what_is_lacking, speak_utf8

TYPE_CHECKING = False
if TYPE_CHECKING:
    from render.cli.commands import cli

__all__ = ["cli", "main"]


def main() -> None:
    """Run the command."""
    speak_utf8()
    replace_what_is_lacking()
    if sys.argv[1:] in (["build"], ["watch"]):
        from render.cli.idle import expect_work, tell_idle

        if sys.argv[1] == "build" and tell_idle():
            return
        expect_work()
    from render.cli.commands import cli

    cli.main(prog_name="render")


def __getattr__(name: str) -> object:
    """`cli`, which takes 50 ms to import."""
    if name != "cli":
        raise AttributeError(name)
    from render.cli.commands import cli

    return cli
