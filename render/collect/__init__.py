"""Returned trackers → progress, and returned registers → 签收: what is new in them, and what could not be taken."""

from render.collect.collection import Collection, collect
from render.collect.files import find_files
from render.collect.registers import Register, is_register, read_registers

__all__ = ["Collection", "Register", "collect", "find_files", "is_register", "read_registers"]
