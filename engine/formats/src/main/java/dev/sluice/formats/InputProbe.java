package dev.sluice.formats;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// An input that formats look at: its name, its first bytes, or what is in its folder. Immutable.
///
/// @param path   the file or folder, which exists
/// @param folder whether it is a folder
/// @param start  the first bytes of a file, at most [#START] of them; not to be changed
public record InputProbe(Path path, boolean folder, byte[] start) {
    /// How many bytes of a file are looked at.
    public static final int START = 512;

    /// Looks at a file or folder.
    ///
    /// @throws IOException if it cannot be read
    public static InputProbe of(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            return new InputProbe(path, true, new byte[0]);
        }
        try (InputStream stream = Files.newInputStream(path)) {
            return new InputProbe(path, false, stream.readNBytes(START));
        }
    }

    /// The last part of the path, in lower case.
    public String name() {
        return String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
    }

    /// Whether it is a file that begins with these bytes.
    public boolean startsWith(byte... magic) {
        if (start.length < magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if (start[i] != magic[i]) {
                return false;
            }
        }
        return true;
    }

    /// The first bytes as letters, a letter a byte.
    public String text() {
        return new String(start, StandardCharsets.ISO_8859_1);
    }

    /// Whether it is a folder with an entry whose name fits the pattern of a shell, such as `*-metadata.json`.
    ///
    /// @throws IOException if the folder cannot be read
    public boolean holds(String pattern) throws IOException {
        if (!folder) {
            return false;
        }
        try (DirectoryStream<Path> found = Files.newDirectoryStream(path, pattern)) {
            return found.iterator().hasNext();
        }
    }
}
