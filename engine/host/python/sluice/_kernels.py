"""Kernels of the engine as functions on numpy arrays."""

import ctypes
import threading
from collections import OrderedDict

import numpy as np

from ._api import api
from ._errors import ArgumentError

_MOST_KERNELS = 256
_kernels = OrderedDict()
_lock = threading.Lock()


class _Array(ctypes.Structure):
    _fields_ = [("data", ctypes.c_void_p), ("bytes", ctypes.c_uint64), ("count", ctypes.c_uint64)]


def _descr(dtype):
    try:
        return str(np.dtype(dtype).descr)
    except ValueError:
        raise ArgumentError(
            f"dtype {dtype} has fields that overlap or are out of order; copy the array to a packed dtype"
        ) from None


def _word(value):
    """A setting as the command line writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, slice):
        if value.step not in (None, 1):
            raise ArgumentError(f"{value} has a step; ranges of samples take every one")
        return f"{value.start or 0}:{'' if value.stop is None else value.stop}"
    if isinstance(value, (tuple, list)) and len(value) == 2:
        return f"{value[0]}:{value[1]}"
    if isinstance(value, dict):
        return ",".join(f"{key}:{_word(each)}" if key is not None else _word(each) for key, each in value.items())
    return str(value)


class _Kernel:
    """A kernel of the engine, released when nobody uses it any more."""

    def __init__(self, name, words):
        self.functions = api()
        handle = ctypes.c_uint64()
        self.functions.check(self.functions.kernel_open(name.encode(), words.encode(), ctypes.byref(handle)))
        self.handle = handle.value

    def __del__(self):
        try:
            if self.handle and not self.functions.jvm.forked and not self.functions.jvm.stopped:
                self.functions.release(self.handle)
        except Exception:  # at the end of the process the engine may be gone
            return


def open_kernel(name, types, settings):
    """The kernel for these types and settings, opened once."""
    words = [f"{array}={descr}" for array, descr in types.items()]
    words += [f"{setting}={_word(value)}" for setting, value in settings.items() if value is not None]
    text = ";".join(words)
    key = (name, text)
    with _lock:
        known = _kernels.get(key)
        if known is not None and known.functions is api():
            _kernels.move_to_end(key)
            return known
    kernel = _Kernel(name, text)
    with _lock:
        _kernels[key] = kernel
        if len(_kernels) > _MOST_KERNELS:
            _kernels.popitem(last=False)
    return kernel


def _arrays(arrays):
    given = (_Array * len(arrays))()
    for place, array in enumerate(arrays):
        given[place] = _Array(array.__array_interface__["data"][0], array.nbytes, len(array))
    return given


def run_kernel(kernel, *arrays):
    """Runs a kernel on arrays that lie in one piece; returns how many results there are."""
    functions = kernel.functions
    functions.jvm.restore_segv()
    result = ctypes.c_int64()
    functions.check(functions.kernel_run(kernel.handle, _arrays(arrays), len(arrays), ctypes.byref(result)))
    return result.value


class PreparedCall:
    """A kernel with its arrays, checked once: calling it computes again, over what the arrays hold then."""

    def __init__(self, kernel, *arrays):
        self._functions = kernel.functions
        self._kernel = kernel
        self.arrays = arrays
        call = ctypes.c_uint64()
        self._functions.check(self._functions.kernel_prepare(kernel.handle, _arrays(arrays), len(arrays), ctypes.byref(call)))
        self._call = call.value
        self._run = self._functions.call_run

    def __call__(self):
        self._functions.require()
        if self._run(self._call, None) < 0:
            self._functions.check(self._run(self._call, None))
        return self.arrays[-1]

    def close(self):
        """Forgets the arrays; twice is harmless."""
        if self._call and not self._functions.jvm.forked:
            self._functions.release(self._call)
            self._call = 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


# -- waveforms -----------------------------------------------------------------------------------------------------------


def as_waveforms(waves):
    """`waves` in one piece, and its dtype as text: records with a field wave or data, or rows of int16, uint16 or float32."""
    waves = np.asarray(waves)
    if waves.dtype.names is not None:
        if waves.ndim != 1:
            raise ArgumentError(f"records come in one dimension, not in shape={waves.shape}")
        return np.ascontiguousarray(waves), _descr(waves.dtype)
    if waves.ndim == 1:
        waves = waves[np.newaxis]
    if waves.ndim != 2:
        raise ArgumentError(f"waveforms are rows of samples: shape={waves.shape} has not two dimensions")
    advice = "<f4" if waves.dtype.kind == "f" else "<i2"
    if waves.dtype not in (np.int16, np.uint16, np.float32):
        raise ArgumentError(f"samples are int16, uint16 or float32, not {waves.dtype}; convert with waves.astype('{advice}')")
    return np.ascontiguousarray(waves), f"wave:{waves.dtype.newbyteorder('<').str}[{waves.shape[1]}]"


def rows(name, waves, dtype, out, settings):
    """One result per waveform."""
    waves, types = as_waveforms(waves)
    if out is None:
        out = np.zeros(len(waves), dtype)
    elif not (isinstance(out, np.ndarray) and out.flags.c_contiguous and out.flags.writeable and out.shape == (len(waves),) and out.dtype.names):
        raise ArgumentError(f"out is no writable structured array in one piece of {len(waves)} records, such as numpy.zeros({len(waves)}, {dtype})")
    kernel = open_kernel(name, {"waveforms": types, "results": _descr(out.dtype)}, settings)
    run_kernel(kernel, waves, out)
    return out


FEATURES = np.dtype([("peak", "<f4"), ("charge", "<f4"), ("baseline", "<f4")])
BASIC_FEATURES = np.dtype([("height", "<f4"), ("amp", "<f4"), ("area", "<f4"), ("max_abs_diff", "<f4")])


def features(waves, peak_range=None, charge_range=None, baseline_range=None, polarity=None, empty_window=None, out=None):
    """Peak-to-peak height and baseline-subtracted charge of every waveform.

    waves: (records, samples) of int16, uint16 or float32, or structured records with a field ``wave`` or ``data`` and, if
    there, ``length``, ``baseline`` and ``channel``. Ranges are (from, to) in samples, half-open: 40:90, 60:400 and 0:40
    unless given. polarity: "negative" (default), "positive", or per channel {0: "positive", None: "negative"}.
    Returns a structured array with ``peak`` (ADC counts), ``charge`` (ADC counts x samples) and ``baseline``; what a
    record has no sample for is NaN, unless empty_window="zero". Raises ArgumentError.
    """
    settings = {
        "peak_range": peak_range,
        "charge_range": charge_range,
        "baseline_range": baseline_range,
        "polarity": polarity,
        "empty_window": empty_window,
    }
    return rows("peak_charge", waves, FEATURES, out, settings)
