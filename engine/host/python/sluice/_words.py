"""What the engine reads as text: settings as the command line writes them, and types of records."""

import ast
import threading

import numpy as np

from ._errors import ArgumentError

_parsing = threading.Lock()  # literal_eval is not safe from several threads
_types = {}
_MOST_TYPES = 1024


def word(value):
    """A setting as the command line writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, slice):
        if value.step not in (None, 1):
            raise ArgumentError(f"{value} has a step; ranges of samples take every one")
        return f"{value.start or 0}:{'' if value.stop is None else value.stop}"
    if isinstance(value, (tuple, list)) and len(value) == 2:
        return ":".join("" if bound is None else str(bound) for bound in value)
    if isinstance(value, dict):
        return ",".join(f"{key}:{word(each)}" if key is not None else word(each) for key, each in value.items())
    if isinstance(value, (float, np.floating)):
        return repr(float(value))
    return str(value)


def by_channel(name, values):
    """A number, or an array with one for each channel, as the command line writes it."""
    if isinstance(values, dict):
        return word(values)
    numbers = np.asarray(values, dtype=np.float64)
    if numbers.ndim == 0:
        return repr(float(numbers))
    if numbers.ndim != 1 or not len(numbers):
        raise ArgumentError(f"{name} is a number, or has one for each channel; its shape={numbers.shape}")
    common = numbers[0]
    others = np.flatnonzero(numbers != common)
    return ",".join([repr(float(common)), *(f"{i}:{float(numbers[i])!r}" for i in others.tolist())])


def descr(dtype):
    """A record type as the engine reads it, without titles."""
    known = _types.get(dtype)
    if known is None:
        known = _descr(np.dtype(dtype))
        if len(_types) >= _MOST_TYPES:
            _types.clear()
        _types[dtype] = known
    return known


def read_dtype(text):
    """The dtype that the engine writes as numpy's descr."""
    with _parsing:
        return np.dtype(ast.literal_eval(text))


def _descr(dtype):
    try:
        fields = dtype.descr
    except ValueError:
        raise ArgumentError(
            f"dtype {dtype} has fields that overlap or are out of order; copy the array to a packed dtype"
        ) from None
    plain = [((field[0][1] if isinstance(field[0], tuple) else field[0]), *field[1:]) for field in fields]
    for name, *_ in plain:
        if ";" in name or "\n" in name:
            raise ArgumentError(f"field {name!r} has a ; or the end of a line in its name; rename it")
    return str(plain)
