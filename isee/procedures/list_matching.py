"""Who the lines of a list may be: by tax code, else by name, in a few queries for the whole list."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from isee.models import WorkLine
from isee.procedures.list_reading import Line
from sportello import tax_code
from sportello.models import Citizen, TaxCode
from sportello.search_keys import name_key

AT_ONCE = 1_000
Match = WorkLine.Match


@dataclass(frozen=True)
class Matches:
    """The citizens that lines may speak of: by code without omocodia, and by name."""

    by_code: Mapping[str, Sequence[TaxCode]]
    by_name: Mapping[str, Sequence[Citizen]]

    @classmethod
    def of(cls, lines: Sequence[Line]) -> "Matches":
        """Look for the people of all the lines; a query for a thousand of them."""
        by_code: dict[str, list[TaxCode]] = defaultdict(list)
        by_name: dict[str, list[Citizen]] = defaultdict(list)
        for codes in _parts([tax_code.plain(line.tax_code) for line in lines if line.tax_code]):
            for code in TaxCode.objects.filter(plain_code__in=codes).select_related("citizen").order_by("pk"):
                by_code[code.plain_code].append(code)
        for keys in _parts([name_key(line.surname, line.given_name) for line in lines if line.surname]):
            for citizen in Citizen.objects.filter(name_key__in=keys).order_by("pk"):
                by_name[citizen.name_key].append(citizen)
        return cls(by_code, by_name)

    def match(self, line: Line) -> dict[str, Any]:
        """Who a line speaks of, and how sure that is, as the row keeps it.

        Certain is one alone: the same tax code, letter by letter, and no other name.
        """
        codes = self.by_code.get(tax_code.plain(line.tax_code), []) if line.tax_code else []
        same = next((code for code in codes if code.code == line.tax_code), None)
        if same and self._has_name(same.citizen, line):
            return {"citizen": same.citizen, "match": Match.CERTAIN}
        people = [code.citizen for code in codes] or self._namesakes(line)
        if not people:
            return {"citizen": None, "match": Match.NONE}
        return {"citizen": same.citizen if same else people[0], "match": Match.DOUBTFUL}

    def _has_name(self, citizen: Citizen, line: Line) -> bool:
        return not line.surname or citizen.name_key == name_key(line.surname, line.given_name)

    def _namesakes(self, line: Line) -> list[Citizen]:
        """People of the same name, unless their birth is another."""
        people = self.by_name.get(name_key(line.surname, line.given_name), []) if line.surname else []
        born = line.birth_date
        return [one for one in people if not born or not one.birth_date or one.birth_date == born]


def _parts(keys: Sequence[str]) -> Iterator[list[str]]:
    unique = sorted(set(keys))
    for start in range(0, len(unique), AT_ONCE):
        yield unique[start : start + AT_ONCE]
