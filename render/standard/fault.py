"""A `Finding`: one thing in one file that the standard has otherwise."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """`clause` is empty where the file itself could not be read."""

    path: str
    clause: str
    element: str
    found: str

    def __str__(self) -> str:
        place = f"{self.clause} {self.element}".strip()
        return f"{self.path}  {place}  {self.found}"
