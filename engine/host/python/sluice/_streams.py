"""Runs: sessions, their streams of chunks, and live input."""

import ctypes
import json
import os
import threading
import warnings
import weakref
from typing import Any, Dict, Iterator, List, Mapping, Optional, Sequence, Tuple, Union

import numpy as np

from . import _arrow, _plugins
from ._api import api
from ._arrays import is_held
from ._errors import ArgumentError, HandleError, RunError, SluiceError
from ._words import read_dtype
from ._words import word as setting

_Inputs = Union[str, "os.PathLike[str]", Sequence[Union[str, "os.PathLike[str]"]], None]
_TimeRange = Union[Tuple[Optional[int], Optional[int]], str, None]

_OK, _END, _TIMEOUT = 0, 1, 2
_LOOK_NS = 100_000_000  # how long a wait may keep Ctrl-C
_MOST_LOSSES = 5  # that run() warns of one by one


class _Chunk(ctypes.Structure):
    _fields_ = [
        ("size", ctypes.c_uint64),
        ("start", ctypes.c_int64),
        ("end", ctypes.c_int64),
        ("number", ctypes.c_int64),
        ("first_index", ctypes.c_int64),
        ("records", ctypes.c_void_p),
        ("count", ctypes.c_uint64),
        ("stride", ctypes.c_uint64),
        ("losses", ctypes.c_uint64),
        ("lost", ctypes.c_int64),
    ]


class Chunk:
    """The records that start in [start, end) of a run.

    ``records`` is a structured array. Times are in the unit of the data, ns or ps; ``number`` is that of the chunk in the run, from 0,
    and ``first_index`` that of its first record, -1 if it is not known; ``losses`` intervals in it were lost, and ``lost`` is how long
    they are together. ``len(chunk)`` and ``chunk["peak"]`` are those of the records.
    """

    __slots__ = ("__weakref__", "_count", "_records", "end", "first_index", "losses", "lost", "number", "start")

    start: int
    end: int
    number: int
    first_index: int
    losses: int
    lost: int

    def __init__(self, raw, records):
        self.start, self.end, self.number = raw.start, raw.end, raw.number
        self.first_index, self.losses, self.lost = raw.first_index, raw.losses, raw.lost
        self._records, self._count = records, len(records)

    @property
    def records(self) -> np.ndarray:
        """The records; refused once the chunk is gone, of a stream with copy=False."""
        if self._records is None:
            raise HandleError(f"chunk {self.number} is gone, as the next one was asked for; copy what you keep, or stream with copy=True")
        return self._records

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, key: Any) -> Any:
        return self.records[key]

    def __array__(self, dtype=None, copy=None):
        return np.array(self.records, dtype=dtype, subok=False)

    def to_pandas(self, expand: bool = False) -> Any:
        """A ``pandas.DataFrame`` of the records, which shares nothing with the chunk; see :func:`sluice.to_pandas`."""
        return _arrow.to_pandas(self.records, expand)

    def to_arrow(self) -> Any:
        """A ``pyarrow.RecordBatch`` of the records, which shares nothing with the chunk; see :func:`sluice.to_arrow`."""
        return _arrow.to_arrow(self.records)

    def __arrow_c_schema__(self) -> object:
        return _arrow.schema_capsule(self, self.records.dtype)

    def __arrow_c_array__(self, requested_schema: object = None) -> Tuple[object, object]:
        return _arrow.records_capsules(self, self.records)

    def __repr__(self):
        return f"<chunk {self.number} [{self.start}, {self.end}) of {self._count} records>"


class Stream:
    """The chunks of one target, in order of time. Read once, by one thread at a time; close it, or use ``with``.

    Iterating gives a :class:`Chunk` after the other. With copy=True (the default) its records are an array of their own. With
    copy=False they lie in the engine, and cannot be written: when the next chunk is asked for, the chunk refuses every use, and an
    array of it that is still held is a HandleError, as it would show other data. Raises RunError if the run fails, after the chunks
    before. Ctrl-C ends a wait.
    """

    def __init__(self, handle, session, copy):
        self._api = api()
        self._handle = handle
        self._session = session
        self._copy = copy
        self._lent = None  # the chunk that was lent, and its memory, both weakly
        self._memory = None
        self._raw = _Chunk(size=ctypes.sizeof(_Chunk))
        self.dtype = read_dtype(self._api.read_text(handle, "type"))
        self.name = self._api.read_text(handle, "name")

    def next(self, timeout: Optional[float] = None) -> Optional[Chunk]:
        """The next chunk; None after the last one. Raises TimeoutError if none comes within `timeout` seconds."""
        if not self._end_chunk():
            raise HandleError(
                f"arrays of chunk {self._raw.number} of {self.name} are still held, and would show other data after the next one; "
                "del them, or copy them, or stream with copy=True"
            )
        left = None if timeout is None else int(timeout * 1e9)
        while True:
            self._api.jvm.restore_handlers()
            wait = _LOOK_NS if left is None else max(0, min(left, _LOOK_NS))
            code = self._next(wait)
            if code == _END:
                return None
            if code == _OK:
                chunk = Chunk(self._raw, self._records())
                self._lent = None if self._copy else weakref.ref(chunk)
                return chunk
            if left is not None:
                left -= wait
                if left <= 0:
                    raise TimeoutError(f"no chunk of {self.name} came within timeout={timeout} s; ask again")

    def _next(self, wait):
        try:
            return self._api.check(self._api.stream_next(self._require(), wait, ctypes.byref(self._raw)))
        except RunError as failure:
            raise failure from self._session.uses.cause(failure)

    def __arrow_c_schema__(self) -> object:
        return _arrow.schema_capsule(self, self.dtype)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """The rest of the stream, a batch per chunk, to a library that reads Arrow: it closes the stream, which is closed here from now on."""
        if not self._end_chunk():
            raise HandleError(f"arrays of chunk {self._raw.number} of {self.name} are still held; del them, or copy them")
        handle = self._require()
        if self._session.open != {handle}:
            raise ArgumentError(f"{self.name} is one of several targets, read in one pass; open it alone, by stream(), for Arrow")
        self._api.jvm.restore_handlers()
        capsule = _arrow.stream_capsule(self, handle, self._session.handle)
        self._handle = 0
        self._session.give_away()
        return capsule

    def to_arrow(self) -> Any:
        """A ``pyarrow.RecordBatchReader`` of the rest of the stream, which closes it at its end; needs pyarrow 14 or newer.

        Batches are copied by the engine, a column at a time, and are yours. A run that fails is an error of pyarrow with the sentence.
        """
        return _arrow._pyarrow().RecordBatchReader.from_stream(self)

    def _records(self):
        raw = self._raw
        if raw.count == 0:
            return np.empty(0, self.dtype)
        memory = (ctypes.c_char * (raw.count * raw.stride)).from_address(raw.records)
        records = np.frombuffer(memory, self.dtype)
        if self._copy:
            return records.copy()
        records.flags.writeable = False
        self._memory = weakref.ref(memory)
        return records

    def _end_chunk(self):
        """Takes back what was lent; False if arrays of it are still held."""
        chunk = self._lent() if self._lent is not None else None
        if chunk is not None:
            chunk._records = None
        del chunk
        if self._memory is not None and is_held(self._memory):
            return False
        self._lent = self._memory = None
        return True

    def _require(self):
        self._api.require()
        if not self._handle:
            raise HandleError(f"the stream of {self.name} is closed; open another one")
        return self._handle

    def __iter__(self) -> Iterator[Chunk]:
        while (chunk := self.next()) is not None:
            yield chunk

    @property
    def summary(self) -> Dict[str, Any]:
        """What was read and lost so far: a dict with state, records, chunks, losses and more, as sluice.h lists them."""
        return json.loads(self._api.read_text(self._require(), "summary"))

    @property
    def statistics(self) -> Dict[str, Any]:
        """How the data flow through the stages of the run: a dict with stages, dropped and reserved_bytes, as sluice.h lists them."""
        return json.loads(self._api.read_text(self._require(), "statistics"))

    @property
    def notes(self) -> List[str]:
        """What the plugins have to say of the run: a sentence each."""
        return [*self._session.notes, *filter(None, self._api.read_text(self._require(), "notes").split("\n"))]

    def close(self) -> None:
        """Ends the run for this stream; twice is harmless. Arrays that are still held keep its memory until they go."""
        if not self._handle or self._api.jvm.forked:
            return
        handle, self._handle = self._handle, 0
        session = self._session
        if self._end_chunk():
            session.release(handle)
        else:
            weakref.finalize(self._memory(), session.release, handle)

    def __enter__(self) -> "Stream":
        return self

    def __exit__(self, *_):
        self.close()

    def __del__(self):
        try:
            self.close()
        except Exception:  # at the end of the process the engine may be gone
            return


class _Session:
    """A session, closed with the last of its streams."""

    def __init__(self, handle, uses):
        self._api = api()
        self.handle = handle
        self.uses = uses
        self.open = set()
        self.borrowed = lambda: None  # memory of a claim that an array still shows
        self.notes = list(filter(None, self._api.read_text(handle, "notes").split("\n")))

    def start(self, copy):
        targets = len(self._api.read_text(self.handle, "targets").split("\n"))
        handles = (ctypes.c_uint64 * targets)()
        try:
            self._api.check(self._api.session_streams(self.handle, handles, targets, None))
        except BaseException:
            self.close()
            raise
        self.open = set(handles)
        return [Stream(handle, self, copy) for handle in handles]

    def give_away(self):
        """The session belongs to the reader of its one stream."""
        self.handle = 0
        self.open = set()

    def release(self, stream):
        """Closes the stream of that number, and the session with the last one."""
        if self._api.jvm.forked or self._api.jvm.stopped:
            return
        if _plugins.inside():  # it would wait for itself
            threading.Thread(target=self.release, args=(stream,), daemon=True).start()
            return
        claimed = self.borrowed() if self.open == {stream} else None
        if claimed is not None:
            weakref.finalize(claimed, self.release, stream)
            return
        if self.open == {stream}:
            self.uses.stop()
        self._api.check(self._api.release(stream))
        self.open.discard(stream)
        if not self.open:
            self.close()

    def close(self):
        if self.handle and not self._api.jvm.forked:
            handle, self.handle = self.handle, 0
            self.uses.stop()
            self._api.check(self._api.release(handle))
            self.uses.end()


def _texts(words):
    encoded = [os.fsencode(word) for word in words]
    for word in encoded:
        if b"\0" in word:
            raise ArgumentError(f"{word!r} has a NUL in it; names and values are texts without")
    return (ctypes.c_char_p * len(encoded))(*encoded), len(encoded)


def _words(inputs, targets, time_range, options, settings):
    if inputs is None:
        inputs = []
    elif isinstance(inputs, (str, os.PathLike)):
        inputs = [inputs]
    elif isinstance(inputs, (bytes, np.ndarray)):
        raise ArgumentError("inputs are names of files and folders; features() takes arrays, live() records of this program")
    words = []
    if targets:
        words += ["--target", targets if isinstance(targets, str) else ",".join(targets)]
    if isinstance(time_range, str):
        words += ["--time-range", time_range]
    elif time_range is not None:
        start, end = (None if bound is None else int(bound) for bound in time_range)
        words += ["--time-range", f"{'' if start is None else start}:{'' if end is None else end}"]
    if options is not None and not isinstance(options, Mapping):
        raise ArgumentError(f'options={options!r} is no dict of names and values, such as {{"charge_range": (60, 300)}}')
    for name, value in (options or {}).items():
        words += ["--set", f"{name}={setting(value)}"]
    for name, value in settings.items():
        if value is None or value is False:
            continue
        if name in ("out", "titles", "json"):
            raise ArgumentError(f"{name}={value!r} is of the command line; here the records come as arrays")
        if name in ("columns", "drop_columns", "pin") and isinstance(value, (list, tuple)):
            value = ",".join(map(str, value))
        word = "--" + name.replace("_", "-")
        if value is True:
            words.append(word)
        else:
            words += [text for each in (value if isinstance(value, (list, tuple)) else [value]) for text in (word, str(each))]
    return [*words, *(["--", *(os.fspath(each) for each in inputs)] if inputs else [])]


def streams(
    inputs: _Inputs,
    targets: Union[str, Sequence[str]],
    time_range: _TimeRange = None,
    options: Optional[Mapping[str, Any]] = None,
    copy: bool = True,
    **settings: Any,
) -> List[Stream]:
    """Streams of several targets, computed in one pass; read them at the same time. See :func:`stream`."""
    plugins, settings = _plugins.split(settings)
    words, count = _texts(_words(inputs, targets, time_range, options, settings))
    functions = api()
    functions.jvm.restore_handlers()
    handle = ctypes.c_uint64()
    uses = _plugins.Uses(plugins)
    uses.open(lambda: functions.check(functions.session_open(words, count, ctypes.byref(handle))))
    return _Session(handle.value, uses).start(copy)


def stream(
    inputs: _Inputs,
    target: str,
    time_range: _TimeRange = None,
    options: Optional[Mapping[str, Any]] = None,
    copy: bool = True,
    **settings: Any,
) -> Stream:
    """Streams a target of a run, chunk by chunk.

    inputs: a file or folder, several of them, or None for the simulated detector. target: a type of data, such as "features".
    time_range: (from, to) in the unit of the data; None is open. options: of plugins, {"charge_range": (60, 400)}. settings: those
    of the command line, workers=2, on_error="skip", config="run.toml", select="charge > 100",
    plugins=["my.jar", "libmine.so", mine]: files, and functions under :func:`sluice.plugin`.
    Returns a :class:`Stream`. Raises ArgumentError or InputError with the sentence of the command line.
    """
    opened = streams(inputs, target, time_range, options, copy, **settings)
    if len(opened) != 1:
        for each in opened:
            each.close()
        raise ArgumentError(f"target={target!r} are {len(opened)} targets; use streams()")
    return opened[0]


def _lost(summary):
    """A sentence for each of the first losses of a run, and how many there are besides."""
    losses = summary["losses"]
    for loss in losses[:_MOST_LOSSES]:
        yield f"lost [{loss['start']}, {loss['end']}): {loss['cause']}"
    more = len(losses) - _MOST_LOSSES + summary["more_losses"]
    if more > 0:
        yield f"lost {more} more intervals; stream() and read summary['losses'] to have them all"


def run(
    inputs: _Inputs, target: str, time_range: _TimeRange = None, options: Optional[Mapping[str, Any]] = None, **settings: Any
) -> np.ndarray:
    """All records of a target, as one structured array; see :func:`stream`.

    What the run has to note, and what was lost under on_error="skip" or left out of a damaged file, is warned of.
    """
    with stream(inputs, target, time_range, options, copy=True, **settings) as chunks:
        parts = [chunk.records for chunk in chunks]
        for sentence in [*chunks.notes, *_lost(chunks.summary)]:
            warnings.warn(sentence, stacklevel=2)
        return np.concatenate(parts) if parts else np.empty(0, chunks.dtype)
