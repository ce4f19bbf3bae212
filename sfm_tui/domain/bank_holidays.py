"""Bank holidays of a country or of a part of it, by the library that knows them; nothing is asked of the network."""

from datetime import date

from sfm_tui.clock.refusal import quoted

MOST_YEARS = 50


def bank_holidays(country: str, subdivision: str, first: date, last: date) -> dict[date, str]:
    """The bank holidays from `first` to `last`, both counted in, by day; none where no country is set.

    `country` is its ISO code, `subdivision` a code or name that the library knows (`ENG`, `England`, `GB-SCT`).
    Raises ValueError, in one line, for one that it does not know.
    """
    country, subdivision = country.strip().upper(), subdivision.strip()
    if not country or last < first:
        return {}
    if last.year - first.year > MOST_YEARS:
        raise ValueError(f"bank holidays are told for {MOST_YEARS} years at the most: choose a nearer day")
    import holidays

    years = range(first.year, last.year + 1)
    try:
        known = holidays.country_holidays(country)
    except (NotImplementedError, KeyError):
        raise ValueError(
            f"{quoted(country)} is no country whose bank holidays are known: use a code such as GB"
        ) from None
    code = _part(known.subdivisions, known.subdivisions_aliases, country, subdivision)
    found = holidays.country_holidays(country, subdiv=code, years=years)
    return {day: name for day, name in sorted(found.items()) if first <= day <= last}


def _part(codes: tuple[str, ...], aliases: dict[str, str], country: str, wanted: str) -> str | None:
    """The library's code for a part of a country."""
    if not wanted:
        return None
    names = {code.casefold(): code for code in codes} | {name.casefold(): code for name, code in aliases.items()}
    bare = wanted.casefold()
    code = names.get(bare) or names.get(bare.removeprefix(f"{country.casefold()}-"))
    if code is None:
        few = ", ".join(codes[:4]) if codes else "none"
        raise ValueError(f"{quoted(wanted)} is no part of {country}: it has {few}{' and others' if codes[4:] else ''}")
    return code
