"""numpy arrays as the engine takes them: an address, bytes, records."""

import ctypes
import gc

import numpy as np

from ._errors import ArgumentError
from ._words import descr

_SAMPLES = (np.dtype("<i2"), np.dtype("<u2"), np.dtype("<f4"))
_DATA = object.__basicsize__  # where an array keeps its address, after what every object has
_Address = ctypes.c_size_t


def _slow_address(array):
    return array.__array_interface__["data"][0]


def _fast_address(array):
    return _Address.from_address(id(array) + _DATA).value


def _is_fast():
    """Whether arrays keep their address where CPython's numpy keeps it; asking for it there takes a fifth of the time."""
    tried = (np.zeros(3), np.zeros((5, 7), "<i2")[1:, 2:], np.zeros(2, [("a", "<i8"), ("b", "<f4", 3)])["b"])
    return all(_fast_address(array) == _slow_address(array) for array in tried)


class _Asked:
    """The address that an array has when it is asked for."""

    def __init__(self, array):
        self._array = array

    @property
    def value(self):
        return _slow_address(self._array)


def _fast_where(array):
    return _Address.from_address(id(array) + _DATA)


address, where = (_fast_address, _fast_where) if _is_fast() else (_slow_address, _Asked)


def is_held(*memories):
    """Whether an array still shows one of these memories, which are weak references; garbage that holds one is collected."""
    if all(memory() is None for memory in memories):
        return False
    gc.collect()
    return any(memory() is not None for memory in memories)


def refuse_copy(name, recorded):
    """A prepared call computes on the array itself."""
    if recorded:
        raise ArgumentError(f"{name} is not as the kernel takes it, and a prepared call takes no copy; give numpy.ascontiguousarray({name})")


def structured(name, array, recorded=False):
    """Records in one dimension and one piece."""
    given = array
    array = np.asarray(array)
    if array.dtype.names is None or array.ndim != 1:
        raise ArgumentError(f"{name} is a structured array in one dimension, not {array.dtype} of shape={array.shape}")
    if not array.flags.c_contiguous or array is not given:
        refuse_copy(name, recorded)
        array = np.ascontiguousarray(array)
    return array


def writable(name, array, count, dtype=None):
    """Records that are written in place."""
    if not (isinstance(array, np.ndarray) and array.dtype.names and array.ndim == 1 and array.flags.c_contiguous):
        raise ArgumentError(f"{name} is written in place: give a structured array in one dimension and one piece")
    if not array.flags.writeable:
        raise ArgumentError(f"{name} is written in place, but is read-only; give a copy of it")
    if count is not None and len(array) != count:
        raise ArgumentError(f"{name} has {len(array)} records, but there are {count} results; give numpy.zeros({count}, {name}.dtype)")
    if dtype is not None and descr(array.dtype) != descr(dtype):
        raise ArgumentError(f"{name} has dtype={array.dtype}, but the results are {dtype}")
    return array


class Rows:
    """Waveforms: what keeps them, where the first one is, how many, their bytes and their type as text."""

    __slots__ = ("address", "bytes", "count", "keeper", "samples", "type")

    def __init__(self, waves, recorded=False):
        given = waves
        waves = np.asarray(waves)
        if waves is not given:
            refuse_copy("waves", recorded)
        if waves.dtype.names is not None:
            self._take_records(waves, recorded)
            return
        if waves.ndim == 1:
            waves = waves[np.newaxis]
        if waves.ndim != 2:
            raise ArgumentError(f"waves are rows of samples: shape={waves.shape} has not two dimensions")
        if waves.dtype not in _SAMPLES:
            advice = "<f4" if waves.dtype.kind == "f" else "<i2"
            raise ArgumentError(f"waves have samples of {waves.dtype}, not int16, uint16 or float32; convert with waves.astype('{advice}')")
        if waves.shape[1] == 0:
            raise ArgumentError(f"waves have no samples: shape={waves.shape}")
        self.samples = waves.shape[1]
        self.count = len(waves)
        if not self._take_strided(waves):
            if not waves.flags.c_contiguous:
                refuse_copy("waves", recorded)
                waves = np.ascontiguousarray(waves)
            self.keeper, self.address, self.bytes = waves, address(waves), waves.nbytes
            self.type = f"wave:{waves.dtype.str}[{self.samples}]"

    def _take_records(self, waves, recorded):
        waves = structured("waves", waves, recorded)
        name = next((each for each in ("wave", "data") if each in waves.dtype.names), None)
        if name is None:
            raise ArgumentError(f"waves have no field 'wave' or 'data': there are {', '.join(waves.dtype.names)}; rename the one with the samples")
        self.keeper, self.address, self.bytes, self.count = waves, address(waves), waves.nbytes, len(waves)
        self.type, self.samples = descr(waves.dtype), int(np.prod(waves.dtype[name].shape))

    def _take_strided(self, waves):
        """Takes rows that lie apart, as those of a field do, as records with gaps; False if they do not lie so."""
        row, stride = self.samples * waves.itemsize, waves.strides[0]
        base = waves.base
        if waves.strides[1] != waves.itemsize or stride <= row or self.count < 2:
            return False
        if not isinstance(base, np.ndarray) or not base.flags.c_contiguous:
            return False
        start, beyond = address(waves), address(base) + base.nbytes
        lead = max(0, start + self.count * stride - beyond)
        if lead > stride - row or start - lead < address(base):
            return False
        gaps = [("", f"|V{lead}")] * (lead > 0), [("", f"|V{stride - row - lead}")] * (stride - row > lead)
        self.type = str([*gaps[0], ("wave", waves.dtype.str, (self.samples,)), *gaps[1]])
        self.keeper, self.address, self.bytes = waves, start - lead, self.count * stride
        return True
