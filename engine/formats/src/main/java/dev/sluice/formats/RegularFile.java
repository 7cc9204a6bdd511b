package dev.sluice.formats;

import java.nio.file.Files;
import java.nio.file.Path;

/// Files that can be mapped into memory and read twice, as readers of formats do; stateless, safe from any thread.
public final class RegularFile {
    private RegularFile() {}

    /// Returns the path of a regular file, or of none: whoever opens it says that it is missing.
    ///
    /// A pipe or a socket would be waited for without end, a device read without end.
    ///
    /// @throws FormatException if it is something else
    public static Path require(Path file) {
        if (Files.isDirectory(file)) {
            throw new FormatException(
                    file, FormatException.NOT_IN_FILE, "this is a directory, not a file", "name a file in it");
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new FormatException(
                    file,
                    FormatException.NOT_IN_FILE,
                    "a pipe, a socket or a device is not read",
                    "copy its data to a regular file, or move it elsewhere");
        }
        return file;
    }
}
