"""Templates as Python's bytecode, kept from one command to the next: to compile them takes longer than to use them.

They stand where the program itself is installed, so that who can put one there could as well change the program: what
a project folder brings along is never run outside the sandbox.
"""

import hashlib
import marshal
import os
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path
from types import CodeType

from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket

from render import program

FOLDER = Path(sys.prefix, "share", "render-templates")
ROOM = 300  # files, about 20 KB each; the oldest go
SIZE = hashlib.sha256().digest_size


class Compiled(BytecodeCache):
    """What Jinja asks for a template's bytecode; where the folder cannot be written, it is compiled each time."""

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:
        """The bytecode of one template, if it is there: known by its text and by all that compiles it.

        The same text in another project is the same bytecode: it is told where its own file is.
        """
        said = (_program(), type(environment).__qualname__, name, source)
        bucket = Bucket(environment, hashlib.sha256(repr(said).encode(errors="surrogatepass")).hexdigest(), "")
        self.load_bytecode(bucket)
        if bucket.code and filename:
            bucket.code = _placed(bucket.code, filename)
        return bucket

    def load_bytecode(self, bucket: Bucket) -> None:
        """Read it, if it is there and whole."""
        with suppress(OSError, ValueError, EOFError, TypeError):
            data = (FOLDER / bucket.key).read_bytes()
            if hashlib.sha256(data[SIZE:]).digest() == data[:SIZE]:
                bucket.code = marshal.loads(data[SIZE:])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Write it; what is too old makes room."""
        data = marshal.dumps(bucket.code)
        with suppress(OSError):
            FOLDER.mkdir(parents=True, exist_ok=True)
            draft = FOLDER / f"{bucket.key}.{os.getpid()}"
            draft.write_bytes(hashlib.sha256(data).digest() + data)
            draft.replace(FOLDER / bucket.key)
            _make_room()


@cache
def _program() -> str:
    return hashlib.sha256(program.state().encode(errors="surrogateescape")).hexdigest()


def _make_room() -> None:
    kept = list(FOLDER.iterdir())
    if len(kept) > ROOM:
        kept.sort(key=lambda path: path.stat().st_mtime_ns)
        for path in kept[: len(kept) // 2]:
            path.unlink(missing_ok=True)


def _placed(code: CodeType, filename: str) -> CodeType:
    """The same code, as from another file: messages name it."""
    inner = (_placed(part, filename) if isinstance(part, CodeType) else part for part in code.co_consts)
    return code.replace(co_filename=filename, co_consts=tuple(inner))
