"""Several papers at once: processes that each render and seal, for when many papers are due.

Threads would wait for each other, for sealing is Python. Each process has a key, and a rendering process of its own
under the usual bounds (`rendering`), so nothing that hurts one paper hurts another. MDT_RENDERERS says how many.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import Any, NamedTuple

from mdt.services import rendering
from mdt.services.rendering import RenderingFailed
from mdt.services.seal import Sealed, SealingFailed, Settings
from mdt.services.storage import digest


class Order(NamedTuple):
    """A paper to make."""

    kind: str
    record: Mapping[str, Any]
    language: str


class Made(NamedTuple):
    """A paper, rendered and sealed."""

    rendered_sha256: str
    sealed: Sealed


class Pressroom:
    """Processes that make papers. They start with the first order and stay until `close`."""

    def __init__(self, settings: Settings, processes: int) -> None:
        self.settings, self.processes = settings, processes
        self._pool: ProcessPoolExecutor | None = None

    def make(self, orders: Sequence[Order]) -> Iterator[Made | None]:
        """Each paper in the order asked for; None for one that failed, which is then made alone to say why."""
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                self.processes, mp_context=get_context("spawn"), initializer=_begin, initargs=(self.settings,)
            )
        try:
            asked = [self._pool.submit(_make, order) for order in orders]
        except BrokenProcessPool:
            self.close()
            asked = []
        for number in range(len(orders)):
            yield self._made(asked[number]) if asked else None

    def _made(self, asked: Future[Made]) -> Made | None:
        try:
            return asked.result()
        except (RenderingFailed, SealingFailed, BrokenProcessPool):
            return None

    def close(self) -> None:
        """End the processes; a next order starts new ones."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None


_sealer: Any = None


def _begin(settings: Settings) -> None:
    """In each new process: open the key and warm the renderer, before the first paper is asked of it."""
    from mdt.services.seal_pades import Sealer

    global _sealer
    _sealer = Sealer(settings)
    rendering.warm()


def _make(order: Order) -> Made:
    content = rendering.render(order.kind, order.record, language=order.language)
    return Made(digest(content), _sealer.seal(content))
