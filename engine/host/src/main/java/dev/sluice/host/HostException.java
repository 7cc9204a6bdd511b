package dev.sluice.host;

/// A failure that a host gets under the code that this carries.
final class HostException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final HostCode code;

    HostException(HostCode code, String message) {
        super(message);
        this.code = code;
    }

    HostCode code() {
        return code;
    }
}
