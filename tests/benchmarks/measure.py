"""How the benchmarks measure: medians and tails of repeated work, and a server on loopback to ask."""

from __future__ import annotations

import http.client
import statistics
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from werkzeug.serving import make_server


@dataclass(frozen=True)
class Times:
    """Milliseconds of repeated work."""

    p50: float
    p95: float

    @classmethod
    def of(cls, seconds: Sequence[float]) -> Times:
        """Summarise measured durations in seconds."""
        ordered = sorted(seconds)
        return cls(statistics.median(ordered) * 1000, ordered[int(len(ordered) * 0.95)] * 1000)


def repeat(work: Callable[[], object], *, times: int, warm: int = 3) -> Times:
    """Time `work`, after some runs that do not count."""
    for _ in range(warm):
        work()
    found = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        found.append(time.perf_counter() - begun)
    return Times.of(found)


def by_turns(
    ours: Callable[[], object], floor: Callable[[], object], *, times: int, warm: int = 3
) -> tuple[Times, Times]:
    """Time two works by turns, so that whatever else the machine does falls on both."""
    for _ in range(warm):
        ours()
        floor()
    found: tuple[list[float], list[float]] = ([], [])
    for _ in range(times):
        for work, seconds in zip((ours, floor), found, strict=True):
            begun = time.perf_counter()
            work()
            seconds.append(time.perf_counter() - begun)
    return Times.of(found[0]), Times.of(found[1])


def line(name: str, ours: Times, floor: Times) -> str:
    """One row of the report: ours, the floor, and the ratio of the medians."""
    return (
        f"{name:<34} {ours.p50:8.1f} {ours.p95:8.1f}   {floor.p50:8.1f} {floor.p95:8.1f}   {ours.p50 / floor.p50:6.2f}"
    )


HEADER = f"{'milliseconds':<34} {'p50':>8} {'p95':>8}   {'floor50':>8} {'floor95':>8}   {'ratio':>6}"


class Browser:
    """One kept-alive connection with its cookies."""

    def __init__(self, address: str) -> None:
        self.connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, bytes]:
        """Send a request; returns status and body."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, urlencode(form) if form is not None else None, headers)
        response = self.connection.getresponse()
        body = response.read()
        for cookie in response.headers.get_all("Set-Cookie") or ():
            name, value = cookie.split(";", 1)[0].split("=", 1)
            self.cookies[name] = value
        return response.status, body


@contextmanager
def serving(application: object) -> Iterator[str]:
    """A server on loopback for the time of the block; gives its address."""
    server = make_server("127.0.0.1", 0, application, threaded=False)  # type: ignore[arg-type]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
