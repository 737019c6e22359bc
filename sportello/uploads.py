"""What comes in as a file while the form is still being read."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler


class StopAtLimit(FileUploadHandler):
    """Let no more of a file through than shows that it is too big: the rest is read and thrown away.

    The form then tells it at its field, and neither memory nor disk fills with what is refused anyway.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return raw_data if start <= settings.ATTACHMENT_MAX_BYTES else None

    def file_complete(self, file_size: int) -> Any:
        return None  # the next handler makes the file
