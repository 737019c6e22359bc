"""Printed documents: typst templates of templates/documents, filled and made into accessible PDF (PDF/UA-1)."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from importlib.resources import as_file, files
from typing import Any, Literal, cast

import typst
from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone

from sportello.models import Office

Standard = Literal["a-2a", "ua-1"]
TEMPLATES = settings.BASE_DIR / "templates" / "documents"


def render(template: str, data: Mapping[str, Any], *, archivable: bool = False) -> bytes:
    """Fill templates/documents/<template>.typ and return the PDF.

    A template reads `data` of base.typ: numbers and dates are there as they are written in Italy, everything else as
    plain text that typst never reads as markup. The name of the Comune, and the band over invented data, are added
    here. What an administration keeps for ever is `archivable`: PDF/A-2a beside PDF/UA-1. Raises typst.TypstError
    where the template is wrong.
    """
    office = Office.objects.first()
    printed_office = {
        "name": office.name if office else "Sportello",
        "address": office.address if office else "",
        "phone": office.phone if office else "",
        "demo": bool(office and office.demo_loaded_on),
    }
    inputs = {"office": _as_json(printed_office), "data": _as_json(data)}
    # A compiler belongs to one thread; the typefaces, slow to read, are shared.
    compiler = typst.Compiler(
        TEMPLATES / f"{template}.typ", root=TEMPLATES, font_paths=_typefaces(), sys_inputs=inputs
    )
    return _compile(compiler, ["a-2a", "ua-1"] if archivable else ["ua-1"])


def pdf_response(pdf: bytes, filename: str) -> HttpResponse:
    """Show a PDF in the browser. The file name ends up in folders of downloads: no personal data in it."""
    headers = {"Content-Disposition": f'inline; filename="{filename}"', "Cache-Control": "no-store"}
    response = HttpResponse(pdf, content_type="application/pdf", headers=headers)
    # The browser's own viewer is a page with styles of its own, which our policy for pages would refuse.
    response._csp_exempt = True  # type: ignore[attr-defined]  # read by django-csp
    return response


def _compile(compiler: typst.Compiler, standards: Sequence[Standard]) -> bytes:
    try:
        pdf = compiler.compile(format="pdf", pdf_standards=[*standards])
    except typst.TypstError as error:
        # The standard refuses a letter that no typeface has, such as a Chinese one: better a box in its place, in a
        # document still tagged, than no document.
        if "could not be displayed" not in error.message:
            raise
        pdf = compiler.compile(format="pdf")
    return cast(bytes, pdf)


@cache
def _typefaces() -> typst.Fonts:
    """Titillium Web and Roboto Mono as the screens have them, and typst's own for other alphabets."""
    folder = files("bootstrap_italia_template") / "static" / "fonts"
    with as_file(folder) as path:
        return typst.Fonts(
            include_system_fonts=False, font_paths=[path / "Titillium_Web", path / "Roboto_Mono"]
        )


def _as_json(data: Mapping[str, Any]) -> str:
    return json.dumps(data, default=_italian)


def _italian(value: Any) -> str:
    """A date as «04/03/2026», a moment as «04/03/2026 10:15», a number with the decimals it has as «8.912,40»."""
    match value:
        case datetime():
            return f"{timezone.localtime(value):%d/%m/%Y %H:%M}"
        case date():
            return f"{value:%d/%m/%Y}"
        case Decimal():
            return f"{value:,f}".translate(str.maketrans(",.", ".,"))
    raise TypeError(f"A document cannot show a {type(value).__name__}.")
