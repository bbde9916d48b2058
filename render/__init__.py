"""One plan in YAML, one kind of template, and from them letters, trackers and the published table."""

__version__ = "0.3.0"
