"""docs/sandbox.md says what the code says."""

import re
from pathlib import Path

from partners.sandbox import reserved
from partners.sandbox.switches import FAULTS

PAGE = (Path(__file__).resolve().parent.parent.parent.parent / "docs" / "sandbox.md").read_text()


def test_every_reserved_code_is_told() -> None:
    told = {
        name: code for code, name in re.findall(r"^\| `([A-Z0-9]{14,16})` \| `(\w+)` \|", PAGE, re.MULTILINE)
    }

    assert told == {name: value for name, value in vars(reserved).items() if name.isupper()}


def test_every_fault_is_told() -> None:
    assert re.findall(r"^\| `([a-z]+)` \|", PAGE, re.MULTILINE) == list(FAULTS)
