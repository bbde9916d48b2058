"""The one exception of the readers: this file cannot be read, and why."""


class Unreadable(Exception):
    """Its text is what a person is told."""
