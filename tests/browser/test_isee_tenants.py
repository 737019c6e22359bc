"""A tenant family with three children: from the card to the closed dossier, by keyboard alone."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
import time_machine
from playwright.sync_api import Page, expect

from isee.models import Dossier
from sportello.models import LogEntry, User
from tests import make
from tests.browser.dossier_story import TICK, Story

ANNA, PAOLO = "FRRNNA85D50H501Y", "FRRPLA83B20H501Y"


@pytest.fixture(autouse=True)
def on_a_wednesday(transactional_db: None) -> Iterator[None]:
    """4 March 2026: incomes and assets of 2024."""
    with time_machine.travel(make.moment(), tick=True):
        make.service("isee", "ISEE e agevolazioni")
        make.citizen(
            "Ferri",
            "Anna",
            ANNA,
            birth_date=date(1985, 4, 10),
            sex="F",
            address="Via Po 3",
            town="Poggioverde",
        )
        make.citizen("Ferri", "Paolo", PAOLO, birth_date=date(1983, 2, 20), sex="M")
        yield


@pytest.mark.timeout(600)
def test_a_tenant_family_with_three_children(
    page: Page, sign_in: Callable[[User], None], axe_finds_nothing: Callable[[], None], operator: User
) -> None:
    """The sum, by hand:

    Anna      14,000 - 2,800 (20% of employment)                                       11,200
    Paolo     21,000 - 3,000 (20% is 4,200, at most 3,000)                             18,000
    rent      7,800, at most 7,000 + 500 for the third child                           -7,500
    ISR                                                                                21,700
    accounts  4,201 (4,200.60 in whole euro), all within the deduction of 11,000            0
    ISE                                                                                21,700
    scale     five persons 2.85, three children 0.20, under three with both at work 0.30 3.35
    ISEE      21,700 / 3.35                                                          6,477.61
    families  three children count 0.25: 21,700 / 3.40                               6,382.35
    """
    story = Story(page, axe_finds_nothing)
    sign_in(operator)
    story.begin(ANNA, "Ferri Anna")

    story.go("Nucleo")
    story.write("Modifica Ferri Anna", "Modifica Ferri Anna", {"Mesi di lavoro": "12"})
    story.known_person(PAOLO, "Ferri Paolo", "coniuge", {"Mesi di lavoro": "12"})
    story.person("Ferri", "Lia", "05/05/2012", "figlio minore")
    story.person("Ferri", "Marta", "01/09/2016", "figlio minore")
    story.person("Ferri", "Ugo", "15/06/2024", "figlio minore")
    story.write(
        "Scrivi l'abitazione",
        "Abitazione",
        {"casa in affitto": TICK, "Canone annuo": "7.800", "Codice del contratto": "T8L26000123"},
    )
    story.write("Modifica quale ISEE serve", "Quale ISEE serve", {"Prestazioni familiari": TICK})
    story.look()

    story.go("Redditi")
    story.income("Ferri Anna", "Lavoro dipendente", "14.000")
    story.income("Ferri Paolo", "Lavoro dipendente", "21.000,00")
    story.go("Patrimonio")
    story.account("Ferri Anna", "Banca Etica", "4.200,60", "3.800")

    story.check_papers()
    story.simulate("6.477,61", "6.382,35", "3,35")
    story.print("Stampa la simulazione", "/foglio/")

    # The sheet to type the DSU from: a value is copied, the next one is an arrow away.
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    story.go("Foglio DSU")
    expect(page.get_by_role("main")).to_contain_text("DSU mini")
    story.keyboard.press("button", "Copia Saldo al 31/12/2024")
    expect(page.locator("#announcement")).to_have_text("«Saldo al 31/12/2024» copiato")
    assert page.evaluate("navigator.clipboard.readText()") == "4201"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#announcement")).to_have_text("«Giacenza media 2024» copiato")
    assert page.evaluate("navigator.clipboard.readText()") == "3800"
    story.print("Stampa il foglio", "/foglio-dsu/stampa/")

    # The DSU is presented, INPS attests it: a box was not ticked, and the scale is lower than it should be.
    story.go("Documenti")
    story.write(
        "Scrivi il protocollo",
        "DSU presentata",
        {"un CAF": TICK, "Nome del CAF": "CAF Uno", "Protocollo": "INPS-ISEE-2026-00000001A-00"},
    )
    expect(page.get_by_role("heading", name="Fascicolo: DSU presentata")).to_be_visible()
    story.look()
    story.keyboard.press("link", "Trascrivi l'attestazione")
    expect(page.get_by_role("heading", level=1)).to_contain_text("ttestazione")
    story.look()
    story.answer(
        {
            "Protocollo INPS": "INPS-ISEE-2026-00000001A-00",
            "Rilasciata il": "04/03/2026",
            "Vale fino al": "31/12/2026",
            "ISEE ordinario": "6.888,89",
        }
    )
    story.keyboard.go_to(page.get_by_text("Righe del foglio"))
    page.keyboard.press("Enter")
    story.answer({"Indicatore della situazione economica (ISE)": "21.700", "Scala di equivalenza": "3,15"})
    story.keyboard.press("button", "Salva")
    expect(page.get_by_role("heading", name="Fascicolo: attestato")).to_be_visible()
    story.look()
    story.keyboard.press("link", "Confronta con la simulazione")
    expect(page.get_by_role("row", name="Scala di equivalenza")).to_contain_text("3,15")
    story.look()
    story.keyboard.press("link", "Torna al fascicolo")
    expect(page.get_by_role("heading", name="Fascicolo: attestato")).to_be_visible()
    story.keyboard.press("button", "Chiudi il fascicolo")
    expect(page.get_by_role("heading", name="Fascicolo: chiuso")).to_be_visible()
    story.go("Foglio DSU")
    expect(page.get_by_role("main")).to_contain_text("protocollo INPS-ISEE-2026-00000001A-00")

    assert Dossier.objects.get().state == Dossier.State.CLOSED
    told = set(LogEntry.objects.values_list("kind", flat=True))
    assert {"isee.simulation.printed", "isee.dsu_sheet.printed", "isee.dsu.presented"} <= told
