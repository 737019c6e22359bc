"""«E se…?» by an operator who touches no mouse: other facts, the lines that move, one back, a mistake told."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from django.urls import reverse
from playwright.sync_api import Page, expect

from isee.models import Dossier, Income, Property
from sportello.models import Citizen, Service, User
from tests.browser.keyboard import Keyboard
from tests.browser.test_axe import look_at
from tests.isee.make import account, begin_dossier, declarant, income, member

OpenAs = Callable[..., None]
REAL, WITHOUT_PENSION = "15.800,00", "4.800,00"


@pytest.fixture
def dossier(elena: Citizen, isee_service: Service, operator: User) -> Dossier:
    """Elena's pension of 12,000 and account of 30,000, alone, in nobody's home."""
    begun = begin_dossier(elena, operator, date(2026, 3, 4))
    Dossier.objects.update(dwelling="other")
    income(declarant(begun))
    account(declarant(begun), "30000", "25000")
    return begun


def test_the_lines_move_while_one_types(
    page: Page,
    open_as: OpenAs,
    operator: User,
    dossier: Dossier,
    axe_finds_nothing: Callable[[], None],
) -> None:
    hands = Keyboard(page)
    open_as(operator, reverse("isee_result", args=[dossier.pk]))
    hands.press("link", "E se…?")
    answer = page.get_by_role("region", name="E se… ISEE ordinario")
    expect(answer).to_contain_text(REAL)

    hands.fill("Pensioni soggette a IRPEF", "0")
    moves = page.get_by_role("table", name="Righe che si muovono")
    expect(moves.get_by_role("row", name="Indicatore della situazione reddituale (ISR)")).to_contain_text(
        "\N{MINUS SIGN}11.000,00"
    )
    expect(answer).to_contain_text(WITHOUT_PENSION)
    # Who types is not disturbed.
    expect(hands.control("Pensioni soggette a IRPEF")).to_be_focused()
    axe_finds_nothing()

    hands.fill("Banca: saldo", "trentamila")
    expect(page.get_by_text("«trentamila» non è un importo")).to_be_visible()
    expect(hands.control("Pensioni soggette a IRPEF")).to_have_value("0")
    look_at(page, axe_finds_nothing)

    hands.press("button", "Rimetti Neri Elena: Pensioni soggette a IRPEF")
    expect(hands.control("Pensioni soggette a IRPEF")).to_have_value("12.000,00")
    expect(hands.control("Banca: saldo")).to_have_value("trentamila")

    hands.press("link", "Rimetti tutto come nel fascicolo")
    expect(hands.control("Banca: saldo")).to_have_value("30.000,00")
    assert "?" not in page.url or page.url.endswith("?tipo=ordinario")
    assert Income.objects.get().amount == Decimal(12_000)


def test_each_why_opens_by_keyboard(
    page: Page,
    open_as: OpenAs,
    operator: User,
    dossier: Dossier,
    axe_finds_nothing: Callable[[], None],
) -> None:
    with transaction.atomic():
        member(dossier, given_name="Ugo", disability="non_autosufficiente")
    Property.objects.create(member=declarant(dossier), label="Via Dante 2", value=Decimal(80_000))
    hands = Keyboard(page)
    open_as(operator, reverse("isee_result", args=[dossier.pk]))
    why = page.get_by_text("20% di 12.000,00 euro, al massimo 1.000,00 euro")
    expect(why).to_be_hidden()
    line = page.locator("summary", has_text="Quota di pensioni e trattamenti")
    hands.go_to(line)
    page.keyboard.press("Enter")
    expect(why).to_be_visible()

    hands.press("link", "Sociosanitario")
    expect(page.get_by_role("heading", name="ISEE sociosanitario")).to_be_visible()
    hands.press("link", "Nucleo ordinario")
    expect(page.get_by_role("heading", name="Riga per riga: nucleo ordinario")).to_be_visible()
    hands.press("link", "Apri tutti i perché")
    expect(page.locator("details.step-why:not([open])")).to_have_count(0)
    look_at(page, axe_finds_nothing)
