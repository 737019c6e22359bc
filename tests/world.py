"""One row of each thing, the address of each page that shows or changes one, and somebody of each role to open it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import time_machine
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

from isee.models import (
    Application,
    Call,
    ChecklistItem,
    ChildOutside,
    Correction,
    Corrente,
    Donation,
    Dossier,
    Income,
    Instrument,
    Omission,
    Property,
    RankingRow,
    RuleVersion,
    Trial,
    Variation,
    Vehicle,
    WorkList,
)
from isee.procedures import decisions, ranking_publication
from isee.procedures.list_reading import Line
from partners.models import (
    Agreement,
    Channel,
    ContractRequest,
    LookUp,
    LookUpOutcome,
    LookUpPaper,
    SupportCall,
)
from partners.supply.operations import Operation
from sportello.models import (
    Act,
    Case,
    Citizen,
    Closure,
    Counter,
    Delegation,
    Service,
    TicketSeries,
    User,
    Visit,
)
from tests import make
from tests.conftest import signed_in
from tests.isee import apply, make_rules
from tests.isee import make as isee_make
from tests.partners.contracts import whole

# The pages of an application of its own, by the case that it hangs on.
PHYSICAL_BONUS = (
    "case_electricity_bonus", "physical_bonus", "edit_physical_bonus", "send_physical_bonus",
    "decide_physical_bonus", "end_physical_bonus", "physical_bonus_receipt",
)  # fmt: skip
# The pages and acts of a request of a contract.
CONTRACT_PAGES = (
    "contract_request", "queue_contract_request", "withdraw_contract_request", "correct_contract_request",
    "change_mind", "contract_client", "contract_heir", "contract_market", "contract_supply", "contract_home",
    "contract_bills", "contract_signature", "contract_portal_page", "print_contract", "contract_receipt",
    "run_contract_again", "stop_contract",
)  # fmt: skip


@dataclass(frozen=True)
class World:
    """Elena is at the operator's desk, and has one of each thing; Marco waits for her sake."""

    operator: User
    elena: Citizen
    marco: Citizen
    cud: Service
    voltura: Service
    bonus: Service
    agreement: Agreement
    visit: Visit
    waiting: Visit
    suspended: Visit
    act: Act
    delegation: Delegation
    dossier: Dossier
    entry: Case
    request: ContractRequest
    look_up: LookUp
    version: RuleVersion
    trial: Trial
    mensa: Service
    application: Application
    # With a ranking, of which one row may still give up; and without.
    published: Call
    call: Call
    work_list: WorkList
    # Beside these: what only its own pages name, by the names of the addresses.
    others: dict[str, int]

    def path(self, name: str) -> str:
        """The address of a name, of rows that exist and that the operator may open."""
        if name == "late_rules":  # which version stands behind the question mark
            return f"{reverse(name)}?versione=bse-2026"
        wanted = {
            "citizen": self.elena.pk,
            "visit": self.visit.pk,
            "service": self._service_of(name).pk,
            "case": self.others.get(name, self.dossier.case_id),
            "dossier": self.dossier.pk,
            "act": self.act.pk,
            "draft": self.trial.draft_id,
            "application": self.application.pk,
            "call": self._call_of(name).pk,
            "work_list": self.work_list.pk,
            "pk": self._pk_of(name),
        }
        return reverse(name, kwargs={parameter: wanted[parameter] for parameter in parameters()[name]})

    def needed(self, name: str) -> dict[str, Any]:
        """What an act needs beside its address; the others answer to an empty form with its errors."""
        needed: dict[str, dict[str, Any]] = {
            "close_case": {"state": "concluded"},
            "new_case": {"service": self.bonus.pk},
            "identify_visit": {"citizen": self.marco.pk},
            "keep_draft": {"draft": f"new_account/dossier={self.dossier.pk}/"},
            "needed_paper": {"state": "checked", "seen": "missing"},
        }
        return needed.get(name, {})

    def _service_of(self, name: str) -> Service:
        return {
            "new_contract_request": self.voltura,
            "open_dossier": self.dossier.case.service,
            "open_application": self.mensa,
        }.get(name, self.cud)

    def _call_of(self, name: str) -> Call:
        return self.published if name in ("call", "give_up", "ranking_csv", "ranking_xlsx") else self.call

    def _pk_of(self, name: str) -> int:
        if name in self.others:
            return self.others[name]
        if name in CONTRACT_PAGES:
            return self.request.pk
        names_by_row: list[tuple[int, str]] = [
            (self.elena.pk, "citizen edit_citizen add_tax_code record_death start_visit new_delegation"),
            (self.elena.pk, "while_here benefits answer_benefit forget_answers show_attestation suppose"),
            (self.elena.pk, "print_benefits missing_bonus answer_missing_bonus print_missing_bonus"),
            (self.delegation.pk, "delegation_form revoke_delegation"),
            (self.waiting.pk, "ticket take_visit gone_visit"),
            (self.suspended.pk, "resume_visit"),
            (self.entry.pk, "case edit_case case_contract earlier_contracts start_support_call"),
            (self.look_up.case_id, "case_look_ups ask_look_up"),
            (self.dossier.case_id, "case_attachments new_attachment"),
            (
                self.look_up.pk,
                "look_up repeat_look_up write_portal_outcome other_means print_look_up look_up_trace",
            ),
            (self.cud.pk, "edit_service"),
            (self.agreement.pk, "agreement edit_agreement"),
            (self.version.pk, "rule_version follow_rule affected_households"),
            (self.trial.draft_id, "rule_draft rule_chart discard_rule_draft publish_rule"),
            (self.trial.pk, "edit_trial remove_trial"),
        ]
        return next((pk for pk, names in names_by_row if name in names.split()), self.visit.pk)


def build(operator: User, colleague: User) -> World:
    elena = make.citizen("Neri", "Elena", "NRELNE48E57H501T")
    marco = make.citizen("Neri", "Marco")
    enel = make.partner("enel", "Enel")
    voltura = make.service("enel-voltura", "Voltura", kind=Service.Kind.ENTRY, partner=enel)
    cud = make.service("inps-cud", "CUD", kind=Service.Kind.LOOK_UP, partner=make.partner())
    bonus = make.service("bonus", "Bonus", kind=Service.Kind.PROCEDURE)
    agreement = make.agreement(enel, voltura)
    make.agreement(make.partner(), cud)
    visit = make.visit("A001", operator=operator, citizen=elena)
    TicketSeries.objects.create(day=visit.day, letter="A", last=3)
    dossier = isee_make.begin_dossier(elena, operator)
    entry = make.case(elena, voltura, operator)
    published, call, application = _calls(elena, operator)
    work_list = apply.work_list(operator, Line(2, "", "Zito", "Ugo"))
    return World(
        operator=operator,
        elena=elena,
        marco=marco,
        cud=cud,
        voltura=voltura,
        bonus=bonus,
        agreement=agreement,
        visit=visit,
        waiting=make.visit("A002"),
        suspended=make.visit("A003", operator=operator, citizen=marco, state=Visit.State.SUSPENDED),
        act=visit.acts.create(
            service=cud, outcome="informed", minutes=5, operator=operator, at=make.moment()
        ),
        delegation=_delegation(elena, marco, operator),
        dossier=dossier,
        entry=entry,
        request=_request(entry, visit, operator),
        look_up=_look_up(make.case(elena, cud, operator), visit, cud, operator),
        version=make_rules.published(operator),
        trial=make_rules.trial(make_rules.draft(operator, "trasporto", name="Trasporto")),
        mensa=application.case.service,
        application=application,
        published=published,
        call=call,
        work_list=work_list,
        others={
            "undo_death": make.citizen("Gallo", "Ines", deceased_on=date(2026, 2, 1)).pk,
            **dict.fromkeys(["close_case", "reopen_case"], make.case(elena, bonus, operator).pk),
            **dict.fromkeys(["edit_user", "reset_password", "disable_user"], colleague.pk),
            "enable_user": make.user("ugo", is_operator=True, is_active=False).pk,
            **dict.fromkeys(["unmet_request", "take_back_unmet_request"], make.unmet_request(operator).pk),
            "edit_partner": enel.pk,
            **dict.fromkeys(
                ["contract_portal_page", "contract_receipt"],
                _typed_request(make.case(elena, voltura, operator), visit, operator).pk,
            ),
            "support_call": SupportCall.objects.create(
                partner=enel, case=entry, operator=operator, started_at=make.moment()
            ).pk,
            "portal_procedure_version": make.procedure(cud, operator).pk,
            "look_up_paper": _look_up_on_portal(elena, visit, cud, operator),
            "edit_counter": Counter.objects.create(name="Sportello 1").pk,
            "remove_closure": Closure.objects.create(day=date(2100, 1, 2), reason="Ponte").pk,
            **dict.fromkeys(
                ["attachment", "withdraw_attachment"], make.kept_attachment(dossier.case, operator).pk
            ),
            **dict.fromkeys(["cost_estimate", "cost_progress"], make_rules.estimate(operator).pk),
            **_parts_of(dossier, operator),
            **dict.fromkeys(PHYSICAL_BONUS, _physical_bonus(elena, operator)),
            "case_application": application.case_id,
            "needed_paper": application.papers.all()[0].pk,
            "exclude_application": call.applications.all()[0].pk,
            "give_up": RankingRow.objects.filter(ranking=published.ranking, place=1).get().pk,
            **dict.fromkeys(["work_line", "confirm_person"], work_list.lines.get().pk),
        },
    )


@dataclass(frozen=True)
class Office:
    """A world, and a session of each role."""

    world: World
    clients: dict[str, Client]

    def client_for(self, path: str) -> Client:
        """The session of the first role that may open an address."""
        view: Any = resolve(path.partition("?")[0]).func
        return self.clients[getattr(view, "roles", ["operator"])[0]]


@contextmanager
def open_office() -> Iterator[Office]:
    """The office on a Wednesday morning, for many tests together; at the end nothing of it stays."""
    with time_machine.travel(make.moment(), tick=False), transaction.atomic():
        operator = make.user("giulia", first_name="Giulia", last_name="Bianchi", is_operator=True)
        colleague = make.user("marco", first_name="Marco", last_name="Rossi", is_operator=True)
        people = {
            "operator": operator,
            "colleague": colleague,
            "supervisor": make.user("paola", is_supervisor=True),
            "administrator": make.user("anna", is_administrator=True),
        }
        yield Office(build(operator, colleague), {role: signed_in(user) for role, user in people.items()})
        transaction.set_rollback(True)


def _delegation(principal: Citizen, delegate: Citizen, operator: User) -> Delegation:
    return Delegation.objects.create(
        principal=principal,
        delegate=delegate,
        scope=["inps"],
        valid_from=date(2026, 1, 1),
        document="passport",
        document_number="X1",
        seen_by=operator,
    )


def _typed_request(case: Case, visit: Visit, operator: User) -> ContractRequest:
    """One that is signed, and waits for somebody to type it into the portal."""
    return _request(
        case,
        visit,
        operator,
        key=UUID(int=3),
        channel=Channel.PORTAL,
        state=ContractRequest.State.QUEUED,
        signed_on=make.moment().date(),
    )


def _request(case: Case, visit: Visit, operator: User, **fields: Any) -> ContractRequest:
    """A voltura mortis causa: it has every page."""
    return ContractRequest.objects.create(
        case=case,
        visit=visit,
        operator=operator,
        operation=Operation.MORTIS_CAUSA,
        tax_code="NRELNE48E57H501T",
        surname="Neri",
        given_name="Elena",
        birth_date=date(1948, 5, 17),
        changed_at=make.moment(),
        **{"key": UUID(int=1), **whole(Operation.MORTIS_CAUSA), **fields},
    )


def _look_up(case: Case, visit: Visit, service: Service, operator: User) -> LookUp:
    return LookUp.objects.create(
        case=case,
        visit=visit,
        subject=case.citizen,
        service=service,
        operator=operator,
        document=LookUp.Document.CU,
        tax_year=2025,
        tax_code="NRELNE48E57H501T",
        basis=LookUp.Basis.REQUEST,
        correlation_id=UUID(int=2),
        asked_at=make.moment(),
    )


def _look_up_on_portal(elena: Citizen, visit: Visit, service: Service, operator: User) -> int:
    """One that was had by the portal, with the file that came of it."""
    case = make.case(elena, service, operator)
    found = make.look_up(case, operator, visit=visit, basis="request", channel=LookUp.Channel.PORTAL)
    LookUpOutcome.objects.create(look_up=found, result="found", at=make.moment())
    LookUpPaper.objects.create(
        look_up=found, content=b"%PDF-1.7", media_type="application/pdf", received_at=make.moment()
    )
    return found.pk


def _calls(elena: Citizen, operator: User) -> tuple[Call, Call, Application]:
    """A call with its ranking, one without, and an application of its own with a notice."""
    published, call = apply.call(), apply.call(title="Centri estivi 2026")
    apply.entries(published, operator, "1000", "2000", "3000")
    apply.entries(call, operator, "1000")
    act = ranking_publication.Act("41", date(2026, 3, 4), "dott. Aldo Serra")
    ranking_publication.publish(call=published, act=act, by=operator, at=make.moment())
    application = apply.submitted(
        elena,
        operator,
        rule_code="assegno_maternita",
        rule_id="maternita-2026",
        event_on=date(2026, 1, 10),
        **apply.with_isee("12000"),
    )
    notice = {"notice_on": date(2026, 3, 3), "notice_grounds": "ISEE oltre la soglia."}
    decisions.save_notice(application=application, fields=notice, operator=operator, at=make.moment())
    return published, call, application


def _parts_of(dossier: Dossier, operator: User) -> dict[str, int]:
    declarant = isee_make.declarant(dossier)
    account = isee_make.account(declarant)
    lines = {
        "income": Income.objects.create(member=declarant, kind="pension", amount=Decimal(100)),
        "account": account,
        "instrument": Instrument.objects.create(member=declarant, label="Fondo", value=Decimal(10)),
        "property": Property.objects.create(member=declarant, label="Via Dante 2", value=Decimal(10)),
        "vehicle": Vehicle.objects.create(member=declarant, plate="GA 123 PV"),
        "member": isee_make.member(dossier, "Neri", "Luca"),
    }
    panels = {
        "child_outside": ChildOutside.objects.create(dossier=dossier, name="Neri Ada", ise=1, scale=1),
        "donation": Donation.objects.create(
            dossier=dossier, label="Casa", value=1, given_on=date(2025, 1, 1)
        ),
        "variation": Variation.objects.create(dossier=dossier, member=declarant),
        "corrente": Corrente.objects.create(dossier=dossier, on=date(2026, 3, 4)),
    }
    correction = Correction.objects.create(
        dossier=dossier,
        account=account,
        field="average",
        declared=900,
        amount=1,
        reason="prova",
        by=dossier.case.responsible,
        at=make.moment(),
    )
    item = ChecklistItem.objects.filter(dossier=dossier)[0]
    corrected = {
        f"correct_{thing}_{amount}": lines[thing].pk
        for thing in ("income", "account", "instrument", "property")
        for amount in type(lines[thing]).AMOUNTS
    }
    return {
        "checklist_item": item.pk,
        "item_paper": item.pk,
        **dict.fromkeys(["account_giacenza", "put_giacenza"], account.pk),
        **dict.fromkeys(["property_value", "put_property_value"], lines["property"].pk),
        **_attestation_of(dossier, operator),
        "withdraw_correction": correction.pk,
        "expenses": declarant.pk,
        **{f"{act}_{thing}": row.pk for thing, row in lines.items() for act in ("edit", "confirm", "remove")},
        **{f"{act}_{thing}": row.pk for thing, row in panels.items() for act in ("edit", "remove")},
        **corrected,
    }


def _physical_bonus(citizen: Citizen, operator: User) -> int:
    service = make.service("bonus-elettrico", "Bonus elettrico", kind=Service.Kind.PROCEDURE)
    return isee_make.physical_bonus(make.case(citizen, service, operator)).case_id


def _attestation_of(dossier: Dossier, operator: User) -> dict[str, int]:
    paper = isee_make.attest(dossier, operator)
    omission = Omission.objects.create(
        attestation=paper, kind="income", text="Reddito", noted_by=operator, noted_at=make.moment()
    )
    pages = ("correct_attestation", "new_omission", "compare_attestation")
    return {**dict.fromkeys(pages, paper.pk), "new_remedy": omission.pk}


def parameters() -> dict[str, set[str]]:
    """The names of all addresses with the parameters of each."""
    found: dict[str, set[str]] = {}
    for pattern, path in walk(get_resolver()):
        assert pattern.name, f"{path} has no name"
        found[pattern.name] = set(re.findall(r"<int:(\w+)>", path))
    return found


def walk(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[URLPattern, str]]:
    for entry in resolver.url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from walk(entry, path)
        else:
            yield entry, path
