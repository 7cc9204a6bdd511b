"""Starts the JVM inside this process, and hands out the engine's table of functions.

Pure Python and ctypes: no compiler, no jni.h. What is said here of a JVM in a process that is not its own (signals,
forks, stacks, no second start) is said for C in ``sluice.h``; both do the same.
"""

import atexit
import ctypes
import faulthandler
import os
import re
import shutil
import sys
import threading
import time
from pathlib import Path

from ._errors import SluiceError

ABI = 1
_JNI_21 = 0x00150000
_FIND_CLASS, _EXCEPTION_CLEAR, _STATIC_METHOD, _CALL_STATIC_INT, _EXCEPTION_CHECK = 6, 17, 113, 131, 228
_DETACH = 5
_SIGNALS = (11, 7, 8, 4)  # SEGV, BUS, FPE, ILL: the JVM lives on them
_SIGACTION_BYTES = 152
_LEAST_STACK = 256 << 10
_ANNOUNCED = b"WARNING: Using incubator modules: jdk.incubator.vector\n"
_ROOTS = ("/usr/lib/jvm", "/opt", "/opt/java", "~/.sdkman/candidates/java", "~/.jdks")
_FIXED = (
    "-Xrs",  # Ctrl-C stays Python's
    "-XX:+DisableAttachMechanism",  # its socket would be a file in /tmp
    "--add-modules=jdk.incubator.vector",
    "--enable-native-access=ALL-UNNAMED",
    "-XX:PerMethodTrapLimit=100000",
    "-XX:PerMethodRecompilationCutoff=100000",
    "-XX:MaxDirectMemorySize=1t",
    "-XX:-UsePerfData",
    "-Xshare:auto",
    "-Xlog:disable",
)
_ALLOWED = (
    "-Xms", "-Xss", "-Xbatch", "-Xlog:", "-Xcheck:jni", "-Dsluice.", "-XX:+UseSerialGC", "-XX:+UseParallelGC",
    "-XX:+UseG1GC", "-XX:+UseZGC", "-XX:+AlwaysPreTouch", "-XX:ActiveProcessorCount=", "-XX:SharedArchiveFile=",
    "-XX:ErrorFile=", "-XX:+HeapDumpOnOutOfMemoryError", "-XX:HeapDumpPath=", "-XX:StartFlightRecording",
    "-XX:CompileCommand=", "-XX:TieredStopAtLevel=", "-XX:-DisableAttachMechanism", "-XX:+UnlockDiagnosticVMOptions",
    "-XX:+UseTransparentHugePages", "-ea", "-esa",
)  # fmt: skip


class _Option(ctypes.Structure):
    _fields_ = [("words", ctypes.c_char_p), ("extra", ctypes.c_void_p)]


class _Arguments(ctypes.Structure):
    _fields_ = [
        ("version", ctypes.c_int32),
        ("count", ctypes.c_int32),
        ("options", ctypes.POINTER(_Option)),
        ("ignore_unknown", ctypes.c_ubyte),
    ]


# -- the JDK and the jars ------------------------------------------------------------------------------------------------


def _version(folder):
    """The version in a JDK's file ``release``; "" where there is none."""
    try:
        found = re.search(r'^JAVA_VERSION="([^"]*)"', (folder / "release").read_text(errors="replace"), re.MULTILINE)
    except OSError:
        return ""
    return found.group(1) if found else ""


def _is_fit(version):
    numbers = [int(n) for n in re.findall(r"\d+", version)[:3]] + [0, 0]
    return bool(re.match(r"25($|\.)", version)) and (numbers[1] > 0 or numbers[2] >= 3)


def _candidates(home):
    yield home / "runtime", False
    for name in ("JAVA25_HOME", "JAVA_HOME"):
        if os.environ.get(name):
            yield Path(os.environ[name]), True
    java = shutil.which("java")
    if java:
        yield Path(java).resolve().parent.parent, True
    for root in _ROOTS:
        folder = Path(root).expanduser()
        if folder.is_dir():
            for entry in sorted(folder.iterdir()):
                yield entry, False


def find_jdk(home, named=None):
    """The folder of the JDK 25 that will run; raises SluiceError with all places that it looked at."""
    looked = []
    if not named and os.environ.get("JAVA25_HOME"):
        named = os.environ["JAVA25_HOME"]
    for folder, tell in [(Path(named), True)] if named else _candidates(home):
        if not (folder / "lib/server/libjvm.so").is_file():
            if tell:
                looked.append(f"{folder} (no lib/server/libjvm.so)")
            continue
        version = _version(folder)
        if _is_fit(version):
            return folder
        looked.append(f"{folder} ({version or 'no version in its file release'})")
    raise SluiceError(
        "there is no JDK 25.0.3 or newer (26 is not tried): looked at "
        f"{', '.join(looked) or 'the usual folders'}; install one, or name its folder by JAVA25_HOME or sluice.start(jdk=...)"
    )


def find_jars(named=None):
    """The folder of Sluice, and its jars: named, of SLUICE_HOME, in this package, or in the checkout around it."""
    here = Path(__file__).resolve().parent
    places = [Path(named)] if named else []
    if not places and os.environ.get("SLUICE_HOME"):
        places = [Path(os.environ["SLUICE_HOME"])]
    for home in places or [here, *here.parents]:
        if list(home.glob("lib/sluice-host*.jar")):
            return home, sorted(home.glob("lib/*.jar"))
        own = [j for j in home.glob("engine/host/target/sluice-host-*.jar") if "-sources" not in j.name and "-javadoc" not in j.name]
        if own:
            return home, own + sorted(home.glob("engine/host/target/lib/*.jar"))
    where = f"home={places[0]} has no jars of Sluice" if places else "the jars of Sluice are not beside this package"
    raise SluiceError(
        f"{where}, neither in lib nor in engine/host/target; build the checkout (mvn -DskipTests package), "
        "install the wheel, or name the folder by SLUICE_HOME or sluice.start(home=...)"
    )


def _heap_bytes(size):
    found = re.fullmatch(r"(\d+)([kKmMgG]?)", size)
    return int(found.group(1)) << {"": 0, "k": 10, "m": 20, "g": 30}[found.group(2).lower()] if found else 0


def _check_options(heap, options):
    if _heap_bytes(heap) < 16 << 20:
        raise SluiceError(f"heap={heap!r} is no size of 16m or more; write '256m' or '2g'")
    for option in options:
        if option.startswith("-Xmx"):
            raise SluiceError(f"option {option!r} is set by heap={option[4:]!r}")
        if not option.startswith(_ALLOWED):
            raise SluiceError(
                f"option {option!r} is none of those that a host may give to the JVM: -Xms, -Xss, -Xlog:, -Dsluice., "
                "a collector such as -XX:+UseG1GC, and a few more"
            )
        if option.startswith("-Xms") and not 0 < _heap_bytes(option[4:]) <= _heap_bytes(heap):
            raise SluiceError(f"option {option!r} is no size up to heap={heap!r}; set heap too")


# -- standard error while the JVM starts ---------------------------------------------------------------------------------


class _QuietStart:
    """Hands on what is written to standard error meanwhile, but for the line that announces the Vector API."""

    def __enter__(self):
        self._copy = None
        try:
            copy = os.dup(2)
        except OSError:  # the program has no standard error
            return self
        self._copy = copy
        source, sink = os.pipe()
        self._drain = threading.Thread(target=self._pass, args=(source, os.dup(copy)), daemon=True)
        self._drain.start()
        os.dup2(sink, 2)
        os.close(sink)
        return self

    def __exit__(self, *_):
        copy, self._copy = self._copy, None
        if copy is None:
            return
        os.dup2(copy, 2)
        os.close(copy)
        self._drain.join(0.5)  # a child that was started meanwhile keeps it open

    @staticmethod
    def _pass(source, sink):
        with os.fdopen(source, "rb") as lines, os.fdopen(sink, "wb", 0) as out:
            for line in lines:
                if line != _ANNOUNCED:
                    out.write(line)


# -- the JVM --------------------------------------------------------------------------------------------------------------


def _slot(table, index, returned, *parameters):
    """Function `index` of a JNI table, whose first parameter is the table's owner."""
    address = ctypes.cast(table[0], ctypes.POINTER(ctypes.c_void_p))[index]
    return ctypes.CFUNCTYPE(returned, ctypes.c_void_p, *parameters)(address)


class Jvm:
    """The JVM of this process: made once, never again."""

    def __init__(self, jdk, home, jars, heap, options):
        self.jdk, self.home = jdk, home
        self.table = None
        self.forked = False
        self.stopped = False
        self.faulthandler = None
        self.look_again = -1.0
        self._failure = None
        self._said = ""
        self._quiet = _QuietStart()
        self._running = False
        self._handlers = None
        self._now = ctypes.create_string_buffer(_SIGACTION_BYTES)
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._options = self._all_options(jars, heap, options)
        self._done = threading.Event()
        size = threading.stack_size(8 << 20)
        try:
            thread = threading.Thread(target=self._boot, daemon=True, name="sluice-boot")
            thread.start()
        finally:
            threading.stack_size(size)
        self._done.wait()
        if self._failure:
            raise SluiceError(self._failure)
        self._running = True
        os.register_at_fork(after_in_child=self._in_child)

    def _in_child(self):
        self.forked = True
        self.look_again = -1.0

    def _all_options(self, jars, heap, options):
        words = [*_FIXED, f"-Xmx{heap}", "-Djava.class.path=" + ":".join(map(str, jars)), *options]
        if not any("GC" in option for option in options):
            words.append("-XX:+UseSerialGC")
        self._exits = ctypes.CFUNCTYPE(None, ctypes.c_int32)(self._jvm_exits)
        self._says = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p)(self._jvm_says)
        array = (_Option * (len(words) + 2))()
        array[0] = _Option(b"exit", ctypes.cast(self._exits, ctypes.c_void_p).value)
        array[1] = _Option(b"vfprintf", ctypes.cast(self._says, ctypes.c_void_p).value)
        for place, word in enumerate(words, 2):
            array[place] = _Option(os.fsencode(word), None)
        return array

    def _jvm_says(self, _, words, values):
        # While it starts, what it says belongs to the failure; later on it is silent.
        if not self._running:
            text = ctypes.create_string_buffer(1024)
            self._libc.vsnprintf(text, len(text), ctypes.c_char_p(words), ctypes.c_void_p(values))
            self._said += text.value.decode(errors="replace")
        return 0

    def _why(self):
        said = " ".join(self._said.split())
        return f": {said}" if said else ""

    def _jvm_exits(self, code):
        # While it starts, Python lives on: the thread that starts the JVM stays here for good.
        if self._running:
            os._exit(code)
        self._quiet.__exit__()
        self._failure = f"the JVM did not start{self._why()}; correct heap or options and start the program anew"
        self._done.set()
        while True:
            time.sleep(3600)

    def _boot(self):
        try:
            with self._quiet:
                self._failure = self._start()
        except Exception as failure:  # whatever it is, the caller waits for it
            self._failure = f"the JVM cannot be started: {failure}"
        self._done.set()

    def _start(self):
        library = ctypes.CDLL(str(self.jdk / "lib/server/libjvm.so"), mode=ctypes.RTLD_GLOBAL)
        machine, environment, others = ctypes.c_void_p(), ctypes.c_void_p(), ctypes.c_int32()
        if library.JNI_GetCreatedJavaVMs(ctypes.byref(machine), 1, ctypes.byref(others)) == 0 and others.value:
            return "this process has a JVM already, of another library, and cannot have two; use Sluice in a process of its own"
        arguments = _Arguments(_JNI_21, len(self._options), self._options, 0)
        result = library.JNI_CreateJavaVM(ctypes.byref(machine), ctypes.byref(environment), ctypes.byref(arguments))
        if result != 0:
            return f"the JVM of {self.jdk} did not start, code {result}{self._why()}; correct heap or options and start the program anew"
        self._handlers = [self._handler(signal) for signal in _SIGNALS]
        failure = self._fill_table(environment.value)
        owner = ctypes.cast(machine.value, ctypes.POINTER(ctypes.c_void_p))
        _slot(owner, _DETACH, ctypes.c_int32)(machine.value)
        return failure

    def _fill_table(self, environment):
        owner = ctypes.cast(environment, ctypes.POINTER(ctypes.c_void_p))
        find = _slot(owner, _FIND_CLASS, ctypes.c_void_p, ctypes.c_char_p)
        method = _slot(owner, _STATIC_METHOD, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_char_p)
        call = _slot(owner, _CALL_STATIC_INT, ctypes.c_int32, ctypes.c_void_p, ctypes.c_void_p, ctypes.POINTER(ctypes.c_int64))
        boot = find(environment, b"dev/sluice/host/Boot")
        entry = method(environment, boot, b"boot", b"(JJJJ)I") if boot else None
        if not entry:
            _slot(owner, _EXCEPTION_CLEAR, None)(environment)
            return f"the jars of {self.home} have no dev.sluice.host.Boot; they and this package are of two versions"
        table, words = (ctypes.c_uint64 * 64)(), ctypes.create_string_buffer(2048)
        values = (ctypes.c_int64 * 4)(ctypes.addressof(table), ctypes.sizeof(table), ctypes.addressof(words), len(words))
        code = call(environment, boot, entry, values)
        if _slot(owner, _EXCEPTION_CHECK, ctypes.c_ubyte)(environment):
            _slot(owner, _EXCEPTION_CLEAR, None)(environment)
            return f"dev.sluice.host.Boot of {self.home} cannot be initialised; the jars are damaged or of two versions"
        if code != 0:
            return f"Sluice of {self.home} does not start: {words.value.decode(errors='replace')}"
        if table[1] != ABI:
            return f"the jars of {self.home} have version {table[1]} of the interface, and this package has {ABI}; take both of one version"
        self.table = table
        return None

    # -- signals

    def _handler(self, signal):
        action = ctypes.create_string_buffer(_SIGACTION_BYTES)
        self._libc.sigaction(signal, None, action)
        return action

    def look(self):
        """Before a short call: refuses it after a fork or a stop, and sees to the handler that compiled code needs.

        Callers look again after a millisecond, or when faulthandler was switched: asking the system costs more than a call.
        """
        if self.forked or self.stopped:
            require()
        require_stack()
        self.restore_segv()
        self.faulthandler = faulthandler.is_enabled()
        self.look_again = time.perf_counter() + 0.001

    def restore_segv(self):
        """Puts back the handler of SIGSEGV, which compiled code needs; asking for one of four costs less."""
        self._libc.sigaction(_SIGNALS[0], None, self._now)
        if self._now.raw[:8] != self._handlers[0].raw[:8]:
            self._libc.sigaction(_SIGNALS[0], self._handlers[0], None)

    def restore_handlers(self):
        """Puts the JVM's handlers back where Python's faulthandler, or a library, has replaced them."""
        for signal, kept in zip(_SIGNALS, self._handlers):
            now = self._handler(signal)
            if now.raw[:8] != kept.raw[:8]:
                self._libc.sigaction(signal, kept, None)


_lock = threading.Lock()
_jvm = None
_thread = threading.local()
_pthreads = ctypes.CDLL(None)
_pthreads.pthread_self.restype = ctypes.c_ulong
_pthreads.pthread_getattr_np.argtypes = (ctypes.c_ulong, ctypes.c_void_p)


def start(jdk=None, home=None, heap="256m", options=()):
    """The JVM of this process, started if it is not yet."""
    global _jvm
    with _lock:
        if _jvm is None:
            _check_options(heap, options)
            place, jars = find_jars(home)
            machine = Jvm(find_jdk(place, jdk), place, jars, heap, list(options))
            _jvm = machine
            atexit.register(stop, 2.0)
    return require()


def require_stack():
    """Refuses threads on whose stack the JVM would end the process; looks once at each thread."""
    if getattr(_thread, "fits", False):
        return
    attributes, base, size = ctypes.create_string_buffer(256), ctypes.c_void_p(), ctypes.c_size_t()
    if _pthreads.pthread_getattr_np(_pthreads.pthread_self(), attributes) == 0:
        _pthreads.pthread_attr_getstack(attributes, ctypes.byref(base), ctypes.byref(size))
        _pthreads.pthread_attr_destroy(attributes)
        if size.value < _LEAST_STACK:
            raise SluiceError(
                f"this thread has a stack of {size.value} bytes, and the JVM needs {_LEAST_STACK}; "
                f"call threading.stack_size({_LEAST_STACK}) or more before threads are made"
            )
    _thread.fits = True


def require():
    """The JVM, running in this process and not in one that it was forked from."""
    require_stack()
    if _jvm is None:
        return start()
    if _jvm.forked:
        raise SluiceError(
            "this process is a fork of one that started Sluice, and a JVM does not live in forks; use multiprocessing with "
            "'spawn' (multiprocessing.get_context('spawn')), or fork before the first call"
        )
    if _jvm.stopped:
        raise SluiceError("Sluice was stopped, and cannot start again in this process")
    return _jvm


def is_forked():
    """Whether this process is a fork of the one that has the JVM."""
    return _jvm is not None and _jvm.forked


def stop(timeout: float = 2.0) -> None:
    """Closes what is open and ends the engine's threads; waits at most `timeout` seconds."""
    if _jvm is None or _jvm.forked or _jvm.stopped:
        return
    from . import _plugins  # which uses this

    _plugins.stop_all()
    _jvm.restore_handlers()
    stop_engine = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int64)(_jvm.table[2 + 3])
    stop_engine(int(timeout * 1000))
    _jvm.stopped = True
    _jvm.look_again = -1.0


if sys.platform != "linux":  # pragma: no cover
    raise ImportError("Sluice runs in Python on Linux only; elsewhere use the command line")
