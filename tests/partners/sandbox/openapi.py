"""The contracts in docs/openapi/, and whether a body is as they say."""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml

FOLDER = Path(__file__).resolve().parent.parent.parent.parent / "docs" / "openapi"
TYPES: dict[str, type] = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool}
FORMATS: dict[str, Callable[[str], object]] = {
    "date": date.fromisoformat,
    "date-time": datetime.fromisoformat,
    "uuid": UUID,
}
KEYWORDS = {
    *("$ref", "additionalProperties", "allOf", "const", "description", "enum", "format", "items", "maximum"),
    *("minItems", "minimum", "oneOf", "pattern", "properties", "required", "type", "uniqueItems"),
}


class Contract:
    """One OpenAPI document."""

    def __init__(self, name: str) -> None:
        self.document: dict[str, Any] = yaml.safe_load((FOLDER / f"{name}.yaml").read_text())

    def operation(self, operation_id: str) -> dict[str, Any]:
        """The operation with this id."""
        return next(each for each in self.operations() if each["operationId"] == operation_id)

    def operations(self) -> Iterator[dict[str, Any]]:
        """Every operation of the document."""
        for path in self.document["paths"].values():
            yield from (part for name, part in path.items() if name != "parameters")

    def request_schema(self, operation_id: str) -> Any:
        """The schema of the body that an operation takes."""
        return self.operation(operation_id)["requestBody"]["content"]["application/json"]["schema"]

    def response(self, operation_id: str, status: int) -> dict[str, Any]:
        """What an operation answers with a status; KeyError where the document says nothing of it."""
        return self.resolved(self.operation(operation_id)["responses"][str(status)])

    def resolved(self, part: dict[str, Any]) -> dict[str, Any]:
        """A part of the document, with what it refers to."""
        if "$ref" not in part:
            return part
        target: Any = self.document
        for name in part["$ref"].removeprefix("#/").split("/"):
            target = target[name]
        return {**self.resolved(target), **{key: value for key, value in part.items() if key != "$ref"}}

    def faults(self, schema: dict[str, Any], value: object, where: str = "body") -> Iterator[str]:
        """Where and how a value is not as its schema says. A keyword unknown here is an error, never skipped."""
        schema = self.resolved(schema)
        assert schema.keys() <= KEYWORDS, schema.keys() - KEYWORDS
        if "oneOf" in schema:
            fitting = [each for each in schema["oneOf"] if not list(self.faults(each, value, where))]
            if len(fitting) != 1:
                yield f"{where}: {len(fitting)} of the alternatives fit"
        for rule in schema.get("allOf", []):
            assert rule.keys() == {"if", "then"}, rule
            if not list(partly(rule["if"], value, where)):
                yield from partly(rule["then"], value, where)
        if "const" in schema and value != schema["const"]:
            yield f"{where}: not {schema['const']}"
        if "enum" in schema and value not in schema["enum"]:
            yield f"{where}: none of {schema['enum']}"
        if "type" not in schema:
            return
        if not isinstance(value, TYPES[schema["type"]]) or isinstance(value, bool) != (
            schema["type"] == "boolean"
        ):
            yield f"{where}: not of type {schema['type']}"
        elif isinstance(value, dict):
            yield from self._object_faults(schema, value, where)
        elif isinstance(value, bool):
            return
        elif isinstance(value, list):
            if len(value) < schema.get("minItems", 0):
                yield f"{where}: too few"
            if schema.get("uniqueItems") and len({str(item) for item in value}) != len(value):
                yield f"{where}: the same twice"
            for index, item in enumerate(value):
                yield from self.faults(schema["items"], item, f"{where}[{index}]")
        elif isinstance(value, int):
            if not schema["minimum"] <= value <= schema["maximum"]:
                yield f"{where}: out of bounds"
        elif isinstance(value, str):
            yield from _string_faults(schema, value, where)

    def _object_faults(self, schema: dict[str, Any], value: dict[str, Any], where: str) -> Iterator[str]:
        assert schema["additionalProperties"] is False, where
        for name in set(schema["required"]) - value.keys():
            yield f"{where}.{name}: missing"
        for name, item in value.items():
            if name in schema["properties"]:
                yield from self.faults(schema["properties"][name], item, f"{where}.{name}")
            else:
                yield f"{where}.{name}: unknown"


def partly(rule: dict[str, Any], value: object, where: str) -> Iterator[str]:
    """How a value breaks a rule that speaks of some of its parts only."""
    assert rule.keys() <= {"const", "properties", "required"}, rule
    if "const" in rule and value != rule["const"]:
        yield f"{where}: not {rule['const']}"
    if not isinstance(value, dict):
        return
    for name in set(rule.get("required", [])) - value.keys():
        yield f"{where}.{name}: missing"
    for name, inner in rule.get("properties", {}).items():
        if name in value:
            yield from partly(inner, value[name], f"{where}.{name}")


def _string_faults(schema: dict[str, Any], value: str, where: str) -> Iterator[str]:
    if "pattern" in schema and not re.search(schema["pattern"], value):
        yield f"{where}: not as {schema['pattern']}"
    if "format" in schema:
        try:
            FORMATS[schema["format"]](value)
        except ValueError:
            yield f"{where}: no {schema['format']}"


@cache
def contract(partner: str) -> Contract:
    """The contract of a partner."""
    return Contract({"inps": "inps-documents", "enel": "enel-contracts"}[partner])
