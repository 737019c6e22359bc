"""Ids as they come from outside: in a form, or behind the question mark of an address."""

# One less than the largest id of the database has: more figures name no row.
MOST_FIGURES = 18


def id_of(typed: str) -> int | None:
    """The id that was typed; None for anything that can be the id of no row."""
    return int(typed) if typed.isdecimal() and len(typed) <= MOST_FIGURES else None
