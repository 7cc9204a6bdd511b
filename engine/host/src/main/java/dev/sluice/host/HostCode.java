package dev.sluice.host;

import dev.sluice.chunk.ChunkLawException;
import dev.sluice.chunk.OutOfBudgetException;
import dev.sluice.formats.FormatException;
import dev.sluice.session.SessionException;
import dev.sluice.stream.InterruptedWaitException;
import dev.sluice.stream.PipelineException;

/// What a function of the C interface returns; names and numbers are those of the header.
enum HostCode {
    OK(0),
    END(1),
    TIMEOUT(2),
    ARGUMENT(-1),
    HANDLE(-2),
    STATE(-3),
    INPUT(-4),
    FAILED(-5),
    MEMORY(-6),
    JVM(-7),
    FORKED(-8),
    VERSION(-9),
    INTERRUPTED(-10),
    INTERNAL(-11);

    private final int number;

    HostCode(int number) {
        this.number = number;
    }

    /// The number that crosses to the host.
    int number() {
        return number;
    }

    /// The name of the constant in the header.
    String headerName() {
        return number < 0 ? "SLUICE_E_" + name() : "SLUICE_" + name();
    }

    private static HostCode ofSession(SessionException failure) {
        return switch (failure.kind()) {
            case USAGE -> ARGUMENT;
            case INPUT -> INPUT;
            case FAILURE -> failure.getCause() instanceof OutOfBudgetException ? MEMORY : FAILED;
        };
    }

    /// The code that says what kind of failure `failure` is.
    static HostCode of(Throwable failure) {
        return switch (failure) {
            case HostException known -> known.code();
            case SessionException session -> ofSession(session);
            case InterruptedWaitException interrupted -> INTERRUPTED;
            case PipelineException failed -> FAILED;
            case FormatException unreadable -> INPUT;
            case OutOfBudgetException full -> MEMORY;
            case OutOfMemoryError exhausted -> MEMORY;
            case ChunkLawException unlawful -> ARGUMENT;
            case IllegalArgumentException wrong -> ARGUMENT;
            case IndexOutOfBoundsException outside -> ARGUMENT;
            case IllegalStateException early -> STATE;
            case StackOverflowError small -> STATE;
            case InterruptedException interrupted -> INTERRUPTED;
            default -> INTERNAL;
        };
    }
}
