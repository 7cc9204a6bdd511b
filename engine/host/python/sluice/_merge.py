"""Several streams read as one, in bounded memory."""

from types import SimpleNamespace
from typing import Iterable, Iterator, List, Optional

import numpy as np

from ._errors import ArgumentError
from ._streams import Chunk, Stream


def merge(streams: Iterable[Stream], sort: bool = True) -> Iterator[Chunk]:
    """The chunks of several streams of one dtype as one: by time, or with sort=False one stream after the other.

    By time, one chunk of each stream is held; each chunk that comes out ends where the earliest of them does, its records are a copy,
    and records of equal ``time`` are ordered by ``channel``, where there is one, and then by the order of the streams: as
    ``MergedStream`` in Java. The streams are closed at the end, or when the iterator is. Raises ArgumentError for streams that differ
    in dtype, and for ones that follow each other and overlap in time.
    """
    opened: List[Stream] = list(streams)
    if not opened:
        raise ArgumentError("no stream is given to be merged; give one at least")
    if len({id(each) for each in opened}) < len(opened):
        raise ArgumentError("a stream stands in the list twice, and is read once: open another one")
    for each in opened[1:]:
        if each.dtype != opened[0].dtype:
            raise ArgumentError(f"streams of different records do not merge: {opened[0].name} has {opened[0].dtype}, {each.name} {each.dtype}")
    return _closing(opened, _by_time(opened) if sort else _in_turn(opened))


def _closing(streams, chunks):
    try:
        yield from chunks
    finally:
        for each in streams:
            each.close()


def _in_turn(streams):
    number, end = 0, None
    for each in streams:
        for chunk in each:
            if end is not None and chunk.start < end:
                raise ArgumentError(f"{each.name} starts at {chunk.start}, before the stream in front of it ends at {end}; merge with sort=True")
            chunk.number, number, end = number, number + 1, chunk.end
            yield chunk


class _Head:
    """What is at hand of one stream: the rest of its chunk."""

    def __init__(self, stream):
        self.stream = stream
        self.records: Optional[np.ndarray] = None
        self.start = self.end = self.losses = self.lost = 0
        self.ended = False

    def fill(self):
        if self.records is not None or self.ended:
            return
        chunk = self.stream.next()
        if chunk is None:
            self.ended = True
            return
        self.start, self.end = chunk.start, chunk.end
        self.losses, self.lost = chunk.losses, chunk.lost
        self.records = chunk.records if self.stream._copy else chunk.records.copy()

    def take(self, end):
        """The records that start before `end`."""
        count = int(np.searchsorted(self.records["time"], end, "left")) if end < self.end else len(self.records)
        taken, self.records = self.records[:count], self.records[count:] if end < self.end else None
        return taken


def _by_time(streams):
    heads = [_Head(each) for each in streams]
    cursor, number, first = None, 0, 0
    while True:
        for head in heads:
            head.fill()
        held = [head for head in heads if head.records is not None]
        if not held:
            return
        start = min(head.start for head in held) if cursor is None else cursor
        end = min(head.end for head in held)
        begun = [head for head in held if head.start < end or head.end == end]
        losses, lost = sum(head.losses for head in begun), sum(head.lost for head in begun)
        for head in begun:
            head.losses = head.lost = 0
        records = np.concatenate([head.take(end) for head in held])
        keys = [records["time"]] if "channel" not in records.dtype.names else [records["channel"], records["time"]]
        raw = SimpleNamespace(start=start, end=end, number=number, first_index=first, losses=losses, lost=lost)
        cursor, number, first = end, number + 1, first + len(records)
        yield Chunk(raw, records[np.lexsort(keys)])
