"""Every page of the invented Comune, as each role sees it: no barrier, no error, nothing beside the screen.

The addresses are those of the table in tests/test_urls.py: one that is new there and has no rows here fails.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
import time_machine
from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from isee.models import (
    Account,
    Application,
    Attestation,
    Call,
    ChecklistItem,
    ChildOutside,
    Corrente,
    CostEstimate,
    Donation,
    Dossier,
    Income,
    Instrument,
    Member,
    NeededPaper,
    Omission,
    PhysicalBonus,
    Property,
    Ranking,
    RuleDraft,
    RuleVersion,
    Trial,
    Variation,
    Vehicle,
    WorkLine,
)
from partners.models import Agreement, ContractRequest, LookUp, PortalProcedure, SupportCall
from partners.supply.operations import Operation
from sportello import visits
from sportello.management.commands.demo import load_everything
from sportello.models import (
    Attachment,
    Case,
    Citizen,
    Counter,
    Delegation,
    Partner,
    Service,
    UnmetRequest,
    User,
    Visit,
)
from tests import make
from tests.conftest import signed_in
from tests.partners import contracts
from tests.test_urls import TABLE
from tests.world import parameters

OpenAs = Callable[..., None]
Rows = list[dict[str, int]]
# The screen of the counter, the same enlarged twice, and a telephone: WCAG 2.2, 1.4.4 and 1.4.10.
COUNTER, ENLARGED, TELEPHONE = (1366, 768), (683, 384), (320, 640)
# The roles of the three accounts of the demonstration.
ACCOUNTS = {"operator": "operatore", "supervisor": "supervisore", "administrator": "amministratore"}
# Into how many tests the pages of a role are dealt, so that none takes minutes and two machines share them.
PARTS = {"operator": 4, "supervisor": 1, "administrator": 2}
CITIZEN_PAGES = ("edit_citizen", "add_tax_code", "record_death", "new_delegation")
VISIT_PAGES = (
    "visit_services", "visit_receipt", "standing", "add_act", "suspend_visit", "close_visit",
)  # fmt: skip
CONTRACT_PAGES = (
    "contract_client", "contract_market", "contract_supply", "contract_home", "contract_bills",
    "contract_signature",
)  # fmt: skip
# Pages that look different in each state of their row; of the others one is opened.
MANY_STATES = {
    "citizen", "visit", "case", "look_up", "contract_request", "agreement", "application", "call",
    "dossier", "household", "incomes", "assets", "corrente", "benefits", "physical_bonus",
}  # fmt: skip


@pytest.fixture
def demonstration(transactional_db: None) -> Iterator[None]:
    """Poggioverde at eleven o'clock of a Wednesday."""
    with time_machine.travel(make.moment(11), tick=True):
        load_everything(timezone.now())
        yield


def one_of_each(rows: QuerySet[Any], *fields: str) -> list[Any]:
    """The first row of each kind that the fields tell apart."""
    found = list(rows.order_by(*fields, "pk").distinct(*fields))
    assert found, f"the demonstration has no {rows.model.__name__}"
    return found


def rows_of_pages(desk: Visit) -> dict[str, Rows]:
    """What stands in the address of each page; where a page looks different in each state, a row of each state."""
    dossiers = one_of_each(Dossier.objects.all(), "state")
    requests = one_of_each(ContractRequest.objects.all(), "state")
    look_ups = one_of_each(LookUp.objects.all(), "outcome__result")
    voltura = Service.objects.get(code="enel-voltura")
    applications = one_of_each(Application.objects.all(), "state", "notice_on", "call_id")
    needed = one_of_each(NeededPaper.objects.all(), "state")
    published, open_call = Ranking.objects.get(), Call.objects.get(ranking=None)
    lines = one_of_each(WorkLine.objects.all(), "match")
    rows = {
        "citizen": pks(one_of_each(Citizen.objects.all(), "deceased_on", "delegations_given__revoked_on")),
        "delegation_form": pks(Delegation.objects.all()[:1]),
        "ticket": pks(Visit.objects.filter(state=Visit.State.WAITING)[:1]),
        "visit": pks(one_of_each(Visit.objects.filter(operator=desk.operator), "state")),
        "edit_act": [{"pk": desk.pk, "act": act.pk} for act in desk.acts.all()],
        "case": pks(one_of_each(Case.objects.all(), "kind")),
        "case_look_ups": [{"pk": look_up.case_id} for look_up in look_ups],
        "look_up": pks(look_ups),
        "look_up_trace": pks(look_ups[:1]),
        "other_means": pks(look_ups[:1]),
        "case_contract": [{"pk": request.case_id} for request in requests],
        "new_contract_request": [{"pk": desk.pk, "service": voltura.pk}],
        "contract_request": pks(requests),
        "edit_contract_request": pks(requests),
        "edit_user": pks(User.objects.all()[:1]),
        "edit_service": pks(Service.objects.all()[:1]),
        "unmet_request": pks(UnmetRequest.objects.filter(operator=desk.operator)[:1]),
        "edit_partner": pks(Partner.objects.all()[:1]),
        "portal_procedure_version": [
            {"service": each.service_id, "pk": each.pk}
            for each in PortalProcedure.objects.filter(number=1)[:1]
        ],
        "edit_counter": pks(Counter.objects.all()[:1]),
        "agreement": pks(one_of_each(Agreement.objects.all(), "state")),
        "rule_version": pks(RuleVersion.objects.all()),
        "cost_estimate": pks(CostEstimate.objects.all()),
        "cost_progress": pks(CostEstimate.objects.all()[:1]),
        "edit_trial": [{"draft": each.draft_id, "pk": each.pk} for each in Trial.objects.all()],
        "case_dossier": [{"case": dossier.case_id} for dossier in dossiers],
        "open_application": [{"pk": desk.pk, "service": Service.objects.get(code="mensa").pk}],
        "work_list": [{"work_list": lines[0].work_list_id}],
        "needed_paper": [{"application": needed[0].application_id, "pk": needed[0].pk}],
        "give_up": [{"call": published.call_id, "pk": published.rows.all()[1].pk}],
        "exclude_application": [{"call": open_call.pk, "pk": open_call.applications.all()[0].pk}],
        "case_application": [{"case": each.case_id} for each in applications],
    }
    rows |= {name: [{"application": each.pk} for each in applications] for name in names_with("application")}
    rows |= {name: [{"call": open_call.pk}, {"call": published.call_id}] for name in names_with("call")}
    rows |= {
        name: [{"work_list": line.work_list_id, "pk": line.pk} for line in lines]
        for name in ("work_line", "confirm_person")
    }
    rows["item_paper"] = [
        {"dossier": each.dossier_id, "pk": each.pk}
        for each in ChecklistItem.objects.filter(attachments__isnull=False)
    ]
    papers = Attestation.objects.current().order_by("pk")[:1]
    for name in ("correct_attestation", "new_omission", "compare_attestation"):
        rows[name] = [{"dossier": each.dossier_id, "pk": each.pk} for each in papers]
    rows["new_remedy"] = [
        {"dossier": each.attestation.dossier_id, "pk": each.pk} for each in Omission.objects.all()[:1]
    ]
    kept = Attachment.objects.filter(withdrawn_at=None)
    rows |= {"attachment": pks(kept), "withdraw_attachment": pks(kept[:1])}
    rows["case_attachments"] = rows["new_attachment"] = [
        {"pk": each.case_id} for each in Attachment.objects.exclude(withdrawn_at=None)[:1]
    ]
    by_portal = [{"service": Service.objects.get(code="inps-cud").pk}]
    rows |= dict.fromkeys(("edit_channel", "portal_procedure", "new_portal_procedure"), by_portal)
    rows |= dict.fromkeys(VISIT_PAGES, pks([desk]))
    rows |= contracts_of(desk, voltura)
    rows |= dict.fromkeys(CITIZEN_PAGES, rows["citizen"])
    drafts = RuleDraft.objects.all()
    rows |= dict.fromkeys(("rule_draft", "discard_rule_draft", "publish_rule"), pks(drafts))
    rows |= {name: [{"draft": each.pk} for each in drafts] for name in ("rule_trials", "new_trial")}
    rows |= {"affected_households": rows["rule_version"]}
    rows |= {"edit_case": rows["case"], "edit_agreement": rows["agreement"]}
    rows |= {name: [{"dossier": each.pk} for each in dossiers] for name in names_with("dossier")}
    rows["benefits"] = rows["citizen"] + pks(Citizen.objects.filter(memberships__dossier__in=dossiers)[:3])
    rows |= {"while_here": rows["citizen"], "missing_bonus": rows["citizen"][:1]}
    rows |= bonuses()
    members = Member.objects.order_by("pk")
    of_members = [{"dossier": each.dossier_id, "pk": each.pk} for each in members]
    rows |= dict.fromkeys(("edit_member", "remove_member", "expenses"), of_members)
    for model in (Income, Account, Instrument, Property, Vehicle):
        name, owned = model.__name__.lower(), model.objects.select_related("member").order_by("pk")
        found = [{"dossier": each.member.dossier_id, "pk": each.pk} for each in owned]
        corrected = [f"correct_{name}_{amount}" for amount in model.AMOUNTS]
        rows |= dict.fromkeys((f"edit_{name}", f"remove_{name}", *corrected), found)
    panels: dict[str, type[ChildOutside | Donation | Variation]] = {
        "child_outside": ChildOutside,
        "donation": Donation,
        "variation": Variation,
    }
    for name, panel in panels.items():
        found = [
            {"dossier": each.dossier_id, "pk": each.pk} for each in panel._default_manager.order_by("pk")
        ]
        rows |= dict.fromkeys((f"edit_{name}", f"remove_{name}"), found)
    rows["remove_corrente"] = [{"dossier": each.dossier_id, "pk": each.pk} for each in Corrente.objects.all()]
    rows["account_giacenza"] = rows["edit_account"]
    rows["property_value"] = rows["edit_property"]
    return rows


def contracts_of(desk: Visit, voltura: Service) -> dict[str, Rows]:
    """A request that is being written, one of an heir, one that somebody types into the portal, a call about it."""
    assert desk.operator
    now = timezone.now()
    heir, typed = (
        contracts.opened(desk, voltura, desk.operator, operation, at=now)
        for operation in (Operation.MORTIS_CAUSA, Operation.VOLTURA)
    )
    signed = {"channel": "portal", "state": "queued", "signed_on": timezone.localdate(now)}
    ContractRequest.objects.filter(pk=typed.pk).update(**signed)
    call = SupportCall.objects.create(
        partner=Partner.objects.get(code="enel"), case=typed.case, operator=desk.operator, started_at=now
    )
    return {
        **dict.fromkeys((*CONTRACT_PAGES, "contract_heir", "print_contract"), pks([heir])),
        **dict.fromkeys(("contract_portal_page", "contract_receipt"), pks([typed])),
        **dict.fromkeys(("run_contract_again", "stop_contract"), pks([typed])),
        "support_call": pks([call]),
    }


def bonuses() -> dict[str, Rows]:
    """The applications for physical hardship, one in each state."""
    rows = [{"case": each.case_id} for each in one_of_each(PhysicalBonus.objects.all(), "state")]
    names = (name for name in names_with("case") if "bonus" in name)
    return dict.fromkeys(names, rows)


def pks(rows: Iterable[Model]) -> Rows:
    return [{"pk": row.pk} for row in rows]


def names_with(*wanted: str) -> list[str]:
    """The names of the addresses with just these parameters."""
    return [name for name, found in parameters().items() if found == set(wanted)]


def pages_of(role: str, user: User, rows: dict[str, Rows]) -> list[str]:
    """The addresses that give this person a whole page: the rest are acts, files and parts of pages."""
    client = signed_in(user)
    pages: list[str] = []
    for name in (name for name, roles in TABLE.items() if role in roles):
        # An address without rows here must be one to which something can only be sent.
        paths = [reverse(name, kwargs=row) for row in rows.get(name, [dict.fromkeys(parameters()[name], 0)])]
        answers: list[Any] = [client.get(path) for path in paths]
        assert {answer.status_code for answer in answers} <= {200, 302, 405}, name
        assert name not in rows or any(answer.status_code != 302 for answer in answers), f"{name} never opens"
        found = [path for path, answer in zip(paths, answers, strict=True) if is_page(answer)]
        pages += found if name in MANY_STATES else found[:1]
    return pages


def is_page(answer: Any) -> bool:
    return answer.status_code == 200 and not answer.streaming and b"</html>" in answer.content


def look_at(page: Page, axe_finds_nothing: Callable[[], None]) -> None:
    """Nothing to find for axe, and nothing to scroll to sideways on any screen."""
    page.wait_for_function("() => !document.querySelector('.htmx-request')")
    axe_finds_nothing()
    for width, height in (TELEPHONE, ENLARGED, COUNTER):
        page.set_viewport_size({"width": width, "height": height})
        beside = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert beside <= 0, f"{page.url}: {beside} pixels beside a screen of {width}"


@pytest.mark.timeout(600)  # some sixty pages each
@pytest.mark.usefixtures("demonstration")
@pytest.mark.parametrize(("role", "part"), [(role, part) for role in ACCOUNTS for part in range(PARTS[role])])
def test_every_page_of_a_role(
    role: str,
    part: int,
    page: Page,
    live_server: LiveServer,
    open_as: OpenAs,
    axe_finds_nothing: Callable[[], None],
) -> None:
    user = User.objects.get(username=ACCOUNTS[role])
    open_as(user)
    look_at(page, axe_finds_nothing)  # with nobody at the desk
    for path in pages_of(role, user, rows_of_pages(somebody_at_desk()))[part :: PARTS[role]]:
        page.goto(live_server.url + path)
        look_at(page, axe_finds_nothing)


def somebody_at_desk() -> Visit:
    """The first of the waiting list is called, and something is done for her."""
    operator, now = User.objects.get(username=ACCOUNTS["operator"]), timezone.now()
    visit = visits.call_next(operator=operator, at=now)
    visit.acts.create(
        service=Service.objects.get(code="tari"), outcome="informed", minutes=5, operator=operator, at=now
    )
    return visit


@pytest.mark.parametrize(
    ("path", "status", "heading"),
    [
        ("/accesso/", 200, "Accedi allo sportello"),
        ("/accesso/sospeso/", 200, "Il tuo accesso è sospeso"),
        ("/non-esiste/", 404, "Questa pagina non c'è"),
    ],
)
def test_a_page_for_who_has_not_signed_in(
    path: str,
    status: int,
    heading: str,
    page: Page,
    live_server: LiveServer,
    axe_finds_nothing: Callable[[], None],
) -> None:
    response = page.goto(live_server.url + path)
    assert response
    assert response.status == status
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    look_at(page, axe_finds_nothing)


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("settings", "Questa pagina non è per il tuo profilo"),
        ("account_reauthenticate", "Sei ancora tu?"),
        ("account_logout", "Vuoi uscire?"),
    ],
)
def test_a_page_without_anybodys_data(
    name: str,
    heading: str,
    page: Page,
    open_as: OpenAs,
    operator: User,
    axe_finds_nothing: Callable[[], None],
) -> None:
    open_as(operator, reverse(name))
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    look_at(page, axe_finds_nothing)


@pytest.mark.parametrize("name", ["new_user", "new_service", "new_agreement", "new_rule"])
def test_a_form_that_was_refused(
    name: str, page: Page, open_as: OpenAs, administrator: User, axe_finds_nothing: Callable[[], None]
) -> None:
    open_as(administrator, reverse(name))
    page.get_by_role("main").locator("form button.btn-primary").click()
    summary = page.get_by_role("alert").first
    expect(summary).to_contain_text("da correggere")
    expect(summary).to_be_focused()
    look_at(page, axe_finds_nothing)


def test_signing_in_that_was_refused(
    page: Page, live_server: LiveServer, operator: User, axe_finds_nothing: Callable[[], None]
) -> None:
    page.goto(f"{live_server.url}/accesso/")
    page.get_by_label("Nome utente").fill("giulia")
    page.get_by_label("Password").fill("sbagliata")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    look_at(page, axe_finds_nothing)
