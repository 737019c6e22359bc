"""Reading XML that came from outside: no entity, no network, no DOCTYPE; elements and attributes by local name alone.

INPS's schemas grow and hold misspelt names: what is not known is passed over, never refused.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation

from lxml import etree

Element = etree._Element
DOCTYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be", "utf-32"))


def root_of(content: bytes) -> Element:
    """The root of a document; raises ValueError where it is no XML, or has a DOCTYPE.

    lxml would expand the entities of a DOCTYPE inside attributes, where INPS's data are.
    """
    if any(doctype in content for doctype in DOCTYPES):
        raise ValueError("DOCTYPE")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        remove_comments=True,
        remove_pis=True,
        huge_tree=False,
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    # The parser's own exception quotes what it read, and stays behind.
    if root is None or root.getroottree().docinfo.internalDTD is not None:
        raise ValueError("XML")
    return root


def name_of(element: Element) -> str:
    """The local name; an entity that was left alone has none."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def children(element: Element | None, *names: str) -> Iterator[Element]:
    """The children of one of these names, in their order; all of them where no name is given."""
    for child in element if element is not None else ():
        if not names or name_of(child) in names:
            yield child


def child(element: Element | None, *names: str) -> Element | None:
    """The first child of one of these names."""
    return next(children(element, *names), None)


def descendant(element: Element, *names: str) -> Element | None:
    """The first element of one of these names inside, or the element itself."""
    return next((one for one in element.iter() if name_of(one) in names), None)


def text_of(element: Element | None, name: str = "") -> str:
    """The text of an element, or of what it says under a name: attribute or child. Empty where there is none."""
    if element is None:
        return ""
    if not name:
        return (element.text or "").strip()
    for attribute, value in element.attrib.items():
        if etree.QName(attribute).localname == name:
            return str(value).strip()
    return text_of(child(element, name))


def required(element: Element | None, name: str) -> str:
    """The same, where it must be there; raises ValueError."""
    if found := text_of(element, name):
        return found
    raise ValueError(name)


def decimal_of(element: Element | None, name: str) -> Decimal | None:
    """A number under a name, None where there is none; raises ValueError where it is no number."""
    written = text_of(element, name)
    if not written:
        return None
    try:
        value = Decimal(written)
    except InvalidOperation:
        raise ValueError(name) from None
    if not value.is_finite() or abs(value) >= Decimal(10) ** 10:
        raise ValueError(name)
    return value


def date_of(element: Element | None, name: str) -> date | None:
    """A day under a name, with or without an offset from UTC; None where there is none; raises ValueError."""
    written = text_of(element, name)
    return date.fromisoformat(written[:10]) if written else None


def tax_code_of(element: Element | None, name: str = "CodiceFiscale") -> str:
    """A tax code under a name, as we write it: INPS pads and writes small letters at times."""
    return text_of(element, name).upper()
