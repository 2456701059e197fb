"""Receiving a file to take its SHA-256, and nothing else: no byte of it is kept, in memory or on a disk."""

from __future__ import annotations

import hashlib

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class HashedFile(SimpleUploadedFile):
    """A file of which only the name, the size and the hash are known."""

    def __init__(self, name: str, sha256: str, weight: int) -> None:
        super().__init__(name, b"")
        self.sha256 = sha256
        self.size = weight


class Hashing(FileUploadHandler):
    """Takes the hash of each file as it comes, piece by piece, and lets every piece go."""

    def new_file(self, *args: object, **kwargs: object) -> None:
        """Begin anew for each file."""
        super().new_file(*args, **kwargs)  # type: ignore[arg-type]
        self.digest = hashlib.sha256()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002 - Django's signature
        """Count the piece in, and hand it to nobody."""
        self.digest.update(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile:
        """The hash, in place of a file."""
        return HashedFile(self.file_name or "", self.digest.hexdigest(), file_size)
