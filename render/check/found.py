"""What a rule yields."""

from collections.abc import Iterator

Found = Iterator[tuple[int, str, str]]  # line, what is wrong, what to do
