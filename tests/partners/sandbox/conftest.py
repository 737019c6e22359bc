"""The partners, asked without any adapter between."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
import requests

from tests.partners.sandbox_process import TOKEN, SandboxProcess

Ask = Callable[..., requests.Response]


@pytest.fixture
def ask(sandbox: SandboxProcess) -> Ask:
    """Send a request to the sandbox as a partner's user would: with a token and a correlation id."""

    def send(
        method: str,
        path: str,
        json: Any = None,
        *,
        token: str = TOKEN,
        correlation_id: str | None = None,
        patience: float = 5,
    ) -> requests.Response:
        headers = {
            "Authorization": f"Bearer {token}",
            "X-Correlation-Id": str(uuid4()) if correlation_id is None else correlation_id,
        }
        return requests.request(method, sandbox.url + path, json=json, headers=headers, timeout=patience)

    return send
