import time
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.management.base import BaseCommand

from isee.calculation import Account, Household, Income, IncomeKind, Instrument, Member, Property, calculate

DAY = date(2026, 6, 30)
TIMES = 500


class Command(BaseCommand):
    help = "Prints the CPU time of one ISEE with all its steps, for three invented households."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        for name, household in households().items():
            steps = len(calculate(household, DAY).steps)
            began = time.process_time()
            for _ in range(TIMES):
                calculate(household, DAY)
            spent = (time.process_time() - began) / TIMES * 1000
            self.stdout.write(f"{name}: {spent:.3f} ms of CPU, {steps} steps")


def households() -> dict[str, Household]:
    """Return from a person alone to a family of seven who own something of everything."""
    worker = Member(
        name="Anna",
        birth_date=date(1985, 3, 1),
        declarant=True,
        incomes=(Income(IncomeKind.EMPLOYMENT, Decimal(21_000)),),
        accounts=(Account(Decimal(9_000), Decimal(7_500)),),
    )
    owner = Member(
        name="Bruno",
        birth_date=date(1983, 9, 1),
        incomes=(
            Income(IncomeKind.EMPLOYMENT, Decimal(18_000)),
            Income(IncomeKind.OTHER_IRPEF, Decimal(2_400)),
            Income(IncomeKind.TREATMENT, Decimal(1_200)),
        ),
        disability_expenses=Decimal(1_800),
        accounts=(Account(Decimal(4_000), Decimal(12_500)), Account(Decimal(800), Decimal(800), True)),
        instruments=(Instrument(Decimal(30_000), True), Instrument(Decimal(12_000))),
        properties=(
            Property(Decimal(140_000), Decimal(35_000), home=True),
            Property(Decimal(20_000)),
        ),
    )
    children = tuple(
        Member(name=f"figlio {number}", birth_date=date(2012 + 2 * number, 1, 1)) for number in range(1, 6)
    )
    return {
        "One person": Household(members=(worker,), children=0, cohabiting_children=0, minor_children=0),
        "A couple with two children": Household(
            members=(worker, owner, *children[:2]),
            children=2,
            cohabiting_children=2,
            minor_children=2,
            parents_worked=True,
        ),
        "A couple with five children": Household(
            members=(worker, owner, *children),
            children=5,
            cohabiting_children=5,
            minor_children=5,
            child_under_three=True,
            parents_worked=True,
            disabled=1,
        ),
    }
