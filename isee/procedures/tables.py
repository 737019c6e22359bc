"""Tables that leave the office: CSV as Italian spreadsheets read it, and XLSX."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO

import xlsxwriter
from django.http import HttpResponse

Cell = str | int | Decimal | date | None
Row = Sequence[Cell]
CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What a spreadsheet would take for the beginning of a formula.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def as_csv(head: Sequence[str], rows: Iterable[Row]) -> bytes:
    """A table with `;` between cells, UTF-8 with its mark, numbers and days as they are written in Italy."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([_written(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(title: str, head: Sequence[str], rows: Iterable[Row]) -> bytes:
    """The same table as a sheet of its own name; text is never taken for a formula."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "bottom": 1})
        euro = book.add_format({"num_format": "#,##0.00"})
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet(_sheet_name(title))
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, head, bold)
        for line, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                match cell:
                    case None:
                        continue
                    case Decimal():
                        sheet.write_number(line, column, float(cell), euro)
                    case int():
                        sheet.write_number(line, column, cell)
                    case date():
                        sheet.write_datetime(line, column, cell, day)
                    case _:
                        sheet.write_string(line, column, cell, wrapped)
        sheet.set_column(0, len(head) - 1, 18)
        sheet.set_column(len(head) - 1, len(head) - 1, 60)
    return file.getvalue()


def download(content: bytes, content_type: str, filename: str) -> HttpResponse:
    """Give a file to save. The name ends up in folders of downloads: no personal data in it."""
    headers = {"Content-Disposition": f'attachment; filename="{filename}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=content_type, headers=headers)


def _written(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case Decimal():
            # Without points between thousands: not every spreadsheet takes them for a number.
            return f"{cell:.2f}".replace(".", ",")
        case date():
            return f"{cell:%d/%m/%Y}"
        case int():
            return str(cell)
    return f"'{cell}" if cell.startswith(FORMULA_SIGNS) else cell


def _sheet_name(title: str) -> str:
    """A name that a sheet may have: at most 31 signs, without those that XLSX refuses."""
    return "".join(sign for sign in title if sign not in "[]:*?/\\'")[:31] or "Foglio"
