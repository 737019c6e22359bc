"""Two stories of the benefits, by keyboard: the grandmother who never had the bonus, and a variation."""

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from isee.models import PhysicalBonus
from sportello.models import Citizen, LogEntry, Service, User
from tests import make
from tests.browser.keyboard import Keyboard
from tests.isee import make as isee_make

INES = "RNLNSI40A41H501O"


@pytest.fixture
def ines(operator: User) -> Citizen:
    """Ines Rinaldi, 86, attested this year and never told of the bonus."""
    make.service()
    ines = make.citizen(
        "Rinaldi",
        "Ines",
        INES,
        birth_date=date(1940, 1, 1),
        sex="F",
        address="Via Verdi 3",
        town="Poggioverde",
    )
    new_year = date.today().replace(month=1, day=1)
    dossier = isee_make.begin_dossier(ines, operator, on=new_year)
    isee_make.settle_all(dossier)
    isee_make.attest(
        dossier, operator, "8912.40", issued_on=new_year, valid_to=new_year.replace(month=12, day=31)
    )
    return ines


@pytest.fixture
def bonus_service(transactional_db: None) -> Service:
    return make.service("bonus-elettrico", "Bonus elettrico", kind=Service.Kind.PROCEDURE)


def test_the_grandmother_who_never_had_the_bonus(
    page: Page,
    open_as: Callable[..., None],
    axe_finds_nothing: Callable[[], None],
    operator: User,
    ines: Citizen,
) -> None:
    keyboard = Keyboard(page)
    open_as(operator, f"/cittadini/{ines.pk}/")
    panel = page.locator("#while-here")
    expect(panel).to_contain_text("Già che è qui")
    keyboard.press("link", "Agevolazioni")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Agevolazioni")
    axe_finds_nothing()

    # What is missing is asked in its place; then the bonus is due.
    bonus = page.locator("details", has_text="Bonus sociale elettrico per disagio economico").first
    expect(bonus).to_contain_text("manca un dato")
    bonus.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(bonus).to_have_attribute("open", "")
    for name, value in (("holder_is_member", "yes"), ("domestic", "yes"), ("second", "no")):
        bonus.locator(f'input[name="supplies.electricity.{name}"][value="{value}"]').focus()
        page.keyboard.press("Space")
    bonus.get_by_role("button", name="Rispondi").focus()
    page.keyboard.press("Enter")
    due = page.get_by_role("region", name="Spetta", exact=True)
    expect(due).to_contain_text("Bonus sociale elettrico per disagio economico")
    expect(due.locator("details[open] summary")).to_be_focused()
    expect(due).to_contain_text("sotto la soglia")
    axe_finds_nothing()

    # She takes it home in large type, and the log says so.
    with page.expect_popup():
        keyboard.press("button", "Stampa il foglio")
    assert LogEntry.objects.filter(kind="isee.benefits.printed", citizen=ines).exists()


def test_why_it_never_came_one_question_at_a_time(
    page: Page,
    open_as: Callable[..., None],
    axe_finds_nothing: Callable[[], None],
    operator: User,
    ines: Citizen,
) -> None:
    keyboard = Keyboard(page)
    open_as(operator, f"/cittadini/{ines.pk}/agevolazioni/bonus-luce/")
    question = page.locator("#question-title")
    expect(question).to_have_text("La fornitura è intestata a una persona del nucleo?")
    expect(page.get_by_role("button", name="Sì", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(question).to_have_text("La fornitura è per uso domestico?")
    keyboard.press("button", "Domanda prima")
    expect(question).to_have_text("La fornitura è intestata a una persona del nucleo?")
    keyboard.press("button", "No")
    expect(question).to_contain_text("persona fuori dal nucleo")
    expect(page.get_by_role("main")).to_contain_text("Fai la voltura")
    axe_finds_nothing()
    with page.expect_popup():
        keyboard.press("button", "Stampa la risposta")
    assert LogEntry.objects.filter(kind="isee.benefits.printed").exists()


def test_a_variation_of_the_bonus_for_physical_hardship(
    page: Page,
    open_as: Callable[..., None],
    axe_finds_nothing: Callable[[], None],
    operator: User,
    ines: Citizen,
    bonus_service: Service,
) -> None:
    keyboard = Keyboard(page)
    running = make.case(ines, bonus_service, operator)
    isee_make.physical_bonus(
        running,
        state=PhysicalBonus.State.GRANTED,
        patient_tax_code=INES,
        sgate_number="SG-1",
        sent_on=date(2026, 3, 1),
        decided_on=date(2026, 3, 2),
        consumption="media",
        starts_on=date(2026, 3, 1),
    )
    case = make.case(ines, bonus_service, operator)
    open_as(operator, f"/pratiche/{case.pk}/")
    keyboard.press("link", "Scrivi il Modulo B")
    expect(page.get_by_text(f"Un bonus è già attivo: pratica {running}")).to_be_visible()
    axe_finds_nothing()

    # A new one is refused, with the reason; the variation is taken.
    keyboard.tick("domanda nuova")
    keyboard.fill("Data del certificato", "01/03/2026")
    keyboard.fill("In uso dal", "01/03/2026")
    keyboard.fill("Indirizzo degli apparecchi", "Via Garibaldi 12")
    page.locator("#id_devices-0-kind").select_option("ventilator")
    page.locator("#id_devices-0-hours").select_option("over_16")
    keyboard.press("button", "Salva i dati")
    expect(page.get_by_role("alert").first).to_contain_text("da correggere")
    expect(page.get_by_role("main")).to_contain_text("la domanda nuova sarebbe rifiutata")
    axe_finds_nothing()
    keyboard.tick("variazione: cambiano gli apparecchi o le ore")
    keyboard.press("button", "Salva i dati")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bonus per disagio fisico")
    axe_finds_nothing()

    # Typed into SGAte with the copy buttons; its number and its outcome come back.
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    keyboard.press("button", "Copia POD, Fornitura")
    expect(page.locator('[data-copy="IT001E12345678"]')).to_contain_text("Copiato")
    assert page.evaluate("navigator.clipboard.readText()") == "IT001E12345678"
    keyboard.press("link", "Scrivi il numero di SGAte")
    keyboard.fill("Numero della domanda in SGAte", "SG-2")
    keyboard.press("button", "Salva")
    keyboard.press("link", "Scrivi l'esito")
    keyboard.tick("accolta")
    page.get_by_label("Classe di consumo").select_option("massima")
    page.get_by_label("Decorre dal").fill(date.today().isoformat())
    keyboard.press("button", "Salva")
    expect(page.locator(".state").first).to_contain_text("accolta")
    first, second = PhysicalBonus.objects.order_by("pk")
    assert (first.state, second.state, second.varies) == ("ended", "granted", first)
