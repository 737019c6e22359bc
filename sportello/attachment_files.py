"""The private storage of attachments: one file for each digest, however many rows speak of it."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import connection, transaction

from sportello.models import Attachment
from sportello.permission import NotAllowed


class CannotKeep(NotAllowed):
    """The storage does not take the file."""


class Lost(NotAllowed):
    """The storage has no such file any more, or another one in its place."""


@dataclass(frozen=True)
class Paper:
    """A file that was looked into, and may be kept."""

    file: File[bytes]
    name: str
    media_type: Attachment.MediaType
    sha256: str

    @property
    def size(self) -> int:
        return self.file.size


def digest_of(file: File[bytes]) -> str:
    """The SHA-256 of a file, read piece by piece."""
    digest = hashlib.sha256()
    for piece in file.chunks():
        digest.update(piece)
    return digest.hexdigest()


@contextmanager
def kept(paper: Paper) -> Iterator[None]:
    """A transaction in which the file lies in the storage; where it fails, the file that it brought goes too.

    Raises CannotKeep where the disk is full or not to be written on.
    """
    try:
        with transaction.atomic():
            _hold(paper.sha256)
            _write(paper)
            yield
    except BaseException:
        with transaction.atomic():
            _hold(paper.sha256)
            if not Attachment.objects.filter(sha256=paper.sha256).exists():
                with suppress(OSError):  # a storage that does not write has nothing to take away either
                    default_storage.delete(place_of(paper.sha256))
        raise


def content_of(attachment: Attachment) -> bytes:
    """The bytes of an attachment, the same that came in; raises Lost."""
    try:
        with default_storage.open(place_of(attachment.sha256)) as file:
            content: bytes = file.read()
    except OSError as error:
        raise Lost(
            "Il file non si trova nell'archivio: avvisa chi amministra il server, poi chiedi di nuovo il documento."
        ) from error
    if hashlib.sha256(content).hexdigest() != attachment.sha256:
        raise Lost(
            "Il file nell'archivio non è più quello allegato: non si apre. Avvisa chi amministra il server."
        )
    return content


def place_of(sha256: str) -> str:
    """The name of a file in the storage: folders of 256 keep each of them small."""
    return f"{sha256[:2]}/{sha256[2:]}"


def _write(paper: Paper) -> None:
    place = place_of(paper.sha256)
    try:
        if default_storage.exists(place):
            if default_storage.size(place) == paper.size:
                return
            default_storage.delete(place)  # a server that stopped while writing left a part of it
        paper.file.seek(0)
        default_storage.save(place, paper.file)
    except OSError as error:
        raise CannotKeep(
            "L'archivio dei file non accetta il documento: può essere pieno, o non scrivibile. Niente è stato "
            "salvato: avvisa chi amministra il server, e intanto tieni il documento."
        ) from error


def _hold(sha256: str) -> None:
    """One at a time for a digest: who takes a file away must not do it under who counts on it."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [sha256])
