package dev.sluice.app;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/// Channels as a file of configuration names them: `3`, or `1:3` for channel 3 of board 1. Immutable.
///
/// Records have one number per channel; the table `[boards]` tells which one the first channel of each board has. Board
/// 0
/// starts at 0 unless it says otherwise.
final class ChannelKeys {
    private static final int LARGEST_CHANNEL = 65_535;
    private static final Pattern KEY = Pattern.compile("(?:(\\d{1,9}):)?(\\d{1,9})");

    private final Map<Integer, Integer> firstChannels = new HashMap<>(Map.of(0, 0));
    private final BiFunction<TomlPosition, String, UsageException> wrong;

    /// Reads the table `[boards]` of a file; `wrong` makes an error of a place and what is wrong there.
    ChannelKeys(TomlTable file, BiFunction<TomlPosition, String, UsageException> wrong) {
        this.wrong = wrong;
        if (!file.isTable(List.of("boards"))) {
            return;
        }
        TomlTable boards = file.getTable(List.of("boards"));
        for (String board : boards.keySet()) {
            TomlPosition position = boards.inputPositionOf(List.of(board));
            Object first = boards.get(List.of(board));
            if (!board.matches("\\d{1,9}") || !(first instanceof Long)) {
                throw wrong.apply(
                        position,
                        "[boards] has a line such as 1 = 16 for each board: its number, and that of its first channel,"
                                + " but " + board + " = " + first);
            }
            firstChannels.put(Integer.valueOf(board), requireChannel((Long) first, position));
        }
    }

    /// The number that the channel has in the data.
    ///
    /// @throws UsageException if the key is none, or there is no such board or channel
    int channel(String key, TomlPosition position) {
        Matcher matcher = KEY.matcher(key.strip());
        if (!matcher.matches()) {
            throw wrong.apply(
                    position, "'" + key + "' is no channel; write [channel.\"3\"], or [channel.\"1:3\"] with a board");
        }
        String board = matcher.group(1) == null ? "0" : matcher.group(1);
        Integer first = matcher.group(1) == null ? Integer.valueOf(0) : firstChannels.get(Integer.valueOf(board));
        if (first == null) {
            throw wrong.apply(
                    position,
                    "the first channel of board " + board + " is not known: add " + board + " = NUMBER to [boards]");
        }
        return requireChannel(first + Long.parseLong(matcher.group(2)), position);
    }

    private int requireChannel(long channel, TomlPosition position) {
        if (channel < 0 || channel > LARGEST_CHANNEL) {
            throw wrong.apply(
                    position, "no such channel: channel=" + channel + ", limits are 0 and " + LARGEST_CHANNEL);
        }
        return (int) channel;
    }
}
