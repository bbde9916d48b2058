"""What the processes of the preview have in common: imported once, in the process that forks them."""

from render.preview import desk
from render.writers.typesetting import library

__all__ = ["desk"]

library()
