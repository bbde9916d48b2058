"""The reader of Word files."""

from render.standard.docx.reader import read_docx

__all__ = ["read_docx"]
