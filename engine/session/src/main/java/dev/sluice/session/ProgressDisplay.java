package dev.sluice.session;

/// Something that shows progress until it is closed.
public interface ProgressDisplay extends AutoCloseable {
    /// Shows nothing.
    ProgressDisplay NONE = () -> {};

    @Override
    void close();
}
