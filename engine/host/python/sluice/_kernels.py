"""Kernels of the engine as functions on numpy arrays."""

import ctypes
from collections import OrderedDict

import numpy as np

from ._api import api
from ._errors import ArgumentError

_MOST_KERNELS = 256
_kernels = OrderedDict()


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
        return f"{value.start or 0}:{'' if value.stop is None else value.stop}"
    if isinstance(value, tuple) and len(value) == 2:
        return f"{value[0]}:{value[1]}"
    if isinstance(value, dict):
        return ",".join(f"{key}:{_word(each)}" if key is not None else _word(each) for key, each in value.items())
    return str(value)


def open_kernel(name, types, settings):
    """The number of the kernel for these types and settings, opened once."""
    key = (name, tuple(types.items()), tuple(sorted(settings.items(), key=lambda item: item[0])))
    try:
        known = _kernels.get(key)
    except TypeError:  # a dict among the settings
        key = repr(key)
        known = _kernels.get(key)
    functions = api()
    if known is not None and known[0] is functions:
        return known[1]
    words = [f"{array}={descr}" for array, descr in types.items()]
    words += [f"{setting}={_word(value)}" for setting, value in settings.items() if value is not None]
    handle = ctypes.c_uint64()
    functions.check(functions.kernel_open(name.encode(), ";".join(words).encode(), ctypes.byref(handle)))
    _kernels[key] = (functions, handle.value)
    if len(_kernels) > _MOST_KERNELS:
        _, old = _kernels.popitem(last=False)
        old[0].release(old[1])
    return handle.value


def _arrays(arrays):
    given = (_Array * len(arrays))()
    for place, array in enumerate(arrays):
        given[place] = _Array(array.__array_interface__["data"][0], array.nbytes, len(array))
    return given


def run_kernel(handle, *arrays):
    """Runs a kernel on arrays that lie in one piece; returns how many results there are."""
    functions = api()
    result = ctypes.c_int64()
    functions.check(functions.kernel_run(handle, _arrays(arrays), len(arrays), ctypes.byref(result)))
    return result.value


class PreparedCall:
    """A kernel with its arrays, checked once: calling it computes again, over what the arrays hold then."""

    def __init__(self, handle, *arrays):
        self._functions = api()
        self.arrays = arrays
        call = ctypes.c_uint64()
        self._functions.check(self._functions.kernel_prepare(handle, _arrays(arrays), len(arrays), ctypes.byref(call)))
        self._call = call.value
        self._run = self._functions.call_run

    def __call__(self):
        if self._run(self._call, None) < 0:
            self._functions.check(self._run(self._call, None))
        return self.arrays[-1]

    def close(self):
        """Forgets the arrays; twice is harmless."""
        if self._call:
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
    if waves.dtype not in (np.int16, np.uint16, np.float32):
        raise ArgumentError(f"samples are int16, uint16 or float32, not {waves.dtype}; convert with waves.astype('<i2')")
    return np.ascontiguousarray(waves), f"wave:{waves.dtype.newbyteorder('<').str}[{waves.shape[1]}]"


def rows(name, waves, dtype, out, settings):
    """One result per waveform."""
    waves, types = as_waveforms(waves)
    if out is None:
        out = np.zeros(len(waves), dtype)
    elif not (isinstance(out, np.ndarray) and out.flags.c_contiguous and out.flags.writeable and len(out) == len(waves)):
        raise ArgumentError(f"out is no writable array in one piece with {len(waves)} records")
    handle = open_kernel(name, {"waveforms": types, "results": _descr(out.dtype)}, settings)
    run_kernel(handle, waves, out)
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
