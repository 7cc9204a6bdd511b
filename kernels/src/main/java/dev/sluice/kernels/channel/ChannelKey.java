package dev.sluice.kernels.channel;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A channel as settings name it: its number, and its board or every board; an immutable value, safe from any thread.
///
/// Written `3` for channel 3 of every board, `1:3` for channel 3 of board 1. Channels of the same number on different
/// boards are different channels.
///
/// @param board   number of the board, or `ANY_BOARD`
/// @param channel number of the channel
public record ChannelKey(int board, int channel) implements Comparable<ChannelKey> {

    /// The board of a key that stands for the channel of every board.
    public static final int ANY_BOARD = -1;

    /// The largest channel that settings can name.
    public static final int LARGEST_CHANNEL = (1 << 20) - 1;

    /// The largest board that settings can name.
    public static final int LARGEST_BOARD = 65_535;

    private static final Pattern FORM = Pattern.compile("(?:([+-]?\\d{1,18})\\s*:\\s*)?([+-]?\\d{1,18})");

    /// Checks the limits.
    public ChannelKey {
        if (board < ANY_BOARD || board > LARGEST_BOARD) {
            throw new IllegalArgumentException("no such board: board=" + board + ", limits are 0 and " + LARGEST_BOARD);
        }
        if (channel < 0 || channel > LARGEST_CHANNEL) {
            throw new IllegalArgumentException(
                    "no such channel: channel=" + channel + ", limits are 0 and " + LARGEST_CHANNEL);
        }
    }

    /// The channel of that number of every board.
    public static ChannelKey of(int channel) {
        return new ChannelKey(ANY_BOARD, channel);
    }

    /// The channel of this number of one board.
    public ChannelKey onBoard(int number) {
        if (number < 0) {
            throw new IllegalArgumentException(
                    "no such board: board=" + number + ", limits are 0 and " + LARGEST_BOARD);
        }
        return new ChannelKey(number, channel);
    }

    /// Reads `3` or `1:3`; leading zeros do not matter.
    ///
    /// Fails with `IllegalArgumentException` on anything else.
    public static ChannelKey parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "channel is not a whole number: channel=" + text.strip() + "; write 3, or 1:3 with a board");
        }
        int channel = limited(Long.parseLong(form.group(2)));
        return form.group(1) == null ? of(channel) : of(channel).onBoard(limited(Long.parseLong(form.group(1))));
    }

    /// Numbers beyond int32 are no channels and no boards either.
    private static int limited(long number) {
        return Math.clamp(number, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    /// The last key of this channel.
    ChannelKey last() {
        return new ChannelKey(LARGEST_BOARD, channel);
    }

    /// True if this is a channel of one board.
    public boolean namesBoard() {
        return board != ANY_BOARD;
    }

    /// By channels, then boards; the key of every board is in front of those of one.
    @Override
    public int compareTo(ChannelKey other) {
        int channels = Integer.compare(channel, other.channel);
        return channels == 0 ? Integer.compare(board, other.board) : channels;
    }

    /// The text that `parse` reads back.
    @Override
    public String toString() {
        return namesBoard() ? board + ":" + channel : Integer.toString(channel);
    }
}
