"""What Sluice raises; the message says what was wrong, where, and what to do."""


class SluiceError(RuntimeError):
    """A call that failed."""


class ArgumentError(SluiceError, ValueError):
    """An array, a name or a value that cannot be."""


class HandleError(SluiceError):
    """Something that was closed already."""


class InputError(SluiceError):
    """An input that is missing, damaged or of another format."""


class RunError(SluiceError):
    """A run that failed; the message names plugin, chunk and cause."""


class MemoryLimitError(SluiceError, MemoryError):
    """The budget, the heap or the machine has no more memory."""
