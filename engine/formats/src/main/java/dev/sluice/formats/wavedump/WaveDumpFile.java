package dev.sluice.formats.wavedump;

import static dev.sluice.formats.wavedump.EventLayout.HEADER_BYTES;
import static dev.sluice.formats.wavedump.EventLayout.LARGEST_CHANNEL;
import static dev.sluice.formats.wavedump.EventLayout.LARGEST_EVENT_BYTES;
import static dev.sluice.formats.wavedump.EventLayout.WORD;

import dev.sluice.formats.FormatException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// A cursor over the events of one WaveDump file, which is memory-mapped and read in place. One thread at a time.
///
/// [#next] moves to the next event; the accessors then speak of that event, and allocate nothing. The file owns the
/// mapping: [#segment] is valid until [#close]. Files may be of any size; pages that the cursor has passed are given
/// back to the system, so the resident size stays small, and reading them again is correct but slower.
///
/// An event of another size than the one before it is looked at twice: where the usual size would end, a header may
/// stand that follows it better than what stands at its own end. Then its size is wrong, and under
/// [DamagePolicy#SKIP] it alone is lost: see [#dropped].
///
/// A file that shrinks while it is read fails with [FormatException] at the next access that meets the missing part.
public final class WaveDumpFile implements AutoCloseable {
    private final Path path;
    private final SampleKind kind;
    private final DamagePolicy policy;
    private final Arena arena;
    private final MemorySegment segment;
    private final long bytes;
    private final long expectedSize;
    private final NextHeader headers;
    private final ReleasedPages pages;
    private final List<WaveDumpDamage> dropped = new ArrayList<>();
    private final List<WaveDumpDamage> droppedView = Collections.unmodifiableList(dropped);

    private long offset;
    private long nextOffset;
    private long events;
    private long usualSize;
    private boolean uniform;
    private int samples;
    private WaveDumpDamage damage;

    private WaveDumpFile(
            Path path, SampleKind kind, DamagePolicy policy, long expectedSize, Arena arena, MemorySegment segment) {
        this.path = path;
        this.kind = kind;
        this.policy = policy;
        this.arena = arena;
        this.segment = segment;
        this.bytes = segment.byteSize();
        this.expectedSize = expectedSize;
        this.headers = new NextHeader(segment, kind);
        this.pages = new ReleasedPages(segment);
        rewind();
    }

    /// Opens `path`, whose samples are of `kind`, before its first event. An empty file is refused.
    public static WaveDumpFile open(Path path, SampleKind kind, DamagePolicy policy) throws IOException {
        return open(path, kind, policy, 0);
    }

    /// The same for events that should have `expectedSize` bytes, header included; 0 if nothing is known.
    static WaveDumpFile open(Path path, SampleKind kind, DamagePolicy policy, long expectedSize) throws IOException {
        Arena arena = Arena.ofShared();
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            if (channel.size() == 0) {
                throw new FormatException(
                        path, 0, "the file is empty", "leave it out; the digitizer wrote no event to it");
            }
            MemorySegment segment = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            return new WaveDumpFile(path, kind, policy, expectedSize, arena, segment);
        } catch (IOException | RuntimeException failure) {
            arena.close();
            throw failure;
        }
    }

    /// Moves to the next event; false at the end of the file, or where it is broken and the policy is to skip. An event
    /// whose size is wrong is skipped alone, if the one behind it can be found.
    ///
    /// Under [DamagePolicy#FAIL] a broken event throws [FormatException] with the offset at which it starts; the cursor
    /// then stays on the last complete event.
    public boolean next() {
        if (damage != null) {
            return false;
        }
        try {
            return advance();
        } catch (InternalError fault) {
            throw shrank(fault);
        }
    }

    /// Goes back to before the first event.
    public void rewind() {
        offset = 0;
        nextOffset = 0;
        events = 0;
        usualSize = headers.isPossible(expectedSize) ? expectedSize : 0;
        uniform = true;
        samples = 0;
        damage = null;
        dropped.clear();
        pages.rewind();
    }

    /// The file.
    public Path path() {
        return path;
    }

    /// Length of the file in bytes when it was opened.
    public long bytes() {
        return bytes;
    }

    /// How the samples are stored.
    public SampleKind kind() {
        return kind;
    }

    /// The whole file, read-only, valid until [#close].
    public MemorySegment segment() {
        return segment;
    }

    /// Complete events up to and with the current one.
    public long events() {
        return events;
    }

    /// Where the current event starts.
    public long offset() {
        return offset;
    }

    /// Where the current event's samples start.
    public long samplesOffset() {
        return offset + HEADER_BYTES;
    }

    /// Samples in the current event, at least one.
    public int sampleCount() {
        return samples;
    }

    /// The board identifier of the current event.
    public long board() {
        return word(EventLayout.BOARD);
    }

    /// The pattern word of the current event.
    public long pattern() {
        return word(EventLayout.PATTERN);
    }

    /// The channel number in the current event's header, 0 to 32767; see [WaveDumpRun] for what it means on the x742.
    public int channel() {
        return (int) word(EventLayout.CHANNEL);
    }

    /// The board's event counter at the current event.
    public long counter() {
        return word(EventLayout.COUNTER);
    }

    /// The trigger time tag of the current event as it stands in the file, an unsigned 32-bit number.
    public long tag() {
        return word(EventLayout.TAG);
    }

    /// Events that were passed over under [DamagePolicy#SKIP], each [WaveDumpDamage.Kind#DROPPED], in the order of the
    /// file: a view that grows.
    public List<WaveDumpDamage> dropped() {
        return droppedView;
    }

    /// Where the file turned out to be broken up to its end, once [#next] got there under [DamagePolicy#SKIP].
    public Optional<WaveDumpDamage> damage() {
        return Optional.ofNullable(damage);
    }

    /// Writes the current event's samples into a record of `length` samples at byte `to` of `target`: see [SampleCopy].
    public void copySamples(MemorySegment target, long to, int length) {
        if (samples > length) {
            throw new FormatException(
                    path,
                    offset,
                    "the event holds samples=" + samples + ", more than record_length=" + length,
                    "set record_length to at least " + samples);
        }
        try {
            SampleCopy.copy(segment, samplesOffset(), kind, samples, target, to, length);
        } catch (InternalError fault) {
            throw shrank(fault);
        }
    }

    /// Whether the file holds events of the current one's size only, as far as `probes` headers spread over it can
    /// tell.
    boolean looksUniform(int probes) {
        long size = nextOffset - offset;
        if (bytes % size != 0) {
            return false;
        }
        long count = bytes / size;
        long step = Math.max(1, count / probes);
        for (long event = count - 1; event >= 0; event -= step) {
            if (word(event * size, EventLayout.SIZE) != size) {
                return false;
            }
        }
        return true;
    }

    /// Unmaps the file; every slice of [#segment] becomes invalid.
    @Override
    public void close() {
        arena.close();
    }

    private boolean advance() {
        while (nextOffset < bytes) {
            long left = bytes - nextOffset;
            if (left < HEADER_BYTES) {
                return broken(
                        WaveDumpDamage.Kind.CUT_OFF,
                        cutOff() + "its header needs " + HEADER_BYTES + " bytes but only left=" + left
                                + " bytes are there");
            }
            long size = word(nextOffset, EventLayout.SIZE);
            long channel = word(nextOffset, EventLayout.CHANNEL);
            boolean sound = size > 0 && size == usualSize && size <= left && channel <= LARGEST_CHANNEL;
            if (sound || isAccepted(size, channel, left)) {
                take(size);
                return true;
            }
            if (damage != null) {
                return false;
            }
        }
        return false;
    }

    private void take(long size) {
        uniform &= events == 0 || size == usualSize;
        usualSize = size;
        offset = nextOffset;
        nextOffset += size;
        samples = (int) (size - HEADER_BYTES) / kind.fileBytes();
        events++;
        pages.before(offset);
    }

    /// Whether an event is good although its size is not the usual one. If not, it is passed over, or the file ends
    /// here.
    private boolean isAccepted(long size, long channel, long left) {
        long before = events == 0 ? nextOffset : offset;
        long usual = events == 0 && usualSize == 0 && nextOffset == 0 ? headers.sizeAfterFirst() : usualSize;
        long resumption = headers.resumption(before, nextOffset, usual);
        if (resumption >= 0) {
            return passOver(size, usual, channel, resumption);
        }
        if (!headers.isPossible(size) || channel > LARGEST_CHANNEL) {
            String what = events == 0 ? "not a WaveDump file with headers, " : "corrupt event, ";
            return broken(WaveDumpDamage.Kind.CORRUPT, what + disbelief(size, channel));
        }
        if (size <= left) {
            return true;
        }
        if (events > 0 && uniform && size != usualSize) {
            return broken(
                    WaveDumpDamage.Kind.CORRUPT,
                    "corrupt event, size=" + size + " bytes reaches beyond the end of the file, left=" + left
                            + ", and all events before it have usual_size=" + usualSize);
        }
        return broken(
                WaveDumpDamage.Kind.CUT_OFF,
                cutOff() + "it needs size=" + size + " bytes but only left=" + left + " bytes are there");
    }

    /// The interval of such a loss is that of one event, as nothing tells how many were to follow.
    private String cutOff() {
        return "the file is cut off in event=" + events
                + ", counted from 0, which is lost with all that was to follow in this file: ";
    }

    private boolean passOver(long size, long usual, long channel, long resumption) {
        boolean possible = headers.isPossible(size) && channel <= LARGEST_CHANNEL;
        String beyond = size > bytes - nextOffset ? "reaches beyond the end of the file and " : "";
        String next = resumption == bytes ? "the file ends" : "the header of the next event stands";
        String problem = possible
                ? "corrupt event, its size=" + size + " bytes " + beyond + "is not the usual_size=" + usual + ", and "
                        + next + " where that would end, at offset=" + resumption
                : "corrupt event, " + disbelief(size, channel);
        FormatException error = new FormatException(
                path,
                nextOffset,
                problem,
                resumption == bytes
                        ? "rerun with --on-error skip to lose this event only, the last one"
                        : "rerun with --on-error skip to lose this event only and read on at byte " + resumption);
        if (policy == DamagePolicy.FAIL) {
            throw error;
        }
        long before = events == 0 ? nextOffset : offset;
        boolean believed = channel <= LARGEST_CHANNEL && headers.isBelieved(before, nextOffset);
        dropped.add(new WaveDumpDamage(
                WaveDumpDamage.Kind.DROPPED, nextOffset, resumption - nextOffset, events, tag(believed), error));
        nextOffset = resumption;
        return false;
    }

    private String disbelief(long size, long channel) {
        if (size < HEADER_BYTES) {
            return "an event of size=" + size + " bytes is smaller than its header of " + HEADER_BYTES + " bytes";
        }
        if (size == HEADER_BYTES) {
            return "an event of size=" + size + " bytes holds no samples";
        }
        if (size > LARGEST_EVENT_BYTES) {
            return "an event of size=" + size + " bytes is larger than the limit of " + LARGEST_EVENT_BYTES + " bytes";
        }
        if (channel > LARGEST_CHANNEL) {
            return "channel=" + channel + " is larger than the limit of " + LARGEST_CHANNEL;
        }
        return "the samples' " + (size - HEADER_BYTES) + " bytes (size=" + size + ") are no multiple of the "
                + kind.fileBytes() + " bytes of a sample, sample_type=" + kind;
    }

    private boolean broken(WaveDumpDamage.Kind what, String problem) {
        FormatException error = new FormatException(path, nextOffset, problem, remedy(what));
        if (policy == DamagePolicy.FAIL) {
            throw error;
        }
        boolean headerBelieved = what == WaveDumpDamage.Kind.CUT_OFF && bytes - nextOffset >= HEADER_BYTES;
        damage = new WaveDumpDamage(what, nextOffset, bytes - nextOffset, events, tag(headerBelieved), error);
        return false;
    }

    private OptionalLong tag(boolean believed) {
        return believed ? OptionalLong.of(word(nextOffset, EventLayout.TAG)) : OptionalLong.empty();
    }

    private String remedy(WaveDumpDamage.Kind what) {
        if (events > 0) {
            return "rerun with --on-error skip to keep the " + events + " complete events before it";
        }
        return what == WaveDumpDamage.Kind.CUT_OFF
                ? "there is no complete event before it; leave the file out"
                : "give a file written with OUTPUT_FILE_FORMAT BINARY and OUTPUT_FILE_HEADER YES, and the model or"
                        + " sample_type that wrote it";
    }

    private FormatException shrank(InternalError fault) {
        FormatException error = new FormatException(
                path,
                nextOffset,
                "the file shrank while it was read, it had bytes=" + bytes,
                "read it again when nothing writes to it any more");
        error.initCause(fault);
        return error;
    }

    private long word(int field) {
        if (events == 0) {
            throw new IllegalStateException("no current event: file=" + path + "; call next() first");
        }
        return word(offset, field);
    }

    private long word(long event, int field) {
        return segment.get(WORD, event + field) & 0xFFFF_FFFFL;
    }
}
