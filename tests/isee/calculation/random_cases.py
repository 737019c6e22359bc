"""Invented households by the hundred, in the format of `isee-cases.json`, the same for the same seed."""

from datetime import date, timedelta
from random import Random
from typing import Any

YEARS = (2020, 2021, 2022, 2023, 2024, 2025, 2026)


def case(seed: int) -> dict[str, Any]:
    chance = Random(seed)
    year = chance.choice(YEARS)
    made: dict[str, Any] = {"id": f"RND-{seed}", "year": year}
    if chance.random() < 0.5:
        made["date"] = str(date(year, 1, 1) + timedelta(days=chance.randrange(365)))
    if year == 2026 and chance.random() < 0.5:
        made["regime"] = "familiari_inclusione"
    made["household"] = household(chance)
    tenants = chance.random() < 0.4
    persons = chance.randint(0, made["household"]["n"])
    made["inputs"] = {"persone": [person(chance, i, homes=not tenants) for i in range(persons)]}
    if tenants:
        made["inputs"]["canone_annuo"] = money(chance, 12_000)
    if chance.random() < 0.2:
        made["inputs"]["tasso_figurativo"] = chance.choice([0, 0.01, 0.0304])
    if chance.random() < 0.15:
        made["type"] = "sociosanitario_residenze"
        made["inputs"]["componenti_aggiuntive_residenza"] = [
            {"ise_figlio": money(chance, 80_000), "scala_nucleo_figlio": chance.choice([1, 1.57, 2.04, 2.96])}
            for _ in range(chance.randint(0, 3))
        ]
    return made


def household(chance: Random) -> dict[str, Any]:
    n = chance.randint(1, 9)
    children = chance.randint(0, n - 1)
    minors = chance.randint(0, children)
    made: dict[str, Any] = {"n": n, "figli": children, "minori": minors}
    if chance.random() < 0.4:
        made["figli_conviventi"] = chance.randint(0, children)
    if minors:
        made["figlio_sotto_3"] = chance.random() < 0.4
        made["genitori_lavoro_6m"] = chance.random() < 0.5
        if n == minors + 1 and not made["genitori_lavoro_6m"]:
            made["solo_genitore_non_lav_e_minori"] = chance.random() < 0.6
    if chance.random() < 0.4:
        made["disabili"] = chance.randint(0, n)
    if chance.random() < 0.3:
        made["in_residenza"] = chance.randint(0, n)
    if chance.random() < 0.5:
        made["capoluogo_metropolitano"] = chance.random() < 0.5
    return made


def person(chance: Random, number: int, *, homes: bool) -> dict[str, Any]:
    wage, pension, treatment = (money(chance, 30_000) if chance.random() < 0.5 else 0 for _ in range(3))
    made: dict[str, Any] = {
        "id": f"p{number}",
        "redditi": {
            "lavoro": wage,
            "pensione": pension,
            "trattamenti": treatment,
            "altro": money(chance, 9_000),
        },
        "lavoro_dipendente": wage,
        "pensione": pension,
        "trattamenti_soggetti": treatment if chance.random() < 0.5 else 0,
    }
    if chance.random() < 0.4:
        made["detrazioni"] = {
            "assegni_coniuge": money(chance, 6_000),
            "assegni_figli": money(chance, 6_000),
            "spese_disabili": money(chance, 9_000),
            "redditi_agrari": money(chance, 3_000),
        }
    if chance.random() < 0.7:
        made["conti"] = [account(chance) for _ in range(chance.randint(0, 3))]
        made["incremento_patrimoniale"] = money(chance, 40_000) if chance.random() < 0.4 else 0
    if chance.random() < 0.5:
        made["altri_strumenti"] = [
            {"valore": money(chance, 60_000), "garantito_stato": chance.random() < 0.5}
            for _ in range(chance.randint(0, 3))
        ]
    if chance.random() < 0.6:
        made["immobili"] = [estate(chance, homes) for _ in range(chance.randint(0, 3))]
    return made


def account(chance: Random) -> dict[str, Any]:
    made: dict[str, Any] = {"saldo": money(chance, 40_000), "giacenza": money(chance, 40_000)}
    if chance.random() < 0.25:
        made["garantito_stato"] = True
    return made


def estate(chance: Random, homes: bool) -> dict[str, Any]:
    return {
        "valore": money(chance, 160_000),
        "mutuo": money(chance, 90_000) if chance.random() < 0.5 else 0,
        "abitazione": homes and chance.random() < 0.5,
        "distrutto": chance.random() < 0.1,
    }


def money(chance: Random, most: int) -> float:
    return chance.choice([0, chance.randint(0, most), round(chance.uniform(0, most), 2)])
