"""Kernels of the engine, bound once to types and settings, and their calls on arrays."""

import ctypes
import struct
import threading
from collections import OrderedDict
from faulthandler import is_enabled
from itertools import chain
from time import perf_counter
from typing import Any, Callable

import numpy as np

from ._api import api
from ._arrays import Rows, address, where, writable
from ._errors import ArgumentError, HandleError
from ._words import descr, word

_MOST_KERNELS = 256
_LARGE = 1 << 17
_rooms = threading.local()
_kernels = OrderedDict()
_lock = threading.Lock()
_ndarray = np.ndarray
_empty = np.empty
_packers = [struct.Struct(f"{3 * count}Q").pack for count in range(9)]  # address, bytes and count of so many arrays
_two = _packers[2]

bound = {}  # by function, types and settings: a kernel, for calls that have been made before
recorders = {}  # by thread: what is prepared


class Kernel:
    """A kernel of the engine, released with its last use."""

    __slots__ = ("__weakref__", "functions", "handle", "jvm", "name", "names", "run")

    def __init__(self, name, words, names):
        self.functions, self.names = api(), names
        self.name, self.jvm, self.run = name, self.functions.jvm, self.functions.kernel_run
        self.handle = 0
        handle = ctypes.c_uint64()
        self.check(self.functions.kernel_open(name.encode(), words.encode(), ctypes.byref(handle)))
        self.handle = handle.value

    def check(self, code):
        """Raises if that code of this thread's last call is a failure, with the names that settings have here."""
        try:
            self.functions.check(code)
        except ArgumentError as refused:
            raise ArgumentError(_in_python(str(refused), self.names)) from None

    def __del__(self):
        try:
            if self.handle and not self.jvm.forked and not self.jvm.stopped:
                self.functions.release(self.handle)
        except Exception:  # at the end of the process the engine may be gone
            return


def open_kernel(name, types, settings=None, names=None):
    """The kernel for these types and settings, opened once; `names` are settings that the engine calls otherwise."""
    words = [f"{array}={text}" for array, text in types.items()]
    renamed = names or {}
    for setting, value in (settings or {}).items():
        if value is not None:
            text = word(value)
            if ";" in text or "\n" in text:
                raise ArgumentError(f"{setting}={text!r} has a ; or the end of a line in it")
            words.append(f"{renamed.get(setting, setting)}={text}")
    key = (name, ";".join(words))
    functions = api()
    with _lock:
        known = _kernels.get(key)
        if known is not None and known.functions is functions:
            _kernels.move_to_end(key)
            return known
    kernel = Kernel(*key, renamed)
    with _lock:
        _kernels[key] = kernel
        if len(_kernels) > _MOST_KERNELS:
            _kernels.popitem(last=False)
    return kernel


def _in_python(sentence, renamed):
    """A sentence of the engine with the names that settings have here."""
    for here, there in renamed.items():
        sentence = sentence.replace(there, here)
    return sentence


class Bound(BaseException):
    """What a function would run, for the call that is prepared."""

    def __init__(self, kernel, arrays, places, finish, result):
        super().__init__()
        self.kernel, self.arrays, self.places, self.finish, self.result = kernel, arrays, places, finish, result


def is_recorded():
    """Whether this thread prepares a call instead of making it."""
    return bool(recorders) and threading.get_ident() in recorders


def place(array):
    """Address, bytes and count of an array in one piece."""
    return address(array), array.nbytes, len(array)


def run(kernel, arrays, places=None, finish=None, result=None):
    """Runs a kernel; returns `result`, or what `finish` makes of the number of results.

    arrays: those that are used, kept meanwhile; places: address, bytes and count of each where that is not the whole array.
    """
    if places is None:
        places = [place(array) for array in arrays]
    if is_recorded():
        raise Bound(kernel, arrays, places, finish, result)
    jvm = kernel.jvm
    if perf_counter() > jvm.look_again or is_enabled() is not jvm.faulthandler:
        jvm.look()
    given = _packers[len(places)](*chain.from_iterable(places))
    if finish is None:
        code = kernel.run(kernel.handle, given, len(places), None)
        if code:
            kernel.check(code)
        return result
    count = ctypes.c_int64()
    code = kernel.run(kernel.handle, given, len(places), ctypes.byref(count))
    if code:
        kernel.check(code)
    return finish(count.value)


def rows(form, waves, dtype, out, names, values):
    """One result per waveform: `names` and `values` are those of the settings."""
    if type(waves) is _ndarray and not recorders:
        try:
            count = len(waves)
            if out is None:
                known = bound.get((form, waves.dtype, waves.strides, waves.shape[1:], values))
            elif type(out) is _ndarray and len(out) == count:
                known = bound.get((form, waves.dtype, waves.strides, waves.shape[1:], values, out.dtype, out.strides, out.flags.writeable))
            else:
                known = None
        except TypeError:  # a setting that is no key, such as a dict
            known = None
        if known is not None:
            kernel, row, size = known
            jvm = kernel.jvm
            if perf_counter() > jvm.look_again or is_enabled() is not jvm.faulthandler:
                jvm.look()
            if out is None:
                out = _empty(count, dtype)
            code = kernel.run(kernel.handle, _two(address(waves), row * count, count, address(out), size * count, count), 2, None)
            if code:
                kernel.check(code)
            return out
    return _rows(form, waves, dtype, out, names, values)


def _rows(form, waves, dtype, out, names, values):
    given = Rows(waves, is_recorded())
    made = out is None
    if made:
        out = np.empty(given.count, dtype)
    else:
        writable("out", out, given.count)
    settings = dict(zip(names, values))
    kernel = open_kernel(form, {"waveforms": given.type, "results": descr(out.dtype)}, settings, names_of(form))
    places = [(given.address, given.bytes, given.count), place(out)]
    run(kernel, (given.keeper, out), places, result=out)
    if given.keeper is waves and given.count and given.bytes == waves.nbytes:  # taken as it is
        _remember(form, waves, values, None if made else out, (kernel, given.bytes // given.count, out.itemsize))
    return out


def _remember(form, waves, values, out, known):
    """Keeps a bound kernel for arrays of the same types."""
    if type(waves) is not _ndarray or not waves.flags.c_contiguous:
        return
    key = (form, waves.dtype, waves.strides, waves.shape[1:], values)
    if out is not None:
        key += (out.dtype, out.strides, out.flags.writeable)
    try:
        if len(bound) >= _MOST_KERNELS:
            bound.clear()
        bound[key] = known
    except TypeError:  # a setting that is no key
        return


def run_known(form, words, first, *others):
    """Runs a kernel that `know` has kept for arrays of this type, `others` as they are; False where there is none.

    words: settings; texts and None alone are looked up, as others may be no keys. Without `others` the first array is written.
    """
    if type(first) is not _ndarray or recorders:
        return False
    for text in words:
        if text is not None and type(text) is not str:
            return False
    kernel = bound.get((form, first.dtype, words))
    if kernel is None or first.ndim != 1:
        return False
    flags = first.flags
    if not flags.c_contiguous or not (others or flags.writeable):
        return False
    jvm = kernel.jvm
    if perf_counter() > jvm.look_again or is_enabled() is not jvm.faulthandler:
        jvm.look()
    numbers = [address(first), first.nbytes, len(first)]
    for array in others:
        numbers += address(array), array.nbytes, len(array)
    code = kernel.run(kernel.handle, _packers[len(others) + 1](*numbers), len(others) + 1, None)
    if code:
        kernel.check(code)
    return True


def know(form, words, dtype, kernel):
    """Keeps a kernel whose settings are these texts, for `run_known`."""
    if len(bound) >= _MOST_KERNELS:
        bound.clear()
    if all(text is None or isinstance(text, str) for text in words):
        bound[form, dtype, words] = kernel


def names_of(form):
    """The names of settings that the engine calls otherwise than Python does."""
    return _NAMES.get(form)


_NAMES = {
    "pulse_shape": {"peak_range": "shape_peak_range"},
    "fir": {"taps": "fir_taps", "edges": "fir_edges", "origin": "fir_origin", "normalise": "fir_normalise"},
    "fragment_fir": {"taps": "fir_taps", "edges": "fir_edges", "origin": "fir_origin", "normalise": "fir_normalise"},
    "moving_average": {"window": "moving_average_window", "edges": "moving_average_edges"},
    "savitzky_golay": {"window": "savitzky_golay_window", "degree": "savitzky_golay_degree", "edges": "savitzky_golay_edges"},
    "butterworth": {"order": "butterworth_order", "low": "butterworth_low", "high": "butterworth_high"},
    "pole_zero": {"decay": "pole_zero_decay"},
    "trapezoidal": {"rise": "trapezoidal_rise", "flat": "trapezoidal_flat", "decay": "trapezoidal_decay"},
    "records": {"polarity": "pulse_polarity"},
    "find_hits": {"polarity": "pulse_polarity"},
    "sum_waveform": {"polarity": "pulse_polarity"},
    "coincidences": {"rule": "coincidence_rule"},
}


def found(kernel, arrays, places, out, dtype, guess):
    """Results of which it is not known before how many there are; asks again where there was not room for all.

    Without `out`, small results are written to memory that the thread keeps, and copied: fresh memory takes longer than the kernel.
    """
    kept = out is None and not is_recorded() and guess * dtype.itemsize <= _LARGE
    room = _kept_room(guess, dtype) if kept else np.empty(guess, dtype) if out is None else writable("out", out, None, dtype)
    count = run(kernel, (*arrays, room), [*places, place(room)], lambda number: _some(room, number))
    if isinstance(count, np.ndarray):
        return count.view("u1").copy().view(dtype) if kept else count  # numpy copies bytes at once, records field by field
    if out is not None:
        raise _full(out, count)
    room = np.empty(count, dtype)
    return run(kernel, (*arrays, room), [*places, place(room)], lambda number: room[:number])


def _kept_room(count, dtype):
    """Memory of this thread for so many results."""
    size = count * dtype.itemsize
    memory = getattr(_rooms, "memory", None)
    if memory is None or len(memory) < size:
        memory = _rooms.memory = np.empty(max(size, 1 << 16), "u1")
    return memory[:size].view(dtype)


def _some(room, number):
    return room[:number] if number <= len(room) else number


def _full(room, count):
    return ArgumentError(f"out has room for {len(room)} results, but there are {count}; give as much, or leave it out")


# -- prepared calls --------------------------------------------------------------------------------------------------------


class PreparedCall:
    """A function bound to its arrays, made by :func:`prepare`: calling it computes again, over what the arrays hold then.

    Returns what the function would; of one thread at a time. The arrays live as long as it does; where one was resized
    meanwhile it refuses. Close it, use ``with``, or let it go.
    """

    __slots__ = ("__weakref__", "_call", "_finish", "_functions", "_jvm", "_kernel", "_number", "_pointer", "_result", "_run", "_where", "arrays")

    def __init__(self, kernel, arrays, places, finish, result):
        self._kernel, self._functions, self._jvm = kernel, kernel.functions, kernel.jvm
        self.arrays = tuple(arrays)
        self._where = [(array, where(array), address(array), array.nbytes) for array in self.arrays]
        self._finish, self._result = finish, result
        self._number = ctypes.c_int64()
        self._pointer = ctypes.addressof(self._number)
        self._run = self._functions.call_run
        self._call = 0
        given = _packers[len(places)](*chain.from_iterable(places))
        call = ctypes.c_uint64()
        kernel.check(self._functions.kernel_prepare(kernel.handle, given, len(places), ctypes.byref(call)))
        self._call = call.value

    def __call__(self) -> Any:
        jvm = self._jvm
        if perf_counter() > jvm.look_again or is_enabled() is not jvm.faulthandler:
            jvm.look()
        kept = self._where  # another thread may close this meanwhile
        for array, place_now, start, size in kept:
            if place_now.value != start or array.nbytes != size:
                raise ArgumentError("an array of the prepared call was resized or moved since; prepare it anew")
        code = self._run(self._call, self._pointer)
        if code:
            self._fail(code)
        return self._result if self._finish is None else self._finish(self._number.value)

    def _fail(self, code):
        if not self._call:
            raise HandleError(f"the prepared call of {self._kernel.name} is closed; prepare it anew")
        self._kernel.check(code)

    def close(self) -> None:
        """Forgets the arrays; twice is harmless."""
        call, self._call = self._call, 0
        self.arrays, self._where = (), []
        if call and not self._jvm.forked and not self._jvm.stopped:
            self._functions.release(call)

    def __enter__(self) -> "PreparedCall":
        return self

    def __exit__(self, *_):
        self.close()

    def __del__(self):
        try:
            self.close()
        except Exception:  # at the end of the process the engine may be gone
            return


def kernel(*forms):
    """Marks a function that runs these forms of the engine's catalogue; with one of them, once, it can be prepared."""

    def mark(function):
        function.forms = forms
        return function

    return mark


def prepare(function: Callable, *arrays: Any, **settings: Any) -> "PreparedCall":
    """Binds a function of kernels to its arrays and settings once, for calls that cost least.

    ``call = sluice.kernels.prepare(sluice.features, waves, out=out, charge_range=(60, 400))``; then ``call()`` returns what
    the function would for what the arrays hold at that time. Without `out` it has an array of its own, written by
    each call. Arrays are used as they are, never copied: what is not in one piece is an ArgumentError, and so is an `out` with
    too little room, when the call is made. Raises ArgumentError also for a function that runs no kernel, or several.
    """
    if len(getattr(function, "forms", ())) != 1:
        raise ArgumentError(f"{getattr(function, '__name__', function)!s} does not run one kernel; prepare a function of sluice.kernels")
    me = threading.get_ident()
    recorders[me] = True
    try:
        function(*arrays, **settings)
    except Bound as recorded:
        parts = recorded
    else:
        raise ArgumentError(f"there is nothing to prepare: {function.__name__} computes nothing of these arrays")
    finally:
        del recorders[me]
    return PreparedCall(parts.kernel, parts.arrays, parts.places, _complete(parts), parts.result)


def _complete(parts):
    """What makes the results of their number, in the room that there is; None where the result is always the same."""
    finish, room = parts.finish, parts.arrays[-1]
    if finish is None:
        return None

    def complete(number):
        found = finish(number)
        if isinstance(found, int):
            raise _full(room, found)
        return found

    return complete
