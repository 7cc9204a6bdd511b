"""Sluice: a streaming engine for detector waveforms, inside this process.

The engine is a JVM, started at the first call; ``sluice.start(heap="512m")`` starts it with other settings.
"""

import os
from typing import Optional, Sequence, Union

from . import kernels, strax
from ._api import api as _api
from ._arrow import arrow, to_arrow, to_pandas
from ._errors import ArgumentError, HandleError, InputError, MemoryLimitError, RunError, SluiceError
from ._jvm import start as _start
from ._jvm import stop
from ._live import Claim, Live, live
from ._merge import merge
from ._plugins import Plugin, PluginChunk, plugin
from ._streams import Chunk, Stream, run, stream, streams
from .kernels import (
    baselines,
    basic_features,
    butterworth,
    coincidences,
    features,
    find_hits,
    find_peaks,
    fir,
    merge_hits,
    moving_average,
    pole_zero,
    pulse_shape,
    savitzky_golay,
    sort_by_time,
    threshold_hits,
    trapezoidal,
)

__all__ = [
    "ArgumentError",
    "Chunk",
    "Claim",
    "HandleError",
    "InputError",
    "Live",
    "MemoryLimitError",
    "Plugin",
    "PluginChunk",
    "RunError",
    "SluiceError",
    "Stream",
    "arrow",
    "baselines",
    "basic_features",
    "butterworth",
    "coincidences",
    "features",
    "find_hits",
    "find_peaks",
    "fir",
    "kernels",
    "live",
    "merge",
    "merge_hits",
    "moving_average",
    "nop",
    "plugin",
    "pole_zero",
    "pulse_shape",
    "run",
    "savitzky_golay",
    "sort_by_time",
    "start",
    "stop",
    "strax",
    "stream",
    "streams",
    "threshold_hits",
    "to_arrow",
    "to_pandas",
    "trapezoidal",
    "version",
]


def __getattr__(name: str) -> str:
    if name != "__version__":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import metadata

    try:
        return metadata.version("sluice")
    except metadata.PackageNotFoundError:  # it runs from a checkout, whose engine knows
        return version()


def start(
    jdk: Union[str, "os.PathLike[str]", None] = None,
    home: Union[str, "os.PathLike[str]", None] = None,
    heap: str = "256m",
    options: Sequence[str] = (),
) -> None:
    """Starts the engine, or checks that it runs.

    jdk: folder of a JDK 25; home: folder with the jars; heap: most of the Java heap (records live outside of it);
    options: further options of the JVM. Raises SluiceError with what is missing. The first call of a process decides.
    """
    _start(jdk, home, heap, options)


def version() -> str:
    """The version of the engine, such as "0.1.0"."""
    return _api().version().decode()


def nop() -> None:
    """Does nothing, through the engine: to warm a thread up (its first call takes 0.1 to 0.5 ms), and to measure."""
    functions = _api()
    functions.check(functions.nop())
