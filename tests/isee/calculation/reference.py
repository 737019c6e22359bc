"""The ISEE once more, in plain arithmetic on exact fractions, written from the description of the law alone.

Nothing of `isee.calculation` is used here, neither formulas nor parameters: two ways that agree are worth more
than one. It takes a case in the format of `isee-cases.json` and returns the lines of the attestation.
"""

from datetime import date
from fractions import Fraction
from math import floor
from typing import Any

FIGURATIVE_RATES = {
    2020: Fraction("0.0105"),
    2021: Fraction("0.0101"),
    2022: Fraction("0.0080"),
    2023: Fraction("0.0304"),
    2024: Fraction("0.0350"),
    2025: Fraction("0.0300"),
    2026: Fraction("0.0260"),
}
FIVE_FIRST = [
    Fraction(0),
    Fraction(1),
    Fraction("1.57"),
    Fraction("2.04"),
    Fraction("2.46"),
    Fraction("2.85"),
]


def half_up(x: Fraction) -> Fraction:
    return Fraction(floor(x * 100 + Fraction(1, 2)), 100)


def euro(x: Any) -> Fraction:
    return Fraction(str(x))


def person_income(person: dict[str, Any]) -> Fraction:
    gross = sum((euro(amount) for amount in person.get("redditi", {}).values()), Fraction(0))
    paid = person.get("detrazioni", {})
    minus = euro(paid.get("assegni_coniuge", 0)) + euro(paid.get("assegni_figli", 0))
    minus += min(euro(paid.get("spese_disabili", 0)), Fraction(5000)) + euro(paid.get("redditi_agrari", 0))
    wage = min(euro(person.get("lavoro_dipendente", 0)) / 5, Fraction(3000))
    pension = euro(person.get("pensione", 0)) + euro(person.get("trattamenti_soggetti", 0))
    minus += half_up(max(wage, min(pension / 5, Fraction(1000))))
    return max(Fraction(0), gross - minus)


def deposits_and_securities(
    persons: list[dict[str, Any]], free: Fraction
) -> tuple[Fraction, Fraction, Fraction]:
    """Deposits, other assets, what was left out: the free amount goes to persons in their order."""
    deposits, securities, out = Fraction(0), Fraction(0), Fraction(0)
    for person in persons:
        for asset in person.get("altri_strumenti", []):
            taken = min(free - out, euro(asset["valore"])) if asset.get("garantito_stato") else Fraction(0)
            out += taken
            securities += euro(asset["valore"]) - taken
        saldi = giacenze = Fraction(0)
        for account in person.get("conti", []):
            saldo, giacenza = euro(account["saldo"]), euro(account["giacenza"])
            taken = min(free - out, max(saldo, giacenza)) if account.get("garantito_stato") else Fraction(0)
            out += taken
            saldi += max(Fraction(0), saldo - taken)
            giacenze += max(Fraction(0), giacenza - taken)
        bought = euro(person.get("incremento_patrimoniale", 0))
        uses_saldo = saldi >= giacenze or bought > giacenze - saldi
        deposits += saldi if uses_saldo else giacenze
    return deposits, securities, out


def real_estate(persons: list[dict[str, Any]], year: int, threshold: Fraction) -> tuple[Fraction, Fraction]:
    """What it is worth, and what is deducted."""
    worth, home, elsewhere = Fraction(0), Fraction(0), Fraction(0)
    for person in persons:
        for estate in person.get("immobili", []):
            if estate.get("distrutto") and year >= 2026:
                continue
            value = euro(estate["valore"])
            worth += value
            net = max(Fraction(0), value - euro(estate.get("mutuo", 0)))
            if estate.get("abitazione"):
                home += net
            else:
                elsewhere += net
    counted = Fraction(0) if home <= threshold else half_up((home - threshold) * 2 / 3)
    return worth, worth - (counted + elsewhere)


def scale(household: dict[str, Any], family: bool) -> tuple[Fraction, Fraction]:
    """The parameter for the members, and the additions."""
    in_care = household.get("in_residenza", 0)
    counted = household["n"] - in_care
    base = FIVE_FIRST[counted] if counted <= 5 else FIVE_FIRST[5] + Fraction("0.35") * (counted - 5)
    children = household.get("figli", 0)
    steps = (
        {2: Fraction("0.10"), 3: Fraction("0.25"), 4: Fraction("0.40"), 5: Fraction("0.55")}
        if family
        else {
            3: Fraction("0.20"),
            4: Fraction("0.35"),
            5: Fraction("0.50"),
        }
    )
    more = steps.get(min(children, 5), Fraction(0))
    entitled = household.get("genitori_lavoro_6m") or household.get("solo_genitore_non_lav_e_minori")
    if household.get("minori", 0) and entitled:
        more += Fraction("0.30") if household.get("figlio_sotto_3") else Fraction("0.20")
    return base, more + Fraction(1, 2) * household.get("disabili", 0) + in_care


def isee(case: dict[str, Any]) -> dict[str, Any]:
    household, inputs = case["household"], case["inputs"]
    day = date.fromisoformat(case.get("date", f"{case['year']}-12-31"))
    family = case.get("regime") == "familiari_inclusione"
    persons = inputs.get("persone", [])
    children = household.get("figli", 0)
    at_home = household.get("figli_conviventi", children)

    incomes = sum((person_income(person) for person in persons), Fraction(0))
    free = Fraction(50_000) if day >= date(2025, 4, 3) else Fraction(0)
    deposits, securities, out = deposits_and_securities(persons, free)
    rate = (
        Fraction(str(inputs["tasso_figurativo"]))
        if "tasso_figurativo" in inputs
        else FIGURATIVE_RATES[day.year]
    )
    figurative = half_up(rate * securities)
    most_rent = Fraction(7000) + 500 * max(0, at_home - 2)
    rent = min(euro(inputs.get("canone_annuo", 0)), most_rent, incomes + figurative)
    isr = incomes + figurative - rent

    assets = deposits + securities
    deduction = min(
        assets,
        min(Fraction(10_000), Fraction(6000) + 2000 * (household["n"] - 1)) + 1000 * max(0, children - 2),
    )
    if family:
        threshold = Fraction(120_000 if household.get("capoluogo_metropolitano") else 91_500)
        threshold += 2500 * max(0, at_home - 1)
    else:
        threshold = Fraction(52_500) + 2500 * max(0, at_home - 2)
    worth, deducted = real_estate(persons, day.year, threshold)
    isp = assets - deduction + worth - deducted

    ise = half_up(isr + isp / 5)
    base, more = scale(household, family)
    result = half_up(ise / (base + more))
    lines = {
        "somma_redditi": incomes,
        "reddito_figurativo": figurative,
        "detrazioni": rent,
        "isr": isr,
        "patrimonio_mobiliare": assets,
        "detrazione_mobiliare": deduction,
        "patrimonio_immobiliare": worth,
        "detrazione_immobiliare": deducted,
        "isp": isp,
        "ise": ise,
        "parametro_base": base,
        "maggiorazioni": more,
        "scala": base + more,
        "isee": result,
        "titoli_stato_esclusi": out,
    }
    if case.get("type") == "sociosanitario_residenze":
        added = [
            half_up(
                max(Fraction(0), euro(child["ise_figlio"]) / euro(child["scala_nucleo_figlio"]) - 9000)
                / 5
                / (base + more)
            )
            for child in inputs.get("componenti_aggiuntive_residenza", [])
        ]
        lines |= {"isee_base": result, "isee": result + sum(added), "componenti_aggiuntive": added}
    return lines
