"""The calls of a day as PDND's tracing wants them."""

from datetime import date
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from partners.models import LookUp, LookUpCall
from partners.pdnd_tracing import tracing_csv
from sportello.models import Case, User
from tests import make

PURPOSE, OTHER = "2f3e4d5c-6b7a-4988-8776-554433221100", "3f3e4d5c-6b7a-4988-8776-554433221100"
HEAD = "date,purpose_id,status,token_id,requests_count\n"


@pytest.fixture
def look_up(operator: User, cud_case: Case) -> LookUp:
    return make.look_up(cud_case, operator)


def call(look_up: LookUp, status: int | None = 200, at: Any = None, **fields: Any) -> None:
    fields = {"operation": "ConsultazioneAttestazione", "purpose_id": PURPOSE, "voucher_jti": "v-1", **fields}
    LookUpCall.objects.create(
        look_up=look_up, http_status=status, at=at or make.moment(10), duration_ms=5, **fields
    )


def test_calls_are_counted_by_purpose_status_and_voucher(look_up: LookUp) -> None:
    for status, more in [
        (200, {}),
        (200, {}),
        (403, {}),
        (200, {"voucher_jti": "v-2"}),
        (200, {"purpose_id": OTHER}),
    ]:
        call(look_up, status, **more)
    assert tracing_csv(date(2026, 3, 4)) == HEAD + (
        f"2026-03-04,{PURPOSE},200,v-1,2\n"
        f"2026-03-04,{PURPOSE},200,v-2,1\n"
        f"2026-03-04,{PURPOSE},403,v-1,1\n"
        f"2026-03-04,{OTHER},200,v-1,1\n"
    )


def test_what_is_no_call_of_an_e_service_is_left_out(look_up: LookUp) -> None:
    call(look_up, operation="voucher", voucher_jti="")
    call(look_up, None)
    call(look_up, purpose_id="", voucher_jti="")
    call(look_up, at=make.moment(0, 0, on=date(2026, 3, 5)))
    assert tracing_csv(date(2026, 3, 4)) == HEAD


def test_the_day_begins_at_midnight_here(look_up: LookUp) -> None:
    call(look_up, at=make.moment(0, 0))
    call(look_up, at=make.moment(23, 59))
    assert tracing_csv(date(2026, 3, 4)).endswith(",2\n")


def test_by_command(look_up: LookUp, capsys: pytest.CaptureFixture[str]) -> None:
    call(look_up)
    call_command("pdnd_tracing", "2026-03-04")
    assert capsys.readouterr().out == f"{HEAD}2026-03-04,{PURPOSE},200,v-1,1\n"


def test_a_day_that_is_none(db: None) -> None:
    with pytest.raises(CommandError, match="4/3/2026 is no day: write it as 20"):
        call_command("pdnd_tracing", "4/3/2026")
