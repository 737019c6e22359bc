"""The code of a look-up that one reads out on the phone."""

from uuid import UUID

import pytest

from partners.codes import bounds_of, code_to_quote, short_code, whole_code
from partners.models import LookUp, LookUpOutcome
from sportello.models import Case, User
from tests import make

ID = UUID("7f3a91c2-0000-4000-8000-00000000abcd")


def test_it_is_short_enough_to_be_read_out() -> None:
    assert short_code(ID) == "S-7F3A-91C2"


@pytest.mark.parametrize("typed", ["S-7F3A-91C2", "s 7f3a 91c2", "7F3A91C2"])
def test_typed_as_one_hears_it_it_finds_the_look_up(typed: str) -> None:
    bounds = bounds_of(typed)
    assert bounds
    assert bounds[0] <= ID <= bounds[1]


@pytest.mark.parametrize("typed", ["", "7F3A", "NRELNE48E57H501T", "S-7F3A-91CG"])
def test_anything_else_is_no_code(typed: str) -> None:
    assert bounds_of(typed) is None


def answered(case: Case, operator: User, **fields: str) -> LookUp:
    look_up = make.look_up(case, operator, correlation_id=ID)
    LookUpOutcome.objects.create(look_up=look_up, result="unreachable", at=make.moment(), **fields)
    return LookUp.objects.with_everything().get(pk=look_up.pk)


def test_the_partners_own_code_is_quoted_where_it_is_short(cud_case: Case, operator: User) -> None:
    look_up = answered(cud_case, operator, provider_request_id="1204417")
    assert code_to_quote(look_up) == "1204417"
    assert whole_code(look_up) == ""


def test_a_long_one_stays_for_who_writes(cud_case: Case, operator: User) -> None:
    long = "9b1cbe61-4f6c-4f0e-9d5b-0c4f1f6a77aa"
    look_up = answered(cud_case, operator, reference=long)
    assert code_to_quote(look_up) == "S-7F3A-91C2"
    assert whole_code(look_up) == long
