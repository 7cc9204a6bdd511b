"""Runs: sessions, their streams of chunks, and live input."""

import ast
import ctypes
import os

import numpy as np

from ._api import api
from ._errors import ArgumentError, HandleError, SluiceError

_OK, _END, _TIMEOUT = 0, 1, 2
_LOOK_NS = 100_000_000  # how long a wait may keep Ctrl-C


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


class _Guard:
    """Whether memory that was lent is still there."""

    __slots__ = ("gone",)

    def __init__(self):
        self.gone = None

    def require(self):
        if self.gone:
            raise HandleError(f"this array shows {self.gone}, which is gone; copy it before the next chunk, or stream with copy=True")


class LentArray(np.ndarray):
    """An array in memory of the engine: to be read until the next chunk is asked for, then refused.

    What is computed from it is an array of its own. ``numpy.array(lent)`` copies it.
    """

    def __array_finalize__(self, parent):
        self._guard = getattr(parent, "_guard", None)

    def _require(self):
        if self._guard is not None:
            self._guard.require()

    def __getitem__(self, key):
        self._require()
        return super().__getitem__(key)

    def __iter__(self):
        self._require()
        return super().__iter__()

    def __repr__(self):
        return f"<LentArray of {self._guard.gone}, gone>" if self._guard and self._guard.gone else super().__repr__()

    __str__ = __repr__

    def copy(self, order="C"):
        """An array of its own."""
        self._require()
        return np.array(self, order=order, subok=False)

    def __array_ufunc__(self, ufunc, method, *inputs, out=None, **kwargs):
        plain = [_plain(each) for each in inputs]
        if out is not None:
            kwargs["out"] = out
        return getattr(ufunc, method)(*plain, **kwargs)

    def __array_function__(self, function, types, args, kwargs):
        return function(*_plain(args), **_plain(kwargs))


def _plain(value):
    if isinstance(value, LentArray):
        value._require()
        return value.view(np.ndarray)
    if isinstance(value, (tuple, list)):
        return type(value)(_plain(each) for each in value)
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return value


class Chunk:
    """The records that start in [start, end) of a run.

    ``records`` is a structured array. Times are in the unit of the data, ns or ps; ``lost`` is how long what was lost in it
    is together. ``len(chunk)`` and ``chunk["peak"]`` are those of the records.
    """

    __slots__ = ("end", "first_index", "losses", "lost", "number", "records", "start")

    def __init__(self, raw, records):
        self.start, self.end, self.number = raw.start, raw.end, raw.number
        self.first_index, self.losses, self.lost = raw.first_index, raw.losses, raw.lost
        self.records = records

    def __len__(self):
        return len(self.records)

    def __getitem__(self, key):
        return self.records[key]

    def __array__(self, dtype=None, copy=None):
        return np.array(self.records, dtype=dtype, subok=False)

    def __repr__(self):
        return f"<chunk {self.number} [{self.start}, {self.end}) of {len(self.records)} records>"


class Stream:
    """The chunks of one target, in order of time. Read once, by one thread at a time; close it, or use ``with``.

    Iterating gives a :class:`Chunk` after the other. With copy=True (the default) its records are an array of their own; with
    copy=False they lie in the engine and are refused once the next chunk is asked for. Raises RunError if the run fails, after
    the chunks before. Ctrl-C ends a wait.
    """

    def __init__(self, handle, session, copy):
        self._api = api()
        self._handle = handle
        self._session = session
        self._copy = copy
        self._guard = None
        self._raw = _Chunk(size=ctypes.sizeof(_Chunk))
        self.dtype = np.dtype(ast.literal_eval(self._api.read_text(handle, "type")))
        self.name = self._api.read_text(handle, "name")

    def next(self, timeout=None):
        """The next chunk; None after the last one. Raises TimeoutError if none comes within `timeout` seconds."""
        self._end_chunk()
        left = None if timeout is None else int(timeout * 1e9)
        while True:
            self._api.jvm.restore_handlers()
            wait = _LOOK_NS if left is None else max(0, min(left, _LOOK_NS))
            code = self._api.check(self._api.stream_next(self._require(), wait, ctypes.byref(self._raw)))
            if code == _END:
                return None
            if code == _OK:
                return Chunk(self._raw, self._records())
            if left is not None:
                left -= wait
                if left <= 0:
                    raise TimeoutError(f"no chunk of {self.name} came within timeout={timeout} s; ask again")

    def _records(self):
        raw = self._raw
        if raw.count == 0:
            return np.empty(0, self.dtype)
        memory = (ctypes.c_char * (raw.count * raw.stride)).from_address(raw.records)
        lent = np.frombuffer(memory, self.dtype)
        if self._copy:
            return lent.copy()
        shown = lent.view(LentArray)
        shown.flags.writeable = False
        self._guard = shown._guard = _Guard()
        return shown

    def _end_chunk(self):
        if self._guard is not None:
            self._guard.gone = f"chunk {self._raw.number} of {self.name}"
            self._guard = None

    def _require(self):
        if not self._handle:
            raise HandleError(f"the stream of {self.name} is closed; open another one")
        return self._handle

    def __iter__(self):
        while (chunk := self.next()) is not None:
            yield chunk

    @property
    def summary(self):
        """What was read and lost so far, as text."""
        return self._api.read_text(self._require(), "summary")

    @property
    def notes(self):
        """What the plugins have to say of the run: a sentence each."""
        return [*self._session.notes, *filter(None, self._api.read_text(self._require(), "notes").split("\n"))]

    def close(self):
        """Ends the run for this stream; twice is harmless."""
        self._end_chunk()
        if self._handle:
            handle, self._handle = self._handle, 0
            self._api.check(self._api.release(handle))
            self._session.closed(self)

    def __enter__(self):
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

    def __init__(self, handle):
        self._api = api()
        self.handle = handle
        self.open = []
        self.notes = list(filter(None, self._api.read_text(handle, "notes").split("\n")))

    def start(self, copy):
        targets = len(self._api.read_text(self.handle, "targets").split("\n"))
        handles = (ctypes.c_uint64 * targets)()
        try:
            self._api.check(self._api.session_streams(self.handle, handles, targets, None))
        except BaseException:
            self.close()
            raise
        self.open = [Stream(handle, self, copy) for handle in handles]
        return list(self.open)

    def closed(self, stream):
        self.open = [each for each in self.open if each is not stream]
        if not self.open:
            self.close()

    def close(self):
        if self.handle:
            handle, self.handle = self.handle, 0
            self._api.check(self._api.release(handle))


def _texts(words):
    encoded = [os.fsencode(word) for word in words]
    return (ctypes.c_char_p * len(encoded))(*encoded), len(encoded)


def _words(inputs, targets, time_range, options, settings):
    if inputs is None:
        inputs = []
    elif isinstance(inputs, (str, os.PathLike)):
        inputs = [inputs]
    words = []
    if targets:
        words += ["--target", targets if isinstance(targets, str) else ",".join(targets)]
    if time_range is not None:
        start, end = time_range
        words += ["--time-range", f"{'' if start is None else start}:{'' if end is None else end}"]
    for name, value in (options or {}).items():
        words += ["--set", f"{name}={_word(value)}"]
    for name, value in settings.items():
        if value is None or value is False:
            continue
        word = "--" + name.replace("_", "-")
        if value is True:
            words.append(word)
        else:
            words += [text for each in (value if isinstance(value, (list, tuple)) else [value]) for text in (word, str(each))]
    return [*words, *(["--", *(os.fspath(each) for each in inputs)] if inputs else [])]


def _word(value):
    from ._kernels import _word as word

    return word(value)


def streams(inputs, targets, time_range=None, options=None, copy=True, **settings):
    """Streams of several targets, computed in one pass; read them at the same time. See :func:`stream`."""
    words, count = _texts(_words(inputs, targets, time_range, options, settings))
    functions = api()
    functions.jvm.restore_handlers()
    handle = ctypes.c_uint64()
    functions.check(functions.session_open(words, count, ctypes.byref(handle)))
    return _Session(handle.value).start(copy)


def stream(inputs, target, time_range=None, options=None, copy=True, **settings):
    """Streams a target of a run, chunk by chunk.

    inputs: a file or folder, several of them, or None for the simulated detector. target: a type of data, such as "features".
    time_range: (from, to) in the unit of the data; None is open. options: of plugins, {"charge_range": (60, 400)}. settings: those
    of the command line, workers=2, on_error="skip", config="run.toml", plugins=["my.jar"], select="charge > 100".
    Returns a :class:`Stream`. Raises ArgumentError or InputError with the sentence of the command line.
    """
    opened = streams(inputs, target, time_range, options, copy, **settings)
    if len(opened) != 1:
        for each in opened:
            each.close()
        raise ArgumentError(f"target={target!r} are {len(opened)} targets; use streams()")
    return opened[0]


def run(inputs, target, time_range=None, options=None, **settings):
    """All records of a target, as one structured array; see :func:`stream`."""
    with stream(inputs, target, time_range, options, copy=True, **settings) as chunks:
        parts = [chunk.records for chunk in chunks]
        return np.concatenate(parts) if parts else np.empty(0, chunks.dtype)


class Live:
    """Records that this program publishes, while they are taken; made by :func:`live`. One thread at a time publishes.

    ``streams`` are those of the targets, to be read by other threads. Close it, or use ``with``.
    """

    def __init__(self, handle, session, dtype, copy):
        self._api = api()
        self._handle = handle
        self._session = session
        self.dtype = np.dtype(dtype)
        self.streams = session.start(copy)

    def push(self, records, start, end):
        """Copies `records` into the ring, and publishes them as the chunk [start, end); returns after that.

        Waits for room, or drops, as the overflow policy says. An empty array carries time forward.
        """
        records = np.ascontiguousarray(records, self.dtype)
        address = records.__array_interface__["data"][0] if len(records) else None
        self._api.check(self._api.live_push(self._handle, address, len(records), start, end))

    def claim(self, count):
        """Room for `count` records in the ring itself, all zeros: an array to be filled, then :meth:`publish`."""
        memory = ctypes.c_void_p()
        self._api.check(self._api.live_claim(self._handle, count, ctypes.byref(memory)))
        if count == 0:
            return np.empty(0, self.dtype)
        room = (ctypes.c_char * (count * self.dtype.itemsize)).from_address(memory.value)
        return np.frombuffer(room, self.dtype)

    def publish(self, count, start, end):
        """Publishes the first `count` records of the claim; the array of the claim is not to be written any more."""
        self._api.check(self._api.live_publish(self._handle, count, start, end))

    def lost(self, start, end, cause):
        """Marks [start, end) as lost before it came here."""
        self._api.check(self._api.live_lost(self._handle, start, end, cause.encode()))

    def finish(self):
        """Ends the run well: its streams end after what was published."""
        self._api.check(self._api.live_finish(self._handle))

    def fail(self, words):
        """Ends the run as a failed one: readers get RunError with `words`."""
        self._api.check(self._api.live_fail(self._handle, words.encode()))

    def close(self):
        """Finishes, and closes the streams."""
        if self._handle:
            handle, self._handle = self._handle, 0
            self._api.release(handle)
            for each in self.streams:
                each.close()

    def __enter__(self):
        return self

    def __exit__(self, kind, failure, _):
        if failure is not None and self._handle:
            try:
                self.fail(f"{kind.__name__}: {failure}")
            except SluiceError:  # it had ended before
                pass
        self.close()


def live(data_type, dtype, targets, options=None, copy=True, instantaneous=False, overflow="block", lateness=0, **settings):
    """Opens a run over records that this program publishes.

    data_type: what plugins know them as, such as "st_waveforms_stream"; dtype: their numpy dtype, with a field ``time``; targets: what is
    computed. overflow: "block", "drop-newest", "drop-oldest" or "spill:FOLDER:BYTES"; lateness: how late records may come, in the unit
    of the data; instantaneous: records have no duration. Settings as for :func:`stream`. Returns a :class:`Live`.
    """
    functions = api()
    functions.jvm.restore_handlers()
    words, count = _texts(_words(None, targets, None, options, settings))
    session, handle = ctypes.c_uint64(), ctypes.c_uint64()
    text = str(np.dtype(dtype).descr) + (" instantaneous" if instantaneous else "")
    functions.check(
        functions.session_live(words, count, data_type.encode(), text.encode(), ctypes.byref(session), ctypes.byref(handle))
    )
    opened = _Session(session.value)
    try:
        for name, value in (("overflow", overflow), ("lateness", str(lateness))):
            functions.check(functions.live_set(handle, name.encode(), value.encode()))
    except BaseException:
        opened.close()
        raise
    return Live(handle.value, opened, dtype, copy)
