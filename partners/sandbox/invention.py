"""Invented figures: always the same ones for the same tax code, and nobody's."""

import hashlib


def between(least: int, most: int, *about: object) -> int:
    """A number from least to most, drawn from a digest of what it is about."""
    digest = hashlib.sha256("|".join(map(str, about)).encode()).digest()
    return least + int.from_bytes(digest[:8]) % (most - least + 1)
