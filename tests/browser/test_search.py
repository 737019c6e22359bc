"""Looking for a citizen by keyboard: results while typing, arrows and Invio to open, Esc to begin anew."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from sportello.models import Citizen, User
from tests import make

OpenAs = Callable[..., None]
PAUSE = 250  # milliseconds: a little more than the search waits after the last key


@pytest.fixture
def town(elena: Citizen) -> None:
    for surname, given_name in [("Rossi", "Maria"), ("Rossi", "Mario"), ("D'Alò", "Nicolò")]:
        make.citizen(surname, given_name)


@pytest.fixture
def box(page: Page, open_as: OpenAs, operator: User, town: None) -> Locator:
    """The search box of the first page, which has the focus from the beginning."""
    open_as(operator)
    search_box = page.get_by_role("textbox", name="Codice fiscale")
    expect(search_box).to_be_focused()
    return search_box


def results(page: Page) -> Locator:
    return page.locator("#results").get_by_role("link", name=re.compile("^(Rossi|Neri|D'Alò)"))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ne", "Neri Elena"),
        ("elena neri", "Neri Elena"),
        ("nerri elna", "Neri Elena"),
        ("rossi mraia", "Rossi Maria"),
        ("dalo nicolo", "D'Alò Nicolò"),
        ("NRELNE48", "Neri Elena"),
    ],
)
def test_results_come_while_typing(page: Page, box: Locator, typed: str, found: str) -> None:
    page.keyboard.type(typed)
    expect(results(page).first).to_contain_text(found)
    expect(page.get_by_role("status").filter(has_text="trovat")).to_be_visible()
    expect(box).to_be_focused()


def test_a_whole_code_opens_the_citizen(page: Page, box: Locator) -> None:
    box.fill("nrelne48e57h501t")
    expect(page.get_by_role("heading", name="Neri Elena")).to_be_visible()


def test_arrows_go_through_the_results_and_back(page: Page, box: Locator) -> None:
    page.keyboard.type("rossi")
    expect(results(page)).to_have_count(2)
    page.keyboard.press("ArrowDown")
    expect(results(page).first).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")  # there is no further one
    expect(results(page).last).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(box).to_be_focused()
    expect(box).to_have_value("rossi")


def test_enter_opens_the_result_that_was_chosen(page: Page, box: Locator) -> None:
    page.keyboard.type("rossi")
    expect(results(page)).to_have_count(2)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Rossi Mario")).to_be_visible()


def test_enter_in_the_box_opens_the_only_result(page: Page, box: Locator) -> None:
    page.keyboard.type("dalo")
    expect(results(page)).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="D'Alò Nicolò")).to_be_visible()


def test_enter_among_several_results_opens_none_of_them(page: Page, box: Locator) -> None:
    page.keyboard.type("rossi")
    expect(results(page)).to_have_count(2)
    with page.expect_response("**/cittadini/cerca/"):
        page.keyboard.press("Enter")
    expect(results(page)).to_have_count(2)
    expect(box).to_be_focused()


def test_enter_never_opens_a_result_of_what_was_typed_before(
    page: Page, still_clock: None, open_as: OpenAs, operator: User, town: None
) -> None:
    open_as(operator)
    page.keyboard.type("dalo")
    page.clock.run_for(PAUSE)
    expect(results(page)).to_have_count(1)
    page.keyboard.press("Control+A")
    page.keyboard.type("neri")
    with page.expect_response("**/cittadini/cerca/"):
        page.keyboard.press("Enter")
    expect(results(page)).to_contain_text("Neri Elena")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Neri Elena")).to_be_visible()


def test_esc_among_the_results_returns_to_the_box_and_there_empties_it(page: Page, box: Locator) -> None:
    page.keyboard.type("rossi")
    expect(results(page)).to_have_count(2)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(box).to_be_focused()
    expect(box).to_have_value("rossi")
    page.keyboard.press("Escape")
    expect(box).to_have_value("")
    expect(page.get_by_text("I cittadini trovati compaiono qui.")).to_be_visible()


def test_nobody_found_offers_to_enter_the_person(
    page: Page, box: Locator, axe_finds_nothing: Callable[[], None]
) -> None:
    page.keyboard.type("Zanetti Ugo")
    expect(page.get_by_text("Nessun cittadino per «Zanetti Ugo»")).to_be_visible()
    axe_finds_nothing()
    page.get_by_role("link", name="Registra un nuovo cittadino").click()
    expect(page.get_by_label("Cognome")).to_have_value("Zanetti")


def test_results_pass_the_check_of_accessibility(
    page: Page, box: Locator, axe_finds_nothing: Callable[[], None]
) -> None:
    page.keyboard.type("ro")
    expect(results(page)).to_have_count(2)
    axe_finds_nothing()


def test_without_javascript_it_is_a_form_with_a_page_of_results(
    page: Page, open_as: OpenAs, operator: User, town: None
) -> None:
    page.route("**/*.js", lambda route: route.abort())
    open_as(operator)
    page.get_by_role("textbox", name="Codice fiscale").fill("rossi")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Cerca un cittadino")).to_be_visible()
    expect(results(page)).to_have_count(2)
