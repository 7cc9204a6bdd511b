package dev.sluice.host;

import dev.sluice.session.SessionException;

/// A failure that a host gets under the code that this carries.
final class HostException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final HostCode code;

    HostException(HostCode code, String message) {
        super(message);
        this.code = code;
    }

    private HostException(HostCode code, Throwable cause) {
        super(cause.getMessage(), cause);
        this.code = code;
    }

    /// What a run failed with, in the words of the command line, under the code of its kind.
    static RuntimeException of(Throwable failure) {
        HostCode code = HostCode.of(failure);
        if (failure instanceof StackOverflowError) {
            return new HostException(code, LastFailure.NO_STACK);
        }
        if (failure instanceof RuntimeException known
                && (known instanceof HostException || code == HostCode.STATE || code == HostCode.ARGUMENT)) {
            return known;
        }
        return new HostException(code == HostCode.INTERNAL ? HostCode.FAILED : code, SessionException.of(failure));
    }

    HostCode code() {
        return code;
    }
}
