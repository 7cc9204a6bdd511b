"""Plugins in Python: functions over numpy views that the engine calls, from its own threads, with the GIL.

One set of C callbacks serves all plugins: numbers tell apart which plugin, and which worker of it, is called. Nothing that is raised
crosses: it becomes the sentence of the failure.
"""

from __future__ import annotations

import ctypes
import functools
import inspect
import itertools
import os
import re
import threading
import traceback
import weakref
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Optional, Union

import numpy as np

from ._api import api
from ._arrays import is_held
from ._errors import ArgumentError, SluiceError
from ._jvm import ABI
from ._words import read_dtype

_IN_ORDER, _ONE_PER_RECORD, _KEEPS_TIMES, _WHOLE_RUN = 1, 2, 4, 16


class _Layout(ctypes.Structure):
    _fields_ = [
        ("data_type", ctypes.c_char_p),
        ("type", ctypes.c_char_p),
        ("stride", ctypes.c_uint64),
        ("fields", ctypes.c_void_p),
        ("field_count", ctypes.c_uint64),
    ]


class _Setting(ctypes.Structure):
    _fields_ = [
        ("name", ctypes.c_char_p),
        ("text", ctypes.c_char_p),
        ("integer", ctypes.c_int64),
        ("real", ctypes.c_double),
        ("start", ctypes.c_int64),
        ("end", ctypes.c_int64),
    ]


class _Input(ctypes.Structure):
    _fields_ = [
        ("layout", ctypes.POINTER(_Layout)),
        ("records", ctypes.c_void_p),
        ("count", ctypes.c_uint64),
        ("stride", ctypes.c_uint64),
        ("first", ctypes.c_uint64),
        ("beyond", ctypes.c_uint64),
        ("start", ctypes.c_int64),
        ("end", ctypes.c_int64),
        ("reserved", ctypes.c_uint64 * 2),
    ]


class _Output(ctypes.Structure):
    _fields_ = [
        ("layout", ctypes.POINTER(_Layout)),
        ("records", ctypes.c_void_p),
        ("room", ctypes.c_uint64),
        ("count", ctypes.c_uint64),
        ("stride", ctypes.c_uint64),
        ("reserved", ctypes.c_uint64 * 2),
    ]


class _Call(ctypes.Structure):
    _fields_ = [
        ("size", ctypes.c_uint64),
        ("run", ctypes.c_char_p),
        ("settings", ctypes.POINTER(_Setting)),
        ("setting_count", ctypes.c_uint64),
        ("inputs", ctypes.POINTER(_Input)),
        ("input_count", ctypes.c_uint64),
        ("outputs", ctypes.POINTER(_Output)),
        ("output_count", ctypes.c_uint64),
        ("start", ctypes.c_int64),
        ("end", ctypes.c_int64),
        ("segment", ctypes.c_int64),
        ("skipping", ctypes.c_int64),
        ("words", ctypes.c_void_p),
        ("words_room", ctypes.c_uint64),
        ("room", ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_uint64, ctypes.c_uint64)),
        ("lost", ctypes.c_void_p),
        ("note", ctypes.c_void_p),
    ]


class _Product(ctypes.Structure):
    _fields_ = [("data_type", ctypes.c_char_p), ("type", ctypes.c_char_p), ("kind", ctypes.c_char_p)]


class _Option(ctypes.Structure):
    _fields_ = [
        ("name", ctypes.c_char_p),
        ("type", ctypes.c_char_p),
        ("value", ctypes.c_char_p),
        ("unit", ctypes.c_char_p),
        ("help", ctypes.c_char_p),
        ("least", ctypes.c_double),
        ("most", ctypes.c_double),
    ]


class _Description(ctypes.Structure):
    _fields_ = [
        ("size", ctypes.c_uint64),
        ("abi", ctypes.c_uint64),
        ("name", ctypes.c_char_p),
        ("version", ctypes.c_char_p),
        ("help", ctypes.c_char_p),
        ("provides", ctypes.POINTER(_Product)),
        ("provide_count", ctypes.c_uint64),
        ("inputs", ctypes.POINTER(ctypes.c_char_p)),
        ("input_count", ctypes.c_uint64),
        ("options", ctypes.POINTER(_Option)),
        ("option_count", ctypes.c_uint64),
        ("flags", ctypes.c_uint64),
        ("halo_before", ctypes.c_int64),
        ("halo_after", ctypes.c_int64),
        ("reset_after", ctypes.c_int64),
        ("chunk_records", ctypes.c_uint64),
        ("max_workers", ctypes.c_uint64),
        ("user", ctypes.c_void_p),
        ("create", ctypes.c_void_p),
        ("compute", ctypes.c_void_p),
        ("reset", ctypes.c_void_p),
        ("destroy", ctypes.c_void_p),
        ("halo", ctypes.c_void_p),
    ]


class PluginChunk:
    """What a plugin may ask of its call: ``[start, end)`` is computed, of which ``first`` to ``beyond`` are the indices in the first
    input (around them lies the halo); ``segment`` counts silences longer than reset_after; ``run`` is the name of the run."""

    __slots__ = ("run", "start", "end", "first", "beyond", "segment")

    run: str
    start: int
    end: int
    first: int
    beyond: int
    segment: int

    def __init__(self, call: _Call) -> None:
        self.run = call.run.decode(errors="replace")
        self.start, self.end, self.segment = call.start, call.end, call.segment
        self.first, self.beyond = call.inputs[0].first, call.inputs[0].beyond


class _Stopped(BaseException):
    """Ends a function whose results are no longer waited for."""


def _option(name, value):
    """The type of an option and its default in words, and how its value is read from a setting."""
    if isinstance(value, (bool, np.bool_)):
        return "flag", str(bool(value)).lower(), lambda setting: bool(setting.integer)
    if isinstance(value, (int, np.integer)):
        return "integer", str(int(value)), lambda setting: setting.integer
    if isinstance(value, (float, np.floating)):
        return "real", repr(float(value)), lambda setting: setting.real
    if isinstance(value, str):
        return "text", value, lambda setting: setting.text.decode()
    if isinstance(value, slice) and value.step is None:
        value = (value.start or 0, value.stop)
    if isinstance(value, tuple) and len(value) == 2 and all(isinstance(each, (int, np.integer)) for each in value):
        return "range", f"{value[0]}:{value[1]}", lambda setting: slice(setting.start, setting.end)
    if isinstance(value, list) and value and all(isinstance(each, str) for each in value):
        return "|".join(value), value[0], lambda setting: setting.text.decode()
    raise ArgumentError(
        f"option {name}={value!r} is none that plugins have: True, 5, 0.5, 'text', (40, 90) for a range of samples, "
        "or ['fast', 'exact'] for a choice, whose first is the default"
    )


def _dtype(dtype):
    found = np.dtype(dtype)
    if found.names is None:
        raise ArgumentError(f"dtype={found} has no fields; records have one 'time' at least, [('time', '<i8'), ...]")
    return found


class Plugin:
    """A function that is a plugin of the engine; made by :func:`plugin`. Calling it calls the function.

    function: that; products: dtypes by type of data; inputs: the types of data that it takes; options: names and defaults.
    """

    function: Callable[..., Any]
    products: dict[str, np.dtype]
    inputs: list[str]
    version: str
    options: dict[str, Any]

    def __init__(self, function, products, inputs, version, options, halo, state, flags, reset_after, chunk_records, instantaneous, help):
        functools.update_wrapper(self, function)
        self.function = function
        self.products = {name: _dtype(dtype) for name, dtype in products.items()}
        self.inputs = [inputs] if isinstance(inputs, str) else list(inputs)
        self.version = str(version)
        self.options = dict(options or {})
        self.state = state
        self._read = {name: _option(name, value)[2] for name, value in self.options.items()}
        if isinstance(halo, (str, bytes)) or np.ndim(halo) != 1 or len(halo) != 2:
            raise ArgumentError(f"halo={halo!r} is no pair; say how long before and after: halo=(100, 100)")
        self._halo, self._flags, self._reset_after, self._chunk_records = halo, flags, reset_after, chunk_records
        self._suffix = " instantaneous" if instantaneous else ""
        self._help = help or (inspect.getdoc(function) or "").split("\n")[0]
        self._code = getattr(inspect.unwrap(function), "__code__", None)
        try:
            self._asks = "chunk" in inspect.signature(function).parameters
        except (TypeError, ValueError):  # a function of C
            self._asks = False

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        return self.function(*arguments, **options)

    def __repr__(self):
        return f"<plugin {', '.join(self.products)} from {', '.join(self.inputs)}>"

    def _register(self, functions, key):
        """Makes it known to the sessions that are opened now, under that number; the handle of that."""
        products = (_Product * len(self.products))()
        for place, (name, dtype) in enumerate(self.products.items()):
            products[place] = _Product(name.encode(), (str(dtype.descr) + self._suffix).encode(), None)
        options = (_Option * max(1, len(self.options)))()
        for place, (name, value) in enumerate(self.options.items()):
            kind, text, _ = _option(name, value)
            options[place] = _Option(name.encode(), kind.encode(), text.encode(), None, None, 0, 0)
        inputs = (ctypes.c_char_p * max(1, len(self.inputs)))(*(name.encode() for name in self.inputs))
        description = _Description(
            ctypes.sizeof(_Description), ABI, None, self.version.encode(), self._help.encode(), products, len(products),
            inputs, len(self.inputs), options, len(self.options), self._flags, self._halo[0], self._halo[1], self._reset_after,
            self._chunk_records, 1, key, *_FUNCTIONS, None,
        )  # fmt: skip
        handle = ctypes.c_uint64()
        functions.check(functions.plugin_register(ctypes.byref(description), ctypes.byref(handle)))
        return handle.value


def plugin(
    provides: Union[str, Mapping[str, Any]],
    dtype: Any = None,
    inputs: Union[str, Sequence[str]] = "st_waveforms_stream",
    *,
    version: str = "0",
    options: Optional[Mapping[str, Any]] = None,
    halo: tuple[int, int] = (0, 0),
    state: Optional[Callable[[], Any]] = None,
    in_order: bool = False,
    reset_after: int = 0,
    one_per_record: bool = False,
    keeps_times: bool = False,
    whole_run: bool = False,
    chunk_records: int = 0,
    instantaneous: bool = False,
    help: str = "",
) -> Callable[[Callable[..., Any]], Plugin]:
    """Makes a plugin of a function: ``sluice.run(files, "mine", plugins=[mine])`` computes it, so do stream, streams and live.

        @sluice.plugin("heights", [("time", "<i8"), ("height", "<f4")], instantaneous=True, options={"baseline": (0, 40)})
        def heights(waves, baseline):
            out = np.zeros(len(waves), heights.products["heights"])
            out["time"] = waves["time"]
            out["height"] = waves["wave"][:, baseline].mean(axis=1) - waves["wave"].min(axis=1)
            return out

    provides: the type of data, or {name: dtype} for several; dtype: that of its records, with ``time``, and ``endtime``, or ``dt``
    and ``length``, unless they are instantaneous. inputs: a type of data or several, the function's first arguments. options: names and
    defaults, its keyword arguments: a bool, int, float, str, (from, to) of samples, which comes as a slice, or a list of words to choose
    from; set by ``options={"baseline": (0, 60)}``. version: to be raised whenever the results change.

    The function gets structured arrays, one dimension each, which lie in the engine: they cannot be written, and must not be kept (copy
    what is to be kept; a function that keeps one fails). It returns an array of `dtype` in order of time, None for no records, or a dict
    of such where it provides several. One thread of the engine at a time calls it, with the GIL, and not always the same one: the
    program's own Python waits meanwhile, kernels of numpy that release the GIL do not. An exception fails the run: RunError carries its
    type, message and line, and has it as its cause; with ``on_error="skip"`` the chunk is lost instead.

    halo: how long before and after its chunk it sees records, in the unit of the data; what it returns for them is left out. state: a
    function that makes what it remembers, its first argument then, once per run; with in_order=True it sees the chunks in order of time,
    and reset_after makes a new state after a silence longer than that. one_per_record: it returns one for each of its first input, with
    its times; keeps_times: each of its records starts with one of its first input. whole_run: one call gets the whole run.
    chunk_records: how many of its first input it wants at a time. A parameter named ``chunk`` gets a PluginChunk with start, end, ...
    Closing a stream stops a function that runs, by an exception at its next line of Python; one that is inside of C ends by itself.
    """
    products = dict(provides) if isinstance(provides, dict) else {provides: dtype}
    if any(each is None for each in products.values()):
        raise ArgumentError(f"dtype of {', '.join(products)} is missing; give that of its records, [('time', '<i8'), ...]")
    if reset_after and not in_order:
        raise ArgumentError(f"reset_after={reset_after} is for a plugin that remembers; add in_order=True")
    for name in (*products, *(options or {})):
        if not isinstance(name, str) or not re.fullmatch(r"[A-Za-z_]\w*", name, re.ASCII):
            raise ArgumentError(f"not a name for a type of data or an option: {name!r}; use letters, digits and underscores")
    flags = (
        (_IN_ORDER if in_order else 0)
        | (_ONE_PER_RECORD if one_per_record else 0)
        | (_KEEPS_TIMES if keeps_times else 0)
        | (_WHOLE_RUN if whole_run else 0)
    )

    def decorate(function):
        if not callable(function):
            raise ArgumentError(f"{function!r} is no function; write @sluice.plugin(...) above one")
        return Plugin(
            function, products, inputs, version, options, halo, state, flags, reset_after, chunk_records, instantaneous, help
        )  # fmt: skip

    return decorate


# -- what the engine calls ---------------------------------------------------------------------------------------------------

_numbers = itertools.count(1)
_uses = {}  # by number: plugins of open sessions
_workers = {}  # by number: what their workers know
_running = {}  # by thread: the use that it computes for
_here = threading.local()


def inside():
    """Whether the calling thread is inside of a plugin."""
    return getattr(_here, "depth", 0) > 0


class _Use:
    """A plugin in a session."""

    def __init__(self, of):
        self.plugin = of
        self.failure = None
        self.stopped = False


class _Worker:
    """What one thread of the engine knows of a plugin in a run."""

    def __init__(self, use, call):
        self.use = use
        of = use.plugin
        self.dtypes = [read_dtype(call.inputs[i].layout.contents.type.decode()) for i in range(call.input_count)]
        self.options = {}
        for place in range(call.setting_count):
            setting = call.settings[place]
            name = setting.name.decode()
            self.options[name] = of._read[name](setting)
        self.reset()

    def reset(self):
        made = self.use.plugin.state
        self.first = [] if made is None else [made()]

    def compute(self, pointer):
        call, of = pointer.contents, self.use.plugin
        lent = []
        arrays = [self._view(call.inputs[i], dtype, lent) for i, dtype in enumerate(self.dtypes)]
        more = {"chunk": PluginChunk(call)} if of._asks else {}
        result = of.function(*self.first, *arrays, **self.options, **more)
        del arrays
        self._give(pointer, call, result)
        del result
        if is_held(*lent):
            raise ArgumentError(
                f"the function of {', '.join(of.products)} has kept an array of its input, which would show other data after the call; "
                "let it keep a copy"
            )

    @staticmethod
    def _view(given, dtype, lent):
        if given.count == 0:
            return np.empty(0, dtype)
        memory = (ctypes.c_char * (given.count * given.stride)).from_address(given.records)
        lent.append(weakref.ref(memory))
        return np.frombuffer(memoryview(memory).toreadonly(), dtype)

    def _give(self, pointer, call, result):
        products = self.use.plugin.products
        if len(products) == 1 and not isinstance(result, dict):
            result = {next(iter(products)): result}
        if not isinstance(result, dict) or not set(result) <= set(products):
            raise ArgumentError(
                f"the function returned {type(result).__name__}{list(result) if isinstance(result, dict) else ''}, but provides "
                f"{', '.join(products)}; return a dict with an array for each"
            )
        for place, (name, dtype) in enumerate(products.items()):
            records = result.get(name)
            if records is None:
                call.outputs[place].count = 0
                continue
            records = np.asarray(records)
            if records.dtype != dtype or records.ndim != 1:
                raise ArgumentError(
                    f"{name} is declared as {dtype}, one dimension, but the function returned {records.dtype} of shape {records.shape}; "
                    "return an array of the declared dtype"
                )
            room = call.room(ctypes.addressof(call), place, len(records))
            if not room:
                return  # the engine knows why
            if len(records):
                memory = (ctypes.c_char * (len(records) * dtype.itemsize)).from_address(room)
                np.frombuffer(memory, dtype)[:] = records
            call.outputs[place].count = len(records)


def _sentence(failure, of):
    """What was raised, and where in the function's own file."""
    if isinstance(failure, SluiceError):
        return str(failure)
    frames = traceback.extract_tb(failure.__traceback__)
    own = [frame for frame in frames if of is not None and of._code is not None and frame.filename == of._code.co_filename]
    words = f"{type(failure).__name__}: {failure}"
    if own or frames:
        frame = (own or frames)[-1]
        words += f" ({os.path.basename(frame.filename)}:{frame.lineno} in {frame.name})"
    return words


def _leave_words(call, text):
    words = text.encode(errors="replace")[: call.words_room - 1].decode(errors="ignore").encode() + b"\0"
    ctypes.memmove(call.words, words, len(words))


def _guarded(function, use, pointer):
    """Calls it; a code, with the sentence of what was raised."""
    _here.depth = getattr(_here, "depth", 0) + 1
    thread = threading.get_ident()
    code = 1
    try:
        if use is None or use.stopped:
            _leave_words(pointer.contents, "the session of this plugin is closed")
        else:
            _running[thread] = use
            function()
            code = 0
    except BaseException as failure:  # whatever it is, none may cross
        traceback.clear_frames(failure.__traceback__)  # they hold arrays of the input
        if use is not None:
            use.failure = failure
        _leave_words(pointer.contents, _sentence(failure, use.plugin if use is not None else None))
    finally:
        _running.pop(thread, None)
        _here.depth -= 1
    return code


def _create(user, pointer, state):
    use = _uses.get(user)

    def create():
        number = next(_numbers)
        _workers[number] = _Worker(use, pointer.contents)
        state[0] = number

    return _guarded(create, use, pointer)


def _compute(state, pointer):
    worker = _workers.get(state)
    return _guarded(lambda: worker.compute(pointer), worker.use if worker else None, pointer)


def _reset(state, pointer):
    worker = _workers.get(state)
    return _guarded(worker.reset if worker else None, worker.use if worker else None, pointer)


def _destroy(state):
    _workers.pop(state, None)


_pointer = ctypes.POINTER(_Call)
_CALLBACKS = (
    ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, _pointer, ctypes.POINTER(ctypes.c_void_p))(_create),
    ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, _pointer)(_compute),
    ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, _pointer)(_reset),
    ctypes.CFUNCTYPE(None, ctypes.c_void_p)(_destroy),
)
_FUNCTIONS = tuple(ctypes.cast(each, ctypes.c_void_p).value for each in _CALLBACKS)
for _callback in _CALLBACKS:  # the engine's threads may call them until the process ends
    ctypes.pythonapi.Py_IncRef(ctypes.py_object(_callback))


# -- sessions with plugins -----------------------------------------------------------------------------------------------------

_opening = threading.Lock()  # a plugin is known to what is opened meanwhile, and to nothing else


class Uses:
    """The plugins of one session."""

    def __init__(self, plugins):
        self._uses = {next(_numbers): _Use(of) for of in plugins}

    def open(self, opening):
        """Calls `opening` while the plugins are known."""
        functions = api()
        handles = []
        with _opening:
            try:
                for number, use in self._uses.items():
                    _uses[number] = use
                    handles.append(use.plugin._register(functions, number))
                return opening()
            except BaseException:
                self.end()
                raise
            finally:
                for handle in handles:
                    functions.check(functions.release(handle))

    def stop(self):
        """Stops functions that run, as their session closes: by an exception, at their next line."""
        for use in self._uses.values():
            use.stopped = True
        _interrupt(set(self._uses.values()))

    def end(self):
        """The session is closed: nothing calls its plugins any more."""
        for number in self._uses:
            _uses.pop(number, None)

    def cause(self, failure):
        """What a plugin raised, if it is what the run failed of."""
        for use in self._uses.values():
            if use.failure is not None and _sentence(use.failure, use.plugin)[:200] in str(failure):
                return use.failure
        return None


def _interrupt(uses):
    for thread, use in list(_running.items()):
        if use in uses:
            ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(_Stopped))


def stop_all():
    """Stops all functions that run; for the end of the program."""
    for use in list(_uses.values()):
        use.stopped = True
    _interrupt(set(_uses.values()))


def split(settings):
    """The plugins in Python among the settings, and the settings without them."""
    named = settings.get("plugins")
    if named is None or isinstance(named, (str, os.PathLike)):
        return [], settings
    if isinstance(named, Plugin) or not isinstance(named, (list, tuple)):
        named = [named]
    for each in named:
        if not isinstance(each, (Plugin, str, os.PathLike)):
            raise ArgumentError(f"plugins={each!r} is no plugin: give functions under @sluice.plugin(...), or files of plugins")
    files = [each for each in named if not isinstance(each, Plugin)]
    return [each for each in named if isinstance(each, Plugin)], {**settings, "plugins": files}
