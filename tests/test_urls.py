"""Who may open what: every address of Sportello, asked by nobody, an operator, a supervisor and an administrator.

An address that stands in no row fails the last test of this file.
"""

import re
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, reverse

from sportello.models import User
from tests.world import World, build, parameters, walk

EVERYBODY = ("operator", "supervisor", "administrator")
OPERATOR = ("operator",)
READERS = ("operator", "supervisor")
ADMINISTRATOR = ("administrator",)
OFFICE = ("supervisor", "administrator")

# Name → who may open it. The pages of signing in stand apart below: they are open to nobody in particular.
TABLE: dict[str, tuple[str, ...]] = {
    "home": EVERYBODY,
    "presence": EVERYBODY,
    "help": EVERYBODY,
    "accessibility": EVERYBODY,
    # citizens
    "search_citizens": OPERATOR,
    "scan": OPERATOR,
    "new_citizen": OPERATOR,
    "citizen": OPERATOR,
    "edit_citizen": OPERATOR,
    "add_tax_code": OPERATOR,
    "record_death": OPERATOR,
    "undo_death": OPERATOR,
    "new_delegation": OPERATOR,
    "delegation_form": OPERATOR,
    "revoke_delegation": OPERATOR,
    # visits
    "queue": OPERATOR,
    "new_visit": OPERATOR,
    "ticket": OPERATOR,
    "call_next": OPERATOR,
    "take_visit": OPERATOR,
    "gone_visit": OPERATOR,
    "start_visit": OPERATOR,
    "start_anonymous_visit": OPERATOR,
    "visit": OPERATOR,
    "visit_services": OPERATOR,
    "identify_visit": OPERATOR,
    "standing": OPERATOR,
    "add_act": OPERATOR,
    "edit_act": OPERATOR,
    "suspend_visit": OPERATOR,
    "resume_visit": OPERATOR,
    "close_visit": OPERATOR,
    "undo_close": OPERATOR,
    "visit_receipt": OPERATOR,
    # cases
    "cases": OPERATOR,
    "case": OPERATOR,
    "edit_case": OPERATOR,
    "close_case": OPERATOR,
    "reopen_case": OPERATOR,
    "new_case": OPERATOR,
    "case_attachments": OPERATOR,
    "new_attachment": OPERATOR,
    "attachment": OPERATOR,
    "withdraw_attachment": OPERATOR,
    # daily log
    "daily_log": READERS,
    # office
    "settings": ADMINISTRATOR,
    "users": ADMINISTRATOR,
    "new_user": ADMINISTRATOR,
    "edit_user": ADMINISTRATOR,
    "reset_password": ADMINISTRATOR,
    "disable_user": ADMINISTRATOR,
    "enable_user": ADMINISTRATOR,
    "services": ADMINISTRATOR,
    "new_service": ADMINISTRATOR,
    "edit_service": ADMINISTRATOR,
    "partners": ADMINISTRATOR,
    "new_partner": ADMINISTRATOR,
    "edit_partner": ADMINISTRATOR,
    "counters": ADMINISTRATOR,
    "new_counter": ADMINISTRATOR,
    "edit_counter": ADMINISTRATOR,
    "opening_days": ADMINISTRATOR,
    "add_closure": ADMINISTRATOR,
    "remove_closure": ADMINISTRATOR,
    # drafts
    "keep_draft": EVERYBODY,
    "discard_draft": EVERYBODY,
    # partners
    # what could not be given
    "unmet_requests": OFFICE,
    "new_unmet_request": OPERATOR,
    "unmet_request": OPERATOR,
    "take_back_unmet_request": OPERATOR,
    "agreements": OFFICE,
    "agreement": OFFICE,
    "new_agreement": ADMINISTRATOR,
    "edit_agreement": ADMINISTRATOR,
    "channels": ADMINISTRATOR,
    "edit_channel": ADMINISTRATOR,
    "portal_procedure": ADMINISTRATOR,
    "new_portal_procedure": ADMINISTRATOR,
    "portal_procedure_version": ADMINISTRATOR,
    "partner_weather": EVERYBODY,
    "case_look_ups": OPERATOR,
    "ask_look_up": OPERATOR,
    "look_up": OPERATOR,
    "look_up_record": ("supervisor",),
    "look_up_trace": ("supervisor",),
    "repeat_look_up": OPERATOR,
    "other_means": OPERATOR,
    "unfinished_look_ups": OPERATOR,
    "write_portal_outcome": OPERATOR,
    "look_up_paper": OPERATOR,
    "print_look_up": OPERATOR,
    "new_look_up": OPERATOR,
    "case_contract": OPERATOR,
    "earlier_contracts": OPERATOR,
    "new_contract_request": OPERATOR,
    "contract_request": OPERATOR,
    "contract_client": OPERATOR,
    "contract_heir": OPERATOR,
    "contract_market": OPERATOR,
    "contract_supply": OPERATOR,
    "contract_home": OPERATOR,
    "contract_bills": OPERATOR,
    "contract_signature": OPERATOR,
    "change_mind": OPERATOR,
    "contract_portal_page": OPERATOR,
    "print_contract": OPERATOR,
    "contract_receipt": OPERATOR,
    "contract_requests": ("operator", "supervisor"),
    "unfinished_contracts": OPERATOR,
    "run_contract_again": ("supervisor",),
    "stop_contract": ("supervisor",),
    "start_support_call": OPERATOR,
    "support_call": OPERATOR,
    "queue_contract_request": OPERATOR,
    "withdraw_contract_request": OPERATOR,
    "correct_contract_request": OPERATOR,
    # isee
    "open_dossier": OPERATOR,
    "case_dossier": OPERATOR,
    "dossier": OPERATOR,
    "household": OPERATOR,
    "incomes": OPERATOR,
    "assets": OPERATOR,
    "corrente": OPERATOR,
    "copy_previous": OPERATOR,
    "new_member": OPERATOR,
    "find_member": OPERATOR,
    "edit_member": OPERATOR,
    "confirm_member": OPERATOR,
    "remove_member": OPERATOR,
    "expenses": OPERATOR,
    "kinds": OPERATOR,
    "dwelling": OPERATOR,
    "confirm_dwelling": OPERATOR,
    "residence": OPERATOR,
    "component": OPERATOR,
    "student": OPERATOR,
    "ask_corrente": OPERATOR,
    "remove_corrente": OPERATOR,
    "withdraw_correction": OPERATOR,
    "transmission": OPERATOR,
    "overdue_attestations": OPERATOR,
    "checklist_item": OPERATOR,
    "item_paper": OPERATOR,
    "papers_to_bring": OPERATOR,
    "account_giacenza": OPERATOR,
    "put_giacenza": OPERATOR,
    "property_value": OPERATOR,
    "put_property_value": OPERATOR,
    "dossier_certificates": OPERATOR,
    "income_from_look_up": OPERATOR,
    "attestation_from_look_up": OPERATOR,
    "isee_result": OPERATOR,
    "what_if": OPERATOR,
    "isee_sheet": OPERATOR,
    "dsu_sheet": OPERATOR,
    "print_dsu_sheet": OPERATOR,
    "present_dsu": OPERATOR,
    "attestation": OPERATOR,
    "correct_attestation": OPERATOR,
    "new_omission": OPERATOR,
    "new_remedy": OPERATOR,
    "compare_attestation": OPERATOR,
    "close_dossier": OPERATOR,
    "abandon_dossier": OPERATOR,
    "reopen_dossier": OPERATOR,
    # benefits
    "while_here": OPERATOR,
    "data_reuse": ADMINISTRATOR,
    "benefits": OPERATOR,
    "answer_benefit": OPERATOR,
    "forget_answers": OPERATOR,
    "show_attestation": OPERATOR,
    "suppose": OPERATOR,
    "print_benefits": OPERATOR,
    "missing_bonus": OPERATOR,
    "answer_missing_bonus": OPERATOR,
    "print_missing_bonus": OPERATOR,
    "case_electricity_bonus": OPERATOR,
    "physical_bonus": OPERATOR,
    "edit_physical_bonus": OPERATOR,
    "send_physical_bonus": OPERATOR,
    "decide_physical_bonus": OPERATOR,
    "end_physical_bonus": OPERATOR,
    "physical_bonus_receipt": OPERATOR,
    # rules
    "rules": OFFICE,
    "national_rules": OFFICE,
    "rule_version": OFFICE,
    "rule_cost": OFFICE,
    "cost_estimate": OFFICE,
    "cost_progress": OFFICE,
    "affected_households": READERS,
    "late_rules": READERS,
    "new_rule": ADMINISTRATOR,
    "follow_rule": ADMINISTRATOR,
    "rule_draft": ADMINISTRATOR,
    "rule_chart": ADMINISTRATOR,
    "discard_rule_draft": ADMINISTRATOR,
    "rule_trials": ADMINISTRATOR,
    "new_trial": ADMINISTRATOR,
    "edit_trial": ADMINISTRATOR,
    "remove_trial": ADMINISTRATOR,
    "publish_rule": ADMINISTRATOR,
    **{
        f"{act}_{thing}": OPERATOR
        for act in ("new", "edit", "confirm", "remove")
        for thing in ("income", "account", "instrument", "property", "vehicle")
    },
    # applications, calls, lists
    "applications": OPERATOR,
    "due_applications": OPERATOR,
    "open_application": OPERATOR,
    "case_application": OPERATOR,
    "application": OPERATOR,
    "edit_application": OPERATOR,
    "submit_application": OPERATOR,
    "new_paper": OPERATOR,
    "needed_paper": OPERATOR,
    "application_pause": OPERATOR,
    "application_notice": OPERATOR,
    "grant_application": OPERATOR,
    "refuse_application": OPERATOR,
    "application_letter": OPERATOR,
    "end_application": OPERATOR,
    "reopen_application": OPERATOR,
    "calls": EVERYBODY,
    "call": EVERYBODY,
    "new_call": OFFICE,
    "edit_call": OFFICE,
    "exclude_application": OFFICE,
    "publish_ranking": OFFICE,
    "give_up": OFFICE,
    "ranking_csv": OFFICE,
    "ranking_xlsx": OFFICE,
    "work_lists": OPERATOR,
    "new_work_list": OPERATOR,
    "map_work_list": OPERATOR,
    "work_list": OPERATOR,
    "export_work_list": OPERATOR,
    "work_line": OPERATOR,
    "confirm_person": OPERATOR,
    "decision_terms": ADMINISTRATOR,
    "siuss": ADMINISTRATOR,
    **{
        f"{act}_{thing}": OPERATOR
        for act in ("new", "edit", "remove")
        for thing in ("child_outside", "donation", "variation")
    },
    **{f"new_updated_{thing}": OPERATOR for thing in ("income", "account", "instrument", "property")},
    **{
        f"correct_{amount}": OPERATOR
        for amount in (
            "income_amount",
            "account_balance",
            "account_average",
            "instrument_value",
            "property_value",
            "property_mortgage",
        )
    },
}
SIGN_IN = {"account_login", "account_logout", "account_inactive", "account_reauthenticate"}


@pytest.fixture
def world(operator: User, colleague: User) -> World:
    return build(operator, colleague)


def ask(client: Client, path: str, data: dict[str, Any]) -> HttpResponse:
    """Open an address; what may only be sent is sent."""
    response: Any = client.get(path)
    return client.post(path, data) if response.status_code == 405 else response  # type: ignore[return-value]


def is_sign_in(response: HttpResponse) -> bool:
    return response.status_code == 302 and response["Location"].startswith("/accesso/")


@pytest.mark.parametrize("name", TABLE)
def test_each_address_opens_for_its_roles_alone(
    name: str, world: World, request: pytest.FixtureRequest
) -> None:
    path, data = world.path(name), world.needed(name)
    assert is_sign_in(ask(Client(), path, data)), "somebody who has not signed in"
    for role in ("supervisor", "administrator", "operator"):  # the operator last: an act may change the rows
        response = ask(request.getfixturevalue(f"{role}_client"), path, data)
        if role in TABLE[name]:
            assert response.status_code in (200, 204, 302, 303, 409, 422), f"{role}: {response.status_code}"
            assert not is_sign_in(response), role
        else:
            assert response.status_code == 403, f"{role}: {response.status_code}"


def test_no_address_stands_outside_the_table() -> None:
    assert set(parameters()) == set(TABLE) | SIGN_IN


def test_no_address_has_room_for_a_tax_code() -> None:
    for pattern, path in walk(get_resolver()):
        assert re.sub(r"<int:\w+>", "", path).isascii(), path
        assert "<str" not in path, f"{pattern.name}: only plain numeric ids"
        assert "<slug" not in path, f"{pattern.name}: only plain numeric ids"


def test_a_post_without_its_key_is_refused(operator: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(operator)
    response = client.post(reverse("start_anonymous_visit"))
    assert response.status_code == 403
    assert operator.visits.count() == 0
