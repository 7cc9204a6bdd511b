"""Python, whose kernel ends it where anything in it starts a process, makes a file, or writes to one (as guarded.c says)."""

import ctypes
import resource
import struct
import sys

import numpy as np

import sluice

# x86-64: execve, fork, vfork, execveat, creat, mkdir, mkdirat, unlink, unlinkat, rename, renameat, renameat2, bind
FORBIDDEN = (59, 57, 58, 322, 85, 83, 258, 87, 263, 82, 264, 316, 49)
CLONE, CLONE3, OPEN, OPENAT = 56, 435, 2, 257
KILL, ALLOW, NOT_THERE = 0x80000000, 0x7FFF0000, 0x50000 | 38
CLONE_THREAD, WRITES = 0x10000, 0o1 | 0o100 | 0o1000


def guard():
    rules = [(0x20, 0, 0, 0)]
    for call, action in [(each, KILL) for each in FORBIDDEN] + [(CLONE3, NOT_THERE)]:
        rules += [(0x15, 0, 1, call), (0x06, 0, 0, action)]
    for call, index, bits, yes in ((CLONE, 0, CLONE_THREAD, 1), (OPEN, 1, WRITES, 0), (OPENAT, 2, WRITES, 0)):
        rules += [(0x15, 0, 4, call), (0x20, 0, 0, 16 + 8 * index), (0x45, yes, 1 - yes, bits), (0x06, 0, 0, KILL), (0x06, 0, 0, ALLOW)]
    rules.append((0x06, 0, 0, ALLOW))
    code = b"".join(struct.pack("<HBBI", *each) for each in rules)
    kept = ctypes.create_string_buffer(code)
    program = struct.pack("<HxxxxxxQ", len(rules), ctypes.addressof(kept))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    call = ctypes.CDLL(None, use_errno=True).prctl
    if call(38, 1, 0, 0, 0) != 0 or call(22, 2, ctypes.c_char_p(program), 0, 0) != 0:
        sys.exit(77)


guard()
if sys.argv[1] == "file":
    open("made.txt", "w")
if sys.argv[1] == "run":
    count = len(sluice.run(None, "features", sim_records=20000))
    sluice.features(np.full((10, 800), 8000, "<i2"))
    sys.exit(0 if count == 20000 else 1)
