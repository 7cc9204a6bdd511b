package dev.sluice.session.settings;

import dev.sluice.kernels.channel.Boards;
import dev.sluice.kernels.channel.ChannelKey;
import dev.sluice.session.request.UsageException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/// Channels as a file of configuration names them: `3` for channel 3 of every board, `1:3` for channel 3 of board 1.
///
/// The table `[boards]` numbers the channels of several boards through: it holds the number that the first channel of
/// each board has. Board 0 starts at 0 unless it says otherwise. A channel is then named by its number or by its board,
/// but not by both. Used once.
final class ChannelKeys {
    private final Map<Object, String> places = new HashMap<>();
    private final BiFunction<TomlPosition, String, UsageException> wrong;
    private final Boards boards;

    /// Reads the table `[boards]` of a file; `wrong` makes an error of a place and what is wrong there.
    ChannelKeys(TomlTable file, BiFunction<TomlPosition, String, UsageException> wrong) {
        this.wrong = wrong;
        boards = file.isTable(List.of("boards")) ? read(file.getTable(List.of("boards"))) : Boards.NONE;
    }

    private Boards read(TomlTable table) {
        Map<Integer, Integer> firsts = new HashMap<>();
        for (String board : table.keySet()) {
            TomlPosition position = table.inputPositionOf(List.of(board));
            Object first = table.get(List.of(board));
            if (!board.matches("\\d{1,9}") || !(first instanceof Long)) {
                throw wrong.apply(
                        position,
                        "[boards] has a line such as 1 = 16 for each board: its number, and that of its first channel,"
                                + " but " + board + " = " + first);
            }
            ChannelKey key =
                    checked(position, () -> ChannelKey.of(limited((Long) first)).onBoard(Integer.parseInt(board)));
            requireOnce("board " + key.board(), board, position);
            requireOnce("number " + key.channel(), board + " = " + first, position);
            firsts.put(key.board(), key.channel());
        }
        return Boards.of(firsts);
    }

    private static int limited(long number) {
        return Math.clamp(number, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    /// What the table says; none if there is no table.
    Boards boards() {
        return boards;
    }

    /// The channel that a key names: its number where there is a table `[boards]`.
    ///
    /// @throws UsageException if the key is none, there is no such board or channel, or another key names it too
    ChannelKey channel(String key, TomlPosition position) {
        if (!key.strip().matches("(\\d{1,18}:)?\\d{1,18}")) {
            throw wrong.apply(
                    position, "'" + key + "' is no channel; write [channel.\"3\"], or [channel.\"1:3\"] with a board");
        }
        ChannelKey channel = checked(position, () -> boards.number(ChannelKey.parse(key)));
        requireOnce("channel " + channel, "[channel.\"" + key + "\"]", position);
        return channel;
    }

    private <T> T checked(TomlPosition position, java.util.function.Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException refused) {
            throw wrong.apply(position, refused.getMessage() + " ([boards])");
        }
    }

    private void requireOnce(String what, String written, TomlPosition position) {
        String here = written + " in line " + (position == null ? "?" : position.line());
        String before = places.put(what, here);
        if (before != null) {
            throw wrong.apply(position, what + " is named twice: " + before + ", " + here + "; name it once");
        }
    }
}
