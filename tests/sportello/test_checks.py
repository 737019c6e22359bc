"""A production server that is set up badly does not start."""

import os
import subprocess
import sys
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.conf import settings
from django.core.checks import run_checks
from pytest_django import Settings

GOOD_PARTNERS: dict[str, Any] = {
    "inps": {"ADAPTER": "x", "OPTIONS": {"base_url": "https://inps.example/v1", "token": "given"}},
    "enel": {"ADAPTER": "x", "OPTIONS": {"base_url": "https://enel.example/v1", "token": "given"}},
}


@pytest.fixture
def production(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A production server that is set up well."""
    settings.DEMO = False
    settings.DEBUG = False
    settings.SECRET_KEY = "x7Qp2LmZ9vRt4KsW1nYb6HcJd8FgA3eTuViOoXwMqPzCrNkBhLs5"
    settings.ALLOWED_HOSTS = ["sportello.comune.example"]
    monkeypatch.setitem(settings.DATABASES["default"], "USER", "application")
    monkeypatch.setitem(settings.DATABASES["owner"], "USER", "owner")
    settings.PARTNERS = GOOD_PARTNERS
    settings.SEALING_KEYS = [Fernet.generate_key().decode()]
    return settings


def found() -> list[str]:
    return [str(problem.id) for problem in run_checks(tags=["sportello"])]


def test_a_good_set_up_passes(production: Settings) -> None:
    assert found() == []


def test_a_demonstration_is_not_judged(production: Settings) -> None:
    production.DEMO, production.DEBUG, production.SECRET_KEY = True, True, "short"
    assert found() == []


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("DEBUG", True, "sportello.E001"),
        (
            "SECRET_KEY",
            "demo-key-known-to-everybody-never-good-for-a-real-server-of-a-comune",
            "sportello.E002",
        ),
        ("SECRET_KEY", "short", "sportello.E002"),
        ("SECRET_KEY", "a" * 60, "sportello.E002"),
        ("ALLOWED_HOSTS", [], "sportello.E004"),
        ("SEALING_KEYS", [], "sportello.E010"),
        ("SEALING_KEYS", [settings.DEMO_SEALING_KEY], "sportello.E010"),
        ("SEALING_KEYS", ["not a key"], "sportello.E011"),
        ("MEDIA_ROOT", settings.STATIC_ROOT / "media", "sportello.E009"),
    ],
)
def test_each_danger_is_named(production: Settings, name: str, value: Any, expected: str) -> None:
    setattr(production, name, value)
    assert found() == [expected]


def test_one_role_for_everything_is_named(production: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(production.DATABASES["owner"], "USER", "application")
    assert found() == ["sportello.E003"]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"base_url": "", "token": "given"}, "sportello.E005"),
        ({"base_url": "https://inps.example/v1", "token": ""}, "sportello.E005"),
        ({"base_url": "http://127.0.0.1:8001/inps/v1", "token": "given"}, "sportello.E006"),
        ({"base_url": "https://localhost/inps/v1", "token": "given"}, "sportello.E006"),
        ({"base_url": "http://inps.example/v1", "token": "given"}, "sportello.E007"),
    ],
)
def test_a_partner_set_up_badly_is_named(
    production: Settings, options: dict[str, str], expected: str
) -> None:
    production.PARTNERS = {"inps": {"ADAPTER": "x", "OPTIONS": options}}
    assert found() == [expected]


def test_a_partner_of_the_portal_alone_needs_no_address(production: Settings) -> None:
    production.PARTNERS = {"inps": {"ADAPTER": "x", "OPTIONS": {"base_url": "", "token": ""}}}
    assert found() == []


def test_the_web_server_does_not_open_with_a_bad_set_up() -> None:
    environment = {
        "PATH": os.environ["PATH"],
        "ENV_FILE": os.devnull,
        "DATABASE_URL": "postgresql://one@127.0.0.1:1/none",
        "INPS_URL": "http://127.0.0.1:8001/inps/v1",
        "INPS_ISEE_URL": "https://inps.example/isee",
    }
    opened = subprocess.run(
        [sys.executable, "-c", "import sportello.wsgi"],
        env=environment,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
    )
    assert opened.returncode != 0
    for sentence in (
        "SECRET_KEY is missing or weak",
        "INPS_URL or INPS_TOKEN is missing",
        "INPS_KEY_FILE manca",
        "ALLOWED_HOSTS is empty",
    ):
        assert sentence in opened.stderr
