"""Since when a partner is down: the first failure after its last answer."""

from partners import reachability
from partners.models import Reachability, ReachabilityChange
from sportello.models import Partner
from tests import make


def test_never_asked_it_is_not_down(db: None) -> None:
    assert reachability.down_since(make.partner()) is None


def test_down_since_the_first_failure_after_the_last_answer(db: None) -> None:
    inps = make.partner()
    reachability.failed(inps, at=make.moment(9, 0))
    reachability.answered(inps, at=make.moment(9, 30))
    reachability.failed(inps, at=make.moment(10, 26))
    reachability.failed(inps, at=make.moment(10, 40))
    assert reachability.down_since(inps) == make.moment(10, 26)
    assert Reachability.objects.get().last_tried_at == make.moment(10, 40)


def test_an_answer_ends_it(db: None) -> None:
    inps = make.partner()
    reachability.failed(inps, at=make.moment(10, 26))
    reachability.answered(inps, at=make.moment(10, 50))
    assert reachability.down_since(inps) is None


def test_one_partner_says_nothing_of_another(db: None) -> None:
    inps, enel = make.partner(), Partner.objects.create(code="enel", name="Enel")
    reachability.failed(enel, at=make.moment())
    assert reachability.down_since(inps) is None


def test_a_slow_answer_is_told_as_slow(db: None) -> None:
    inps = make.partner()
    reachability.answered(inps, at=make.moment(9, 0), milliseconds=8_001)
    reachability.answered(inps, at=make.moment(9, 5), milliseconds=12_000)
    assert Reachability.objects.get().slow_since == make.moment(9, 0)
    reachability.answered(inps, at=make.moment(9, 10), milliseconds=400)
    assert Reachability.objects.get().slow_since is None


def test_the_history_has_a_row_for_each_change(db: None) -> None:
    inps = make.partner()
    reachability.answered(inps, at=make.moment(9, 0))
    reachability.answered(inps, at=make.moment(9, 5))
    reachability.failed(inps, at=make.moment(9, 10), reference="GW-1")
    reachability.failed(inps, at=make.moment(9, 11), reference="GW-2")
    reachability.limit_reached(inps, at=make.moment(9, 20), reference="GW-3")
    reachability.answered(inps, at=make.moment(9, 30), milliseconds=9_000)
    changes = ReachabilityChange.objects.order_by("pk").values_list("state", "at", "reference")
    assert list(changes) == [
        ("live", make.moment(9, 0), ""),
        ("down", make.moment(9, 10), "GW-1"),
        ("quota", make.moment(9, 20), "GW-3"),
        ("slow", make.moment(9, 30), ""),
    ]
    assert Reachability.objects.get().down_since is None
