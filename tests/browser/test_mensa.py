"""The administrator makes the tariff of the school canteen, tries it, publishes it, and asks what it would cost."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import Page, expect

from isee.models import Application, RuleDraft, RuleVersion
from sportello.models import Citizen, User
from tests.isee import apply
from tests.isee import make as isee_make
from tests.isee.make_rules import attested

OpenAs = Callable[..., None]
# The delay of the chart's trigger in the page, and a little more.
TYPING_RESTS = 800


def band(page: Page, row: int, upto: str, price: str) -> None:
    """Fill a band: what it begins from is there already."""
    page.get_by_label(f"Fino a, riga {row}", exact=True).fill(upto)
    page.get_by_label(f"Prezzo, riga {row}", exact=True).fill(price)


def save_draft(page: Page) -> None:
    """Save once the chart, which is asked for when the typing rests, has come."""
    page.wait_for_timeout(TYPING_RESTS)
    page.wait_for_function("() => !document.querySelector('.htmx-request')")
    page.get_by_role("button", name="Salva la bozza").click()


def try_household(page: Page, name: str, isee: str, outcome: str, amount: str) -> None:
    page.get_by_role("link", name="Aggiungi un nucleo").click()
    page.get_by_label("Nucleo", exact=True).fill(name)
    page.get_by_label("Età degli adulti").fill("38")
    page.get_by_label("Età dei figli").fill("8")
    page.get_by_label("ISEE", exact=False).first.fill(isee)
    page.get_by_label("Esito atteso").select_option(label=outcome)
    page.get_by_label("Importo atteso").fill(amount)
    page.get_by_role("button", name="Salva").click()


@pytest.mark.usefixtures("transactional_db")
def test_a_canteen_tariff_is_made_tried_published_and_applied(
    page: Page,
    open_as: OpenAs,
    administrator: User,
    operator: User,
    elena: Citizen,
    run_jobs: Callable[[], None],
    axe_finds_nothing: Callable[[], None],
) -> None:
    today = timezone.localdate()
    with transaction.atomic():
        dossier = attested(elena, operator, "6000", today)
        isee_make.member(dossier, relation="F", birth_date=today.replace(year=today.year - 8, day=1))
    open_as(administrator, "/regole/")
    page.get_by_role("link", name="Nuova regola").click()
    page.get_by_label("Mensa scolastica", exact=True).check()
    page.get_by_label("Nome della regola").fill("Mensa scolastica")
    page.get_by_role("button", name="Comincia la bozza").click()

    # Bands as rows: a wrong one is told beside its row.
    band(page, 1, "5.000", "1")
    page.get_by_role("button", name="Aggiungi una fascia").click()
    expect(page.get_by_label("Oltre, riga 2", exact=True)).to_have_value("5.000,00")
    expect(page.get_by_label("Oltre, riga 2", exact=True)).to_be_focused()
    expect(page.get_by_label("Prezzo, riga 1", exact=True)).to_have_value("1,00")
    page.get_by_label("Oltre, riga 2", exact=True).fill("6.000")
    page.get_by_label("Prezzo, riga 2", exact=True).fill("3")
    page.get_by_label("Prezzo senza ISEE valido").fill("5")
    save_draft(page)
    expect(page.get_by_text("Fra la fascia 1 e la fascia 2 c'è un vuoto").first).to_be_visible()
    axe_finds_nothing()
    page.get_by_label("Oltre, riga 2", exact=True).fill("5.000")

    # The chart follows what is typed, saved or not.
    expect(page.get_by_role("img", name="Mensa scolastica: euro a pasto secondo l'ISEE")).to_be_visible()
    save_draft(page)
    expect(page.get_by_text("Bozza salvata.")).to_be_visible()

    # Tried: the one that does not come out keeps it from being published.
    page.get_by_role("link", name="2. Prove").click()
    try_household(page, "Prima fascia", "5.000", "spetta", "1")
    try_household(page, "Seconda fascia", "5.000,01", "spetta", "2")
    expect(page.get_by_text("Per un nucleo non esce quello che ti aspetti")).to_be_visible()
    axe_finds_nothing()
    page.get_by_role("link", name="3. Pubblicazione").click()
    expect(page.get_by_text("Non esce quello che ti aspetti per «Seconda fascia»")).to_be_visible()
    expect(page.get_by_role("button", name="Guarda che cosa succede")).to_be_disabled()
    page.get_by_role("link", name="2. Prove").click()
    page.get_by_role("link", name="Modifica Seconda fascia").click()
    page.get_by_label("Importo atteso").fill("3")
    page.get_by_role("button", name="Salva").click()
    expect(page.get_by_text("Esce tutto come ti aspetti")).to_be_visible()

    # Published: first what would happen.
    page.get_by_role("link", name="3. Pubblicazione").click()
    page.get_by_label("Atto").fill("Deliberazione della Giunta 12/2026")
    page.get_by_label("Vale dal").fill(today.replace(day=1).isoformat())
    page.get_by_role("button", name="Guarda che cosa succede").click()
    expect(page.get_by_text("Da pubblicata non si cambia più")).to_be_visible()
    axe_finds_nothing()
    page.get_by_role("button", name="Pubblica").click()
    expect(page.get_by_text("Regola «Mensa scolastica, versione 1» pubblicata.")).to_be_visible()
    assert not RuleDraft.objects.exists()
    assert RuleVersion.objects.get().rule.id == "mensa-scolastica-1"

    # Applied: Elena's application goes by it, with the ISEE that INPS attested.
    application = apply.submitted(elena, operator, on=today)
    open_as(operator, f"/prestazioni/domande/{application.pk}/")
    page.locator("#request").get_by_role("link", name="Scrivi").click()
    page.get_by_label("Prestazione").select_option(label="Mensa scolastica")
    expect(page.get_by_label("ISEE", exact=False).first).to_have_value("6.000,00")
    page.get_by_role("button", name="Salva").click()
    expect(page.locator("#answer")).to_contain_text("3,00 euro a pasto")
    page.get_by_role("link", name="Accolta").click()
    expect(page.get_by_label("Importo")).to_have_value("3,00")
    page.get_by_label("Numero della determina").fill("77")
    page.get_by_label("Data della determina").fill(f"{today:%d/%m/%Y}")
    page.get_by_label("Firmata da").fill("dott. Aldo Serra")
    page.get_by_label("Motivazione").fill("Tariffa secondo l'ISEE.")
    page.get_by_role("button", name="Salva").click()
    expect(page.get_by_text("Domanda accolta, e la pratica è conclusa.")).to_be_visible()
    granted = Application.objects.get()
    assert (granted.rule_id, granted.amount, granted.unit) == ("mensa-scolastica-1", Decimal("3.00"), "meal")

    # And what it would cost, with a dearer second band.
    open_as(administrator, f"/regole/costo/?regola=r-{RuleVersion.objects.get().code}")
    page.get_by_label("Quante volte in un anno").fill("100")
    page.get_by_role("button", name="Calcola").click()
    expect(page.get_by_role("heading", name="Conto in corso")).to_be_visible()
    axe_finds_nothing()
    run_jobs()
    expect(page.get_by_role("heading", name="In tutto")).to_be_visible()
    page.get_by_label("Prezzo, riga 2", exact=True).fill("4")
    page.get_by_role("button", name="Ricalcola").click()
    run_jobs()
    expect(page.locator(".numbers")).to_contain_text("400,00")
    expect(page.locator(".numbers")).to_contain_text("100,00")
    axe_finds_nothing()
