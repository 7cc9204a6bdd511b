package dev.sluice.session.settings;

import dev.sluice.context.Configuration;
import dev.sluice.context.Setting;
import dev.sluice.kernels.channel.ChannelKey;
import dev.sluice.session.request.UsageException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/// Settings of plugins in a file of TOML; it is only read, so that comments stay what they are. Used once.
///
///     charge_range = "60:400"        # for all plugins that have the option
///
///     [plugin.features]              # for one, by the type of data that it provides or by its class
///     peak_range = "40:90"
///
///     [boards]                       # numbers channels of several boards through: the first number of each board
///     1 = 16
///
///     [channel."1:3"]                # channel 3 of board 1; with the table above 19 says the same
///     polarity = "positive"
final class ConfigurationFile {
    private static final List<String> TABLES = List.of("boards", "channel", "plugin");
    private static final int DEEPEST = 100;

    // Possessive: a long line is refused in one pass.
    private static final Pattern BARE =
            Pattern.compile("\\s*+(?<name>[\\w.-]++)\\s*+=\\s*+(?<value>[^\\s\"'\\[{#][^\"'#]*+)(#.*+)?+");

    private final Path file;
    private final List<Setting> settings = new ArrayList<>();

    private ConfigurationFile(Path file) {
        this.file = file;
    }

    /// The settings in `file`.
    ///
    /// @throws UsageException if there is no such file, or it is not understood; the message names file and line
    static Configuration read(Path file) throws IOException {
        try {
            String text = withoutByteOrderMark(Files.readString(file));
            ConfigurationFile reading = new ConfigurationFile(file);
            reading.requireShallow(text);
            reading.read(reading.parse(text), text);
            return Configuration.of(reading.settings);
        } catch (NoSuchFileException absent) {
            throw new UsageException("there is no such file: config=" + file + "; name another with --config", absent);
        } catch (CharacterCodingException binary) {
            throw new UsageException("not a text in UTF-8: config=" + file + "; name another with --config", binary);
        }
    }

    /// Editors of other systems begin a text in UTF-8 with the mark U+FEFF.
    private static String withoutByteOrderMark(String text) {
        return text.startsWith("\ufeff") ? text.substring(1) : text;
    }

    /// The parser reads escapes also where it has found before that they are none, and trips over them.
    private TomlParseResult parse(String text) {
        try {
            return Toml.parse(text);
        } catch (RuntimeException | AssertionError tripped) {
            throw new UsageException(
                    file + ": not TOML: an escape in a quoted text is cut off or unknown (\\u takes 4 digits, \\U 8);"
                            + " write \\\\ for a backslash, or put the text in single quotes",
                    tripped);
        }
    }

    /// The parser calls itself for each bracket in a bracket.
    private void requireShallow(String text) {
        int depth = 0;
        int line = 1;
        for (int i = 0; i < text.length(); i++) {
            char read = text.charAt(i);
            line += read == '\n' ? 1 : 0;
            depth += read == '[' || read == '{' ? 1 : 0;
            depth -= (read == ']' || read == '}') && depth > 0 ? 1 : 0;
            if (depth > DEEPEST) {
                throw new UsageException(file + ":" + line + ": not TOML for options: " + depth
                        + " brackets are open, limit is " + DEEPEST + "; close them, or take brackets out of texts");
            }
        }
    }

    private void read(TomlParseResult parsed, String text) {
        if (parsed.hasErrors()) {
            TomlParseError first = parsed.errors().get(0);
            throw wrong(
                    first.position(),
                    "not TOML: " + first.getMessage().replace('\n', ' ') + unquoted(text, first.position()));
        }
        ChannelKeys channels = new ChannelKeys(parsed, this::wrong);
        if (!channels.boards().isEmpty()) {
            settings.add(setting("boards", channels.boards().toString(), position(parsed, "boards")));
        }
        for (String key : parsed.keySet()) {
            Object value = parsed.get(List.of(key));
            if (!(value instanceof TomlTable)) {
                settings.add(setting(key, value, position(parsed, key)));
            } else if (!TABLES.contains(key)) {
                throw wrong(
                        position(parsed, key),
                        "unknown table [" + key + "]; write [plugin." + key + "] for a plugin; there are [plugin.NAME],"
                                + " [channel.\"NUMBER\"] and [boards]");
            }
        }
        TomlTable plugins = table(parsed, "plugin");
        for (String plugin : plugins.keySet()) {
            settings.addAll(ofPlugin(plugin, table(plugins, plugin)));
        }
        TomlTable perChannel = table(parsed, "channel");
        for (String key : perChannel.keySet()) {
            ChannelKey channel = channels.channel(key, position(perChannel, key));
            addChannel(channel, table(perChannel, key));
        }
    }

    private void addChannel(ChannelKey channel, TomlTable table) {
        for (String key : table.keySet()) {
            Object value = table.get(List.of(key));
            List<Setting> found = value instanceof TomlTable
                    ? ofPlugin(key, (TomlTable) value)
                    : List.of(setting(key, value, position(table, key)));
            found.forEach(setting -> settings.add(setting.forChannel(channel)));
        }
    }

    private List<Setting> ofPlugin(String plugin, TomlTable table) {
        List<Setting> found = new ArrayList<>();
        for (String key : table.keySet()) {
            found.add(setting(plugin + "." + key, table.get(List.of(key)), position(table, key)));
        }
        return found;
    }

    /// What is most often forgotten: a range is a text, and a text stands in quotes.
    private static String unquoted(String text, TomlPosition position) {
        String line =
                text.lines().skip(Math.max(0, position.line() - 1)).findFirst().orElse("");
        Matcher bare = BARE.matcher(line);
        return bare.matches()
                ? "; put ranges and words in quotes: " + bare.group("name") + " = \""
                        + bare.group("value").stripTrailing() + "\""
                : "";
    }

    private Setting setting(String name, Object value, TomlPosition position) {
        return Setting.ofFile(name, plain(name, value, position), at(position));
    }

    /// Texts, numbers and booleans; an array is the list that `--set` takes, with commas.
    private Object plain(String name, Object value, TomlPosition position) {
        if (value instanceof TomlArray) {
            TomlArray array = (TomlArray) value;
            return IntStream.range(0, array.size())
                    .mapToObj(i -> plain(name, array.get(i), position).toString())
                    .collect(Collectors.joining(","));
        }
        if (value instanceof String || value instanceof Number || value instanceof Boolean) {
            return value;
        }
        throw wrong(
                position,
                "the value of " + name + " is neither a text nor a number, true or false, or a list of such; write "
                        + name + " = \"…\"");
    }

    private TomlTable table(TomlTable parent, String key) {
        Object value = parent.get(List.of(key));
        if (value == null) {
            return Toml.parse("");
        }
        if (!(value instanceof TomlTable)) {
            throw wrong(position(parent, key), "'" + key + "' is the name of a table, not of an option");
        }
        return (TomlTable) value;
    }

    private static TomlPosition position(TomlTable table, String key) {
        return table.inputPositionOf(List.of(key));
    }

    private String at(TomlPosition position) {
        return position == null ? file.toString() : file + ":" + position.line();
    }

    private UsageException wrong(TomlPosition position, String what) {
        return new UsageException(at(position) + ": " + what);
    }
}
