"""The one exception of the readers: this file cannot be read, why, and what to do."""


class Unreadable(Exception):
    """Both texts are what a person is told."""

    def __init__(self, reason: str, remedy: str = "") -> None:
        super().__init__(reason)
        self.reason, self.remedy = reason, remedy
