package dev.sluice.session.request;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/// Paths as texts. Stateless.
public final class PathText {
    private PathText() {}

    /// The path of that name.
    ///
    /// @throws UsageException if no file can have such a name
    public static Path parse(String name) {
        if (name.isBlank()) {
            throw new UsageException("an input has an empty name: '" + name + "'; name a file or directory");
        }
        try {
            return Path.of(name);
        } catch (InvalidPathException unusable) {
            throw new UsageException("not a file name: '" + name + "', " + unusable.getReason(), unusable);
        }
    }
}
