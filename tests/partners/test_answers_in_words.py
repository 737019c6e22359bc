"""What INPS answers, asked through the worker and the sandbox, in words: on the screen, and on paper."""

from collections.abc import Callable
from datetime import date
from html import unescape
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from partners import look_ups
from partners.models import LookUp, LookUpAccess, LookUpAnswer
from partners.sandbox import reserved
from sportello.models import Case, Citizen, Service, TaxCode, User
from tests import make
from tests.partners.sandbox_process import SandboxProcess

Document = LookUp.Document
PROTOCOL = {"protocol_number": "1234/2026", "protocol_date": date(2026, 3, 2), "benefit_code": "A2.12"}
RunJobs = Callable[[], None]


@pytest.fixture
def procedure(
    transactional_db: None,
    operator: User,
    elena: Citizen,
    cud_service: Service,
    partners_answer: SandboxProcess,
) -> Case:
    """The canteen needs to know of Elena; every service of INPS is in force."""
    inps = cud_service.partner
    assert inps
    for code in ("inps-isee", "inps-contributions", "inps-registrations", "inps-pension-slip"):
        make.agreement(inps, make.service(code, code, kind="look_up", partner=inps))
    return make.case(elena, make.service("mensa", "Mensa", kind="procedure"), operator, **PROTOCOL)


def ask(case: Case, operator: User, document: LookUp.Document, code: str, **details: object) -> LookUp:
    TaxCode.objects.filter(citizen=case.citizen).update(code=code)
    service = Service.objects.get(code=look_ups_service(document))
    return look_ups.ask(
        case=Case.objects.get(pk=case.pk),
        document=document,
        service=service,
        operator=operator,
        at=make.moment(),
        details=look_ups.Details(benefit_state="to_grant", **details),  # type: ignore[arg-type]  # as each document has
    )


def look_ups_service(document: LookUp.Document) -> str:
    return {
        Document.CU: "inps-cud",
        Document.CONTRIBUTIONS: "inps-contributions",
        Document.REGISTRATIONS: "inps-registrations",
        Document.PENSION_SLIP: "inps-pension-slip",
    }.get(document, "inps-isee")


ASKED = [
    (Document.CU, {"tax_year": 2024}, ["Chi ha pagato", "IRPEF trattenuta"]),
    (
        Document.ISEE_RESIDENTS,
        {},
        ["ISEE ordinario", "Vale fino al", "Protocollo DSU", "Nucleo", "dichiarante"],
    ),
    (Document.ISEE_ATTESTATION, {}, ["ISEE ordinario", "Scala", "INPS-ISEE-"]),
    (Document.ISEE_INDICATOR, {"indicator": "ordinary"}, ["ISEE ordinario", "Presentata il"]),
    (Document.ISEE_THRESHOLD, {"threshold_code": "MENS01"}, ["MENS01", "la soglia"]),
    (Document.CONTRIBUTIONS, {}, ["In tutto, in settimane", "Per il diritto", "ECOCERT"]),
    (Document.REGISTRATIONS, {}, ["Gestione", "Datore di lavoro"]),
    (Document.PENSION_SLIP, {"tax_year": 2025}, ["Lordo di gennaio", "Cedolini", "gennaio"]),
]


@pytest.mark.parametrize(("document", "details", "words"), ASKED)
def test_an_answer_is_shown_and_printed_in_words(
    procedure: Case,
    operator: User,
    operator_client: Client,
    run_jobs: RunJobs,
    document: LookUp.Document,
    details: dict[str, object],
    words: list[str],
) -> None:
    look_up = ask(procedure, operator, document, reserved.FOUND, **details)
    run_jobs()
    page = unescape(operator_client.get(reverse("look_up", args=[look_up.pk])).content.decode())
    for word in words:
        assert word in page
    response = operator_client.post(reverse("print_look_up", args=[look_up.pk]))
    pages = PdfReader(BytesIO(response.content)).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert "Neri Elena" in text
    assert "non è un certificato" in text
    kinds = LookUpAccess.objects.filter(look_up=look_up).order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["view", "print"]


@pytest.mark.parametrize(
    ("document", "details", "sentence"),
    [
        (Document.ISEE_RESIDENTS, {"valid_on": date(2026, 3, 1)}, "INPS: nessuna DSU presentata nel 2026."),
        (Document.ISEE_INDICATOR, {"indicator": "minor"}, "INPS: nessuna DSU presentata nel 2026."),
        (Document.ISEE_THRESHOLD, {"threshold_code": "MENS01"}, "nessuna DSU valida con cui confrontare"),
        (Document.CONTRIBUTIONS, {}, "INPS: nessun contributo registrato per questa persona."),
        (Document.REGISTRATIONS, {}, "INPS: nessuna iscrizione per questa persona."),
        (Document.PENSION_SLIP, {"tax_year": 2025}, "nessuna pensione pagata a questa persona nel 2025"),
    ],
)
def test_nothing_is_an_answer(
    procedure: Case,
    operator: User,
    operator_client: Client,
    run_jobs: RunJobs,
    document: LookUp.Document,
    details: dict[str, object],
    sentence: str,
) -> None:
    look_up = ask(procedure, operator, document, reserved.NOT_FOUND, **details)
    run_jobs()
    page = unescape(operator_client.get(reverse("look_up", args=[look_up.pk])).content.decode())
    assert sentence in page
    assert "Nessun dato" in page


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (reserved.ISEE_CORRENTE, "ISEE corrente"),
        (reserved.ISEE_MINOR, "minorenni"),
        (reserved.ISEE_OMISSIONS, "L'attestazione vale lo stesso"),
        (reserved.ISEE_VARIATION, "la DSU di prima è"),
        (reserved.ISEE_RESTRICTED, "Nucleo ristretto"),
        (reserved.ISEE_FAMILY, "INPS ha mandato anche dati che il programma non conosce"),
    ],
)
def test_what_an_attestation_says_beside_its_value(
    procedure: Case, operator: User, operator_client: Client, run_jobs: RunJobs, code: str, sentence: str
) -> None:
    look_up = ask(procedure, operator, Document.ISEE_ATTESTATION, code)
    run_jobs()
    page = unescape(operator_client.get(reverse("look_up", args=[look_up.pk])).content.decode())
    assert sentence in page


def test_what_was_forgotten_is_not_printed(
    procedure: Case, operator: User, operator_client: Client, run_jobs: RunJobs
) -> None:
    look_up = ask(procedure, operator, Document.CONTRIBUTIONS, reserved.FOUND)
    run_jobs()
    LookUpAnswer.objects.all().delete()
    page = operator_client.post(reverse("print_look_up", args=[look_up.pk]), follow=True).content.decode()
    assert "La risposta non c&#x27;è più" in page
    assert not LookUpAccess.objects.exists()
