"""Shares and how sure they are: Wilson's interval for one, Newcombe's for the difference of two.

z = 1.959964 (rules.md, «Response» and «Effect of an action»). All in per cent.
"""

from decimal import Decimal, localcontext

Z = Decimal("1.959964")
_DIGITS = 40


def wilson(part: int, whole: int) -> tuple[Decimal, Decimal] | None:
    """The 95 % interval of a share; None of nothing."""
    if not whole:
        return None
    with localcontext() as context:
        context.prec = _DIGITS
        n, share, z2 = Decimal(whole), Decimal(part) / whole, Z * Z
        middle = share + z2 / (2 * n)
        half = Z * (share * (1 - share) / n + z2 / (4 * n * n)).sqrt()
        low, high = (100 * (middle + sign * half) / (1 + z2 / n) for sign in (-1, 1))
        return (Decimal(0) if not part else low, Decimal(100) if part == whole else high)


def newcombe(before: tuple[int, int], after: tuple[int, int]) -> tuple[Decimal, Decimal] | None:
    """The 95 % interval of share after − share before, each given as part and whole; None where one is of nothing.

    Newcombe's hybrid score interval (his method 10), made from the two Wilson intervals.
    """
    first, second = wilson(*before), wilson(*after)
    if first is None or second is None:
        return None
    with localcontext() as context:
        context.prec = _DIGITS
        was, now = (Decimal(100 * part) / whole for part, whole in (before, after))
        below = ((now - second[0]) ** 2 + (first[1] - was) ** 2).sqrt()
        above = ((second[1] - now) ** 2 + (was - first[0]) ** 2).sqrt()
        return now - was - below, now - was + above
