"""What a rule would cost: households and money before and after, band by band."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from isee.benefits import Rule, read
from isee.dossier.benefit_facts import attested_households
from isee.models import CostEstimate, RuleDraft, RuleVersion
from isee.rules import cost_chart, cost_estimates
from isee.rules.rule_drafts import completed, follow, save_draft
from isee.rules.rule_effects import Comparison, Suppositions, assumptions, compare
from sportello.models import LogEntry, User
from tests import make
from tests.isee.make_rules import BANDS, MENSA, TODAY, attested, bands, draft, published

pytestmark = pytest.mark.django_db
URL = reverse("rule_cost")
ASKED = {"regola": "r-mensa", "numeri": "r-mensa", "anno": "2026", "volte": "100", "supponi": "on"}
D = Decimal


def rule(**data: Any) -> Rule:
    return read(completed(MENSA | {"code": "mensa"} | data, TODAY))


@pytest.fixture
def four_households(operator: User) -> None:
    for name, isee in (("Ada", "3000"), ("Bea", "5000"), ("Carlo", "5000.01"), ("Dina", "16000")):
        attested(make.citizen("Neri", name), operator, isee)


def counted(client: Client, asked: dict[str, str]) -> str:
    """The page of what was asked, once the worker has counted."""
    response = client.post(URL, asked)
    assert response.status_code == 302, response.content.decode()
    cost_estimates.count(CostEstimate.objects.latest("pk").pk)
    return client.get(response["Location"]).content.decode()


def compared(before: Rule, after: Rule, **supposed: Any) -> Comparison:
    return compare(before, after, attested_households(2026), TODAY, Suppositions(**supposed))


# The sums


@pytest.mark.usefixtures("four_households")
def test_money_is_that_of_the_year_band_by_band() -> None:
    dearer = rule(**bands(("0", "4000", "1"), ("4000", "15000", "3"), ("15000", None, "5")))
    found = compared(rule(), dearer, times=100)
    # 1 + 1 + 3 + 5 euro a meal, then 1 + 3 + 3 + 5: a hundred meals each.
    assert (found.before.total, found.after.total, found.difference) == (D(1000), D(1200), D(200))
    rows = [(str(band.over), band.households, band.before.total, band.after.total) for band in found.bands]
    assert rows == [
        ("0", 1, D(100), D(100)),
        ("4000", 1, D(100), D(300)),
        ("5000", 1, D(300), D(300)),
        ("15000", 1, D(500), D(500)),
    ]


@pytest.mark.usefixtures("four_households")
def test_a_threshold_moved_counts_the_households_that_come_and_go() -> None:
    fixed = [{"amount": {"kind": "fixed", "unit": "once", "amount": "300"}}]
    low = rule(nature="benefit", thresholds=[{"upto": "5000"}], amounts=fixed)
    high = rule(nature="benefit", thresholds=[{"upto": "9000"}], amounts=fixed)
    found = compared(low, high)
    assert (found.before.entitled, found.after.entitled) == (2, 3)
    assert found.difference == D(300)


@pytest.mark.usefixtures("four_households")
def test_what_the_dossier_does_not_say_is_supposed_or_not() -> None:
    asking = rule(conditions=[{"kind": "declared", "fact": "mensa", "question": "Mangia a mensa?"}])
    assert compared(asking, asking).after.entitled == 4
    careful = compared(asking, asking, unknown_is_met=False)
    assert (careful.after.entitled, careful.after.undecided, careful.after.total) == (0, 4, D(0))


@pytest.mark.usefixtures("four_households")
def test_a_share_is_of_the_sum_supposed() -> None:
    share = {"kind": "share_of", "unit": "year", "percent": "50", "label": "TARI", "figure": "tari"}
    tari = rule(nature="benefit", thresholds=[{"upto": "5000"}], amounts=[{"amount": share}])
    assert compared(tari, tari, figure=D(300)).after.total == D(300)
    assert compared(tari, tari).after.unvalued == 2


@pytest.mark.usefixtures("four_households")
def test_an_isee_of_another_kind_stays_out() -> None:
    minors = rule(isee=["minors"])
    found = compared(minors, minors)
    assert (found.after.households, found.unreadable) == (0, 4)
    assert any(
        each == "Senza un ISEE del tipo che la regola chiede: 4 nuclei, fuori dal conto."
        for each in assumptions(minors, found, 2026, Suppositions())
    )


def test_a_rule_of_another_year_counts_all_the_same(operator: User) -> None:
    attested(make.citizen("Neri", "Ada"), operator, "3000")
    ended = rule(valid_from="2024-01-01", valid_to="2024-12-31")
    assert compared(ended, ended).after.entitled == 1


@pytest.mark.usefixtures("four_households")
def test_the_bars_are_as_long_as_the_money() -> None:
    chart = cost_chart.chart_of(compared(rule(), rule(), times=100))
    assert chart
    assert [bar.before_words for bar in chart.bars] == ["200,00", "300,00", "500,00"]
    first, _, longest = (bar.before for bar in chart.bars)
    assert first / longest == pytest.approx(0.4, abs=0.01)


def test_without_money_there_are_no_bars() -> None:
    assert cost_chart.chart_of(compared(rule(), rule())) is None


# The page


def test_without_rules_it_says_so(supervisor_client: Client) -> None:
    assert "non ce n'è ancora nessuna" in supervisor_client.get(URL).content.decode()


def test_national_rules_are_not_offered(administrator: User, supervisor_client: Client) -> None:
    published(administrator)
    page = supervisor_client.get(URL).content.decode()
    assert "Mensa scolastica, versione 1" in page
    assert "Bonus sociale elettrico" not in page


@pytest.mark.usefixtures("four_households")
def test_it_shows_before_and_after(administrator: User, supervisor_client: Client) -> None:
    published(administrator)
    page = counted(supervisor_client, ASKED | {f"{BANDS}-0-upto": "5.500", f"{BANDS}-1-over": "5.500"})
    assert "1.000,00\N{NO-BREAK SPACE}€" in page  # a hundred meals at 1, 1, 3 and 5 euro
    assert "800,00\N{NO-BREAK SPACE}€" in page
    assert "-200,00\N{NO-BREAK SPACE}€" in page
    assert "Contati: 4 nuclei" in page
    assert "<svg" in page
    assert 'value="5.500,00"' in page  # what was moved may be moved again


@pytest.mark.usefixtures("four_households")
def test_no_rule_changes(administrator: User, supervisor_client: Client) -> None:
    version, lines = published(administrator), LogEntry.objects.count()
    counted(supervisor_client, ASKED | {f"{BANDS}-0-price": "2"})
    assert RuleVersion.objects.get().data == version.data
    assert LogEntry.objects.count() == lines
    assert not RuleDraft.objects.exists()


@pytest.mark.usefixtures("four_households")
def test_who_has_a_right_cannot_be_moved(administrator: User, supervisor_client: Client) -> None:
    published(administrator)
    moved = {"conditions-0-row": "1", "conditions-0-kind": "resident", "name": "Altra"}
    assert "Non hai ancora spostato nulla" in counted(supervisor_client, ASKED | moved)


@pytest.mark.usefixtures("four_households")
def test_the_numbers_of_another_rule_are_not_taken(administrator: User, supervisor_client: Client) -> None:
    published(administrator)
    other = ASKED | {"numeri": "r-trasporto", f"{BANDS}-0-price": "9"}
    assert "Non hai ancora spostato nulla" in counted(supervisor_client, other)


@pytest.mark.usefixtures("four_households")
def test_a_draft_is_compared_with_the_version_it_follows(
    administrator: User, supervisor_client: Client
) -> None:
    written = follow(version=published(administrator), by=administrator, at=make.moment())
    dearer = written.data | bands(("0", "5000", "2"), ("5000", None, "5"))
    save_draft(draft=written, data=dearer, version=0, by=administrator, at=make.moment())
    page = counted(supervisor_client, ASKED | {"regola": "b-mensa"})
    assert "«Prima» è la versione che la bozza segue" in page
    assert "1.400,00\N{NO-BREAK SPACE}€" in page


@pytest.mark.parametrize(
    ("moved", "sentence"),
    [
        ({f"{BANDS}-1-over": "6000"}, "c&#x27;è un vuoto"),
        ({f"{BANDS}-0-price": "tanto"}, "«tanto» non è un importo"),
        ({"volte": "0"}, "maggiore o uguale a 1"),
        ({"volte": ""}, "Scrivi un numero da 1 in su."),
        ({"regola": "r-altra"}, "Scegli una regola dell&#x27;elenco."),
        ({"anno": "1999"}, "Scegli un anno dell&#x27;elenco."),
    ],
)
def test_what_makes_no_sense_is_told_and_not_counted(
    moved: dict[str, str], sentence: str, administrator: User, operator: User, supervisor_client: Client
) -> None:
    attested(make.citizen(), operator, "3000")
    published(administrator)
    response = supervisor_client.post(URL, ASKED | moved)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not CostEstimate.objects.exists()


def test_a_draft_that_makes_no_sense_is_told(administrator: User, supervisor_client: Client) -> None:
    draft(administrator, isee=[])
    response = supervisor_client.post(URL, ASKED | {"regola": "b-mensa"})
    assert response.status_code == 422
    assert "La tariffa segue l&#x27;ISEE: scegli quale." in response.content.decode()


def test_a_year_without_attestations_can_be_asked(administrator: User, supervisor_client: Client) -> None:
    published(administrator)
    assert "Contati: 0 nuclei" in counted(supervisor_client, ASKED)


# The count


@pytest.mark.usefixtures("four_households")
def test_lots_add_up(administrator: User, supervisor_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    published(administrator)
    moved = ASKED | {f"{BANDS}-0-price": "2"}
    counted(supervisor_client, moved)
    monkeypatch.setattr(cost_estimates, "LOT", 1)
    counted(supervisor_client, moved)
    one_by_one, at_once = CostEstimate.objects.all()
    assert one_by_one.result
    assert one_by_one.result == at_once.result
    assert one_by_one.result["bands"][0]["after"] == {
        "nature": "tariff",
        "total": "400.00",  # two households, a hundred meals at 2 euro
        "households": 2,
        "entitled": 2,
        "undecided": 0,
        "unvalued": 0,
    }
    assert (one_by_one.households, one_by_one.counted) == (4, 4)


@pytest.mark.usefixtures("four_households")
def test_the_page_waits_for_nobody(administrator: User, supervisor_client: Client) -> None:
    published(administrator)
    page = supervisor_client.post(URL, ASKED, follow=True).content.decode()
    assert "Conto in corso" in page
    assert "In tutto" not in page
    estimate = CostEstimate.objects.get()
    progress = reverse("cost_progress", args=[estimate.pk])
    CostEstimate.objects.update(households=4, counted=1)
    assert "<strong>1</strong> di 4 nuclei" in supervisor_client.get(progress).content.decode()
    cost_estimates.count(estimate.pk)
    assert supervisor_client.get(progress)["HX-Refresh"] == "true"
    assert "Ultimi conti" in supervisor_client.get(URL).content.decode()


@pytest.mark.usefixtures("four_households")
def test_a_count_that_breaks_says_so(
    administrator: User, supervisor_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(administrator)
    page = supervisor_client.post(URL, ASKED)["Location"]
    monkeypatch.setattr(cost_estimates, "households_of", lambda *_: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        cost_estimates.count(CostEstimate.objects.get().pk)
    assert "Il conto si è interrotto" in supervisor_client.get(page).content.decode()


@pytest.mark.usefixtures("four_households")
def test_a_count_is_not_made_twice(administrator: User, supervisor_client: Client) -> None:
    published(administrator)
    counted(supervisor_client, ASKED)
    before = CostEstimate.objects.get()
    cost_estimates.count(before.pk)
    assert CostEstimate.objects.get().finished_at == before.finished_at


def test_its_queries_do_not_grow_with_the_households_of_a_lot(
    administrator: User,
    operator: User,
    supervisor_client: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    published(administrator)
    for number in range(10):
        attested(make.citizen("Neri", f"Luca {number}"), operator, "6000", date(2026, 2, 1))
    supervisor_client.post(URL, ASKED)
    estimate = CostEstimate.objects.get()
    with django_assert_num_queries(19):
        cost_estimates.count(estimate.pk)
