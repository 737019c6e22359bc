from django.test import Client
from django.urls import reverse

from isee.models import DecisionTerm
from sportello.models import LogEntry

URL = "decision_terms"


def test_a_benefit_has_other_days_than_thirty(administrator_client: Client) -> None:
    administrator_client.post(reverse(URL), {"assegno_maternita": "60", "contributo_affitto": "30"})
    assert list(DecisionTerm.objects.values_list("rule_code", "days")) == [("assegno_maternita", 60)]
    assert LogEntry.objects.get().kind == "isee.term.changed"
    html = administrator_client.get(reverse(URL)).content.decode()
    assert 'value="60"' in html
    assert "Assegno di maternità dei Comuni" in html
    administrator_client.post(reverse(URL), {"assegno_maternita": ""})
    assert not DecisionTerm.objects.exists()


def test_days_that_no_law_allows(administrator_client: Client) -> None:
    for days, sentence in (
        ("0", "almeno un giorno"),
        ("181", "al massimo 180 giorni"),
        ("tanti", "Scrivi i giorni in cifre"),
    ):
        response = administrator_client.post(reverse(URL), {"assegno_maternita": days})
        assert response.status_code == 422
        assert sentence in response.content.decode()
    assert not DecisionTerm.objects.exists()
