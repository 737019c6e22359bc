"""An ISEE corrente: who lost a permanent job after the DSU, from the attestation to the new figure, by keyboard alone."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
import time_machine
from playwright.sync_api import Page, expect

from sportello.models import User
from tests import make
from tests.browser.dossier_story import TICK, Story

SANDRO = "LNESDR80E12H501S"


@pytest.fixture(autouse=True)
def on_a_wednesday(transactional_db: None) -> Iterator[None]:
    """4 March 2026: incomes and assets of 2024."""
    with time_machine.travel(make.moment(), tick=True):
        make.service("isee", "ISEE e agevolazioni")
        make.citizen("Leone", "Sandro", SANDRO, birth_date=date(1980, 5, 12), sex="M", address="Via Adda 2")
        yield


@pytest.mark.timeout(600)
def test_an_isee_corrente(
    page: Page, sign_in: Callable[[User], None], axe_finds_nothing: Callable[[], None], operator: User
) -> None:
    """The sums, by hand:

    ordinary   27,000 - 3,000 (20% is 5,400, at most 3,000); one person                24,000
               the account of 3,000 is within the deduction of 6,000
               ISEE 24,000 / 1.00                                                   24,000.00
    corrente   laid off on 15 January: the last two months, 900, times six              5,400
               less 20% of employment, 1,080                                            4,320
               ISEE 4,320 / 1.00                                                     4,320.00
    """
    story = Story(page, axe_finds_nothing)
    sign_in(operator)
    story.begin(SANDRO, "Leone Sandro")

    story.go("Nucleo")
    story.write("Scrivi l'abitazione", "Abitazione", {"altro (comodato": TICK})
    story.go("Redditi")
    story.income("Leone Sandro", "Lavoro dipendente", "27.000")
    story.go("Patrimonio")
    story.account("Leone Sandro", "Banca", "3.000", "2.900")
    story.check_papers()
    story.simulate("24.000,00")
    story.print("Stampa la simulazione", "/foglio/")

    # The DSU is there and attested: over it comes the module MS.
    story.go("Documenti")
    story.write(
        "Scrivi il protocollo",
        "DSU presentata",
        {"il Comune": TICK, "Protocollo": "INPS-ISEE-2026-00000002B-00"},
    )
    story.keyboard.press("link", "Trascrivi l'attestazione")
    story.look()
    story.answer(
        {
            "Protocollo INPS": "INPS-ISEE-2026-00000002B-00",
            "Rilasciata il": "04/03/2026",
            "Vale fino al": "31/12/2026",
            "ISEE ordinario": "24.000",
        }
    )
    story.keyboard.press("button", "Salva")
    expect(page.get_by_role("heading", name="Fascicolo: attestato")).to_be_visible()

    story.go("Corrente")
    story.write("Chiedi l'ISEE corrente", "ISEE corrente", {"Data del modulo MS": "04/03/2026"})
    story.write(
        "Aggiungi una variazione",
        "Aggiungi una variazione",
        {
            "Di chi": "Leone Sandro",
            "Che cosa è successo": "lavoro a tempo indeterminato",
            "Dal": "15/01/2026",
            "I redditi scritti": TICK,
        },
    )
    story.income("Leone Sandro", "Lavoro dipendente", "900")
    story.look()
    story.go("Calcolo")
    story.show_kind("Corrente", "4.320,00")
    expect(page.get_by_role("main")).to_contain_text("Spetta: almeno una condizione c'è.")

    story.go("Foglio DSU")
    main = page.get_by_role("main")
    expect(main.get_by_role("heading", name="MS ISEE corrente")).to_be_visible()
    expect(main).to_contain_text("Leone Sandro, ultimi due mesi")
    story.print("Stampa il foglio", "/foglio-dsu/stampa/")
