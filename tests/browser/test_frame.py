"""The frame around every page: function keys, dialogs, undo, what is said when the server does not answer."""

import re
from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Dialog, Page, Request, Route, expect
from pytest_django.live_server_helper import LiveServer

from sportello.models import Citizen, User, Visit
from tests import make

OpenAs = Callable[..., None]
SECOND = 1000  # milliseconds, the unit of the browser's clock


def sent(page: Page, address: str) -> list[Request]:
    """The forms sent to an address from now on."""
    requests: list[Request] = []
    page.on("request", lambda request: requests.append(request) if is_sent(request, address) else None)
    return requests


def is_sent(request: Request, address: str) -> bool:
    return request.method == "POST" and request.url.endswith(address)


def waiting(ticket: str) -> Visit:
    return make.visit(ticket, arrived_at=timezone.now())


# Function keys


def test_f2_leads_to_the_search_box_from_anywhere(page: Page, open_as: OpenAs, operator: User) -> None:
    open_as(operator, reverse("help"))
    page.keyboard.press("F2")
    box = page.get_by_role("textbox", name="Codice fiscale")
    expect(box).to_be_focused()
    box.fill("neri")
    page.get_by_role("button", name="Visita senza nome").focus()
    page.keyboard.press("F2")
    expect(box).to_be_focused()
    page.keyboard.type("r")
    expect(box).to_have_value("r")  # what stood there was selected


def test_f8_shows_the_keys(page: Page, open_as: OpenAs, operator: User) -> None:
    open_as(operator)
    page.keyboard.press("F8")
    keys = page.get_by_role("dialog", name="Tasti rapidi")
    expect(keys).to_be_visible()
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()


def test_f9_calls_the_next_at_a_free_desk(page: Page, open_as: OpenAs, operator: User) -> None:
    waiting("A007")
    open_as(operator)
    page.keyboard.press("F9")
    expect(page.get_by_role("heading", name="Visita A007")).to_be_visible()


def test_with_a_modifier_a_function_key_is_the_browsers(page: Page, open_as: OpenAs, operator: User) -> None:
    open_as(operator)
    page.keyboard.press("Shift+F8")
    page.keyboard.press("F2")
    expect(page.get_by_role("textbox", name="Codice fiscale")).to_be_focused()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_in_a_dialog_only_its_own_keys_work(
    page: Page, open_as: OpenAs, operator: User, elena_at_desk: Visit
) -> None:
    open_as(operator)
    closed = sent(page, reverse("close_visit", args=[elena_at_desk.pk]))
    page.keyboard.press("F4")
    dialog = page.get_by_role("dialog", name="Perché sospendi A001?")
    expect(dialog.get_by_role("radio", name="Mancano documenti")).to_be_focused()
    for key in ("F2", "F8", "F9"):
        page.keyboard.press(key)
    page.keyboard.press("Space")
    page.keyboard.press("F4")
    expect(page.get_by_text("La visita A001 è sospesa.")).to_be_visible()
    assert closed == []
    elena_at_desk.refresh_from_db()
    assert elena_at_desk.suspend_reason == Visit.SuspendReason.DOCUMENTS


def test_f9_twice_concludes_but_not_by_a_slip_of_the_finger(
    page: Page, still_clock: None, open_as: OpenAs, operator: User, elena_at_desk: Visit
) -> None:
    waiting("A002")
    open_as(operator)
    closed = sent(page, reverse("close_visit", args=[elena_at_desk.pk]))
    called = sent(page, reverse("call_next"))
    page.keyboard.press("F9")
    dialog = page.get_by_role("dialog", name="Concludi A001, Neri Elena")
    expect(dialog.get_by_role("button", name=re.compile("^Concludi senza chiedere"))).to_be_focused()
    page.keyboard.press("F9")
    assert closed == []
    page.clock.run_for(2 * SECOND)
    page.keyboard.press("F9")
    expect(page.get_by_text("Visita A001 conclusa.")).to_be_visible()
    page.keyboard.press("F9")  # it means «call» by now
    page.keyboard.press("F2")
    expect(page.get_by_role("textbox", name="Codice fiscale")).to_be_focused()
    assert (len(closed), called) == (1, [])


# Dialogs


def test_esc_closes_a_dialog_and_the_focus_returns(
    page: Page, open_as: OpenAs, operator: User, elena_at_desk: Visit
) -> None:
    open_as(operator)
    opener = page.get_by_role("link", name="Sospendi")
    opener.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Perché sospendi A001?")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(opener).to_be_focused()
    expect(page.locator("#dialog-body")).to_be_empty()


def test_the_button_to_give_up_closes_a_dialog(
    page: Page, open_as: OpenAs, operator: User, elena_at_desk: Visit
) -> None:
    open_as(operator)
    page.keyboard.press("F4")
    page.get_by_role("dialog").get_by_role("button", name="Annulla").click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_focus_stays_in_a_dialog(
    page: Page, open_as: OpenAs, operator: User, elena_at_desk: Visit
) -> None:
    open_as(operator)
    page.keyboard.press("F4")
    expect(page.get_by_role("dialog")).to_be_visible()
    for _ in range(8):
        page.keyboard.press("Tab")
        where = "document.querySelector('#dialog').contains(document.activeElement) || !document.hasFocus()"
        assert page.evaluate(f"{where} || document.activeElement === document.body")


def test_what_is_wrong_in_a_dialog_is_read_first_and_nothing_typed_is_lost(
    page: Page,
    open_as: OpenAs,
    operator: User,
    elena_at_desk: Visit,
    axe_finds_nothing: Callable[[], None],
) -> None:
    open_as(operator, reverse("visit", args=[elena_at_desk.pk]))
    page.get_by_role("link", name="Segna un atto", exact=True).click()
    dialog = page.get_by_role("dialog", name="Che cosa si è fatto?")
    dialog.get_by_label("Nota").fill("Ripassa lunedì")
    dialog.get_by_role("button", name="Segna l'atto").last.click()
    summary = dialog.get_by_role("alert").first
    expect(summary).to_contain_text("Ci sono 2 cose da correggere")
    expect(summary).to_be_focused()
    expect(dialog.get_by_label("Nota")).to_have_value("Ripassa lunedì")
    axe_finds_nothing()
    summary.get_by_role("link", name="Scegli l'esito").click()
    expect(dialog.get_by_role("radio", name="informato")).to_be_focused()
    assert elena_at_desk.acts.count() == 1


# Taking back


def test_closing_can_be_undone(page: Page, open_as: OpenAs, operator: User, elena_at_desk: Visit) -> None:
    open_as(operator)
    page.keyboard.press("F9")
    page.get_by_role("dialog").get_by_role("button", name="Bene", exact=True).click()
    page.get_by_role("main").get_by_role("button", name="Annulla").click()
    expect(page.get_by_text("La visita A001 è di nuovo al banco.")).to_be_visible()
    elena_at_desk.refresh_from_db()
    assert elena_at_desk.is_in_service


def test_undoing_is_offered_for_ten_seconds(
    page: Page, open_as: OpenAs, operator: User, elena_at_desk: Visit
) -> None:
    page.clock.install()
    open_as(operator)
    page.keyboard.press("F9")
    page.get_by_role("dialog").get_by_role("button", name="Così così").click()
    undo = page.get_by_role("main").get_by_role("button", name="Annulla")
    expect(undo).to_be_visible()
    undo.focus()
    page.clock.run_for(10 * SECOND)
    expect(undo).to_have_count(0)
    expect(page.get_by_role("main")).to_be_focused()  # and not lost with the button


# Sent once


def test_a_form_is_sent_once_however_often_its_button_is_pressed(
    page: Page, open_as: OpenAs, operator: User
) -> None:
    waiting("A001")
    waiting("A002")
    open_as(operator)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/visite/chiama/", hold)  # a slow server
    page.get_by_role("button", name="Chiama A001", exact=True).focus()
    with page.expect_request("**/visite/chiama/"):
        page.keyboard.press("Enter")
    for _ in range(3):
        page.keyboard.press("Enter")
    held[0].continue_()
    expect(page.get_by_role("heading", name="Visita A001")).to_be_visible()
    assert len(held) == 1


def test_a_double_click_in_a_dialog_sends_once(
    page: Page, open_as: OpenAs, operator: User, elena_at_desk: Visit
) -> None:
    open_as(operator)
    closed = sent(page, reverse("close_visit", args=[elena_at_desk.pk]))
    page.keyboard.press("F9")
    page.get_by_role("dialog").get_by_role("button", name="Non bene").dblclick()
    expect(page.get_by_text("Visita A001 conclusa.")).to_be_visible()
    assert len(closed) == 1


# The server does not answer, or says no


@pytest.mark.usefixtures("failing_requests")
def test_without_network_a_sentence_says_so_and_the_page_goes_on(
    page: Page, open_as: OpenAs, operator: User, elena_at_desk: Visit, axe_finds_nothing: Callable[[], None]
) -> None:
    open_as(operator)
    page.context.set_offline(True)
    page.keyboard.press("F4")
    sentence = page.get_by_text("Il programma non raggiunge il server del Comune")
    expect(sentence).to_be_visible()
    axe_finds_nothing()
    page.get_by_role("button", name="Ho capito").click()
    expect(sentence).to_have_count(0)
    page.context.set_offline(False)
    page.keyboard.press("F4")
    expect(page.get_by_role("dialog", name="Perché sospendi A001?")).to_be_visible()


@pytest.mark.usefixtures("failing_requests")
def test_in_a_dialog_the_sentence_stands_inside_it(
    page: Page, open_as: OpenAs, operator: User, elena_at_desk: Visit
) -> None:
    open_as(operator)
    page.keyboard.press("F4")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Torna più tardi").check()
    page.context.set_offline(True)
    page.keyboard.press("F4")
    expect(dialog.get_by_text("Il programma non raggiunge il server del Comune")).to_be_visible()
    expect(dialog.get_by_label("Torna più tardi")).to_be_checked()
    page.context.set_offline(False)


@pytest.mark.usefixtures("failing_requests")
def test_who_lost_the_role_reads_that_nothing_was_saved(
    page: Page, open_as: OpenAs, operator: User, elena_at_desk: Visit
) -> None:
    open_as(operator)
    User.objects.filter(pk=operator.pk).update(is_operator=False)
    page.keyboard.press("F4")
    expect(page.get_by_text("Il tuo profilo non può fare questa operazione")).to_be_visible()


@pytest.mark.usefixtures("failing_requests")
def test_what_is_gone_is_said_to_be_gone(page: Page, open_as: OpenAs, operator: User) -> None:
    visit = make.visit("A001", operator=operator, arrived_at=timezone.now())
    open_as(operator)
    visit.delete()
    page.keyboard.press("F4")
    expect(page.get_by_text("Quello che cercavi non c'è più")).to_be_visible()


@pytest.mark.usefixtures("failing_requests")
def test_a_failure_of_the_server_is_said(
    page: Page, open_as: OpenAs, operator: User, elena_at_desk: Visit
) -> None:
    open_as(operator)
    page.route("**/sospendi/", lambda route: route.fulfill(status=500, body="<h1>Errore</h1>"))
    page.keyboard.press("F4")
    expect(page.get_by_text("L'operazione non è riuscita: niente è stato salvato.")).to_be_visible()
    expect(page.get_by_role("heading", name="Errore")).to_have_count(0)


# What refreshes itself


def test_the_waiting_list_refreshes_itself(page: Page, open_as: OpenAs, operator: User) -> None:
    page.clock.install()
    open_as(operator)
    expect(page.get_by_text("Nessuno in attesa.")).to_be_visible()
    waiting("A007")
    page.clock.run_for(16 * SECOND)
    expect(page.get_by_role("button", name="Chiama A007", exact=True)).to_be_visible()
    expect(page.get_by_role("textbox", name="Codice fiscale")).to_be_focused()


def test_it_does_not_while_something_in_it_has_the_focus(page: Page, open_as: OpenAs, operator: User) -> None:
    waiting("A007")
    page.clock.install()
    open_as(operator)
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request) if request.url.endswith("/coda/") else None)
    page.get_by_role("button", name="Chiama A007", exact=True).focus()
    page.clock.run_for(40 * SECOND)
    assert asked == []
    with page.expect_response("**/coda/"):
        page.keyboard.press("F2")
        page.clock.run_for(SECOND)


def test_a_refresh_that_fails_stays_silent(
    page: Page, open_as: OpenAs, operator: User, failing_requests: None
) -> None:
    page.clock.install()
    open_as(operator)
    page.context.set_offline(True)
    with page.expect_event("requestfailed", lambda request: request.url.endswith("/coda/")):
        page.clock.run_for(16 * SECOND)
    page.context.set_offline(False)
    with page.expect_response("**/coda/"):
        page.clock.run_for(16 * SECOND)
    expect(page.locator("#failure")).to_be_empty()


def test_the_minutes_at_the_desk_go_on(
    page: Page, open_as: OpenAs, operator: User, elena_at_desk: Visit
) -> None:
    page.clock.install()
    open_as(operator)
    expect(page.get_by_text("In corso da 0 min")).to_be_visible()
    page.clock.run_for(61 * SECOND)
    expect(page.get_by_text("In corso da 1 min")).to_be_visible()


# Leaving


def test_the_menu_closes_by_esc_and_by_a_click_elsewhere(page: Page, open_as: OpenAs, operator: User) -> None:
    open_as(operator)
    menu = page.locator("summary", has_text="G. Bianchi")
    leave = page.get_by_role("button", name="Esci")
    menu.click()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aiuto")).to_be_focused()
    page.keyboard.press("Escape")
    expect(leave).to_be_hidden()
    expect(menu).to_be_focused()
    menu.click()
    page.get_by_role("heading", name="Chi hai davanti?").click()
    expect(leave).to_be_hidden()


def test_back_after_signing_out_shows_nothing(
    page: Page, live_server: LiveServer, open_as: OpenAs, operator: User, elena: Citizen
) -> None:
    open_as(operator, reverse("citizen", args=[elena.pk]))
    expect(page.get_by_role("heading", name="Neri Elena")).to_be_visible()
    page.locator("summary", has_text="G. Bianchi").click()
    page.get_by_role("button", name="Esci").click()
    expect(page.get_by_role("heading", name="Accedi allo sportello")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Accedi allo sportello")).to_be_visible()
    assert page.url.startswith(f"{live_server.url}/accesso/")
    assert "Neri" not in page.content()


def test_when_the_session_has_ended_a_fragment_leads_to_signing_in_and_back(
    page: Page, open_as: OpenAs, operator: User, elena_at_desk: Visit
) -> None:
    open_as(operator, reverse("help"))
    page.context.clear_cookies()
    page.keyboard.press("F4")
    expect(page.get_by_role("heading", name="Accedi allo sportello")).to_be_visible()
    page.get_by_label("Nome utente").fill("giulia")
    page.get_by_label("Password").fill(make.PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/aiuto/")


def test_the_browser_asks_before_something_typed_is_left(
    page: Page, open_as: OpenAs, operator: User, elena: Citizen
) -> None:
    open_as(operator, reverse("edit_citizen", args=[elena.pk]))
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    address = page.get_by_label("Indirizzo")
    address.focus()
    page.keyboard.press("End")
    page.keyboard.type(" bis")
    with page.expect_event("dialog"):
        page.keyboard.press("F2")
    expect(address).to_have_value("Via Garibaldi 12 bis")
    page.get_by_role("button", name="Salva").click()
    expect(page.get_by_text("Dati salvati.")).to_be_visible()
    assert asked == ["beforeunload"]


def test_the_first_tab_offers_to_skip_to_the_content(page: Page, open_as: OpenAs, operator: User) -> None:
    open_as(operator, reverse("help"))
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Vai al contenuto principale")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
