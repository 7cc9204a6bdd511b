package dev.sluice.analysis;

import dev.sluice.kernels.channel.Boards;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.util.Arrays;
import java.util.OptionalInt;

/// The numbers of channels from 0 on, for results that have a place for each: their number in a channel map, or without
/// one their number on the only board. Of one thread.
public final class NumberedChannels {
    private static final int NOT_SEEN = Integer.MIN_VALUE;

    private final String plugin;
    private final LongField board;
    private final LongField channel;
    private final Boards boards;
    private final int[] owners;
    private long onlyBoard;
    private boolean seen;

    /// Numbers below `places` of channels of records of that type; `plugin` is named in errors.
    public NumberedChannels(String plugin, RecordType type, Boards boards, int places) {
        this.plugin = plugin;
        this.boards = boards;
        board = type.has("board") ? type.longField("board") : null;
        channel = type.longField("channel");
        owners = new int[places];
        Arrays.fill(owners, NOT_SEEN);
    }

    /// The number of the channel of a record.
    ///
    /// @throws IllegalArgumentException if it has none, or none below the number of places, or shares it with another
    ///     channel; the message names the option that helps
    public int of(Records records, long index) {
        long own = board == null ? 0 : board.get(records, index);
        long number = first(own) + channel.get(records, index);
        if (number < 0 || number >= owners.length) {
            throw new IllegalArgumentException(plugin + " has places for channels 0 to " + (owners.length - 1)
                    + ", but there is " + told(own, channel.get(records, index)) + "; set channels=" + (number + 1)
                    + " or more");
        }
        int place = (int) number;
        if (owners[place] != own) {
            claim(place, own);
        }
        return place;
    }

    private long first(long own) {
        if (boards.isEmpty()) {
            requireOnly(own);
            return 0;
        }
        OptionalInt first = boards.first(own);
        if (first.isEmpty()) {
            throw new IllegalArgumentException(plugin + " has no places for board " + own + ": boards=" + boards
                    + "; add " + own + ":NUMBER, the number of its first channel");
        }
        return first.getAsInt();
    }

    private void requireOnly(long own) {
        if (!seen) {
            seen = true;
            onlyBoard = own;
        }
        if (own != onlyBoard) {
            throw new IllegalArgumentException(plugin
                    + " has one place for channels of one number, but there are boards "
                    + onlyBoard + " and " + own + "; set boards to the number of the first channel of each, such as"
                    + " boards=" + onlyBoard + ":0," + own + ":16");
        }
    }

    private void claim(int place, long own) {
        if (owners[place] != NOT_SEEN) {
            throw new IllegalArgumentException("channel number " + place + " is "
                    + told(owners[place], place - first(owners[place])) + " and " + told(own, place - first(own))
                    + " at once: boards=" + boards + "; give each board as many numbers as it has channels");
        }
        owners[place] = Math.toIntExact(own);
    }

    private static String told(long board, long channel) {
        return "channel " + channel + " of board " + board;
    }
}
