"""Dataclasses of the adapters as JSON, and back: how an answer is held while it may be shown.

Amounts travel as strings, so that no cent is lost on the way. Which class stands in a field is read from its type.
"""

import dataclasses
import types
import typing
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, TypeVar, get_args, get_origin

Json = dict[str, Any]
Paper = TypeVar("Paper")


def write(paper: Any) -> Any:
    """A dataclass, or what stands in one, as JSON."""
    if dataclasses.is_dataclass(paper) and not isinstance(paper, type):
        return {field.name: write(getattr(paper, field.name)) for field in dataclasses.fields(paper)}
    if isinstance(paper, Enum):
        return paper.value
    if isinstance(paper, Decimal):
        return str(paper)
    if isinstance(paper, date | datetime):
        return paper.isoformat()
    if isinstance(paper, tuple):
        return [write(each) for each in paper]
    return paper


def read(kind: type[Paper], content: Json) -> Paper:
    """The dataclass that was written; raises KeyError or ValueError where it was another one."""
    hints = typing.get_type_hints(kind)
    fields = dataclasses.fields(kind)  # type: ignore[arg-type]  # each class of the adapters is one
    return kind(**{field.name: _value(hints[field.name], content[field.name]) for field in fields})


def _value(kind: Any, content: Any) -> Any:
    if get_origin(kind) in (types.UnionType, typing.Union):
        if content is None:
            return None
        kind = next(each for each in get_args(kind) if each is not type(None))
    if get_origin(kind) is tuple:
        return _tuple(get_args(kind), content)
    if dataclasses.is_dataclass(kind):
        return read(typing.cast(type[Any], kind), content)
    if issubclass(kind, date | datetime):
        return kind.fromisoformat(content)
    if issubclass(kind, Enum | Decimal):
        return kind(content)
    return content


def _tuple(kinds: tuple[Any, ...], content: list[Any]) -> tuple[Any, ...]:
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        return tuple(_value(kinds[0], each) for each in content)
    return tuple(_value(kind, each) for kind, each in zip(kinds, content, strict=True))
