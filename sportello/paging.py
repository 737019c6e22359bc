"""Lists by key: a page starts after the last row of the one before, so the thousandth costs what the first does."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model, Q, QuerySet

from sportello.ids import id_of

PAGE_SIZE = 25
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Page(Generic[Row]):
    """The rows of a page, and the id after which the next one starts; None on the last page."""

    rows: list[Row]
    next_after: int | None


def page_after(rows: QuerySet[Row], *, by: str | tuple[str, ...], after: str = "") -> Page[Row]:
    """The page after a row, given by its id as it came in the address; anything else gives the first page.

    `by` names the fields that order the list, the last of them unique, with a minus sign where they go backwards.
    One query, and one more to find the row.
    """
    fields = (by,) if isinstance(by, str) else by
    pk = id_of(after)
    last = rows.model._default_manager.filter(pk=pk).first() if pk else None
    if last:
        rows = rows.filter(_after(last, fields))
    found = list(rows.order_by(*fields)[: PAGE_SIZE + 1])
    more = len(found) > PAGE_SIZE
    return Page(found[:PAGE_SIZE], found[PAGE_SIZE - 1].pk if more else None)


def _after(row: Model, fields: tuple[str, ...]) -> Q:
    """What comes after a row: equal in the first fields, beyond it in the next."""
    beyond, equal = Q(), Q()
    for field in fields:
        name, comparison = (field[1:], "lt") if field.startswith("-") else (field, "gt")
        value = getattr(row, name)
        beyond |= equal & Q(**{f"{name}__{comparison}": value})
        equal &= Q(**{name: value})
    return beyond
