"""Looks into one file that somebody sent, in a process of its own with little memory and little time.

Run by its path, without the project: it reads the bytes from stdin, and writes `+TYPE\\n` with clean bytes to stdout,
or `-REASON`. Whatever goes wrong in here ends this process and nothing else.
"""

from __future__ import annotations

import io
import resource
import sys
from typing import Any

MEGABYTES = 768
SECONDS = 15
PIXELS = 50_000_000
PAGES = 300
SIGNATURES = {b"%PDF-": "application/pdf", b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
KEPT = ("transparency",)  # part of the picture; everything else that an image carries along is left behind


class Unfit(Exception):  # noqa: N818 - says what is wrong, as Refused does
    """The file is not taken; the argument is the reason's word."""


def kind_of(content: bytes) -> str:
    """The media type by the first bytes, whatever the name says."""
    for signature, found in SIGNATURES.items():
        if content.startswith(signature):
            return found
    raise Unfit("type")


def cleaned(content: bytes) -> tuple[str, bytes]:
    """The type of a file, and its content without metadata. Raises Unfit."""
    kind = kind_of(content)
    return kind, _pdf(content) if kind == "application/pdf" else _image(content, kind)


def _image(content: bytes, kind: str) -> bytes:
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = PIXELS
    name = "PNG" if kind == "image/png" else "JPEG"
    try:
        with Image.open(io.BytesIO(content), formats=[name]) as picture:
            _bounded(picture)
            picture.verify()
        with Image.open(io.BytesIO(content), formats=[name]) as picture:
            upright: Any = ImageOps.exif_transpose(picture)
            upright.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Unfit("pixels") from None
    except Unfit:
        raise
    except MemoryError:
        raise Unfit("heavy") from None
    except Exception:
        raise Unfit("broken") from None
    return _saved(upright, name)


def _bounded(picture: Any) -> None:
    """Only the header has been read so far: a small file can claim to be an enormous picture."""
    width, height = picture.size
    if width * height > PIXELS:
        raise Unfit("pixels")


def _saved(picture: Any, name: str) -> bytes:
    if name == "JPEG" and picture.mode not in ("L", "RGB"):
        picture = picture.convert("RGB")
    picture.info = {key: value for key, value in picture.info.items() if key in KEPT}
    out = io.BytesIO()
    if name == "JPEG":
        picture.save(out, "JPEG", quality=90, exif=b"")
    else:
        picture.save(out, "PNG")
    return out.getvalue()


def _pdf(content: bytes) -> bytes:
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            if len(pdf.pages) > PAGES:
                raise Unfit("pages")
            if not len(pdf.pages):
                raise Unfit("broken")
            _strip(pdf, pikepdf)
            out = io.BytesIO()
            pdf.save(out, encryption=False, deterministic_id=True)
            return out.getvalue()
    except pikepdf.PasswordError:
        raise Unfit("locked") from None
    except Unfit:
        raise
    except MemoryError:
        raise Unfit("heavy") from None
    except Exception:
        raise Unfit("broken") from None


def _strip(pdf: Any, pikepdf: Any) -> None:
    """Leave out who made it and with what, and whatever would run or unfold when it is opened."""
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    _without(pdf.Root, "/Metadata", "/OpenAction", "/AA", "/PieceInfo", "/AF")
    names = pdf.Root.get("/Names")
    if isinstance(names, pikepdf.Dictionary):
        _without(names, "/JavaScript", "/EmbeddedFiles")
    for page in pdf.pages:
        _without(page.obj, "/Metadata", "/AA", "/PieceInfo", "/LastModified")


def _without(dictionary: Any, *keys: str) -> None:
    for key in keys:
        if key in dictionary:
            del dictionary[key]


def main() -> None:
    """Read, look, answer."""
    memory = MEGABYTES * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    content = sys.stdin.buffer.read()
    try:
        kind, clean = cleaned(content)
        answer = b"+" + kind.encode() + b"\n" + clean
    except Unfit as unfit:
        answer = b"-" + str(unfit).encode()
    except MemoryError:
        answer = b"-heavy"
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
