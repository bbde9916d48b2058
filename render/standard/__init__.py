"""GB/T 9704-2012 held against finished documents: reads .docx and .pdf files, whoever made them."""

from render.standard.fault import Fault
from render.standard.inspection import inspect

__all__ = ["Fault", "inspect"]
