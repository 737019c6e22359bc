"""A person who is not self-sufficient, with the ordinary and the restricted household: by keyboard alone."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
import time_machine
from playwright.sync_api import Page, expect

from sportello.models import User
from tests import make
from tests.browser.dossier_story import TICK, Story

ADA = "VLLDAA42S51H501Z"


@pytest.fixture(autouse=True)
def on_a_wednesday(transactional_db: None) -> Iterator[None]:
    """4 March 2026: incomes and assets of 2024."""
    with time_machine.travel(make.moment(), tick=True):
        make.service("isee", "ISEE e agevolazioni")
        make.citizen("Villa", "Ada", ADA, birth_date=date(1942, 11, 11), sex="F", address="Via Adige 5")
        yield


@pytest.mark.timeout(600)
def test_a_person_who_is_not_self_sufficient(
    page: Page, sign_in: Callable[[User], None], axe_finds_nothing: Callable[[], None], operator: User
) -> None:
    """The sums, by hand:

    Ada        10,800 - 1,500 (expenses for the disability) - 1,000 (20% of a pension)  8,300
               what is paid for the disability does not count
    Carla      24,000 - 3,000                                                          21,000
    home       50,000, below 52,500                                                         0

    ordinary   ISR 8,300 + 21,000                                                      29,300
               accounts 14,000 + 7,500 (average above balance) - 8,000                 13,500
               ISE 29,300 + 20% of 13,500                                              32,000
               scale two persons 1.57, one disability 0.50                               2.07
               ISEE 32,000 / 2.07                                                   15,458.94

    restricted Ada alone (art. 6, c. 2): ISR                                            8,300
               accounts 14,000 - 6,000                                                  8,000
               ISE 8,300 + 20% of 8,000                                                 9,900
               scale one person 1.00, one disability 0.50                                1.50
               ISEE 9,900 / 1.50                                                     6,600.00
    """
    story = Story(page, axe_finds_nothing)
    sign_in(operator)
    story.begin(ADA, "Villa Ada")

    story.go("Nucleo")
    story.write("Modifica Villa Ada", "Modifica Villa Ada", {"Disabilità": "non auto"})
    story.person("Villa", "Carla", "02/02/1975", "figlio maggiorenne convivente")
    story.write("Scrivi l'abitazione", "Abitazione", {"casa di proprietà": TICK})
    story.write(
        "Modifica quale ISEE serve",
        "Quale ISEE serve",
        {"Sociosanitario (": TICK, "Per chi è la prestazione": "Villa Ada"},
    )
    story.go("Redditi")
    story.income("Villa Ada", "Pensioni", "10.800")
    story.income("Villa Ada", "Trattamenti per la disabilità", "6.500")
    story.income("Villa Carla", "Lavoro dipendente", "24.000")
    story.write(
        "assegni e spese di Villa Ada", "Assegni e spese di Villa Ada", {"Spese per la disabilità": "1.500"}
    )
    story.go("Patrimonio")
    story.account("Villa Ada", "Poste", "14.000", "13.000")
    story.account("Villa Carla", "Banca", "6.000", "7.500")
    story.write(
        "Aggiungi un immobile",
        "Aggiungi un immobile",
        {
            "Di chi è": "Villa Ada",
            "Dove": "Via Adige 5",
            "Comune": "Poggioverde",
            "Valore": "50.000",
            "Mutuo": "0",
            "È la casa": TICK,
        },
    )

    story.check_papers()
    story.simulate("15.458,94", "32.000,00")
    story.show_kind("Sociosanitario", "6.600,00")
    expect(page.get_by_role("row", name="15.458,94").first).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("Conviene")
    story.print("Stampa la simulazione", "/foglio/")

    story.go("Foglio DSU")
    main = page.get_by_role("main")
    expect(main).to_contain_text("Oltre a MB.1 e FC.1 servono FC.2.")
    expect(main).to_contain_text("I trattamenti per la disabilità scritti nel fascicolo non si dichiarano.")
    expect(main.get_by_role("heading", name="MB.1rid")).to_be_visible()
    story.print("Stampa il foglio", "/foglio-dsu/stampa/")
