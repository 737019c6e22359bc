"""A lone parent, whose child's father lives elsewhere and pays what the court ordered: by keyboard alone."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
import time_machine
from playwright.sync_api import Page, expect

from sportello.models import User
from tests import make
from tests.browser.dossier_story import TICK, Story

IOANA = "RSUIOA90C43Z129Q"


@pytest.fixture(autouse=True)
def on_a_wednesday(transactional_db: None) -> Iterator[None]:
    """4 March 2026: incomes and assets of 2024."""
    with time_machine.travel(make.moment(), tick=True):
        make.service("isee", "ISEE e agevolazioni")
        make.citizen("Rusu", "Ioana", IOANA, birth_date=date(1990, 3, 3), sex="F", address="Via Reno 1")
        yield


@pytest.mark.timeout(600)
def test_a_lone_parent(
    page: Page, sign_in: Callable[[User], None], axe_finds_nothing: Callable[[], None], operator: User
) -> None:
    """The sum, by hand:

    Ioana      9,600 - 1,920 (20% of employment)                                        7,680
    received   for the child                                                            2,400
    ISR                                                                                10,080
    account    1,200, within the deduction of 8,000                                         0
    scale      two persons 1.57, child under three and the only parent at work 0.30      1.87
    ISEE       10,080 / 1.87                                                         5,390.37
    minors     the father pays by order of the court (art. 7, c. 1, c): nothing is added, the same
    """
    story = Story(page, axe_finds_nothing)
    sign_in(operator)
    story.begin(IOANA, "Rusu Ioana")

    story.go("Nucleo")
    story.write("Modifica Rusu Ioana", "Modifica Rusu Ioana", {"Mesi di lavoro": "12"})
    story.person("Rusu", "Andrei", "20/01/2024", "figlio minore")
    story.person(
        "Ionescu",
        "Mihai",
        "11/06/1986",
        "altro genitore",
        {"versa il mantenimento": TICK, "Mesi di lavoro": "12"},
    )
    story.write("Scrivi l'abitazione", "Abitazione", {"altro (comodato": TICK})
    story.write("Modifica quale ISEE serve", "Quale ISEE serve", {"Minorenni": TICK})
    story.go("Redditi")
    story.income("Rusu Ioana", "Lavoro dipendente", "9.600")
    story.income("Rusu Ioana", "Mantenimento dei figli", "2.400")
    story.go("Patrimonio")
    story.account("Rusu Ioana", "Banca", "1.200", "1.000")

    story.check_papers()
    story.simulate("5.390,37", "10.080,00", "1,87")
    story.show_kind("Minorenni", "5.390,37")
    expect(page.get_by_role("main")).to_contain_text("versa il mantenimento stabilito dal giudice")
    story.print("Stampa la simulazione", "/foglio/")

    story.go("Foglio DSU")
    expect(page.get_by_role("main")).to_contain_text("DSU integrale")
    expect(page.get_by_role("main")).to_contain_text("non entra e non si aggiunge nulla")
    story.print("Stampa il foglio", "/foglio-dsu/stampa/")
