"""The lines of a dossier by keyboard alone: kept while typed, confirmed with one key, a colleague's change told."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from isee.dossier import possessions
from isee.models import Account, Dossier, Vehicle
from sportello.models import Citizen, Draft, Service, User
from tests import make
from tests.browser.keyboard import Keyboard
from tests.browser.test_axe import look_at
from tests.isee.make import account, begin_dossier, declarant

OpenAs = Callable[..., None]


@pytest.fixture
def dossier(elena: Citizen, isee_service: Service, operator: User) -> Dossier:
    return begin_dossier(elena, operator, date(2026, 3, 4))


def test_what_is_typed_is_there_again(
    page: Page, open_as: OpenAs, operator: User, dossier: Dossier, axe_finds_nothing: Callable[[], None]
) -> None:
    hands = Keyboard(page)
    open_as(operator, reverse("assets", args=[dossier.pk]))
    hands.press("link", "Aggiungi un conto")
    hands.fill("Banca o posta", "Banca del Sole")
    expect(page.get_by_text("Bozza salvata alle")).to_be_visible()
    axe_finds_nothing()

    # The computer goes off: nobody asks whether to leave.
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("about:blank")
    open_as(operator, reverse("assets", args=[dossier.pk]))
    hands.press("link", "Aggiungi un conto")
    expect(page.get_by_text("Ripreso quello che avevi scritto alle")).to_be_visible()
    expect(hands.control("Banca o posta")).to_have_value("Banca del Sole")
    look_at(page, axe_finds_nothing)

    hands.fill("Saldo al 31 dicembre", "10,50")
    hands.fill("Giacenza media", "9")
    hands.press("button", "Salva")
    expect(page.get_by_text("Salvato un conto.")).to_be_visible()
    assert Account.objects.get().label == "Banca del Sole"
    assert not Draft.objects.exists()


def test_the_questions_follow_the_relation_and_the_focus_stays(
    page: Page, open_as: OpenAs, operator: User, dossier: Dossier
) -> None:
    hands = Keyboard(page)
    open_as(operator, reverse("household", args=[dossier.pk]))
    hands.press("link", "Aggiungi al nucleo")
    relation = page.get_by_label("Rapporto con chi dichiara")
    # No hand is so fast that it chooses before htmx has taken up the form.
    relation.wait_for()
    page.wait_for_function("() => !document.querySelector('.htmx-request, .htmx-added, .htmx-settling')")
    relation.select_option("C")
    months = page.get_by_label("Mesi di lavoro o di impresa nell'anno dei redditi")
    expect(months).to_be_visible()
    relation.select_option("GNC")
    expect(page.get_by_text("Caso dell'articolo 7")).to_be_visible()
    relation.select_option("P")
    other_parent = page.get_by_label("È l'altro genitore dei figli minorenni")
    expect(other_parent).to_be_visible()
    expect(months).to_have_count(0)
    other_parent.focus()
    page.keyboard.press("Space")
    expect(months).to_be_visible()
    expect(other_parent).to_be_focused()
    expect(other_parent).to_be_checked()


def test_one_key_confirms_line_after_line(
    page: Page, open_as: OpenAs, operator: User, dossier: Dossier
) -> None:
    person = declarant(dossier)
    for plate in ("GA 123 PV", "GB 456 PV"):
        Vehicle.objects.create(member=person, plate=plate, to_confirm=True)
    open_as(operator, reverse("assets", args=[dossier.pk]))
    marks = page.get_by_text("Da confermare")
    expect(marks).to_have_count(2)
    page.keyboard.press("F7")
    expect(marks).to_have_count(1)
    page.keyboard.press("F7")
    expect(marks).to_have_count(0)
    assert not Vehicle.objects.filter(to_confirm=True).exists()


def test_a_colleague_was_quicker(
    page: Page,
    open_as: OpenAs,
    operator: User,
    colleague: User,
    dossier: Dossier,
    axe_finds_nothing: Callable[[], None],
) -> None:
    kept = account(declarant(dossier))
    hands = Keyboard(page)
    open_as(operator, reverse("assets", args=[dossier.pk]))
    hands.press("link", "Modifica Banca di Neri Elena")
    hands.fill("Giacenza media", "77")
    kept.balance = Decimal(2000)
    possessions.save_possession(possession=kept, operator=colleague, at=make.moment())

    hands.press("button", "Salva")
    told = page.get_by_role("alert").filter(has_text="Intanto è cambiato")
    expect(told).to_contain_text("Saldo al 31 dicembre: 1.000,00 → 2.000,00")
    expect(told).to_be_focused()
    expect(hands.control("Giacenza media")).to_have_value("77")
    look_at(page, axe_finds_nothing)
    hands.press("button", "Salva")
    expect(page.get_by_text("Salvato un conto.")).to_be_visible()
    kept.refresh_from_db()
    assert (kept.average, kept.version) == (Decimal(77), 2)


def test_a_choice_among_many_stays_however_fast_the_arrows(
    page: Page, open_as: OpenAs, operator: User, dossier: Dossier
) -> None:
    """No answer of the server may put an earlier case of article 7 back."""
    hands = Keyboard(page)
    open_as(operator, reverse("household", args=[dossier.pk]))
    hands.press("link", "Aggiungi al nucleo")
    relation = page.get_by_label("Rapporto con chi dichiara")
    relation.wait_for()
    page.wait_for_function("() => !document.querySelector('.htmx-request, .htmx-added, .htmx-settling')")
    relation.select_option("GNC")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/componenti/" in request.url else None)
    page.get_by_label("non è in nessuno dei casi").focus()
    page.keyboard.press("Space")
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    expect(page.get_by_label("versa il mantenimento")).to_be_checked()
    page.wait_for_timeout(500)
    expect(page.get_by_label("versa il mantenimento")).to_be_checked()
    assert asked == []
