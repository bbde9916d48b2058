"""What the processes of the preview have in common: imported once, in the process that forks them."""

import weasyprint

from render.preview import desk

__all__ = ["desk", "weasyprint"]
