"""The faults of a whole partner, switched on and off while the sandbox runs."""

import pytest
import requests

from tests.partners.sandbox import bodies
from tests.partners.sandbox.conftest import Ask
from tests.partners.sandbox_process import SandboxProcess


def inps(ask: Ask) -> requests.Response:
    return ask("POST", bodies.CERTIFICAZIONE, bodies.certificazione())


def enel(ask: Ask) -> requests.Response:
    return ask("POST", bodies.CONTRACTS, bodies.contracts())


def test_one_partner_is_down_and_the_other_is_not(ask: Ask, sandbox: SandboxProcess) -> None:
    sandbox.set_fault("inps", "down")

    with pytest.raises(requests.ConnectionError):
        inps(ask)
    assert enel(ask).status_code == 200


def test_a_fault_ends(ask: Ask, sandbox: SandboxProcess) -> None:
    sandbox.set_fault("enel", "down")
    sandbox.set_fault("enel", None)

    assert enel(ask).status_code == 200


def test_a_slow_partner_answers_late(ask: Ask, sandbox: SandboxProcess) -> None:
    sandbox.set_fault("enel", "slow")

    response = enel(ask)

    assert response.status_code == 200
    assert response.elapsed.total_seconds() >= sandbox.slow


def test_health_tells_faults_and_calls(ask: Ask, sandbox: SandboxProcess) -> None:
    before = sandbox.calls("inps")
    sandbox.set_fault("inps", "unavailable")
    inps(ask)

    health = requests.get(f"{sandbox.url}/_health", timeout=5).json()

    assert health["status"] == "ok"
    assert health["faults"] == {"inps": "unavailable", "enel": None, "pdnd": None}
    assert health["calls"]["inps"] == before + 1


@pytest.mark.parametrize(
    "body", [{"partner": "inail", "fault": "down"}, {"partner": "inps", "fault": "x"}, {}, []]
)
def test_an_unknown_fault_is_refused(sandbox: SandboxProcess, body: object) -> None:
    assert requests.post(f"{sandbox.url}/_faults", json=body, timeout=5).status_code == 422


def test_a_page_of_another_site_cannot_switch_a_fault(sandbox: SandboxProcess) -> None:
    """A browser sends no JSON to another site unless that site allows it."""
    plain = requests.post(f"{sandbox.url}/_faults", data='{"partner": "inps", "fault": "down"}', timeout=5)

    assert plain.status_code == 422
