package dev.sluice.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Values per channel in a file of two columns: a channel, and its value. Stateless.
///
///     # channel   value
///     *           0.01
///     3           0.0125
///     1:7         0.0095
///
/// Columns are parted by blanks, a comma or a semicolon; `*` stands for the channels that are not named. A text `@FILE`
/// is such a file.
final class ChannelFile {
    private ChannelFile() {}

    /// The list that a text stands for: the text itself, or what the file says that it names.
    ///
    /// @throws IllegalArgumentException if the file cannot be read, or a line has not two columns
    static String inline(String text) {
        return text.startsWith("@") ? read(text.substring(1).strip()) : text;
    }

    private static String read(String name) {
        List<String> lines;
        try {
            lines = Files.readAllLines(Path.of(name));
        } catch (IOException | InvalidPathException unreadable) {
            throw new IllegalArgumentException(
                    "the file '" + name + "' cannot be read: " + unreadable + "; name a text of two columns",
                    unreadable);
        }
        List<String> entries = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).replaceFirst("#.*", "").strip();
            if (!line.isEmpty()) {
                entries.add(entry(line, name + ":" + (i + 1)));
            }
        }
        return String.join(",", entries);
    }

    private static String entry(String line, String place) {
        String[] columns = line.split("\\s*[,;]\\s*|\\s+");
        if (columns.length != 2) {
            throw new IllegalArgumentException(place + " has not two columns but " + columns.length + ": '" + line
                    + "'; write a channel and its value, as in 3 0.0125");
        }
        return columns[0].equals("*") ? columns[1] : columns[0] + ":" + columns[1];
    }
}
