"""The engine's functions, as ctypes calls them. Each raises SluiceError with the engine's own sentence."""

import ctypes

from . import _jvm
from ._errors import ArgumentError, HandleError, InputError, MemoryLimitError, RunError, SluiceError

_TEXTS = ctypes.POINTER(ctypes.c_char_p)
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
    ("session_open", ctypes.c_int, (_TEXTS, ctypes.c_uint64, ctypes.c_void_p)),
    ("session_live", ctypes.c_int, (_TEXTS, ctypes.c_uint64, *(ctypes.c_char_p,) * 2, *(ctypes.c_void_p,) * 2)),
    ("session_streams", ctypes.c_int, (ctypes.c_uint64, ctypes.c_void_p, ctypes.c_uint64, ctypes.c_void_p)),
    ("stream_next", ctypes.c_int, (ctypes.c_uint64, ctypes.c_int64, ctypes.c_void_p)),
    ("text", ctypes.c_int, (ctypes.c_uint64, ctypes.c_char_p, ctypes.c_void_p, ctypes.c_uint64, ctypes.c_void_p)),
    ("live_claim", ctypes.c_int, (ctypes.c_uint64, ctypes.c_int64, ctypes.c_void_p)),
    ("live_publish", ctypes.c_int, (ctypes.c_uint64, *(ctypes.c_int64,) * 3)),
    ("live_push", ctypes.c_int, (ctypes.c_uint64, ctypes.c_void_p, *(ctypes.c_int64,) * 3)),
    ("live_lost", ctypes.c_int, (ctypes.c_uint64, ctypes.c_int64, ctypes.c_int64, ctypes.c_char_p)),
    ("live_finish", ctypes.c_int, (ctypes.c_uint64,)),
    ("live_fail", ctypes.c_int, (ctypes.c_uint64, ctypes.c_char_p)),
    ("live_set", ctypes.c_int, (ctypes.c_uint64, ctypes.c_char_p, ctypes.c_char_p)),
    ("in_callback", ctypes.c_int, ()),
    ("stream_callback", ctypes.c_int, (ctypes.c_uint64, ctypes.c_void_p, ctypes.c_void_p)),
    ("stream_wait", ctypes.c_int, (ctypes.c_uint64, ctypes.c_int64, ctypes.c_void_p)),
    ("stream_fd", ctypes.c_int, (ctypes.c_uint64, ctypes.c_void_p)),
    ("live_claim_within", ctypes.c_int, (ctypes.c_uint64, ctypes.c_int64, ctypes.c_int64, ctypes.c_void_p)),
    ("live_publish_within", ctypes.c_int, (ctypes.c_uint64, *(ctypes.c_int64,) * 4)),
    ("live_push_within", ctypes.c_int, (ctypes.c_uint64, ctypes.c_void_p, *(ctypes.c_int64,) * 4)),
    ("live_discard", ctypes.c_int, (ctypes.c_uint64,)),
    ("arrow_records", ctypes.c_int, (ctypes.c_char_p, ctypes.c_void_p, ctypes.c_int64, ctypes.c_void_p, ctypes.c_void_p)),
    ("arrow_stream", ctypes.c_int, (ctypes.c_uint64, ctypes.c_uint64, ctypes.c_void_p)),
    ("plugin_register", ctypes.c_int, (ctypes.c_void_p, ctypes.c_void_p)),
)
_ERRORS = {-1: ArgumentError, -2: HandleError, -4: InputError, -5: RunError, -6: MemoryLimitError}


_NAMES = (
    ("sluice_live_publish with count=0", "an empty array to Live.push"),
    ("sluice_live_publish", "Claim.publish"),
    ("sluice_live_discard", "Claim.discard"),
    ("sluice_live_", "Live."),
    ("sluice_stream_", "Stream."),
    ("sluice_stop", "sluice.stop"),
    ("fills=every", "every_field=True"),
    ("--on-error skip", 'on_error="skip"'),
    ("(set by --set)", "(set by options)"),
    ("instantaneous()", "instantaneous=True"),
    ("onePerRecord()", "one_per_record=True"),
)


def _in_python(sentence):
    """A sentence of the engine, which names functions of C, in the names of this package."""
    for name, own in _NAMES:
        sentence = sentence.replace(name, own)
    return sentence


class Api:
    """The functions of the running engine."""

    def __init__(self, jvm):
        self.jvm = jvm
        for place, (name, returned, parameters) in enumerate(_MEMBERS, 2):
            if 8 * place >= jvm.table[0]:
                raise SluiceError(f"the engine has no function {name}: jars and package are of two versions")
            setattr(self, name, ctypes.CFUNCTYPE(returned, *parameters)(jvm.table[place]))

    def read_text(self, handle, what):
        """A text of what has that number; a line for each of several."""
        length, buffer = ctypes.c_uint64(), None
        while buffer is None or length.value >= len(buffer):  # what a run says grows meanwhile
            buffer = ctypes.create_string_buffer(length.value + 256)
            self.check(self.text(handle, what.encode(), buffer, len(buffer), ctypes.byref(length)))
        return buffer.value.decode()

    def require(self):
        """Refuses calls in a process that was forked from the one of the engine, and after its stop."""
        if self.jvm.forked or self.jvm.stopped:
            _jvm.require()

    def check(self, code):
        """Returns a code that is no failure; raises otherwise."""
        if code < 0:
            raise _ERRORS.get(code, SluiceError)(_in_python(self.error().decode(errors="replace")))
        return code


_api = None


def api():
    """The functions of the engine, which is started if it is not yet."""
    global _api
    jvm = _jvm.require()
    if _api is None or _api.jvm is not jvm:
        _api = Api(jvm)
    return _api
