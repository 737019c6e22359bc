"""What holds of the whole project."""

import re
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template

ROOT = Path(settings.BASE_DIR)


def tracked(pattern: str) -> list[Path]:
    """The files that git knows or would take."""
    listing = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", pattern],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [ROOT / line for line in listing.stdout.splitlines() if (ROOT / line).exists()]


def test_the_top_level_is_the_fixed_one() -> None:
    allowed = {"manage.py", "sportello", "partners", "isee", "templates", "static", "tests", "pyproject.toml"}
    allowed |= {"README.md", "Makefile", "Procfile", "docs", "requirements.txt", "requirements-dev.txt"}
    allowed |= {"CHANGELOG.md", "LICENSE", "publiccode.yml"}
    found = {path.relative_to(ROOT).parts[0] for path in tracked("*")}
    assert {name for name in found if not name.startswith(".")} <= allowed


def test_every_setting_stands_in_the_readme_and_the_other_way_round() -> None:
    read = set(re.findall(r'env\.\w+\(\s*"(\w+)"', (ROOT / "sportello/settings.py").read_text()))
    table = set(re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "README.md").read_text(), re.MULTILINE))
    assert table == read


@pytest.mark.parametrize("path", tracked("templates/*.html"), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_template_compiles(path: Path) -> None:
    assert get_template(str(path.relative_to(ROOT / "templates"))) is not None


@pytest.mark.parametrize("path", tracked("templates/*.html"), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_template_needs_what_the_content_policy_forbids(path: Path) -> None:
    forbidden = re.compile(
        r"""\sstyle=|<style|<script(?![^>]*\ssrc=)|\son\w+=|hx-on|hx-vals=["']js:|hx-trigger="[^"]*\["""
    )
    assert not forbidden.search(path.read_text())


def test_no_file_loads_from_another_host() -> None:
    loads = re.compile(r"""(?:src|href|url)\s*[=(]\s*["']?(?:https?:)?//(?!localhost|127\.0\.0\.1)""")
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for folder in ("templates/*", "static/*")
        for path in tracked(folder)
        if path.suffix in {".html", ".css", ".js", ".svg"}
        for match in loads.finditer(path.read_text())
    ]
    assert found == []


def test_the_version_is_one() -> None:
    version = re.search(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    published = re.search(r'^softwareVersion: "(.+)"', (ROOT / "publiccode.yml").read_text(), re.MULTILINE)
    assert version
    assert published
    assert version.group(1) == published.group(1)
