"""A retired couple who own their home: two shares of it, State securities, a joint account, by keyboard alone."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
import time_machine
from playwright.sync_api import Page, expect

from sportello.models import User
from tests import make
from tests.browser.dossier_story import TICK, Story

GINO = "CNTGNI50A15H501K"


@pytest.fixture(autouse=True)
def on_a_wednesday(transactional_db: None) -> Iterator[None]:
    """4 March 2026: incomes and assets of 2024."""
    with time_machine.travel(make.moment(), tick=True):
        make.service("isee", "ISEE e agevolazioni")
        make.citizen("Conti", "Gino", GINO, birth_date=date(1950, 1, 15), sex="M", address="Via Arno 8")
        yield


@pytest.mark.timeout(600)
def test_a_retired_couple_who_own_their_home(
    page: Page, sign_in: Callable[[User], None], axe_finds_nothing: Callable[[], None], operator: User
) -> None:
    """The sum, by hand:

    Gino       16,500 - 1,000 (20% of a pension, at most 1,000)                        15,500
    Rosa        9,000 - 1,000                                                           8,000
    figurative  2.60% of the fund of 12,000; State securities give none                   312
    ISR                                                                                23,812
    savings    9,000 + 9,000 + fund 12,000; securities of 40,000 are within 50,000     30,000
    deduction  6,000 + 2,000 for the second person                                     -8,000
    home       60,000 + 60,000; 2/3 of what exceeds 52,500                             45,000
    ISP                                                                                67,000
    ISE        23,812 + 20% of 67,000                                                  37,212
    scale      two persons                                                               1.57
    ISEE       37,212 / 1.57                                                        23,701.91
    """
    story = Story(page, axe_finds_nothing)
    sign_in(operator)
    story.begin(GINO, "Conti Gino")

    story.go("Nucleo")
    story.person("Conti", "Rosa", "20/07/1953", "coniuge")
    story.write("Scrivi l'abitazione", "Abitazione", {"casa di proprietà": TICK})
    story.go("Redditi")
    story.income("Conti Gino", "Pensioni", "16.500")
    story.income("Conti Rosa", "Pensioni", "9.000")
    story.go("Patrimonio")
    for name in ("Conti Gino", "Conti Rosa"):
        story.account(name, "Poste, metà", "9.000", "8.200,49")
        home = {"Quota": "50", "Valore": "60.000", "Mutuo": "0", "È la casa": TICK}
        story.write(
            "Aggiungi un immobile",
            "Aggiungi un immobile",
            {"Di chi è": name, "Dove": "Via Arno 8", "Comune": "Poggioverde", **home},
        )
    story.instrument("Conti Gino", "Titoli di Stato", "BTP", "40.000")
    story.instrument("Conti Rosa", "Fondi comuni", "Fondo prudente", "12.000")

    story.check_papers()
    story.simulate("23.701,91", "23.812,00", "67.000,00", "45.000,00")
    story.print("Stampa la simulazione", "/foglio/")

    story.go("Foglio DSU")
    expect(page.get_by_role("main")).to_contain_text("DSU mini")
    expect(page.get_by_role("main")).to_contain_text("esatto 8.200,49 €")
    story.print("Stampa il foglio", "/foglio-dsu/stampa/")
