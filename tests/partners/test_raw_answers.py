"""What a partner sent, sealed for some weeks; afterwards its digest is all that is left."""

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from cryptography.fernet import Fernet, InvalidToken
from django.core.management import call_command
from django.db import connection

from partners import jobs, raw_answers
from partners.models import LookUp, LookUpRaw
from sportello.models import Case, User
from tests import make

SENT = b"<EsitoAttestazione><Attestazione/></EsitoAttestazione>"


@pytest.fixture
def look_up(operator: User, cud_case: Case) -> LookUp:
    return make.look_up(cud_case, operator)


def test_what_was_sealed_is_opened(look_up: LookUp) -> None:
    raw_answers.keep(look_up, SENT, at=make.moment())
    assert raw_answers.unsealed(LookUpRaw.objects.get(look_up=look_up)) == SENT


def test_the_database_holds_nothing_of_it(look_up: LookUp) -> None:
    raw_answers.keep(look_up, SENT, at=make.moment())
    with connection.cursor() as cursor:
        cursor.execute("select sealed from partners_lookupraw")
        (sealed,) = cursor.fetchone() or (b"",)
    assert sealed
    assert b"Attestazione" not in bytes(sealed)


def test_an_older_key_opens_and_the_newest_seals(look_up: LookUp, settings: Any) -> None:
    raw_answers.keep(look_up, SENT, at=make.moment())
    older, newer = settings.SEALING_KEYS[0], Fernet.generate_key().decode()
    settings.SEALING_KEYS = [newer, older]
    raw = LookUpRaw.objects.get(look_up=look_up)
    assert raw_answers.unsealed(raw) == SENT

    raw.delete()
    raw_answers.keep(look_up, SENT, at=make.moment())
    sealed = bytes(LookUpRaw.objects.get(look_up=look_up).sealed)
    assert Fernet(newer).decrypt(sealed) == SENT


def test_without_its_key_it_stays_closed(look_up: LookUp, settings: Any) -> None:
    raw_answers.keep(look_up, SENT, at=make.moment())
    settings.SEALING_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(InvalidToken):
        raw_answers.unsealed(LookUpRaw.objects.get(look_up=look_up))


def test_after_its_days_it_goes(look_up: LookUp, settings: Any) -> None:
    settings.RAW_ANSWER_DAYS = 30
    raw_answers.keep(look_up, SENT, at=make.moment())
    assert raw_answers.prune(at=make.moment() + timedelta(days=30)) == 0
    assert raw_answers.prune(at=make.moment() + timedelta(days=30, seconds=1)) == 1
    assert not LookUpRaw.objects.exists()


def test_the_nightly_job_takes_it_away(look_up: LookUp) -> None:
    raw_answers.keep(look_up, SENT, at=make.moment() - timedelta(days=4000))
    jobs.forget_leftovers(0)
    assert not LookUpRaw.objects.exists()


def test_the_command_takes_it_away(look_up: LookUp, capsys: pytest.CaptureFixture[str]) -> None:
    raw_answers.keep(look_up, SENT, at=make.moment() - timedelta(days=4000))
    call_command("prune_raw_answers")
    assert not LookUpRaw.objects.exists()
    assert capsys.readouterr().out == "Sealed answers deleted: 1.\n"


def test_the_digest_is_the_plain_one_of_the_bytes() -> None:
    assert raw_answers.digest(SENT) == hashlib.sha256(SENT).hexdigest()
