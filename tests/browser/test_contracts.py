"""Requests of contracts in the browser, by keyboard: each operation, one refusal, and nothing lost."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from partners.sandbox import reserved
from partners.supply.operations import Operation
from sportello.models import Citizen, Service, User, Visit
from tests import make
from tests.browser import contract_story
from tests.browser.keyboard import Keyboard

OpenAs = Callable[..., None]


@pytest.fixture
def elena_here(operator: User, elena: Citizen) -> Visit:
    return make.visit("A001", operator=operator, citizen=elena, arrived_at=timezone.now())


@pytest.fixture
def service(transactional_db: None) -> Service:
    enel = make.partner("enel", "Enel", support_phone="800 900 800", support_hours="tutti i giorni 7-22")
    voltura = make.service("enel-voltura", "Voltura della luce", kind=Service.Kind.ENTRY, partner=enel)
    make.agreement(enel, voltura)
    return voltura


@pytest.fixture
def questions(open_as: OpenAs, operator: User, elena_here: Visit, service: Service) -> None:
    """The page of the questions is open before the operator."""
    open_as(operator, reverse("new_contract_request", args=[elena_here.pk, service.pk]))


@pytest.mark.usefixtures("questions")
@pytest.mark.parametrize("operation", list(Operation))
def test_every_operation_by_keyboard(
    operation: Operation, page: Page, axe_finds_nothing: Callable[[], None]
) -> None:
    # The pages of this one are those of all the others.
    look = axe_finds_nothing if operation is Operation.MORTIS_CAUSA else None
    contract_story.write_contract(page, Keyboard(page), operation, look=look)
    axe_finds_nothing()
    page.get_by_role("button", name="Firmata: metti in coda").press("Enter")
    expect(page.locator("#contract")).to_contain_text("In coda")
    assert contract_story.newest().kind is operation


@pytest.mark.usefixtures("questions", "worker")
def test_a_refusal_is_corrected_beside_its_field(page: Page, axe_finds_nothing: Callable[[], None]) -> None:
    keyboard = Keyboard(page)
    contract_story.write_contract(page, keyboard, Operation.POWER_CHANGE, pod=reserved.POD_REFUSED)
    keyboard.press("button", "Firmata: metti in coda")
    refused = page.locator("#summary .field-error")
    expect(refused).to_contain_text("La fornitura non è nella zona servita.", timeout=20_000)
    axe_finds_nothing()
    keyboard.press("button", "Correggi")
    keyboard.press("link", "Fornitura")
    keyboard.fill("POD", "IT001E12345678")
    keyboard.press("button", "Salva e continua")
    keyboard.press("button", "Salva e continua")
    expect(page.get_by_text("versione 2")).to_be_visible()
    keyboard.press("button", "Firmata: metti in coda")
    expect(page.get_by_text("Numero presso Enel")).to_be_visible(timeout=20_000)


@pytest.mark.usefixtures("questions")
def test_the_longest_page_loses_nothing_when_the_session_ends(
    page: Page, operator: User, open_as: OpenAs
) -> None:
    keyboard = Keyboard(page)
    contract_story.answer_questions(page, keyboard, Operation.VOLTURA)
    page.get_by_role("link", name="Fornitura").click()
    keyboard.fill("POD", "IT001E12345678")
    keyboard.fill("Indirizzo della fornitura", "Via dei Tigli 3")
    expect(page.get_by_text("Bozza salvata alle")).to_be_visible()
    here = page.url
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)  # the session is gone
    keyboard.press("button", "Salva e continua")
    page.wait_for_url(lambda url: "/accesso/" in url)
    open_as(operator, here.split("/", 3)[3].join(["/", ""]))
    expect(page.get_by_label("POD")).to_have_value("IT001E12345678")
    expect(page.get_by_label("Indirizzo della fornitura")).to_have_value("Via dei Tigli 3")
    expect(page.get_by_text("Ripreso quello che avevi scritto")).to_be_visible()
