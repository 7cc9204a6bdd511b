package dev.sluice.formats;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Files that can be mapped into memory and read twice, as readers of formats do; stateless, safe from any thread.
public final class RegularFile {
    private static final Path NULL_DEVICE = Path.of("/dev/null");

    private RegularFile() {}

    /// Returns the path of a regular file, or of none: the code that opens it says that it is missing.
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

    /// The same, but the null device passes: a program that throws data away writes it there, and it reads as an empty
    /// file.
    ///
    /// @throws FormatException if it is something else
    public static Path requireOrNull(Path file) {
        return isNullDevice(file) ? file : require(file);
    }

    private static boolean isNullDevice(Path file) {
        try {
            return Files.isSameFile(file, NULL_DEVICE);
        } catch (IOException elsewhere) {
            return false;
        }
    }
}
