"""INPS as the sandbox plays it, and a PDND and INPS that say exactly what a test wants."""

import json
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from partners.adapters.base import Grounds, Procedure
from partners.adapters.inps import Inps
from partners.adapters.isee import IseeQuestion
from partners.sandbox import reserved
from tests.partners.adapters.conftest import ForeignPartner, Script, reply
from tests.partners.adapters.inps import by_hand
from tests.partners.sandbox_process import SandboxProcess

CLIENT = "0c5a1a52-5d1c-4a8e-9a05-0d7d4f2b7c11"
PURPOSE = "2f3e4d5c-6b7a-4988-8776-554433221100"
CORRELATION = UUID("00000000-0000-4000-8000-000000000001")


def question(tax_code: str = reserved.FOUND, operator: str = "operatore-7", **fields: Any) -> IseeQuestion:
    grounds = Grounds(
        case_number="12/2026",
        purpose="Mensa scolastica",
        operator=operator,
        workstation="Sportello 2",
        correlation_id=CORRELATION,
        level_of_assurance="LoA3",
    )
    fields = {
        "valid_on": date(2026, 3, 4),
        "procedure": Procedure(protocol_number="0001234", benefit_code="A2.12"),
        "granted": False,
        **fields,
    }
    return IseeQuestion(tax_code=tax_code, grounds=grounds, **fields)


@pytest.fixture
def inps(sandbox: SandboxProcess) -> Inps:
    return Inps(**sandbox.options("inps"))


@pytest.fixture
def foreign_options(foreign: ForeignPartner, tmp_path: Path) -> dict[str, Any]:
    """The options of an adapter whose PDND and INPS are the foreign partner."""
    return {
        **foreign.options(),
        "isee": {
            "environment": "collaudo",
            "token_url": f"{foreign.url}/token.oauth2",
            "assertion_audience": "auth.example/client-assertion",
            "client_id": CLIENT,
            "key_file": by_hand.key_file(tmp_path),
            "isee_url": f"{foreign.url}/ConsultazioneISEE/v2",
            "purposes": PURPOSE,
            "audience": "inps.example/isee",
            "timeout": (1, 0.5),
        },
    }


def asked(options: dict[str, Any], **isee: Any) -> Inps:
    return Inps(**{**options, "isee": {**options["isee"], **isee}})


def gives_voucher(jti: str = "voucher-1", seconds: int = 600, **body: Any) -> Script:
    answer = {"access_token": by_hand.voucher(jti), "token_type": "Bearer", "expires_in": seconds, **body}
    return reply(200, json.dumps(answer).encode())


def says(outcome: str, more: str = "", operation: str = "ConsultazioneAttestazioneResidenti") -> Script:
    """INPS answers with an outcome."""
    result = (
        f"<{operation}Result><IdRichiesta>36</IdRichiesta><Esito>{outcome}</Esito>{more}</{operation}Result>"
    )
    body = f'<{operation}Response xmlns="http://inps.it/ConsultazioneISEE">{result}</{operation}Response>'
    soap = "http://schemas.xmlsoap.org/soap/envelope/"
    return reply(200, f'<s:Envelope xmlns:s="{soap}"><s:Body>{body}</s:Body></s:Envelope>'.encode())


NOTHING = says("DATI_NON_TROVATI")
