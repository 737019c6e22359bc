"""A call with thirty places and forty-one applications, from its ranking in draft to the list for the notice board."""

import csv
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import Page, expect

from isee.models import Application, Call, Ranking
from sportello.models import User
from tests import make
from tests.isee import apply

OpenAs = Callable[..., None]
PLACES, APPLICATIONS = 30, 41


@pytest.fixture
def call(transactional_db: None, operator: User) -> Call:
    """Forty-one of 10 February: two have the same ISEE, one is over the limit."""
    with time_machine.travel(make.moment(), tick=True):
        made = apply.call(title="Centri estivi 2026", places=PLACES, isee_limit=Decimal(15000))
        values = [1000 + 100 * number for number in range(APPLICATIONS)]
        values[5] = values[4]  # the fifth and the sixth are equal
        values[40] = 15001
        apply.entries(made, operator, *map(str, values))
    return made


def numbers(page: Page) -> list[str]:
    """The applications in the order in which the page shows them."""
    return page.get_by_role("rowheader").all_inner_texts()


def whole_list(page: Page) -> list[str]:
    """Page after page, to the end."""
    found = numbers(page)
    while (following := page.get_by_role("link", name="Le domande che seguono")).is_visible():
        with page.expect_navigation():
            following.click()
        found += numbers(page)
    return found


@time_machine.travel(make.moment(), tick=True)
def test_thirty_places_and_forty_one_applications(
    page: Page,
    open_as: OpenAs,
    axe_finds_nothing: Callable[[], None],
    supervisor: User,
    call: Call,
    tmp_path: Path,
) -> None:
    # The draft: the lowest ISEE first, how the tie was settled, who is over the limit.
    open_as(supervisor, reverse("call", args=[call.pk]))
    expect(page.get_by_text("bozza")).to_be_visible()
    expect(page.get_by_text("A parità di ISEE con la domanda 5/2026")).to_be_visible()
    axe_finds_nothing()
    order = whole_list(page)
    assert order == [f"{number}/2026" for number in range(1, 42)]
    expect(page.get_by_text("ISEE oltre il limite del bando, 15.000,00 euro.")).to_be_visible()

    # One is excluded by hand; the reason is asked for, and shown.
    page.get_by_role("link", name="Escludi la domanda 31/2026").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Motivo").fill("Non residente il giorno della domanda.")
    with page.expect_navigation():
        dialog.get_by_role("button", name="Salva").click()
    page.goto(page.url.partition("?")[0] + "?da=25")
    expect(page.get_by_text("Non residente il giorno della domanda.")).to_be_visible()

    # Published with its determina: first with a day before the closing, which is refused in its place.
    page.get_by_role("link", name="Pubblica la graduatoria").click()
    dialog.get_by_label("Numero della determina").fill("41")
    dialog.get_by_label("Data della determina").fill("27/02/2026")
    dialog.get_by_label("Firmata da").fill("dott. Aldo Serra, responsabile")
    dialog.get_by_role("button", name="Pubblica").click()
    expect(dialog.get_by_role("alert")).to_contain_text("la graduatoria si approva dopo")
    axe_finds_nothing()
    dialog.get_by_label("Data della determina").fill("04/03/2026")
    dialog.get_by_role("button", name="Pubblica").click()
    expect(page.get_by_text("Graduatoria pubblicata. Scarica l'elenco per l'albo.")).to_be_visible()
    axe_finds_nothing()
    states = Application.objects.filter(call=call).values_list("state", flat=True)
    assert sorted(states).count("granted") == PLACES
    assert sorted(states).count("refused") == 2

    # The list for the notice board has numbers, never names.
    with page.expect_download() as download:
        page.get_by_role("button", name="Elenco CSV").click()
    file = tmp_path / "graduatoria.csv"
    download.value.save_as(file)
    text = file.read_text("utf-8-sig")
    rows = list(csv.DictReader(StringIO(text), delimiter=";"))
    assert len(rows) == APPLICATIONS
    assert [row["Domanda"] for row in rows[:3]] == ["1/2026", "2/2026", "3/2026"]
    assert [row["Esito"] for row in rows].count("ammessa") == PLACES
    assert [row["Esito"] for row in rows].count("in lista d'attesa") == 9
    assert [row["Domanda"] for row in rows[-2:]] == ["31/2026", "41/2026"]
    assert "Gallo" not in text
    with page.expect_download() as download:
        page.get_by_role("button", name="Elenco XLSX per l'albo").click()
    assert download.value.suggested_filename.endswith(".xlsx")

    # Somebody gives up, and who waited first comes in.
    page.get_by_role("link", name="Rinuncia della domanda 2/2026").click()
    dialog.get_by_label("Perché").fill("Rinuncia")
    dialog.get_by_label("Numero della determina").fill("52")
    dialog.get_by_label("Data della determina").fill("04/03/2026")
    dialog.get_by_label("Firmata da").fill("dott. Aldo Serra, responsabile")
    dialog.get_by_role("button", name="Salva").click()
    expect(page.get_by_text("Rinuncia scritta. Scorre: 32/2026.")).to_be_visible()

    # A second publication is refused with a sentence.
    page.goto(page.url.partition("?")[0] + "pubblica/")
    expect(page.get_by_text("non si pubblica due volte e non si cambia")).to_be_visible()
    assert Ranking.objects.get().decided_on == date(2026, 3, 4)
