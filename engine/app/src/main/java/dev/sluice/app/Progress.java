package dev.sluice.app;

/// Something that shows progress until it is closed.
interface Progress extends AutoCloseable {
    /// Shows nothing.
    Progress NONE = () -> {};

    @Override
    void close();
}
