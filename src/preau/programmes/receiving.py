"""Receiving files from a form without keeping more of each than is accepted."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from preau.programmes.attachments import LARGEST


class Bounded(FileUploadHandler):
    """Lets each file through up to one piece more than the limit, and drops the rest as it comes.

    What follows then sees that it is too large, and says so; memory and disk never saw all of it.
    """

    received = 0

    def new_file(self, *args: object, **kwargs: object) -> None:
        """Count anew for each file."""
        super().new_file(*args, **kwargs)  # type: ignore[arg-type]
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:  # noqa: ARG002 - Django's signature
        """The piece for the handlers after this one; None, nothing, past the limit."""
        self.received += len(raw_data)
        return raw_data if self.received - len(raw_data) <= LARGEST else None

    def file_complete(self, file_size: int) -> UploadedFile | None:  # noqa: ARG002 - Django's signature
        """Leave making the file to the handlers after this one."""
        return None
