"""GB/T 9704-2012 held against finished documents: reads .docx and .pdf files, whoever made them."""

from render.standard.fault import Fault
from render.standard.files import LOCK, look_through
from render.standard.inspection import inspect, no_documents
from render.standard.official import Form
from render.standard.verdict import Conclusion, Verdict, as_data

__all__ = ["LOCK", "Conclusion", "Fault", "Form", "Verdict", "as_data", "inspect", "look_through", "no_documents"]
