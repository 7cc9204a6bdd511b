"""Live input: records that this program publishes, while they are taken."""

import ctypes
import weakref
from typing import Any, Mapping, Optional, Sequence, Union

import numpy as np

from . import _plugins
from ._api import api
from ._arrays import address, is_held
from ._errors import ArgumentError, HandleError, MemoryLimitError, SluiceError
from ._streams import _LOOK_NS, _TIMEOUT, _Session, _texts, _words


def _time(value):
    if not -(2**63) <= value < 2**63 or int(value) != value:
        raise ArgumentError(f"time={value} is no int64")
    return int(value)


class Claim:
    """Room for records in the ring itself, all zeros, which this thread fills in place and publishes; made by :meth:`Live.claim`.

    ``claim["time"] = times`` writes a field, ``claim["wave"][:, 10:20] -= 5`` works on a view of it, ``claim.records`` is the whole
    structured array. It refuses every use once it is published. With ``with``, an exception discards it.
    """

    __slots__ = ("__weakref__", "_count", "_live", "_records")

    def __init__(self, live, records):
        self._live, self._records, self._count = live, records, len(records)

    @property
    def records(self) -> np.ndarray:
        """The records, a structured array of the ring's memory; no array of it may be held when it is published."""
        if self._records is None:
            raise HandleError("the claim was published or discarded; claim other records")
        return self._records

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, key: Any) -> Any:
        return self.records[key]

    def __setitem__(self, key: Any, value: Any) -> None:
        self.records[key] = value

    def __array__(self, dtype=None, copy=None):
        return np.array(self.records, dtype=dtype, subok=False)

    def __repr__(self):
        return f"<claim of {self._count} records{'' if self._records is not None else ', gone'}>"

    def publish(self, start: int, end: int, count: Optional[int] = None, timeout: Optional[float] = None) -> None:
        """Publishes the first `count` records (all) as the chunk [start, end), which starts where the last one ended.

        Waits for room, or drops, as the overflow policy says. What is refused, or finds no room within `timeout` seconds
        (TimeoutError), stays claimed, to be corrected and published. Arrays of it that are still held are a HandleError: they
        would write into records that are published.
        """
        if self._records is None:
            self.records  # refuses
        number = self._count if count is None else int(count)
        start, end = _time(start), _time(end)
        self._records = None
        kept = True
        try:
            self._live._require_unheld()
            self._live._publish(number, start, end, timeout)
            kept = False
        except SluiceError as failure:  # another one than these: its readers have left, and it is given up
            kept = isinstance(failure, (ArgumentError, MemoryLimitError, HandleError))
            raise
        finally:
            if kept and self._live._handle:
                self._records = self._live._claimed_records()
            else:
                self._live._forget_unheld()

    def discard(self) -> None:
        """Gives the room up; twice is harmless."""
        if self._records is not None:
            self._records = None
            self._live._discard()

    def __enter__(self) -> "Claim":
        return self

    def __exit__(self, *_):
        self.discard()


class Live:
    """Records that this program publishes, while they are taken; made by :func:`live`. One thread at a time publishes.

    ``streams`` are those of the targets, to be read by other threads. Close it, or use ``with``. Several of them may run at once.
    """

    def __init__(self, handle, session, dtype, copy):
        self._api = api()
        self._handle = handle
        self._session = session
        self.dtype = np.dtype(dtype)
        self._memory = None  # of the claim, weakly: alive while an array shows it
        self._address, self._count, self._claim = 0, 0, None
        self.streams = session.start(copy)
        session.borrowed = self._borrowed

    def push(self, records: np.ndarray, start: int, end: int, timeout: Optional[float] = None) -> None:
        """Copies `records` into the ring, and publishes them as the chunk [start, end); returns after that.

        records: one dimension of exactly `dtype`. Waits for room, or drops, as the overflow policy says; raises TimeoutError if there
        is none within `timeout` seconds, and nothing is published then. An empty array carries time forward. Ctrl-C ends the wait.
        """
        records = np.asarray(records)
        if records.dtype != self.dtype or records.ndim != 1:
            raise ArgumentError(
                f"records of dtype={self.dtype} in one dimension are published, not {records.dtype} of shape={records.shape}"
            )
        records = np.ascontiguousarray(records)
        place = address(records) if len(records) else None
        start, end = _time(start), _time(end)
        self._end_claim()
        self._wait(lambda limit: self._api.live_push_within(self._require(), place, len(records), start, end, limit), timeout)

    def claim(self, count: int, timeout: Optional[float] = None) -> Claim:
        """Room for `count` records in the ring itself: a :class:`Claim`, to be filled and published by this thread.

        It takes the place of an earlier one of this thread that was not published; arrays of that one that are held are a HandleError.
        Until it is published or discarded, other threads are refused.
        """
        self._end_claim()
        place = ctypes.c_void_p()
        self._wait(lambda limit: self._api.live_claim_within(self._require(), int(count), limit, ctypes.byref(place)), timeout)
        self._address, self._count = place.value, int(count)
        claim = Claim(self, self._claimed_records())
        self._claim = weakref.ref(claim)
        return claim

    def _claimed_records(self):
        memory = self._memory() if self._memory is not None else None
        if memory is None:
            memory = (ctypes.c_char * (self._count * self.dtype.itemsize)).from_address(self._address)
            self._memory = weakref.ref(memory)
        return np.frombuffer(memory, self.dtype)

    def _is_held(self):
        return self._memory is not None and is_held(self._memory)

    def _require_unheld(self):
        if self._is_held():
            raise HandleError(
                "arrays of the claim are still held, and would write into published records: del them, or fill it as claim[...]"
            )

    def _end_claim(self):
        """Takes back what is claimed and not published."""
        if self._borrowed() is not None:
            raise HandleError("arrays of an earlier claim are still held, and would write into other records: del them")
        self._forget()

    def _forget(self):
        self._memory = self._claim = None

    def _forget_unheld(self):
        if not self._is_held():
            self._forget()

    def _discard(self):
        if self._handle:
            self._api.check(self._api.live_discard(self._require()))
        self._forget_unheld()

    def _borrowed(self):
        """Ends the claim; its memory, if arrays of it are still held."""
        claim = self._claim() if self._claim is not None else None
        if claim is not None:
            claim._records = None
        del claim
        return self._memory() if self._is_held() else None

    def _publish(self, count, start, end, timeout):
        self._wait(lambda limit: self._api.live_publish_within(self._require(), count, start, end, limit), timeout)

    def _wait(self, call, timeout):
        """Calls with limits that are short, so that Ctrl-C comes through between them."""
        left = None if timeout is None else int(timeout * 1e9)
        while True:
            self._api.jvm.restore_handlers()
            limit = _LOOK_NS if left is None else max(0, min(left, _LOOK_NS))
            if self._api.check(call(limit)) != _TIMEOUT:
                return
            if left is not None:
                left -= limit
                if left <= 0:
                    raise TimeoutError(f"there was no room within timeout={timeout} s; try again, or read the streams faster")

    def _require(self):
        self._api.require()
        if not self._handle:
            raise HandleError("the live input is closed; open another one")
        return self._handle

    def lost(self, start: int, end: int, cause: str) -> None:
        """Marks [start, end) as lost before it came here."""
        self._api.check(self._api.live_lost(self._require(), _time(start), _time(end), str(cause).encode()))

    def finish(self) -> None:
        """Ends the run well: its streams end after what was published. Nothing can be published after it."""
        self._api.check(self._api.live_finish(self._require()))

    def fail(self, words: str) -> None:
        """Ends the run as a failed one: readers get RunError with `words`."""
        self._api.check(self._api.live_fail(self._require(), words.encode()))

    def close(self) -> None:
        """Finishes, and closes the streams. Arrays of a claim that are still held keep the memory until they go.

        While another thread has claimed or publishes, it is a SluiceError: the streams are closed, and that thread gets an error too.
        """
        if self._handle and not self._api.jvm.forked and not self._api.jvm.stopped:
            try:
                self._api.check(self._api.release(self._handle))
                self._handle = 0
            except HandleError:  # it went with its session
                self._handle = 0
            finally:
                for each in self.streams:
                    each.close()

    def __enter__(self) -> "Live":
        return self

    def __exit__(self, kind, failure, _):
        if failure is not None and self._handle:
            try:
                self.fail(f"{kind.__name__}: {failure}")
            except SluiceError:  # it had ended before
                pass
        self.close()


def live(
    data_type: str,
    dtype: Any,
    targets: Union[str, Sequence[str]],
    options: Optional[Mapping[str, Any]] = None,
    copy: bool = True,
    instantaneous: bool = False,
    overflow: str = "block",
    lateness: int = 0,
    every_field: bool = False,
    **settings: Any,
) -> Live:
    """Opens a run over records that this program publishes.

    data_type: what plugins know them as, such as "st_waveforms_stream"; dtype: their numpy dtype, with a field ``time``;
    targets: what is computed; one that is `data_type` itself gives the records as they are published. overflow: "block",
    "drop-newest", "drop-oldest" or "spill:FOLDER:SIZE", such as 100M; lateness: how late records may come, in the unit of the data;
    instantaneous: records have no duration; every_field: claims are not cleared, as this program fills all fields of them.
    Settings as for :func:`stream`. Returns a :class:`Live`.
    """
    functions = api()
    functions.jvm.restore_handlers()
    plugins, settings = _plugins.split(settings)
    words, count = _texts(_words(None, targets, None, options, settings))
    session, handle = ctypes.c_uint64(), ctypes.c_uint64()
    text = str(np.dtype(dtype).descr) + (" instantaneous" if instantaneous else "")
    uses = _plugins.Uses(plugins)
    uses.open(
        lambda: functions.check(
            functions.session_live(words, count, data_type.encode(), text.encode(), ctypes.byref(session), ctypes.byref(handle))
        )
    )
    opened = _Session(session.value, uses)
    try:
        for name, value in (("overflow", overflow), ("lateness", str(lateness)), ("fills", "every" if every_field else "some")):
            functions.check(functions.live_set(handle, name.encode(), value.encode()))
    except BaseException:
        opened.close()
        raise
    return Live(handle.value, opened, dtype, copy)
