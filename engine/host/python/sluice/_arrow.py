"""Records as tables of other libraries: pandas, and all that read Arrow by its C data interface (pyarrow, polars, duckdb)."""

import ctypes
import weakref
from collections import deque
from typing import Any, Tuple

import numpy as np

from ._api import api
from ._arrays import address
from ._errors import ArgumentError, SluiceError
from ._jvm import is_forked

_SCHEMA, _ARRAY, _STREAM = (b"arrow_schema", 72, 56), (b"arrow_array", 80, 64), (b"arrow_array_stream", 40, 24)

_new_capsule = ctypes.pythonapi.PyCapsule_New
_new_capsule.restype = ctypes.py_object
_new_capsule.argtypes = (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p)

# Structures that were given back: a reader that still holds a capsule of one sees that, as its memory stays for a while.
_retired = deque(maxlen=4096)


def _capsule(exporter, kind, memory):
    """A capsule of a structure that `exporter` gives back, unless a reader has taken it over by then.

    The capsule has no destructor: one in Python must not run while an exception is on its way, as capsules end then too. For the
    same reason the engine, not Python, has the function that readers release structures by.
    """
    name, _, release = kind
    end = weakref.finalize(exporter, _give_back, memory, release)
    end.atexit = False
    return _new_capsule(ctypes.addressof(memory), name, None)


def _give_back(memory, release):
    function = ctypes.c_uint64.from_buffer(memory, release).value
    if function and not is_forked():  # the engine, which has the function, is not in forks
        ctypes.CFUNCTYPE(None, ctypes.c_void_p)(function)(ctypes.addressof(memory))
    _retired.append(memory)


def _memory(kind):
    return ctypes.create_string_buffer(kind[1])


def records_capsules(exporter, records):
    """What ``__arrow_c_array__`` returns: capsules of a schema and an array, a copy of the records in columns."""
    text, records = _plain(records)
    schema, array = _memory(_SCHEMA), _memory(_ARRAY)
    functions = api()
    functions.require()
    start = address(records) if len(records) else None
    functions.check(functions.arrow_records(text, start, len(records), schema, array))
    return _capsule(exporter, _SCHEMA, schema), _capsule(exporter, _ARRAY, array)


def schema_capsule(exporter, dtype):
    """What ``__arrow_c_schema__`` returns."""
    schema = _memory(_SCHEMA)
    functions = api()
    functions.require()
    text, _ = _plain(np.empty(0, dtype))
    functions.check(functions.arrow_records(text, None, 0, schema, None))
    return _capsule(exporter, _SCHEMA, schema)


def stream_capsule(exporter, stream, session):
    """What ``__arrow_c_stream__`` returns: the rest of a stream, which its reader closes."""
    memory = _memory(_STREAM)
    functions = api()
    functions.check(functions.arrow_stream(stream, session, memory))
    return _capsule(exporter, _STREAM, memory)


def _structured(records):
    records = np.asarray(records)
    if records.dtype.names is None or records.ndim != 1:
        raise ArgumentError(f"records are a structured array of one dimension, not {records.dtype} of shape={records.shape}")
    return records


def _plain(records):
    """The type of records as the engine reads it, and the records in one piece."""
    records = np.ascontiguousarray(_structured(records))
    if not records.dtype.isnative or any(field[0].base.kind not in "iufbS" for field in records.dtype.fields.values()):
        raise ArgumentError(f"dtype={records.dtype} has fields that are neither numbers of this machine nor bytes; leave them out: records[['time', ...]]")
    if sorted(offset for _, offset, *_ in records.dtype.fields.values()) != [records.dtype.fields[n][1] for n in records.dtype.names]:
        raise ArgumentError(f"dtype={records.dtype} has fields that overlap, or in another order than in memory; copy them to a plain dtype")
    return str(records.dtype.descr).encode(), records


class ArrowRecords:
    """A structured array that libraries read by Arrow's C data interface: ``polars.DataFrame(sluice.arrow(records))``."""

    __slots__ = ("__weakref__", "_records")

    def __init__(self, records: np.ndarray) -> None:
        _plain(records)
        self._records = records

    def __arrow_c_schema__(self) -> object:
        return schema_capsule(self, self._records.dtype)

    def __arrow_c_array__(self, requested_schema: object = None) -> Tuple[object, object]:
        return records_capsules(self, self._records)


def to_arrow(records: np.ndarray) -> Any:
    """A ``pyarrow.RecordBatch`` of a structured array, a column per field; needs pyarrow 14 or newer.

    Each column is copied once, by the engine, from the records into memory that Arrow owns; after that nothing is shared. A field of n
    values, such as a waveform, is a FixedSizeList of n; none is null, and what is NaN stays NaN; times stay integers, of the unit of
    the data. Raises ArgumentError for fields that are neither numbers nor bytes.
    """
    return _pyarrow().record_batch(ArrowRecords(records))


def arrow(records: np.ndarray) -> "ArrowRecords":
    """A structured array for libraries that take Arrow without pyarrow: ``polars.DataFrame(sluice.arrow(records))``.

    Copied as by :func:`to_arrow`, when the library reads it; `records` must not change until then.
    """
    return ArrowRecords(records)


def _pyarrow():
    try:
        import pyarrow
    except ImportError as failure:
        raise SluiceError("to_arrow() needs pyarrow: pip install pyarrow; or hand the chunk itself to a library that reads Arrow") from failure
    if not hasattr(pyarrow.RecordBatch, "_import_from_c_capsule"):
        raise SluiceError(f"to_arrow() needs pyarrow 14 or newer, and here is {pyarrow.__version__}")
    return pyarrow


def to_pandas(records: np.ndarray, expand: bool = False) -> Any:
    """A ``pandas.DataFrame`` of a structured array, a column per field; needs pandas.

    Each column is copied once. A field of n values, such as a waveform, becomes a column of arrays (dtype object; they are rows of one
    copy), or with expand=True n columns, ``wave_0``, ``wave_1``, ...; times stay integers, of the unit of the data.
    """
    try:
        import pandas
    except ImportError as failure:
        raise SluiceError("to_pandas() needs pandas: pip install pandas") from failure
    records = _structured(records)
    columns = {}
    for name in records.dtype.names:
        column = np.array(records[name])
        if column.ndim == 1:
            # pandas keeps S, U and V as they are, and fails later on what it does not know.
            columns[name] = column.astype(object) if column.dtype.kind in "SUV" else column
        elif expand:
            flat = column.reshape(len(column), int(np.prod(column.shape[1:])))
            columns.update({f"{name}_{i}": flat[:, i] for i in range(flat.shape[1])})
        else:
            rows = np.empty(len(column), object)
            for i, row in enumerate(column):
                rows[i] = row
            columns[name] = rows
    return pandas.DataFrame(columns, copy=False)
