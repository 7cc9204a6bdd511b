package dev.sluice.analysis;

import dev.sluice.kernels.channel.Boards;
import dev.sluice.kernels.channel.ChannelValues;
import dev.sluice.plugin.Option;
import dev.sluice.plugin.PluginContext;
import dev.sluice.record.RecordType;

/// What a channel is: a board and a channel of it, or their number in a channel map. Stateless.
///
/// Records without a field `board` are of board 0, those without `channel` of channel 0.
public final class Channels {
    /// The channel map.
    public static final Option<Boards> BOARDS = Option.boards(
            "boards", "number of the first channel of each board, as 0:0,1:16, where boards are numbered through");

    /// The largest number of channels that results have places for.
    private static final int MOST_PLACES = 1 << Short.SIZE;

    private Channels() {}

    /// The option for how many channels results have places for.
    ///
    /// @throws IllegalArgumentException if there are fewer than 1, or more than 65536
    public static Option<Long> places(int channels) {
        if (channels < 1 || channels > MOST_PLACES) {
            throw new IllegalArgumentException(
                    "no places for channels: channels=" + channels + ", limits are 1 and " + MOST_PLACES);
        }
        return Option.integer("channels", channels, "how many channels there are, numbered from 0")
                .where(count -> count >= 1 && count <= MOST_PLACES, "from 1 to " + MOST_PLACES);
    }

    /// Values per channel as records of that type ask for them: with boards where the records have such a field, else
    /// by the numbers of the map.
    ///
    /// @throws IllegalArgumentException if values differ by channel or board, and the records have no such field
    public static <V> ChannelValues<V> placed(
            PluginContext context, RecordType type, Option<?> option, ChannelValues<V> set) {
        if (set.isUniform()) {
            return ChannelValues.all(set.otherwise());
        }
        if (!type.has("channel")) {
            throw new IllegalArgumentException(
                    "option " + option.name() + " by channel, but the records have no channel" + " field: "
                            + option.name() + "=" + set + "; give one value for all");
        }
        if (type.has("board")) {
            return set.on(context.get(BOARDS));
        }
        if (set.listed().keySet().stream().anyMatch(key -> key.board() > 0)) {
            throw new IllegalArgumentException("option " + option.name() + " by board, but the records have no board"
                    + " field: " + option.name() + "=" + set + "; name channels without boards, or set "
                    + BOARDS.name() + " to the numbers that boards start at, such as 0:0,1:16");
        }
        return set.ofBoardZero();
    }
}
