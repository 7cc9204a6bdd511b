package dev.sluice.session.input;

import dev.sluice.formats.FileSignature;
import dev.sluice.formats.InputProbe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Formats that people bring and Sluice does not read, known by name or first bytes, each with what to do. Stateless.
final class ForeignFormat {
    private static final String SAVE = FileSignature.SAVE;

    private ForeignFormat() {}

    /// What an input is, and what helps.
    ///
    /// @param what   names the format
    /// @param remedy a call that was tried
    record Found(String what, String remedy) {}

    /// What the input is, if it is of a known format that is not read.
    static Optional<Found> of(InputProbe input) {
        return input.folder() ? ofFolder(input.path()) : ofFile(input.path(), input.start());
    }

    private static Optional<Found> ofFile(Path file, byte[] start) {
        String name = String.valueOf(file.getFileName());
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".csv") || lower.endsWith(".txt")) {
            String text = new String(start, StandardCharsets.ISO_8859_1);
            return Optional.of(
                    text.startsWith("BOARD;")
                            ? compass("CSV files of CoMPASS are")
                            : new Found(
                                    "text is not read",
                                    "load it with numpy.genfromtxt(path, delimiter=',', names=True) and " + SAVE));
        }
        return FileSignature.of(start)
                .filter(signature -> signature != FileSignature.NPY)
                .map(signature -> new Found(signature.what(), signature.remedy(name)));
    }

    private static Optional<Found> ofFolder(Path folder) {
        Path raw = folder.resolve("RAW");
        for (Path place : List.of(folder, raw)) {
            if (holds(place, "DataR_*") || holds(place, "SDataR_*")) {
                return Optional.of(compass("runs of CoMPASS are"));
            }
        }
        return Optional.empty();
    }

    private static Found compass(String which) {
        return new Found(which + " not read yet", "read the events with numpy and " + SAVE);
    }

    private static boolean holds(Path folder, String pattern) {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, pattern)) {
            return found.iterator().hasNext();
        } catch (IOException unreadable) {
            return false;
        }
    }
}
