"""What a partner sent, sealed: for some weeks somebody may have to look at it, and then only its digest is left.

The key is the administrator's (settings.SEALING_KEYS), so that a copy of the database tells nothing.
"""

from datetime import datetime, timedelta
from hashlib import sha256

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings

from partners.models import LookUp, LookUpRaw


def keep(look_up: LookUp, raw: bytes, *, at: datetime) -> None:
    """Seal what the partner sent and keep it with the look-up."""
    LookUpRaw.objects.create(look_up=look_up, sealed=_seal().encrypt(raw), received_at=at)


def unsealed(raw: LookUpRaw) -> bytes:
    """What the partner sent; raises cryptography.fernet.InvalidToken where its key is no longer among ours."""
    return _seal().decrypt(bytes(raw.sealed))


def digest(raw: bytes) -> str:
    """The SHA-256 by which an answer can be recognised later, in hexadecimal."""
    return sha256(raw).hexdigest()


def prune(*, at: datetime) -> int:
    """Delete what was received more than settings.RAW_ANSWER_DAYS ago; how many were deleted."""
    old = LookUpRaw.objects.filter(received_at__lt=at - timedelta(days=settings.RAW_ANSWER_DAYS))
    return old.delete()[0]


def _seal() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.SEALING_KEYS])
