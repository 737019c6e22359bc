"""The counter left alone: the page asks who is there, shows nothing meanwhile, and loses nothing."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from sportello.middleware import SEEN_AT
from sportello.models import Citizen, Feedback, User, Visit
from tests import make

OpenAs = Callable[..., None]
MINUTE = 60_000  # milliseconds, the unit of the browser's clock


@pytest.fixture(autouse=True)
def twenty_minutes(settings: Any, still_clock: None) -> None:
    settings.IDLE_MINUTES = 20


@pytest.fixture
def edit(elena: Citizen) -> str:
    """The address of a page with much to type."""
    return reverse("edit_citizen", args=[elena.pk])


def window(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Sei ancora tu?")


def leave_alone(page: Page) -> None:
    page.clock.run_for(21 * MINUTE)
    expect(window(page)).to_be_visible()


def come_back(page: Page, password: str = make.PASSWORD) -> None:
    page.keyboard.type(password)
    page.keyboard.press("Enter")


def idle_for_the_server() -> None:
    """The server saw the last act twenty-one minutes ago, while the browser saw keys ever since."""
    [row] = Session.objects.all()
    session = row.get_decoded()
    session[SEEN_AT] -= 21 * 60
    row.session_data = Session.objects.encode(session)
    row.save()


def sleep_of_the_machine(page: Page) -> None:
    """The last key was twenty-one minutes ago, and no timer of the page has run since."""
    page.evaluate("minutes => localStorage.setItem('sportello-active-at', Date.now() - minutes)", 21 * MINUTE)


# The window


def test_a_half_typed_form_survives_the_password(
    page: Page, open_as: OpenAs, operator: User, elena: Citizen, edit: str
) -> None:
    open_as(operator, edit)
    phone = page.get_by_label("Telefono")
    phone.fill("0541 ")
    leave_alone(page)
    come_back(page)
    expect(window(page)).to_be_hidden()
    expect(phone).to_be_focused()
    page.keyboard.type("1234")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Dati salvati.")).to_be_visible()
    elena.refresh_from_db()
    assert elena.phone == "0541 1234"


def test_a_key_or_a_click_begins_the_twenty_minutes_anew(page: Page, open_as: OpenAs, operator: User) -> None:
    open_as(operator)
    page.clock.run_for(19 * MINUTE)
    page.keyboard.press("ArrowRight")
    page.clock.run_for(19 * MINUTE)
    page.mouse.click(600, 700)
    page.clock.run_for(19 * MINUTE)
    expect(window(page)).to_be_hidden()
    leave_alone(page)


def test_the_page_that_refreshes_itself_is_no_presence(page: Page, open_as: OpenAs, operator: User) -> None:
    open_as(operator)
    with page.expect_response("**/coda/"):
        page.clock.run_for(16_000)
    leave_alone(page)


def test_meanwhile_nobody_can_read_the_page(
    page: Page,
    open_as: OpenAs,
    operator: User,
    elena_at_desk: Visit,
    edit: str,
    axe_finds_nothing: Callable[[], None],
) -> None:
    open_as(operator, edit)
    page.keyboard.press("F4")
    expect(page.get_by_role("dialog", name="Perché sospendi A001?")).to_be_visible()
    leave_alone(page)
    expect(page).to_have_title("Sei ancora tu?")
    behind = page.locator("body > *:not(#presence)")
    blurred = behind.evaluate_all("all => all.map(element => getComputedStyle(element).filter)")
    assert set(blurred) == {"blur(16px)"}
    assert "Neri" not in read_aloud(page)
    page.emulate_media(media="print")
    assert page.locator("body").inner_text() == ""
    page.emulate_media(media="screen")
    page.clock.resume()
    axe_finds_nothing()


def read_aloud(page: Page) -> str:
    """All that a screen reader can reach."""
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")
    return " ".join(
        str(node.get("name", {}).get("value", "")) for node in tree["nodes"] if not node["ignored"]
    )


def test_what_a_screen_reader_reaches_is_all_of_the_page_without_the_window(
    page: Page, open_as: OpenAs, operator: User, elena_at_desk: Visit
) -> None:
    open_as(operator)
    assert "Neri Elena" in read_aloud(page)


def test_a_wrong_password_leaves_it_closed(page: Page, open_as: OpenAs, operator: User, edit: str) -> None:
    open_as(operator, edit)
    page.get_by_label("Telefono").fill("0541")
    leave_alone(page)
    come_back(page, "sbagliata")
    expect(window(page).get_by_role("alert")).to_contain_text("La password non è giusta")
    expect(window(page).get_by_label("Password")).to_be_focused()
    come_back(page)  # the wrong one was selected and is typed over
    expect(window(page)).to_be_hidden()
    expect(page.get_by_label("Telefono")).to_have_value("0541")
    expect(page).to_have_title(re.compile("Modifica i dati"))


def test_neither_esc_nor_a_function_key_gets_past_it(
    page: Page, open_as: OpenAs, operator: User, elena_at_desk: Visit
) -> None:
    open_as(operator)
    leave_alone(page)
    for key in ("Escape", "Escape", "F4", "F8", "F9"):
        page.keyboard.press(key)
    expect(window(page)).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(1)
    come_back(page)
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_somebody_else_signs_out_from_it(page: Page, open_as: OpenAs, operator: User) -> None:
    open_as(operator)
    leave_alone(page)
    window(page).get_by_role("button", name="Non sei G. Bianchi? Esci").press("Enter")
    expect(page.get_by_role("heading", name="Accedi allo sportello")).to_be_visible()


def test_without_network_it_stays_and_says_so(
    page: Page, open_as: OpenAs, operator: User, failing_requests: None
) -> None:
    open_as(operator)
    leave_alone(page)
    page.context.set_offline(True)
    come_back(page)
    expect(window(page)).to_contain_text("Il programma non raggiunge il server del Comune")
    page.context.set_offline(False)
    come_back(page)
    expect(window(page)).to_be_hidden()


def test_one_password_opens_all_tabs(page: Page, open_as: OpenAs, operator: User) -> None:
    open_as(operator)
    other = page.context.new_page()
    other.goto(page.url)
    leave_alone(page)
    come_back(page)
    expect(window(page)).to_be_hidden()
    expect(window(other)).to_be_hidden()
    other.close()


# What comes too late


def test_a_form_sent_after_the_limit_waits_for_the_password_and_goes_on(
    page: Page, open_as: OpenAs, operator: User, elena: Citizen, edit: str
) -> None:
    open_as(operator, edit)
    page.get_by_label("Telefono").fill("0541 1234")
    sleep_of_the_machine(page)
    page.evaluate("document.querySelector('main form').requestSubmit()")  # as a screen reader presses
    expect(window(page)).to_be_visible()
    elena.refresh_from_db()
    assert elena.phone == ""
    come_back(page)
    expect(page.get_by_text("Dati salvati.")).to_be_visible()
    elena.refresh_from_db()
    assert elena.phone == "0541 1234"


def test_a_key_after_the_limit_does_not_reach_the_page(
    page: Page, open_as: OpenAs, operator: User, edit: str
) -> None:
    open_as(operator, edit)
    phone = page.get_by_label("Telefono")
    phone.fill("0541")
    sleep_of_the_machine(page)
    page.keyboard.press("9")
    expect(window(page)).to_be_visible()
    expect(window(page).get_by_label("Password")).to_have_value("")
    expect(phone).to_have_value("0541")


def test_a_click_after_the_limit_does_not_reach_the_page(page: Page, open_as: OpenAs, operator: User) -> None:
    open_as(operator)
    sleep_of_the_machine(page)
    place = page.get_by_role("button", name="Visita senza nome").bounding_box()
    assert place
    page.mouse.click(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
    expect(window(page)).to_be_visible()
    come_back(page)
    expect(window(page)).to_be_hidden()
    assert operator.visits.count() == 0


def test_a_card_read_after_the_limit_is_typed_nowhere(
    page: Page, open_as: OpenAs, operator: User, elena: Citizen
) -> None:
    open_as(operator)
    sleep_of_the_machine(page)
    page.keyboard.type("NRELNE48E57H501T\n")
    expect(window(page)).to_be_visible()
    expect(window(page).get_by_label("Password")).to_have_value("")
    expect(page.locator("#q")).to_have_value("")


# What the server refuses because it counts the minutes too


def test_a_fragment_that_the_server_refuses_is_asked_again_after_the_password(
    page: Page, open_as: OpenAs, operator: User, elena_at_desk: Visit, failing_requests: None
) -> None:
    open_as(operator)
    idle_for_the_server()
    page.keyboard.press("F4")
    expect(window(page)).to_be_visible()
    expect(page.locator("#failure")).to_be_empty()
    come_back(page)
    expect(page.get_by_role("dialog", name="Perché sospendi A001?")).to_be_visible()


def test_an_act_that_the_server_refuses_is_sent_again_after_the_password(
    page: Page, open_as: OpenAs, operator: User, elena_at_desk: Visit, failing_requests: None
) -> None:
    open_as(operator)
    page.keyboard.press("F9")
    face = page.get_by_role("dialog").get_by_role("button", name="Così così")
    expect(face).to_be_visible()
    page.clock.run_for(100)  # htmx takes charge of what it has brought
    idle_for_the_server()
    face.press("Enter")
    expect(window(page)).to_be_visible()
    assert Feedback.objects.count() == 0
    come_back(page)
    expect(page.get_by_text("Visita A001 conclusa.")).to_be_visible()
    assert elena_at_desk.feedback.face == Feedback.Face.NEUTRAL


def test_a_page_that_the_server_refuses_leads_to_the_password_and_on(
    page: Page, open_as: OpenAs, operator: User, elena: Citizen, edit: str
) -> None:
    open_as(operator, edit)
    page.get_by_label("Telefono").fill("0541 1234")
    idle_for_the_server()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Sei ancora tu?")).to_be_visible()
    expect(page.get_by_role("main").get_by_label("Password")).to_be_focused()
    page.keyboard.type("NRELNE48E57H501T\n")  # a card read by mistake finds nobody and is no password
    come_back(page)
    expect(page.get_by_text("Dati salvati.")).to_be_visible()
    elena.refresh_from_db()
    assert elena.phone == "0541 1234"
