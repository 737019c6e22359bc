"""The foglio DSU on paper: the same modules, to be typed from."""

from dataclasses import asdict
from datetime import date
from typing import Any

from isee.foglio import Foglio
from isee.foglio.fields import Module
from isee.models import Dossier
from sportello import documents


def foglio_pdf(dossier: Dossier, foglio: Foglio, *, printed_on: date) -> bytes:
    """The sheet as PDF: which modules this DSU needs, then their boxes in the order of the form."""
    transmission = getattr(dossier, "transmission", None)
    return documents.render(
        "dsu_sheet",
        {
            "year": str(dossier.year),
            "reference_year": str(dossier.reference_year),
            "case": str(dossier.case),
            "person": dossier.case.citizen.full_name,
            "dsu_date": dossier.dsu_date,
            "protocol": dossier.dsu_protocol,
            "transmitted_by": transmission.who if transmission else "",
            "printed_on": printed_on,
            "name": foglio.name,
            "why": foglio.why,
            "left_out": foglio.left_out,
            "problem": foglio.problem,
            "modules": [_module(module) for module in foglio.modules],
        },
    )


def _module(module: Module) -> dict[str, Any]:
    sheets = [
        {
            "title": sheet.title,
            "panels": [
                {
                    **{key: getattr(panel, key) for key in ("code", "title", "empty", "note")},
                    "groups": [
                        {
                            "title": group.title,
                            "fields": [
                                {**asdict(field), "text": field.text, "filled": bool(field.value)}
                                for field in group.fields
                            ],
                        }
                        for group in panel.groups
                    ],
                }
                for panel in sheet.panels
            ],
        }
        for sheet in module.sheets
    ]
    return {
        "code": module.code,
        "title": module.title,
        "need": module.need.value,
        "why": module.why,
        "sheets": sheets,
    }
