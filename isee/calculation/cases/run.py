"""All the cases of a file, one after the other."""

from collections.abc import Iterator
from dataclasses import dataclass

from isee.calculation.cases.answer import answer, differences, written
from isee.calculation.cases.case import Case, read_case
from isee.calculation.cases.document import Node, Unreadable, parse
from isee.calculation.invalid import InvalidHousehold
from isee.calculation.law import NotInForce

RIGHT, DIFFERENT, MALFORMED = 0, 1, 2
CHECKS = ("partial", "full")


@dataclass(frozen=True, slots=True)
class Told:
    """What comes of a case: the line to print, if any, the sentences on what is wrong, and how bad it is."""

    line: str
    sentences: tuple[str, ...] = ()
    code: int = RIGHT


def run(content: bytes) -> Iterator[Told]:
    """Read and compute every case of a file; what is wrong is told, never raised."""
    try:
        document = parse(content)
    except Unreadable as error:
        yield _malformed(f"File: {error}")
        return
    if not isinstance(document, dict):
        yield _malformed("File: qui serve un oggetto { } con «cases».")
        return
    mistakes: list[str] = []
    top = Node(document, "$", mistakes).object(None, ("cases",))
    cases = list(Node(document.get("cases", []), "cases", mistakes).items())
    if mistakes:
        yield _malformed(*(mistake.replace("$: ", "File: ") for mistake in mistakes))
    if top.has("cases"):
        yield from _each(cases)


def _each(nodes: list[Node]) -> Iterator[Told]:
    seen: dict[str, str] = {}
    for shared in nodes:
        node = Node(shared.value, shared.path)
        name = node.value.get("id") if isinstance(node.value, dict) else None
        if isinstance(name, str) and name in seen:
            node.get("id", name).wrong(f"«{name}» è già l'id di {seen[name]}.")
        elif isinstance(name, str):
            seen[name] = node.path
        yield one(node)


def one(node: Node) -> Told:
    """Read and compute one case."""
    check = node.get("check", CHECKS[-1]).choice(*CHECKS)
    if check == "partial" and not node.mistakes:
        name = node.get("id", "").text()
        return _malformed(*node.mistakes) if node.mistakes else Told(_skipped(name))
    case = read_case(node)
    if case is None or node.mistakes:
        return _malformed(*node.mistakes)
    return _computed(case)


def _computed(case: Case) -> Told:
    try:
        lines = answer(case)
    except (NotInForce, InvalidHousehold) as error:
        return _malformed(f"{case.path}: {error}")
    wrong = tuple(
        f"{case.path} ({case.id}), {difference}" for difference in differences(case.expected, lines)
    )
    return Told(written(case.id, lines), wrong, DIFFERENT if wrong else RIGHT)


def _skipped(name: str) -> str:
    return written(name, {}).removesuffix("}") + ', "skipped": "partial"}'


def _malformed(*sentences: str) -> Told:
    return Told("", sentences, MALFORMED)
