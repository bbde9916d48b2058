"""A long text → its beginning, for a message."""


def shortened(text: str, length: int) -> str:
    """The text, or as much of its beginning as fits with … into `length` characters."""
    return text if len(text) <= length else f"{text[: length - 1]}…"
