"""The engine's functions, as ctypes calls them. Each raises SluiceError with the engine's own sentence."""

import ctypes

from . import _jvm
from ._errors import ArgumentError, HandleError, InputError, MemoryLimitError, RunError, SluiceError

_MEMBERS = (
    ("error", ctypes.c_char_p, ()),
    ("version", ctypes.c_char_p, ()),
    ("nop", ctypes.c_int, ()),
    ("stop", ctypes.c_int, (ctypes.c_int64,)),
    ("release", ctypes.c_int, (ctypes.c_uint64,)),
    ("kernel_open", ctypes.c_int, (ctypes.c_char_p, ctypes.c_char_p, ctypes.c_void_p)),
    ("kernel_run", ctypes.c_int, (ctypes.c_uint64, ctypes.c_void_p, ctypes.c_uint64, ctypes.c_void_p)),
    ("kernel_prepare", ctypes.c_int, (ctypes.c_uint64, ctypes.c_void_p, ctypes.c_uint64, ctypes.c_void_p)),
    ("call_run", ctypes.c_int, (ctypes.c_uint64, ctypes.c_void_p)),
)
_ERRORS = {-1: ArgumentError, -2: HandleError, -4: InputError, -5: RunError, -6: MemoryLimitError}


class Api:
    """The functions of the running engine."""

    def __init__(self, jvm):
        self.jvm = jvm
        for place, (name, returned, parameters) in enumerate(_MEMBERS, 2):
            if 8 * place >= jvm.table[0]:
                raise SluiceError(f"the engine has no function {name}: jars and package are of two versions")
            setattr(self, name, ctypes.CFUNCTYPE(returned, *parameters)(jvm.table[place]))

    def check(self, code):
        """Returns a code that is no failure; raises otherwise."""
        if code < 0:
            raise _ERRORS.get(code, SluiceError)(self.error().decode(errors="replace"))
        return code


_api = None


def api():
    """The functions of the engine, which is started if it is not yet."""
    global _api
    jvm = _jvm.require()
    if _api is None or _api.jvm is not jvm:
        _api = Api(jvm)
    return _api
