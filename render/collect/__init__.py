"""Returned trackers → progress: what each unit filled in, what that changes, and what could not be taken."""

from render.collect.collection import Collection, collect
from render.collect.files import find_files

__all__ = ["Collection", "collect", "find_files"]
