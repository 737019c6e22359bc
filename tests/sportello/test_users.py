"""Who works at the office: added, changed, suspended, never deleted, and never the last administrator lost."""

import re
from threading import Barrier, Thread

import pytest
from django.contrib.auth.hashers import check_password
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from sportello import users
from sportello.models import Counter, LogEntry, User
from tests import make

URL, NEW = reverse("users"), reverse("new_user")
FULL = {"username": "m.neri", "first_name": "Marta", "last_name": "Neri", "is_operator": "on"}

pytestmark = pytest.mark.django_db


def url(name: str, user: User) -> str:
    return reverse(name, args=[user.pk])


def test_it_lists_them(administrator_client: Client, operator: User) -> None:
    operator.is_active = False
    operator.save()
    page = administrator_client.get(URL).content.decode()
    assert "giulia" in page
    assert "operatore" in page
    assert "Sospeso" in page


def test_a_user_is_added_and_the_password_shown_once(administrator_client: Client, client: Client) -> None:
    counter = Counter.objects.create(name="Sportello 1")
    response = administrator_client.post(NEW, {**FULL, "counter": counter.pk})
    assert response.status_code == 200
    shown = re.search(r"<code>([a-z0-9-]+)</code>", response.content.decode())
    assert shown
    marta = User.objects.get(username="m.neri")
    assert (marta.is_operator, marta.is_administrator, marta.counter) == (True, False, counter)
    assert client.login(username="m.neri", password=shown[1])
    assert shown[1] not in administrator_client.get(url("edit_user", marta)).content.decode()
    assert LogEntry.objects.get().text == "Aggiunto l'utente m.neri: operatore."


def test_a_first_password_is_long_and_never_the_same() -> None:
    passwords = {users.new_password() for _ in range(50)}
    assert len(passwords) == 50
    assert all(re.fullmatch(r"([a-km-np-z2-9]{4}-){3}[a-km-np-z2-9]{4}", password) for password in passwords)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"username": ""}, "Scrivi il nome utente."),
        ({"username": "GIULIA"}, "Questo nome utente c&#x27;è già."),
        ({"username": "maria rossi"}, "senza spazi"),
        ({"username": "x" * 151}, "150 caratteri"),
        ({"first_name": ""}, "Scrivi il nome."),
        ({"last_name": ""}, "Scrivi il cognome."),
        ({"is_operator": ""}, "Scegli almeno un ruolo"),
        ({"counter": "999"}, "Scegli"),
    ],
)
def test_what_is_wrong_is_said_at_its_place(
    administrator_client: Client, operator: User, wrong: dict[str, str], sentence: str
) -> None:
    form = {key: value for key, value in {**FULL, **wrong}.items() if value}
    response = administrator_client.post(NEW, form)
    assert response.status_code == 422
    page = response.content.decode()
    assert sentence in page
    assert "Marta" in page or "first_name" in wrong
    assert User.objects.count() == 2
    assert not LogEntry.objects.exists()


def test_roles_are_changed_and_the_name_stays(administrator_client: Client, operator: User) -> None:
    form = {**FULL, "username": "altro", "is_operator": "", "is_supervisor": "on"}
    response = administrator_client.post(url("edit_user", operator), {k: v for k, v in form.items() if v})
    assert response.status_code == 302
    operator.refresh_from_db()
    assert (operator.username, operator.last_name, operator.role_names) == ("giulia", "Neri", ["supervisore"])
    assert LogEntry.objects.get().text == "Cambiato l'utente giulia: supervisore."


def test_a_counter_out_of_use_is_offered_only_to_who_has_it(
    administrator_client: Client, operator: User
) -> None:
    old = Counter.objects.create(name="Sportello vecchio", is_active=False)
    assert "Sportello vecchio" not in administrator_client.get(NEW).content.decode()
    operator.counter = old
    operator.save()
    assert "Sportello vecchio" in administrator_client.get(url("edit_user", operator)).content.decode()


def test_the_last_administrator_keeps_the_role(administrator_client: Client, administrator: User) -> None:
    response = administrator_client.post(url("edit_user", administrator), FULL)
    assert response.status_code == 422
    assert "l&#x27;ultimo amministratore" in response.content.decode()
    administrator.refresh_from_db()
    assert administrator.is_administrator
    assert administrator.last_name == "Conti"


def test_one_of_two_administrators_may_lose_the_role(
    administrator_client: Client, administrator: User
) -> None:
    make.user("altra", is_administrator=True)
    administrator_client.post(url("edit_user", administrator), FULL)
    administrator.refresh_from_db()
    assert administrator.role_names == ["operatore"]


def test_a_suspended_administrator_does_not_count(administrator_client: Client, administrator: User) -> None:
    make.user("altra", is_administrator=True, is_active=False)
    assert administrator_client.post(url("edit_user", administrator), FULL).status_code == 422


def test_a_suspended_user_is_out_at_once(
    administrator_client: Client, operator_client: Client, operator: User
) -> None:
    response = administrator_client.post(url("disable_user", operator), follow=True)
    assert "Sospeso l&#x27;utente giulia" in response.content.decode()
    assert operator_client.get(reverse("daily_log")).status_code == 302
    assert not Client().login(username="giulia", password=make.PASSWORD)
    assert LogEntry.objects.get().text == "Sospeso l'utente giulia."


def test_a_user_comes_back(administrator_client: Client, operator: User) -> None:
    operator.is_active = False
    operator.save()
    administrator_client.post(url("enable_user", operator))
    assert Client().login(username="giulia", password=make.PASSWORD)
    assert LogEntry.objects.get().text == "Riattivato l'utente giulia."


def test_nobody_suspends_oneself(administrator_client: Client, administrator: User) -> None:
    make.user("altra", is_administrator=True)
    response = administrator_client.post(url("disable_user", administrator), follow=True)
    assert "Non puoi sospendere te stesso" in response.content.decode()
    administrator.refresh_from_db()
    assert administrator.is_active


def test_a_new_password_replaces_the_old_one(
    administrator_client: Client, operator_client: Client, operator: User
) -> None:
    response = administrator_client.post(url("reset_password", operator))
    shown = re.search(r"<code>([a-z0-9-]+)</code>", response.content.decode())
    assert shown
    operator.refresh_from_db()
    assert check_password(shown[1], operator.password)
    assert not check_password(make.PASSWORD, operator.password)
    assert operator_client.get(reverse("daily_log")).status_code == 302  # the session that was open has ended
    assert LogEntry.objects.get().text == "Data una nuova password all'utente giulia."


def test_the_password_page_is_not_kept_by_the_browser(administrator_client: Client, operator: User) -> None:
    response = administrator_client.post(url("reset_password", operator))
    assert response.headers["Cache-Control"] == "no-store"


def test_one_that_is_not_there(administrator_client: Client) -> None:
    for name in ("edit_user", "reset_password", "disable_user", "enable_user"):
        assert administrator_client.post(reverse(name, args=[999_999])).status_code == 404


def test_acts_are_posts(administrator_client: Client, operator: User) -> None:
    for name in ("reset_password", "disable_user", "enable_user"):
        assert administrator_client.get(url(name, operator)).status_code == 405


def test_only_the_administrator(operator_client: Client, supervisor_client: Client, colleague: User) -> None:
    for client in (operator_client, supervisor_client):
        assert client.get(URL).status_code == 403
        assert client.post(NEW, FULL).status_code == 403
        for name in ("edit_user", "reset_password", "disable_user", "enable_user"):
            assert client.post(url(name, colleague), FULL).status_code == 403
    colleague.refresh_from_db()
    assert (colleague.is_active, colleague.last_name) == (True, "Rossi")
    assert not User.objects.filter(username="m.neri").exists()


@pytest.mark.parametrize("number", [10, 100])
def test_queries_do_not_grow(
    administrator_client: Client, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    counter = Counter.objects.create(name="Sportello 1")
    User.objects.bulk_create(User(username=f"utente{order:03}", counter=counter) for order in range(number))
    # Session, user, the session kept (three); users with their counters; the office of the frame.
    with django_assert_num_queries(4):
        page = administrator_client.get(URL).context["page"]
    assert len(page.rows) == min(number + 1, 25)


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_suspend_each_other_leave_one() -> None:
    anna, bruna = (make.user(name, is_administrator=True) for name in ("anna", "bruna"))
    start, refused = Barrier(2), []

    def suspend(user: User, by: User) -> None:
        start.wait()
        try:
            users.disable_user(user=user, by=by, at=make.moment())
        except users.NotPossible as reason:
            refused.append(str(reason))
        finally:
            connection.close()

    threads = [Thread(target=suspend, args=pair) for pair in ((anna, bruna), (bruna, anna))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert User.objects.filter(is_administrator=True, is_active=True).count() == 1
    assert len(refused) == 1
