package dev.sluice.plugin;

import dev.sluice.kernels.channel.ChannelKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Values per channel in a file of two columns: a channel, and its value. Stateless.
///
///     # channel   value
///     *           0.01
///     3           0.0125
///     1:7         0.0095
///
/// Columns are parted by blanks, a comma or a semicolon; `*` stands for the channels that are not named. What follows a
/// `#` is a remark; a byte order mark is passed over. A text `@FILE` is such a file.
final class ChannelFile {
    /// The channels that are not named.
    private static final String ALL = "*";

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
        Map<Object, Integer> places = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = (i == 0 ? withoutMark(lines.get(i)) : lines.get(i))
                    .replaceFirst("#.*", "")
                    .strip();
            if (!line.isEmpty()) {
                String[] columns = columns(line, name + ":" + (i + 1));
                Object channel = channel(columns[0], name + ":" + (i + 1));
                Integer other = places.putIfAbsent(channel, i + 1);
                if (other != null) {
                    throw new IllegalArgumentException(name + ":" + (i + 1) + " has channel=" + columns[0]
                            + " again, which is in line " + other + "; leave one of them out");
                }
                entries.add(ALL.equals(channel) ? columns[1] : channel + ":" + columns[1]);
            }
        }
        if (entries.isEmpty()) {
            throw new IllegalArgumentException(
                    "the file '" + name + "' has no values; write a channel and its value a line, as in 3 0.0125");
        }
        return String.join(",", entries);
    }

    private static String withoutMark(String line) {
        return line.startsWith("\uFEFF") ? line.substring(1) : line;
    }

    private static String[] columns(String line, String place) {
        String[] columns = line.split("\\s*[,;]\\s*|\\s+");
        if (columns.length != 2) {
            throw new IllegalArgumentException(place + " has not two columns but " + columns.length + ": '" + line
                    + "'; write a channel and its value, as in 3 0.0125");
        }
        return columns;
    }

    /// The key of a channel, or `ALL`.
    private static Object channel(String text, String place) {
        try {
            return text.equals(ALL) ? ALL : ChannelKey.parse(text);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(place + ": " + wrong.getMessage(), wrong);
        }
    }
}
