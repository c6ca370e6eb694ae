"""Progress of long work, for people who wait at a terminal and for logs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tqdm import tqdm


@contextmanager
def progress_bar(label: str, unit: str, quiet: bool = False) -> Iterator[Callable[[int, int], None]]:
    """Show a bar on standard error; the function it gives is told how much of how much is done (0: not known)."""
    with tqdm(desc=label, unit=f" {unit}", disable=quiet, mininterval=0.5, leave=False) as bar:

        def report(done: int, total: int = 0) -> None:
            bar.total = total or None
            bar.update(done - bar.n)

        yield report
