"""A number → its digits in the places of a number format: decimals, thousands, exponents, fractions, General."""

import re
from collections.abc import Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from fractions import Fraction

from render.collect.shown.formats import COMMA, PERCENT, POINT, SLASH, TEXTS, Piece, Pieces

WIDEST = 11  # characters of a number in the format General
SMALLEST = -4  # the power of ten from which on General has no exponent


def exact(value: float) -> Decimal:
    """A number as Excel has it: 15 digits."""
    return Decimal(f"{value:.15g}")


def general(value: float) -> str:
    """A number in the format General: no more than 11 characters, else with an exponent."""
    number = exact(abs(value))
    plain, power = _trimmed(f"{number:f}"), number.adjusted()
    if len(plain) > WIDEST and SMALLEST <= power < WIDEST:
        plain = _trimmed(f"{_rounded(number, max(0, WIDEST - 2 - max(power, 0))):f}")
    elif len(plain) > WIDEST:
        mantissa, _, exponent = f"{number:.5E}".partition("E")
        plain = f"{_trimmed(mantissa)}E{exponent[0]}{exponent[1:]:0>2}"
    return f"-{plain}" if value < 0 else plain


def _trimmed(digits: str) -> str:
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _rounded(number: Decimal, decimals: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def digits(number: Decimal, pieces: Pieces) -> str:
    """A number without its sign, in the pieces of a section."""
    if any(piece.kind == "general" for piece in pieces):
        return "".join(general(float(number)) if one.kind == "general" else _said(one) for one in pieces)
    number = number.scaleb(2 * pieces.count(PERCENT))
    if any(piece.kind == "power" for piece in pieces):
        return _scientific(number, pieces)
    return _fraction(number, pieces) if _is_fraction(pieces) else _decimal(number, pieces)


def _is_fraction(pieces: Pieces) -> bool:
    above, below = _split(pieces, SLASH)
    return _places(above) > 0 and any(piece.kind == "place" or piece.text.isdigit() for piece in below)


def _places(pieces: Pieces) -> int:
    return sum(piece.kind == "place" for piece in pieces)


def _said(piece: Piece) -> str:
    """What a piece says whatever the number."""
    return piece.text if piece.kind in TEXTS or (piece.kind == "mark" and piece != COMMA) else ""


def _split(pieces: Pieces, mark: Piece) -> tuple[Pieces, Pieces]:
    at = list(pieces).index(mark) if mark in pieces else len(pieces)
    return pieces[:at], pieces[at + 1 :]


def _decimal(number: Decimal, pieces: Pieces) -> str:
    before, after = _split(pieces, POINT)
    number = number.scaleb(-3 * (_thousands(before) + _thousands(after)))
    whole, _, fraction = f"{_rounded(number, _places(after)):f}".partition(".")
    places = [at for at, piece in enumerate(before) if piece.kind == "place"]
    text = _before(whole.lstrip("0"), before, bool(places) and COMMA in before[places[0] : places[-1]])
    return text + ("." if POINT in pieces else "") + _after(fraction, after)


def _thousands(pieces: Pieces) -> int:
    """The commas after the last place, each of which divides by 1,000."""
    text = "".join("0" if one.kind == "place" else "," if one == COMMA else "x" for one in pieces)
    return len(re.sub(r"^.*0(,*)[^0]*$|^[^0]*$", r"\1", text))


def _before(left: str, pieces: Pieces, grouped: bool) -> str:
    """The pieces before the point, filled from the right; what digits are left stand in the first place."""
    text, places, written = list[str](), _places(pieces), 0
    for piece in reversed(pieces):
        if piece.kind != "place":
            text.append(_said(piece))
            continue
        places -= 1
        taken, left = (left[-1:], left[:-1]) if places else (left, "")
        for digit in reversed(taken or {"0": "0", "?": " ", "#": ""}[piece.text]):
            text.append("," if grouped and written and written % 3 == 0 and digit != " " else "")
            text.append(digit)
            written += 1
    return "".join(piece if len(piece) == 1 else piece[::-1] for piece in text)[::-1]


def _after(fraction: str, pieces: Pieces) -> str:
    """The pieces after the point, filled from the left; noughts at the end only where the format has them."""
    text, left = "", fraction.rstrip("0")
    for piece in pieces:
        if piece.kind == "place":
            text += left[:1] or {"0": "0", "?": " ", "#": ""}[piece.text]
            left = left[1:]
        else:
            text += _said(piece)
    return text


def _scientific(number: Decimal, pieces: Pieces) -> str:
    at = next(at for at, piece in enumerate(pieces) if piece.kind == "power")
    mantissa, after = pieces[:at], pieces[at + 1 :]
    whole, decimals = (_places(part) for part in _split(mantissa, POINT))
    power = _power(number, max(1, whole), decimals)
    sign = "-" if power < 0 else "+" if pieces[at].text.endswith("+") else ""
    exponent = _before(str(abs(power)).lstrip("0"), after, grouped=False)
    return f"{_decimal(number.scaleb(-power), mantissa)}E{sign}{exponent}"


def _power(number: Decimal, whole: int, decimals: int) -> int:
    """The power of ten, a multiple of the number of places before the point."""
    if not number:
        return 0
    power = int((Decimal(number.adjusted()) / whole).to_integral_value(ROUND_FLOOR)) * whole
    return power + whole if _rounded(number.scaleb(-power), decimals) >= 10**whole else power


def _fraction(number: Decimal, pieces: Pieces) -> str:
    """`# ?/?`: 1 1/2; `?/8`: 12/8; the nearest that the places of the denominator hold."""
    above, below = _split(pieces, SLASH)
    start = max((at for at, piece in enumerate(above) if piece.kind != "place"), default=-1) + 1
    front, has_whole = above[:start], _places(above[:start]) > 0
    whole = int(number) if has_whole else 0
    upper, lower = _ratio(Fraction(number) - whole, below)
    if has_whole and upper in (0, lower):
        return _before(str(whole + (upper == lower)), front, grouped=False)
    first = _before(str(whole) if whole else "", front, grouped=False)
    return f"{first}{_aligned(str(upper), above[start:])}/{_aligned(str(lower), below, left=True)}{_tail(below)}"


def _aligned(number: str, pieces: Pieces, left: bool = False) -> str:
    width = sum(piece == Piece("place", "?") for piece in pieces)
    return number.ljust(width) if left else number.rjust(width)


def _ratio(number: Fraction, below: Pieces) -> tuple[int, int]:
    fixed = "".join(piece.text for piece in below if piece.text.isdigit()).lstrip("0")
    if fixed:
        return round(number * int(fixed)), int(fixed)
    nearest = number.limit_denominator(10 ** _places(below) - 1)
    return nearest.numerator, nearest.denominator


def _tail(below: Sequence[Piece]) -> str:
    return "".join(piece.text for piece in below if piece.kind in TEXTS and not piece.text.isdigit())
