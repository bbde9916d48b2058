"""The reader of PDF files."""

from render.standard.pdf.reader import read_pdf

__all__ = ["read_pdf"]
