package dev.sluice.formats.compass;

import dev.sluice.formats.FormatException;
import dev.sluice.formats.RegularFile;
import dev.sluice.formats.UnchangedFile;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Pattern;

/// The events of a `.BIN` file, mapped, one after the other. Of one thread; owns the mapping until [#close].
///
/// An event is believed when it lies in the file, its channel may exist, its waveform is of the kind of the first, and,
/// in a file of one channel, it is of that channel and does not start before the one in front of it.
final class CompassFile implements AutoCloseable {
    private static final ValueLayout.OfShort WORD = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int MOST_CHANNELS = 256;
    private static final Pattern ONE_CHANNEL = Pattern.compile("(?i).*_CH\\d+@.*");
    private static final String COPY_AGAIN =
            "copy the file again, or rerun with --on-error skip to keep what is before";

    private final Path path;
    private final UnchangedFile unchanged;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment bytes;
    private final EventLayout layout;
    private final boolean oneChannel;
    private final long size;
    private long offset;
    private long next = EventLayout.WORD_BYTES;
    private long time = Long.MIN_VALUE;
    private long index = -1;
    private int samples;
    private int firstPlace;
    private int firstKind;

    private CompassFile(Path path) throws IOException {
        this.path = path;
        this.oneChannel =
                ONE_CHANNEL.matcher(String.valueOf(path.getFileName())).matches();
        try (FileChannel channel = FileChannel.open(RegularFile.require(path), StandardOpenOption.READ)) {
            this.unchanged = UnchangedFile.of(path);
            this.bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            this.size = bytes.byteSize();
            this.layout = new EventLayout(word());
        } catch (IOException | RuntimeException failure) {
            arena.close();
            throw failure;
        }
    }

    /// Maps the file, and looks at its first word.
    ///
    /// @throws FormatException if that is not CoMPASS's
    static CompassFile open(Path path) throws IOException {
        return new CompassFile(path);
    }

    private int word() {
        int word = size < EventLayout.WORD_BYTES ? 0 : Short.toUnsignedInt(bytes.get(WORD, 0));
        if ((word & EventLayout.MARK_BITS) != EventLayout.MARK) {
            throw new FormatException(
                    path,
                    0,
                    "the file does not start with the word 0xCAEn of CoMPASS 2, but with 0x"
                            + Integer.toHexString(word),
                    "files of CoMPASS 1 tell nothing of their layout: convert them with CoMPASS 2");
        }
        return word;
    }

    EventLayout layout() {
        return layout;
    }

    Path path() {
        return path;
    }

    /// Moves to the next event; false at the end of the file.
    ///
    /// @throws FormatException if what follows is no event, or not all of it is there
    boolean advance() {
        if (next == size) {
            return false;
        }
        offset = next;
        if (size - offset < layout.headBytes()) {
            throw damage("the file ends within an event: " + (size - offset) + " bytes are left");
        }
        samples = layout.hasWave() ? wantedSamples() : 0;
        long before = time;
        time = bytes.get(LONG, offset + EventLayout.TIME);
        require(before);
        next = offset + layout.headBytes() + (long) samples * Short.BYTES;
        index++;
        return true;
    }

    private int wantedSamples() {
        long count = Integer.toUnsignedLong(bytes.get(INT, offset + layout.waveKind() + 1));
        long room = (size - offset - layout.headBytes()) / Short.BYTES;
        if (count > room) {
            throw damage("an event announces samples=" + count + ", but the file has room for " + room);
        }
        return (int) count;
    }

    private void require(long before) {
        int place = bytes.get(INT, offset + EventLayout.BOARD);
        int kind = layout.hasWave() ? bytes.get(ValueLayout.JAVA_BYTE, offset + layout.waveKind()) & 0xFF : 0;
        if (index < 0) {
            firstPlace = place;
            firstKind = kind;
        }
        if (channel() >= MOST_CHANNELS || board() > Short.MAX_VALUE) {
            throw damage("an event is of board=" + board() + ", channel=" + channel() + ", which cannot be");
        }
        if (oneChannel && place != firstPlace) {
            throw damage("the file is of one channel, " + (firstPlace >>> 16) + " of board " + (firstPlace & 0xFFFF)
                    + ", but an event is of board=" + board() + ", channel=" + channel());
        }
        if (kind != firstKind) {
            throw damage("an event holds a waveform of kind=" + kind + " where the first one is of kind=" + firstKind);
        }
        if (time < 0) {
            throw damage("an event has the time tag " + Long.toUnsignedString(time) + " ps, above 2^63 - 1");
        }
        if (time < before) {
            throw damage("an event has the time tag " + time + " ps, before that in front of it, " + before + " ps");
        }
    }

    private FormatException damage(String problem) {
        String remedy = oneChannel ? COPY_AGAIN : COPY_AGAIN + "; CoMPASS sorts files by time where that is set";
        return new FormatException(path, offset, problem + ", event=" + (index + 1), remedy);
    }

    /// Goes to where [#advance] finds the first event that starts at `start` or later, and says so, if all events are
    /// of one size and the times that it looks at are in order; else does nothing.
    boolean seek(long start) {
        if (!isEven()) {
            return false;
        }
        long bytesEach = next - offset;
        long low = 0;
        long high = (size - EventLayout.WORD_BYTES) / bytesEach;
        while (low < high) {
            long middle = (low + high) >>> 1;
            long tag = bytes.get(LONG, at(middle, bytesEach) + EventLayout.TIME);
            if (middle > 0 && bytes.get(LONG, at(middle - 1, bytesEach) + EventLayout.TIME) > tag) {
                return false;
            }
            if (tag < start) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        next = at(low, bytesEach);
        index = low - 1;
        time = Long.MIN_VALUE;
        return true;
    }

    private static long at(long event, long bytesEach) {
        return EventLayout.WORD_BYTES + event * bytesEach;
    }

    /// Whether the events are of the size of the first one, which was read: as the size of the file shows, and the
    /// heads of events spread over it.
    boolean isEven() {
        long each = next - offset;
        if (index != 0 || (size - EventLayout.WORD_BYTES) % each != 0) {
            return false;
        }
        long count = (size - EventLayout.WORD_BYTES) / each;
        long last = Long.MIN_VALUE;
        for (int i = 0; i <= Long.SIZE; i++) {
            long from = at((count - 1) / Long.SIZE * i + (count - 1) % Long.SIZE * i / Long.SIZE, each);
            long tag = bytes.get(LONG, from + EventLayout.TIME);
            boolean same = tag >= last
                    && (!layout.hasWave()
                            || bytes.get(INT, from + layout.waveKind() + 1) == samples
                                    && (bytes.get(ValueLayout.JAVA_BYTE, from + layout.waveKind()) & 0xFF)
                                            == firstKind);
            if (!same) {
                return false;
            }
            last = tag;
        }
        return true;
    }

    /// How many events there are where they are of the size of the one that was read.
    long evenEvents() {
        return (size - EventLayout.WORD_BYTES) / (next - offset);
    }

    /// The number of the event in the file; before the first one -1.
    long index() {
        return index;
    }

    long time() {
        return time;
    }

    int board() {
        return Short.toUnsignedInt(bytes.get(WORD, offset + EventLayout.BOARD));
    }

    int channel() {
        return Short.toUnsignedInt(bytes.get(WORD, offset + EventLayout.CHANNEL));
    }

    int samples() {
        return samples;
    }

    int energy() {
        return Short.toUnsignedInt(bytes.get(WORD, offset + layout.energy()));
    }

    double calibrated() {
        return Double.longBitsToDouble(bytes.get(LONG, offset + layout.calibrated()));
    }

    int energyShort() {
        return Short.toUnsignedInt(bytes.get(WORD, offset + layout.energyShort()));
    }

    long flags() {
        return Integer.toUnsignedLong(bytes.get(INT, offset + layout.flags()));
    }

    /// Copies the samples to where a waveform with room for `room` of them lies, and fills up with zeros.
    void copySamples(MemorySegment to, long at, int room) {
        MemorySegment.copy(bytes, offset + layout.headBytes(), to, at, (long) samples * Short.BYTES);
        to.asSlice(at + (long) samples * Short.BYTES, (long) (room - samples) * Short.BYTES)
                .fill((byte) 0);
    }

    void requireUnchanged() {
        unchanged.require();
    }

    void glance() {
        unchanged.glance();
    }

    FormatException explain(InternalError fault) {
        return unchanged.explain(fault);
    }

    @Override
    public void close() {
        arena.close();
    }
}
