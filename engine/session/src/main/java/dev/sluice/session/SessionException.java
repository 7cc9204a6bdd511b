package dev.sluice.session;

import dev.sluice.formats.FormatException;
import dev.sluice.session.request.LongText;
import dev.sluice.session.request.UsageException;
import java.io.IOException;

/// A session cannot be opened, or a run of it failed. The message is the sentence that the command line prints:
/// what was wrong, where, and what to do; the cause is what was thrown.
public final class SessionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /// What a failure is about, which says who can mend it.
    public enum Kind {
        /// The request: a word, an option, a target. The command line ends with code 2.
        USAGE(2),
        /// The input or another file: it is damaged, missing or not to be read. The command line ends with code 1.
        INPUT(1),
        /// The run: a plugin, the memory, an output. The command line ends with code 1.
        FAILURE(1);

        private final int exitCode;

        Kind(int exitCode) {
            this.exitCode = exitCode;
        }

        /// The code with which the command line ends.
        public int exitCode() {
            return exitCode;
        }
    }

    private SessionException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /// What was thrown, in words; a session's exception is returned as it is.
    ///
    /// For what streams throw while they are read, too.
    public static SessionException of(Throwable thrown) {
        if (thrown instanceof SessionException) {
            return (SessionException) thrown;
        }
        return new SessionException(kind(thrown), LongText.cut(FailureMessage.of(thrown)), thrown);
    }

    private static Kind kind(Throwable thrown) {
        if (thrown instanceof UsageException) {
            return Kind.USAGE;
        }
        boolean input = FailureMessage.find(thrown, FormatException.class) != null
                || FailureMessage.find(thrown, IOException.class) != null;
        return input ? Kind.INPUT : Kind.FAILURE;
    }

    /// What the failure is about.
    public Kind kind() {
        return kind;
    }
}
