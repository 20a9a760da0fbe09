"""What a browser sends: files are held in memory, so that nothing of them stays behind on a disk."""

from __future__ import annotations

from io import BytesIO
from typing import IO

from flask import Request


class Received(Request):
    """A request of which the size is bounded (MAX_CONTENT_LENGTH), and that therefore needs no temporary files."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        """The library writes whatever is larger than 500 kB to a temporary file."""
        return BytesIO()
