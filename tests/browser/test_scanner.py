"""The reader of health cards types like a keyboard: on any screen its burst finds the citizen, typing does not."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from sportello.models import Citizen, TaxCode, User, Visit
from tests import make

OpenAs = Callable[..., None]
CODE = "NRELNE48E57H501T"
FIRST_TRACK = f"%{CODE}NERI  ELENA?"
SECOND_TRACK = ";80380001234567890123?"
SECOND_TRACK_ON_ANOTHER_KEYBOARD = "ò80380001234567890123_"
SLOWLY = 60  # milliseconds for each key: two hundred words in a minute

# Whatever is typed between two movements of the clock is typed in no time.
pytestmark = pytest.mark.usefixtures("still_clock")


@pytest.fixture
def opened(elena: Citizen, page: Page) -> Callable[[], None]:
    """Elena's page is there."""
    return lambda: expect(page.get_by_role("heading", name="Neri Elena")).to_be_visible()


def read_card(page: Page, text: str = CODE, end: str = "Enter") -> None:
    """What a reader does: all at once, and a key to finish."""
    type_at_once(page, text)
    page.keyboard.press(end)


def type_at_once(page: Page, text: str) -> None:
    """Press the keys of any keyboard: Playwright's own is American and has no «ò»."""
    keys = page.context.new_cdp_session(page)
    for sign in text:
        keys.send("Input.dispatchKeyEvent", {"type": "keyDown", "key": sign, "text": sign})
        keys.send("Input.dispatchKeyEvent", {"type": "keyUp", "key": sign})
    keys.detach()


def type_slowly(page: Page, text: str) -> None:
    """What a person does, and a quick one."""
    for letter in text:
        page.keyboard.type(letter)
        page.clock.run_for(SLOWLY)


# Where the focus may be


@pytest.mark.parametrize(("text", "end"), [(CODE, "Enter"), (FIRST_TRACK, "Tab")])
def test_in_the_search_box(
    page: Page, open_as: OpenAs, operator: User, opened: Callable[[], None], text: str, end: str
) -> None:
    open_as(operator)
    expect(page.locator("#q")).to_be_focused()
    read_card(page, text, end)
    opened()


@pytest.mark.parametrize("text", [CODE.lower(), f"*{CODE}*", f"({CODE}("])
def test_with_the_focus_nowhere(
    page: Page, open_as: OpenAs, operator: User, opened: Callable[[], None], text: str
) -> None:
    open_as(operator, reverse("help"))
    assert page.evaluate("document.activeElement === document.body")
    read_card(page, text)
    opened()


@pytest.mark.parametrize("text", [CODE, FIRST_TRACK])
def test_on_a_button_which_neither_its_blanks_nor_its_end_press(
    page: Page, open_as: OpenAs, operator: User, elena: Citizen, opened: Callable[[], None], text: str
) -> None:
    rosa = make.citizen("Verdi", "Rosa")
    open_as(operator, reverse("citizen", args=[rosa.pk]))
    expect(page.get_by_role("button", name="Inizia la visita")).to_be_focused()
    read_card(page, text)
    opened()
    assert operator.visits.count() == 0


def test_on_a_menu_which_stays_closed(page: Page, open_as: OpenAs, operator: User) -> None:
    open_as(operator)
    page.locator("summary", has_text="G. Bianchi").focus()
    type_at_once(page, FIRST_TRACK)
    expect(page.get_by_role("button", name="Esci")).to_be_hidden()


def test_in_an_empty_field_the_browser_does_not_ask(
    page: Page, open_as: OpenAs, operator: User, elena: Citizen, opened: Callable[[], None]
) -> None:
    open_as(operator, reverse("edit_citizen", args=[elena.pk]))
    page.get_by_label("Telefono").focus()
    read_card(page)
    opened()  # a window of the browser would have kept the page
    expect(page.get_by_role("heading", name="Modifica i dati")).to_have_count(0)


def test_in_a_text_half_written_what_the_reader_typed_is_undone_and_enter_sends_nothing(
    page: Page, open_as: OpenAs, elena: Citizen
) -> None:
    sara = make.user("sara", is_operator=True, is_administrator=True)
    open_as(sara, reverse("new_service"))
    note = page.get_by_label("Documenti da portare")
    note.fill("Carta d'identità\n")
    page.once("dialog", lambda dialog: dialog.dismiss())  # «stay on this page»
    with page.expect_event("dialog"):
        read_card(page)
    expect(note).to_have_value("Carta d'identità\n")
    expect(page.get_by_role("heading", name="Nuovo servizio")).to_be_visible()


def test_in_a_window_over_the_page(
    page: Page, open_as: OpenAs, operator: User, elena_at_desk: Visit, opened: Callable[[], None]
) -> None:
    open_as(operator)
    page.keyboard.press("F4")
    expect(page.get_by_role("dialog")).to_be_visible()
    read_card(page)
    opened()
    elena_at_desk.refresh_from_db()
    assert elena_at_desk.is_in_service


# What a reader types


def test_a_provisional_code(page: Page, open_as: OpenAs, operator: User, elena: Citizen) -> None:
    TaxCode.objects.create(citizen=elena, code="12345678903", is_current=False, added_on=date(2026, 1, 1))
    open_as(operator, reverse("help"))
    read_card(page, "12345678903")
    expect(page.get_by_role("heading", name="Neri Elena")).to_be_visible()


@pytest.mark.parametrize("track", [SECOND_TRACK, SECOND_TRACK_ON_ANOTHER_KEYBOARD])
def test_the_tracks_after_the_first_do_not_disturb_the_page_it_opens(
    page: Page, open_as: OpenAs, operator: User, elena: Citizen, opened: Callable[[], None], track: str
) -> None:
    open_as(operator)
    read_card(page, FIRST_TRACK)
    opened()
    expect(page.get_by_role("button", name="Inizia la visita")).to_be_focused()
    read_card(page, track)
    page.keyboard.press("F8")
    expect(page.get_by_role("dialog", name="Tasti rapidi")).to_be_visible()
    expect(page.get_by_role("heading", name="Neri Elena")).to_be_visible()
    assert operator.visits.count() == 0


def test_the_same_card_again_finds_the_citizen_again(
    page: Page, open_as: OpenAs, operator: User, elena: Citizen, opened: Callable[[], None]
) -> None:
    open_as(operator)
    read_card(page, FIRST_TRACK)
    opened()
    with page.expect_navigation():
        read_card(page, FIRST_TRACK)
    opened()


def test_a_card_that_cannot_be_read_leads_to_the_search_box_and_says_so(
    page: Page, open_as: OpenAs, operator: User, axe_finds_nothing: Callable[[], None]
) -> None:
    open_as(operator, reverse("help"))
    read_card(page, SECOND_TRACK)
    expect(page.get_by_text("Nella tessera non si legge nessun codice fiscale.")).to_be_visible()
    expect(page.locator("#q")).to_be_focused()
    page.clock.resume()
    axe_finds_nothing()


def test_a_card_that_nobody_has_leads_to_a_new_citizen(
    page: Page, open_as: OpenAs, operator: User, axe_finds_nothing: Callable[[], None]
) -> None:
    open_as(operator)
    read_card(page, "%RSSMRA75C12H501HROSSI  MARIO ANDREA?")
    expect(page.get_by_role("heading", name="Nuovo cittadino")).to_be_visible()
    expect(page.get_by_label("Codice fiscale")).to_have_value("RSSMRA75C12H501H")
    expect(page.get_by_label("Cognome")).to_have_value("Rossi")
    expect(page.get_by_label(re.compile("^Nome"))).to_have_value("Mario Andrea")
    page.clock.resume()
    axe_finds_nothing()


def test_with_another_citizen_at_the_desk_it_asks(
    page: Page,
    open_as: OpenAs,
    operator: User,
    elena_at_desk: Visit,
    axe_finds_nothing: Callable[[], None],
) -> None:
    make.citizen("Rossi", "Maria", "RSSMRA80A41H501Y")
    open_as(operator, reverse("visit", args=[elena_at_desk.pk]))
    read_card(page, "RSSMRA80A41H501Y")
    expect(page.get_by_role("heading", name="Al banco c'è Neri Elena")).to_be_visible()
    expect(page.get_by_role("link", name="Solo consulta Rossi Maria")).to_be_focused()
    page.clock.resume()
    axe_finds_nothing()
    page.get_by_role("button", name="Concludi A001 e apri").click()
    expect(page.get_by_role("heading", name="Rossi Maria")).to_be_visible()
    expect(page.get_by_text("Visita A001 conclusa.")).to_be_visible()
    elena_at_desk.refresh_from_db()
    assert elena_at_desk.state == Visit.State.CLOSED


# What is no reader


def test_who_types_is_no_reader(page: Page, open_as: OpenAs, operator: User, elena: Citizen) -> None:
    open_as(operator, reverse("new_visit"))
    code = page.get_by_label("Codice fiscale")
    code.focus()
    type_slowly(page, CODE)
    page.keyboard.press("Tab")
    expect(code).not_to_be_focused()
    expect(code).to_have_value(CODE)
    page.keyboard.press("F8")
    expect(page.get_by_role("dialog", name="Tasti rapidi")).to_be_visible()  # on the same page
    expect(code).to_have_value(CODE)


def test_a_longer_number_is_no_code(page: Page, open_as: OpenAs, operator: User) -> None:
    open_as(operator, reverse("new_visit"))
    field = page.get_by_label("Codice fiscale")
    field.focus()
    read_card(page, "9912345678903", "Tab")
    expect(field).not_to_be_focused()
    expect(field).to_have_value("9912345678903")


def test_for_who_serves_nobody_it_is_only_typing(
    page: Page, open_as: OpenAs, administrator: User, elena: Citizen
) -> None:
    open_as(administrator, reverse("new_service"))
    name = page.get_by_label("Nome")
    name.focus()
    read_card(page, CODE, "Tab")
    expect(name).to_have_value(CODE)
