"""INPS may be read, never written: nothing in our INPS code can send a change."""

import ast
import inspect
from pathlib import Path

import partners.adapters.inps
from partners.adapters.inps import Inps, profile
from partners.adapters.look_ups import AnswersLookUps
from tests.partners.sandbox.openapi import contract

FOLDER = Path(partners.adapters.inps.__file__).parent
SEARCHES = {"/certificazioni-uniche", "/estratti-contributivi", "/iscrizioni", "/pensioni"}
CONSULTATIONS = {
    "ConsultazioneAttestazioneResidenti",
    "ConsultazioneAttestazione",
    "ConsultazioneIndicatore",
    "ConsultazioneSogliaIndicatore",
}


def calls(name: str) -> list[tuple[str, ast.Call]]:
    """Every call of something of this name in our INPS code, by file."""
    return [
        (path.name, node)
        for path in FOLDER.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and (
            (isinstance(node.func, ast.Attribute) and node.func.attr == name)
            or (isinstance(node.func, ast.Name) and node.func.id == name)
        )
    ]


def test_only_consultations_can_be_asked_of_the_isee() -> None:
    assert set(profile.OPERATION_PATHS.values()) == CONSULTATIONS
    assert {operation.element for operation in profile.Operation} == CONSULTATIONS


def test_only_searches_can_be_asked_of_the_papers() -> None:
    asked = {call.args[0].value for _, call in calls("_search") if isinstance(call.args[0], ast.Constant)}
    assert asked == SEARCHES
    paths = contract("inps").document["paths"]
    assert set(paths) == {f"{papers}/ricerca" for papers in SEARCHES}
    assert all(set(operations) == {"post"} for operations in paths.values())


def test_the_client_that_writes_is_never_used() -> None:
    assert calls("write") == []
    assert [name for name, _ in calls("look_up")] == ["documents.py"]


def test_the_wire_is_touched_in_two_places_and_only_posts() -> None:
    requests = {
        (name, call.args[0].value)
        for name, call in calls("Request")
        if isinstance(call.args[0], ast.Constant)
    }
    assert requests == {("vouchers.py", "POST"), ("isee.py", "POST")}
    assert sorted(name for name, _ in calls("exchange")) == ["isee.py", "vouchers.py"]
    assert sorted(name for name, _ in calls("Wire")) == ["isee.py", "isee.py"]


def test_nobody_else_speaks_http_here() -> None:
    for path in FOLDER.glob("*.py"):
        imported = {
            name.name if isinstance(node, ast.Import) else node.module
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.Import | ast.ImportFrom)
            for name in node.names
        }
        assert not {str(name).split(".")[0] for name in imported} & {
            *("requests", "urllib3", "http", "httpx", "socket", "subprocess")
        }, path


def test_inps_answers_look_ups_and_does_nothing_else() -> None:
    public = {name for name, _ in inspect.getmembers(Inps, inspect.isfunction) if not name.startswith("_")}
    asked_for = {name for name, _ in inspect.getmembers(AnswersLookUps, inspect.isfunction)}
    assert public == {name for name in asked_for if not name.startswith("_")}
