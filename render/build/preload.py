"""What the processes of a build have in common: imported once, in the process that forks them."""

import gc
from contextlib import suppress

from render.build.draft import make_draft
from render.build.pool import follow_parent
from render.errors import PageError
from render.writers import FORMATS, typesetting, writer

__all__ = ["follow_parent", "make_draft"]

for _format in FORMATS:
    writer(_format)
with suppress(PageError):  # which each PDF tells
    typesetting.weasyprint()
gc.collect()
gc.freeze()  # what is imported is in use to the end: searches for unused objects pass it over
