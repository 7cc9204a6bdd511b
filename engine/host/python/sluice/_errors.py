"""What Sluice raises."""


class SluiceError(RuntimeError):
    """A call that failed: the message says what was wrong, where, and what to do."""
