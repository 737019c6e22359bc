"""A morning at the counter, from the card to the goodbye, by keyboard alone."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from partners.models import ContractRequest, LookUp
from partners.supply.operations import Operation
from sportello.models import Citizen, Delegation, Feedback, Service, User, Visit
from tests import make
from tests.browser.contract_story import write_contract
from tests.browser.keyboard import Keyboard
from tests.partners.sandbox_process import SandboxProcess

SARA = "GLLSRA82P41H501A"
ALDO = "GLLLDA44A10H501G"


@pytest.fixture
def office(transactional_db: None) -> None:
    """What the counter offers: ISEE, the Certificazione Unica of INPS, the voltura of Enel."""
    make.service("isee", "ISEE e agevolazioni")
    inps = make.partner("inps", "INPS", support_phone="803 164", support_hours="lun-ven 8-20")
    enel = make.partner("enel", "Enel", support_phone="800 900 800", support_hours="tutti i giorni 7-22")
    cud = make.service("inps-cud", "Certificazione Unica (CUD)", kind=Service.Kind.LOOK_UP, partner=inps)
    voltura = make.service("enel-voltura", "Voltura della luce", kind=Service.Kind.ENTRY, partner=enel)
    make.agreement(inps, cud)
    make.agreement(enel, voltura)


@pytest.fixture
def sara(operator: User) -> Citizen:
    """Sara Gallo, who comes for the ISEE and brings the delegation of Aldo, her father."""
    sara = make.citizen(
        "Gallo", "Sara", SARA, birth_date=date(1982, 9, 1), sex="F", address="Via Dante 4", town="Poggioverde"
    )
    aldo = make.citizen("Gallo", "Aldo", ALDO, birth_date=date(1944, 1, 10), sex="M")
    Delegation.objects.create(
        principal=aldo,
        delegate=sara,
        scope=["inps", "isee"],
        valid_from=timezone.localdate(),
        document="identity_card",
        document_number="CA00000AA",
        seen_by=operator,
    )
    return sara


def scan(page: Page, code: str) -> None:
    """The card reader types the code at once and ends with Enter."""
    page.keyboard.type(code)
    page.keyboard.press("Enter")


@pytest.mark.usefixtures("office", "worker")
def test_a_morning_by_keyboard(
    page: Page,
    live_server: LiveServer,
    sign_in: Callable[[User], None],
    axe_finds_nothing: Callable[[], None],
    operator: User,
    supervisor: User,
    sara: Citizen,
) -> None:
    keyboard = Keyboard(page)
    sign_in(operator)
    axe_finds_nothing()

    # The card is scanned: Sara's page is there, and today's visit starts.
    scan(page, SARA)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Gallo Sara")
    keyboard.press("button", "Inizia la visita")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Visita")
    axe_finds_nothing()

    # «Devo fare l'ISEE per la mensa.»
    keyboard.press("button", "Apri il fascicolo")
    expect(page.get_by_role("heading", level=1)).to_contain_text("ISEE")
    keyboard.press("link", "Nucleo e casa")
    keyboard.press("link", "Aggiungi al nucleo")
    expect(page.get_by_role("dialog")).to_be_visible()
    keyboard.fill("Codice fiscale", ALDO)
    keyboard.press("button", "Cerca")
    expect(page.get_by_label("Cognome")).to_have_value("Gallo")
    keyboard.choose("Rapporto", "altra")
    # The list closes on the choice, and the form asks further: whoever saves before is told so.
    page.keyboard.press("Tab")
    page.wait_for_function("() => !document.querySelector('.htmx-request, .htmx-settling')")
    keyboard.press("button", "Salva")
    expect(page.get_by_role("row", name="Gallo Aldo").first).to_be_visible()

    # The father's pension comes from INPS, by the delegation, and lands in the dossier.
    keyboard.press("link", "Documenti")
    keyboard.choose("Di chi", "Gallo Aldo")
    keyboard.choose("Documento d'identità visto", "carta")
    keyboard.fill("Numero del documento", "CA00000AA")
    keyboard.press("button", "Chiedi a INPS")
    expect(page.get_by_text("Resta qui fino alla fine della visita")).to_be_visible(timeout=20_000)
    axe_finds_nothing()
    keyboard.press("button", "Metti nel fascicolo")
    expect(page.get_by_text("acquisito da INPS").first).to_be_visible()

    # Sara's own pay, and the rent.
    keyboard.press("link", "Aggiungi un reddito")
    expect(page.get_by_role("dialog")).to_be_visible()
    keyboard.choose("Di chi", "Gallo Sara")
    keyboard.choose("Tipo", "Lavoro dipendente")
    keyboard.fill("Importo annuo", "14.500,00")
    keyboard.press("button", "Salva")
    expect(page.get_by_text("14.500,00").first).to_be_visible()
    keyboard.press("link", "Nucleo e casa")
    keyboard.press("link", "Scrivi l'abitazione")
    expect(page.get_by_role("dialog")).to_be_visible()
    keyboard.tick("casa in affitto")
    keyboard.fill("Canone annuo", "4.800,00")
    keyboard.press("button", "Salva")
    keyboard.press("link", "Calcolo")
    expect(page.get_by_text("SIMULAZIONE").first).to_be_visible()
    expect(page.get_by_text(re.compile(r"Indicatore della situazione economica equivalente"))).to_be_visible()
    axe_finds_nothing()

    # «E il contatore della mamma»: four questions, then page by page; it goes by itself.
    keyboard.press("link", "Gallo Sara")
    keyboard.press("link", "Nuova richiesta")
    write_contract(page, keyboard, Operation.POWER_CHANGE)
    axe_finds_nothing()
    keyboard.press("button", "Firmata: metti in coda")
    expect(page.get_by_text("Numero presso Enel")).to_be_visible(timeout=20_000)

    # She goes, and was content.
    page.keyboard.press("F9")
    keyboard.press("button", "Bene")
    expect(page.get_by_text("Banco libero")).to_be_visible()
    assert Feedback.objects.get().face == Feedback.Face.HAPPY

    # The supervisor sees the day as it grew.
    page.context.clear_cookies()
    sign_in(supervisor)
    for sentence in ("Iniziata la visita", "Aperta la pratica", "Certificazione Unica", "Conclusa la visita"):
        expect(page.get_by_role("cell").filter(has_text=sentence).first).to_be_visible()
    axe_finds_nothing()
    taken = (ContractRequest.State.RECEIVED, ContractRequest.State.ADMITTED, ContractRequest.State.DONE)
    assert ContractRequest.objects.get().state in taken
    assert Visit.objects.get().state == Visit.State.CLOSED


@pytest.mark.usefixtures("office", "worker")
def test_the_same_morning_with_inps_down(
    page: Page,
    sandbox: SandboxProcess,
    sign_in: Callable[[User], None],
    axe_finds_nothing: Callable[[], None],
    operator: User,
    sara: Citizen,
) -> None:
    sandbox.set_fault("inps", "down")
    sign_in(operator)
    scan(page, SARA)
    page.get_by_role("button", name="Inizia la visita").click()
    page.get_by_role("button", name="Apri il fascicolo").click()

    # INPS does not answer: the page says so, since when, and what can be done without it.
    page.get_by_label("Documento d'identità visto").select_option(label="carta d'identità")
    page.get_by_label("Numero del documento").fill("CA00000AA")
    page.get_by_role("button", name="Chiedi a INPS").click()
    panel = page.locator("#look-ups")
    expect(panel.get_by_text(re.compile(r"Non risponde dalle \d\d:\d\d")).first).to_be_visible(timeout=20_000)
    expect(
        panel.get_by_text(re.compile("chiedi il documento al cittadino", re.IGNORECASE)).first
    ).to_be_visible()
    expect(panel.get_by_text("803 164").first).to_be_visible()
    axe_finds_nothing()

    # The work goes on without it, and no page waits.
    page.get_by_role("link", name="Redditi").first.click()
    page.get_by_role("link", name="Aggiungi un reddito").click()
    page.get_by_label("Tipo").select_option(label="Pensioni soggette a IRPEF")
    page.get_by_label("Importo annuo").fill("9.800,00")
    page.get_by_role("button", name="Salva").click()
    expect(page.get_by_text("9.800,00").first).to_be_visible()

    # INPS comes back: the same question, asked again, finds its answer.
    sandbox.set_fault("inps", None)
    page.get_by_role("link", name="Documenti").first.click()
    page.get_by_role("button", name="Riprova").click()
    expect(page.get_by_text("Resta qui fino alla fine della visita")).to_be_visible(timeout=20_000)

    page.keyboard.press("F9")
    page.get_by_role("button", name="Così così").click()
    expect(page.get_by_text("Banco libero")).to_be_visible()
    outcomes = [look_up.outcome.result for look_up in LookUp.objects.order_by("pk").select_related("outcome")]
    assert outcomes == ["unreachable", "found"]
