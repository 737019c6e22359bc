"""The patrimony indicator, ISP: art. 5. Real estate is in `real_estate.py`."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from isee.calculation.amounts import ZERO, cents, euro, total
from isee.calculation.formulas.real_estate import real_estate
from isee.calculation.given import NOTHING_GIVEN, Given
from isee.calculation.household import Household
from isee.calculation.invalid import InvalidHousehold, check_amount
from isee.calculation.law import Law
from isee.calculation.member import Member
from isee.calculation.steps import DPCM, Level, Step


def isp(
    household: Household, excluded: Step | None, law: Law, given: Given = NOTHING_GIVEN
) -> tuple[Step, ...]:
    """Compute the patrimony indicator: art. 5, c. 1. The last line is the ISP.

    The household's financial assets are those left after the State-backed exclusion, told by `excluded`.
    """
    holdings = list(financial_assets(household))
    assets = given.over(sum_of_assets(holdings))
    deduction = given.over(financial_deduction(assets.amount, household.size, household.children, law))
    *estate, gross, allowed = real_estate(household, law)
    gross, allowed = given.over(gross), given.over(allowed)
    financial = max(ZERO, assets.amount - deduction.amount)
    counted = max(ZERO, gross.amount - allowed.amount)
    result = Step(
        "isp",
        "Indicatore della situazione patrimoniale (ISP)",
        f"{DPCM}, art. 5, c. 1",
        financial + counted,
        f"Patrimonio mobiliare {euro(financial)} più patrimonio immobiliare {euro(counted)}, "
        "tolte le detrazioni.",
        Level.INDICATOR,
    )
    left_out = () if excluded is None else (excluded,)
    return (*left_out, *holdings, assets, deduction, *estate, gross, allowed, given.over(result))


def financial_assets(household: Household) -> Iterator[Step]:
    """Tell the financial assets of each member, only the lines there are: art. 5, c. 4."""
    for number, member in enumerate(household.members, 1):
        if member.accounts:
            yield deposits(member, number)
        if member.instruments:
            yield instruments(member, number)
        if member.donated_savings:
            yield donated_savings(member, number)


def deposits(member: Member, number: int) -> Step:
    """Value one person's deposits and accounts taken together: art. 5, c. 4, lett. a).

    The greater of the sum of balances and the sum of averages; but the balances, even if lower, when the
    person put into real estate or other assets more than the difference.
    """
    saldo = total([account.saldo for account in member.accounts])
    giacenza = total([account.giacenza for account in member.accounts])
    amount, sentence = max(saldo, giacenza), "conta il valore più alto"
    if giacenza > saldo and member.asset_increase > giacenza - saldo:
        amount = saldo
        sentence = (
            f"contano i saldi, perché il patrimonio è cresciuto di {euro(member.asset_increase)}, "
            f"più della differenza di {euro(giacenza - saldo)}"
        )
    return Step(
        f"depositi_{number}",
        f"Depositi e conti correnti ({member.name})",
        f"{DPCM}, art. 5, c. 4, lett. a)",
        amount,
        f"Saldi {euro(saldo)}, giacenze medie {euro(giacenza)}: {sentence}.",
        Level.DETAIL,
    )


def instruments(member: Member, number: int) -> Step:
    """Sum one person's other financial assets: art. 5, c. 4, from lett. b) on."""
    amount = total([instrument.value for instrument in member.instruments])
    return Step(
        f"strumenti_{number}",
        f"Titoli e altri strumenti finanziari ({member.name})",
        f"{DPCM}, art. 5, c. 4, lett. b) e seguenti",
        amount,
        f"Valore di titoli e altri strumenti che conta: {euro(amount)}.",
        Level.DETAIL,
    )


def donated_savings(member: Member, number: int) -> Step:
    """Keep in the patrimony of who is in residential care the savings given away: art. 6, c. 3, lett. c)."""
    amount = member.donated_savings
    return Step(
        f"risparmi_donati_{number}",
        f"Risparmi donati ({member.name})",
        f"{DPCM}, art. 6, c. 3, lett. c)",
        amount,
        f"{euro(amount)} donati contano ancora nel patrimonio di chi è ricoverato.",
        Level.DETAIL,
    )


def sum_of_assets(holdings: list[Step]) -> Step:
    """Sum the financial assets of the household: art. 5, c. 4."""
    amount = total([step.amount for step in holdings])
    sentence = " + ".join(euro(step.amount) for step in holdings) + "." if holdings else "Nessuno."
    return Step(
        "patrimonio_mobiliare",
        "Patrimonio mobiliare",
        f"{DPCM}, art. 5, c. 4",
        amount,
        sentence,
        Level.LINE,
    )


def financial_deduction(assets: Decimal, members: int, children: int, law: Law) -> Step:
    """Deduct from financial assets by members, and by children after the second: art. 5, c. 6.

    The raise for children who are members comes on top of the ceiling for members.
    """
    further_members = members - law.amount("patrimonio.mobiliare_componenti_compresi")
    by_members = min(
        law.amount("patrimonio.mobiliare_base")
        + further_members * law.amount("patrimonio.mobiliare_per_componente"),
        law.amount("patrimonio.mobiliare_massimo"),
    )
    further_children = max(ZERO, children - law.amount("patrimonio.mobiliare_figli_compresi"))
    by_children = further_children * law.amount("patrimonio.mobiliare_per_figlio")
    available = by_members + by_children
    sentence = f"Per {members} componenti {euro(by_members)}"
    if by_children:
        sentence += f", per {children} figli altri {euro(by_children)}"
    return Step(
        "detrazione_mobiliare",
        "Detrazione sul patrimonio mobiliare",
        f"{DPCM}, art. 5, c. 6",
        min(assets, available),
        f"{sentence}; non oltre il patrimonio di {euro(assets)}.",
        Level.LINE,
        figures=law.take(),
    )


def average_balance(periods: list[tuple[int, Decimal]], on: date) -> Decimal:
    """Compute the giacenza media of an account, in euro cents: art. 5, c. 4, lett. a).

    `periods` are numbers of days, each with the balance kept on them; `on` is the day of the DSU.
    Raises InvalidHousehold when the days do not fit in a year, NotInForce when the divisor is not known.
    """
    year = Law(on).amount("patrimonio.giacenza_giorni")
    days = [count for count, _ in periods]
    # A leap year has one day more; the divisor stays the same.
    if any(count <= 0 for count in days) or sum(days) > year + 1:
        raise InvalidHousehold("Giacenza media: i giorni devono essere quelli di un anno.")
    for _, balance in periods:
        check_amount("Saldo del periodo", balance)
    return cents(total([count * balance for count, balance in periods]) / year)
