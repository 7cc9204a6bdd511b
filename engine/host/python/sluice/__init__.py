"""Sluice: a streaming engine for detector waveforms, inside this process.

The engine is a JVM, started at the first call; ``sluice.start(heap="512m")`` starts it with other settings.
"""

from ._arrow import arrow, to_arrow, to_pandas
from ._errors import ArgumentError, HandleError, InputError, MemoryLimitError, RunError, SluiceError
from ._jvm import start as _start
from ._jvm import stop
from ._kernels import features
from ._streams import Chunk, Live, Stream, live, run, stream, streams

__all__ = [
    "ArgumentError",
    "Chunk",
    "HandleError",
    "InputError",
    "Live",
    "MemoryLimitError",
    "RunError",
    "SluiceError",
    "Stream",
    "arrow",
    "features",
    "live",
    "run",
    "start",
    "stop",
    "stream",
    "streams",
    "to_arrow",
    "to_pandas",
    "version",
]


def start(jdk=None, home=None, heap="256m", options=()):
    """Starts the engine, or checks that it runs.

    jdk: folder of a JDK 25; home: folder with the jars; heap: most of the Java heap (records live outside of it);
    options: further options of the JVM. Raises SluiceError with what is missing. The first call of a process decides.
    """
    _start(jdk, home, heap, options)


def version():
    """The version of the engine, such as "0.1.0"."""
    from ._api import api

    return api().version().decode()
