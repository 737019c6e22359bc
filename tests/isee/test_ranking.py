"""Rankings made by hand: order, ties, exclusions, places and budget, and who comes in when somebody leaves."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from isee.procedures.ranking import Criteria, Entry, Order, Outcome, Standing, Tie, rank, slide, why_excluded

MARCH = Criteria(opens_on=date(2026, 3, 1), closes_on=date(2026, 3, 31), places=2)


def entry(pk: int, isee: str = "1000", **fields: Any) -> Entry:
    """Application pk/2026, of 10 March, with protocol 100 + pk."""
    fields = {"submitted_on": date(2026, 3, 10), "protocol": str(100 + pk), **fields}
    return Entry(pk=pk, number=f"{pk}/2026", isee=Decimal(isee), **fields)


def order(entries: list[Entry], criteria: Criteria) -> list[int]:
    return [placed.entry.pk for placed in rank(entries, criteria)]


def test_the_lowest_isee_comes_first_and_the_third_waits() -> None:
    found = rank([entry(1, "9000"), entry(2, "0"), entry(3, "8999.99")], MARCH)
    assert [(each.place, each.entry.pk, each.outcome) for each in found] == [
        (1, 2, Outcome.ADMITTED),
        (2, 3, Outcome.ADMITTED),
        (3, 1, Outcome.WAITING),
    ]


def test_the_most_points_come_first() -> None:
    by_points = replace(MARCH, order=Order.POINTS)
    assert order([entry(1, points=5), entry(2, points=12), entry(3, points=0)], by_points) == [2, 1, 3]


@pytest.mark.parametrize(
    ("tie", "first", "second", "words"),
    [
        (Tie.EARLIER, {"submitted_on": date(2026, 3, 9), "protocol": "900"}, {}, "la domanda del 09/03/2026"),
        (Tie.EARLIER, {"protocol": "987"}, {"protocol": "1002"}, "il protocollo 987"),
        (Tie.EARLIER, {"protocol": "5"}, {"protocol": "5"}, "il numero di domanda"),
        (Tie.OLDER, {"born_on": date(1940, 1, 1)}, {"born_on": date(1950, 1, 1)}, "la persona più anziana"),
        (Tie.OLDER, {"born_on": date(1940, 1, 1)}, {"born_on": None}, "la persona più anziana"),
        (Tie.OLDER, {}, {}, "il protocollo 101"),
    ],
)
def test_a_tie_is_settled_by_the_rule_and_the_row_says_how(
    tie: Tie, first: dict[str, Any], second: dict[str, Any], words: str
) -> None:
    found = rank([entry(2, **second), entry(1, **first)], replace(MARCH, tie=tie))
    assert [each.entry.pk for each in found] == [1, 2]
    assert found[0].note == ""
    assert found[1].note.startswith("A parità di ISEE con la domanda 1/2026: ")
    assert words in found[1].note


def test_equal_points_are_settled_by_the_lower_isee() -> None:
    by_points = replace(MARCH, order=Order.POINTS, tie=Tie.LOWER_ISEE)
    found = rank([entry(1, "7000", points=8), entry(2, "6000", points=8)], by_points)
    assert [each.entry.pk for each in found] == [2, 1]
    assert found[1].note == "A parità di punteggio con la domanda 2/2026: viene prima l'ISEE più basso."


def test_the_order_of_the_applications_given_changes_nothing() -> None:
    entries = [entry(number) for number in range(1, 8)]
    assert order(entries, MARCH) == order(entries[::-1], MARCH) == [1, 2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"submitted_on": date(2026, 2, 28)}, "Presentata prima del 01/03/2026"),
        ({"submitted_on": date(2026, 4, 1)}, "Presentata dopo il 31/03/2026"),
        ({"submitted_on": date(2026, 3, 1)}, ""),
        ({"submitted_on": date(2026, 3, 31)}, ""),
        ({"isee_omissions": True}, "omissioni o difformità"),
        ({"isee_valid_to": date(2026, 3, 9)}, "era scaduta"),
        ({"isee_valid_to": date(2026, 3, 10)}, ""),
        ({"exclusion": "Manca il contratto registrato."}, "Manca il contratto registrato."),
        ({"isee": Decimal("10000.01")}, "oltre il limite del bando, 10.000,00 euro"),
        ({"isee": Decimal("10000")}, ""),
        ({"isee": None}, "Manca l'attestazione ISEE."),
    ],
)
def test_why_an_application_is_excluded(fields: dict[str, Any], reason: str) -> None:
    one = replace(entry(1), **fields)
    found = why_excluded(one, replace(MARCH, isee_limit=Decimal(10000)))
    assert reason in found
    assert bool(reason) == bool(found)
    assert (rank([one], replace(MARCH, isee_limit=Decimal(10000)))[0].outcome is Outcome.EXCLUDED) == bool(
        reason
    )


def test_a_call_by_points_that_never_looks_at_the_isee_takes_who_has_none() -> None:
    by_points = replace(MARCH, order=Order.POINTS)
    assert why_excluded(replace(entry(1), isee=None), by_points) == ""


def test_those_excluded_come_last_by_number_and_have_no_place() -> None:
    out = [entry(12, exclusion="Non residente."), entry(3, exclusion="Non residente.")]
    found = rank([*out, entry(5)], MARCH)
    assert [(each.entry.pk, each.place) for each in found] == [(5, 1), (3, None), (12, None)]


def test_a_budget_is_paid_until_it_is_consumed() -> None:
    criteria = replace(MARCH, places=None, budget=Decimal(1000), amount_each=Decimal(400))
    found = rank([entry(1), entry(2), entry(3), entry(4)], criteria)
    assert [each.amount for each in found] == [Decimal(400), Decimal(400), Decimal(200), None]
    assert [each.outcome for each in found] == [Outcome.ADMITTED] * 3 + [Outcome.WAITING]
    assert found[2].note.endswith("Importo ridotto a quanto resta: spettavano 400,00 euro.")


def test_a_budget_that_ends_with_an_application_leaves_the_next_waiting() -> None:
    criteria = replace(MARCH, places=None, budget=Decimal(800), amount_each=Decimal(400))
    assert [each.outcome for each in rank([entry(1), entry(2), entry(3)], criteria)][2] is Outcome.WAITING


def test_each_may_have_an_amount_of_its_own() -> None:
    criteria = replace(MARCH, places=None, budget=Decimal(500))
    found = rank([entry(1, amount=Decimal(120)), entry(2, amount=Decimal("80.50"))], criteria)
    assert [each.amount for each in found] == [Decimal(120), Decimal("80.50")]


@pytest.mark.parametrize(
    ("entries", "criteria", "sentence"),
    [
        ([], replace(MARCH, places=None, budget=Decimal(0)), "Non c'è nulla da assegnare"),
        ([entry(1)], replace(MARCH, order=Order.POINTS), r"Manca il punteggio di una domanda \(1/2026\)"),
        (
            [entry(1), entry(2)],
            replace(MARCH, places=None, budget=Decimal(10)),
            r"Manca l'importo di 2 domande \(per esempio 1/2026, 2/2026\)",
        ),
    ],
)
def test_what_cannot_be_ranked(entries: list[Entry], criteria: Criteria, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        rank(entries, criteria)


BUDGET = replace(MARCH, places=None, budget=Decimal(800), amount_each=Decimal(400))


def standing(place: int, has: int | None = None) -> Standing:
    """A row that wants 400 euro and has them, a part, or waits."""
    return Standing(
        pk=place,
        place=place,
        is_in=has is not None,
        wanted=Decimal(400),
        has=None if has is None else Decimal(has),
    )


def test_a_place_given_up_goes_to_who_waits_first() -> None:
    found = slide([standing(4), standing(3), standing(1, 400)], Decimal(400), MARCH)
    assert [(each.pk, each.is_in, each.has) for each in found] == [(3, True, Decimal(400))]
    assert slide([standing(1, 400)], Decimal(400), MARCH) == []


@pytest.mark.parametrize(
    ("freed", "expected"),
    [
        (400, [(2, 400), (3, 350)]),  # what lacked to the second, the rest to the third
        (50, [(2, 400)]),
        (30, [(2, 380)]),
        (900, [(2, 400), (3, 400), (4, 400)]),
        (0, []),
    ],
)
def test_money_given_up_goes_on_in_the_order_of_the_ranking(
    freed: int, expected: list[tuple[int, int]]
) -> None:
    found = slide([standing(2, 350), standing(3), standing(4)], Decimal(freed), BUDGET)
    assert [(each.pk, each.has) for each in found] == [(pk, Decimal(has)) for pk, has in expected]
    assert all(each.is_in for each in found)
