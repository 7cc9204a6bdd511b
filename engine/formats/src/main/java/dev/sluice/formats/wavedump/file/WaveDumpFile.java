package dev.sluice.formats.wavedump.file;

import static dev.sluice.formats.wavedump.file.EventLayout.HEADER_BYTES;
import static dev.sluice.formats.wavedump.file.EventLayout.LARGEST_CHANNEL;
import static dev.sluice.formats.wavedump.file.EventLayout.LARGEST_EVENT_BYTES;
import static dev.sluice.formats.wavedump.file.EventLayout.WORD;

import dev.sluice.formats.FormatException;
import dev.sluice.formats.RegularFile;
import dev.sluice.formats.UnchangedFile;
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
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;

/// A cursor over the events of one WaveDump file, which is memory-mapped and read in place. One thread at a time.
///
/// [#next] moves to the next event; the accessors then speak of that event, and allocate nothing. The file owns the
/// mapping: [#segment] is valid until [#close]. Files may be of any size; pages that the cursor has passed are given
/// back to the system, so the resident size stays small, and reading them again is correct but slower.
///
/// A header is believed when it agrees with those around it: see [EventScanner]. Where it does not, under
/// [DamagePolicy#SKIP] that event is lost, and the file goes on at the next sound one: see [#dropped].
///
/// A file that changes while it is read fails with [FormatException]: see [#glance].
public final class WaveDumpFile implements AutoCloseable {
    private final Path path;
    private final SampleKind kind;
    private final DamagePolicy policy;
    private final Arena arena;
    private final MemorySegment segment;
    private final long bytes;
    private final EventHeaders headers;
    private final FileEvidence evidence;
    private final UnchangedFile unchanged;
    private final FileChannel channel;
    private final ReleasedPages pages;
    private final List<WaveDumpDamage> dropped = new ArrayList<>();
    private final List<Boolean> believed = new ArrayList<>();
    private final List<WaveDumpDamage> droppedView = Collections.unmodifiableList(dropped);

    private long offset;
    private long nextOffset;
    private long events;
    private long found;
    private int foundSamples;
    private int samples;
    private EventScanner scanner;
    private WaveDumpDamage damage;

    private WaveDumpFile(
            Path path,
            SampleKind kind,
            DamagePolicy policy,
            UnchangedFile unchanged,
            FileChannel channel,
            Arena arena,
            MemorySegment segment,
            Function<EventHeaders, FileEvidence> evidence) {
        this.path = path;
        this.kind = kind;
        this.policy = policy;
        this.unchanged = unchanged;
        this.channel = channel;
        this.arena = arena;
        this.segment = segment;
        this.bytes = segment.byteSize();
        this.headers = new EventHeaders(segment, kind);
        this.evidence = evidence.apply(headers);
        this.pages = new ReleasedPages(segment);
        rewind();
    }

    /// Opens `path`, whose samples are of `kind`, before its first event. An empty file is refused.
    public static WaveDumpFile open(Path path, SampleKind kind, DamagePolicy policy) throws IOException {
        return open(path, kind, policy, 0);
    }

    /// The same for events that should have `expectedSize` bytes, header included; 0 if nothing is known.
    public static WaveDumpFile open(Path path, SampleKind kind, DamagePolicy policy, long expectedSize)
            throws IOException {
        OptionalInt named = FileName.of(path).channel();
        return open(path, kind, policy, headers -> HeaderVote.of(headers, expectedSize, named, -1));
    }

    /// The same with what is known of the file's headers.
    public static WaveDumpFile open(
            Path path, SampleKind kind, DamagePolicy policy, Function<EventHeaders, FileEvidence> evidence)
            throws IOException {
        UnchangedFile unchanged = UnchangedFile.of(RegularFile.requireOrNull(path));
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        Arena arena = Arena.ofShared();
        try {
            if (channel.size() == 0) {
                throw new FormatException(
                        path, 0, "the file is empty", "leave it out; the digitizer wrote no event to it");
            }
            MemorySegment segment = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            ForeignFile.refuse(path, segment);
            return new WaveDumpFile(path, kind, policy, unchanged, channel, arena, segment, evidence);
        } catch (IOException | RuntimeException failure) {
            close(arena, channel);
            throw failure;
        } catch (InternalError fault) {
            close(arena, channel);
            throw unchanged.explain(fault);
        }
    }

    private static void close(Arena arena, FileChannel channel) {
        arena.close();
        try {
            channel.close();
        } catch (IOException unheard) {
            // Nothing was written to it.
        }
    }

    /// Moves to the next event; false at the end of the file, or where it is broken and the policy is to skip. An event
    /// whose size is wrong is skipped alone, if the one behind it can be found.
    ///
    /// Under [DamagePolicy#FAIL] a broken event throws [FormatException] with the offset at which it starts; the cursor
    /// then stays on the last complete event.
    public boolean next() {
        if (!scan()) {
            return false;
        }
        moveTo(scanner.offset(), foundSamples);
        return true;
    }

    /// Goes back to before the first event.
    public void rewind() {
        offset = 0;
        nextOffset = 0;
        events = 0;
        found = 0;
        samples = 0;
        scanner = new EventScanner(headers, evidence);
        damage = null;
        dropped.clear();
        believed.clear();
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

    /// The channel number in the current event's header, 0 to 32767; see [dev.sluice.formats.wavedump.WaveDumpRun] for
    /// what it means on the x742.
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

    /// Whether counter and tag of an event that was passed over may be right.
    public boolean isBelieved(int ofDropped) {
        return believed.get(ofDropped);
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
            throw unchanged.explain(fault);
        }
    }

    /// Looks whether the file is still as long as when it was opened: to be called after every chunk; no allocation.
    ///
    /// @throws FormatException if it shrank or grew
    public void glance() {
        boolean same = false;
        try {
            same = channel.size() == bytes;
        } catch (IOException unreadable) {
            // What is the matter is found out by the closer look.
        }
        if (!same) {
            unchanged.require();
        }
    }

    /// Looks whether the file is still what was opened; by any thread.
    ///
    /// @throws FormatException if it shrank, grew, was written or replaced
    public void requireUnchanged() {
        unchanged.require();
    }

    /// Whether the file holds events of the current one's size only, as far as `probes` headers spread over it can
    /// tell.
    public boolean looksUniform(int probes) {
        long size = HEADER_BYTES + (long) samples * kind.fileBytes();
        if (bytes % size != 0) {
            return false;
        }
        long count = bytes / size;
        long step = Math.max(1, count / probes);
        for (long event = count - 1; event >= 0; event -= step) {
            if (headers.size(event * size) != size) {
                return false;
            }
        }
        return true;
    }

    /// Unmaps the file; every slice of [#segment] becomes invalid.
    @Override
    public void close() {
        close(arena, channel);
    }

    /// Looks for the next event without moving the cursor to it: for a reader that looks ahead. [#foundOffset] and
    /// [#foundSamples] tell where it is; else as [#next].
    public boolean scan() {
        if (damage != null) {
            return false;
        }
        try {
            return advance();
        } catch (InternalError fault) {
            throw unchanged.explain(fault);
        }
    }

    /// Where the event lies that [#scan] has found, in bytes from the start of the file.
    public long foundOffset() {
        return scanner.offset();
    }

    /// How many samples that event has.
    public int foundSamples() {
        return foundSamples;
    }

    /// Events that [#scan] has found.
    long found() {
        return found;
    }

    /// Bytes of an event as most of the file have; 0 if that is not known.
    public long usualSize() {
        return scanner.usualSize();
    }

    /// The headers of the file.
    public EventHeaders headers() {
        return headers;
    }

    /// What the headers of the file agree on.
    public FileEvidence evidence() {
        return evidence;
    }

    /// Puts the cursor on an event that [#scan] has found.
    public void moveTo(long event, int sampleCount) {
        offset = event;
        samples = sampleCount;
        events++;
        pages.before(event);
    }

    private boolean advance() {
        while (true) {
            switch (scanner.at(nextOffset)) {
                case EVENT -> {
                    take();
                    return true;
                }
                case BROKEN -> passOver(brokenProblem());
                case LOST -> {
                    return broken(WaveDumpDamage.Kind.CORRUPT, lostProblem());
                }
                case CUT_OFF -> {
                    return broken(WaveDumpDamage.Kind.CUT_OFF, cutProblem());
                }
                case END -> {
                    return false;
                }
            }
        }
    }

    private void take() {
        nextOffset = scanner.resumption();
        foundSamples = (int) ((scanner.size() - HEADER_BYTES) / kind.fileBytes());
        found++;
    }

    private String cutProblem() {
        long left = bytes - nextOffset;
        String needed = left < HEADER_BYTES
                ? "its header needs " + HEADER_BYTES + " bytes but only left=" + left + " bytes are there"
                : "it needs size=" + scanner.size() + " bytes but only left=" + left + " bytes are there";
        return "the file is cut off in event=" + found
                + ", counted from 0, which is lost with all that was to follow in this file: " + needed;
    }

    private String lostProblem() {
        long size = scanner.size();
        long channel = headers.channel(nextOffset);
        String what = found == 0 ? "not a WaveDump file with headers, " : "corrupt event, ";
        if (!headers.isPossible(size) || channel > LARGEST_CHANNEL) {
            return what + disbelief(size, channel);
        }
        if (size > bytes - nextOffset) {
            return what + "size=" + size + " bytes reaches beyond the end of the file, left=" + (bytes - nextOffset)
                    + ", and all events before it have usual_size=" + scanner.usualSize();
        }
        return what + "no header of the file's channel=" + evidence.channel() + " stands at its end, at offset="
                + (nextOffset + size) + ", and none after that";
    }

    private String brokenProblem() {
        long size = scanner.size();
        long channel = headers.channel(nextOffset);
        long left = bytes - nextOffset;
        if (!headers.isPossible(size) || channel > LARGEST_CHANNEL) {
            return "corrupt event, " + disbelief(size, channel);
        }
        if (scanner.resumption() - nextOffset == scanner.usualSize() && size != scanner.usualSize()) {
            return "corrupt event, its size=" + size + " bytes "
                    + (size > left ? "reaches beyond the end of the file and " : "") + "is not the usual_size="
                    + scanner.usualSize() + ", and "
                    + (scanner.resumption() == bytes ? "the file ends" : "the header of the next event stands")
                    + " where that would end, at offset=" + scanner.resumption();
        }
        if (scanner.resumption() - nextOffset == size && !evidence.isOwn(headers, nextOffset)) {
            return "corrupt event, board=" + headers.board(nextOffset) + " channel=" + channel + " is not the board="
                    + evidence.board() + " channel=" + evidence.channel() + " of the file";
        }
        return "corrupt event of size=" + size + " bytes, no header stands at its end, at offset=" + (nextOffset + size)
                + ", the next sound event starts at offset=" + scanner.resumption();
    }

    private void passOver(String problem) {
        long next = scanner.resumption();
        FormatException error = new FormatException(
                path,
                nextOffset,
                problem,
                next == bytes
                        ? "rerun with --on-error skip to lose this event only, the last one"
                        : "rerun with --on-error skip to lose this event only and read on at byte " + next);
        unchanged.require();
        if (policy == DamagePolicy.FAIL) {
            throw error;
        }
        believed.add(scanner.isBelieved());
        boolean one = next - nextOffset < 2 * Math.max(HEADER_BYTES, scanner.usualSize());
        dropped.add(new WaveDumpDamage(
                WaveDumpDamage.Kind.DROPPED,
                nextOffset,
                next - nextOffset,
                found,
                tag(one && scanner.isBelieved()),
                error));
        nextOffset = next;
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
        unchanged.require();
        if (policy == DamagePolicy.FAIL) {
            throw error;
        }
        boolean headerBelieved = what == WaveDumpDamage.Kind.CUT_OFF && bytes - nextOffset >= HEADER_BYTES;
        damage = new WaveDumpDamage(what, nextOffset, bytes - nextOffset, found, tag(headerBelieved), error);
        return false;
    }

    private OptionalLong tag(boolean believed) {
        return believed ? OptionalLong.of(headers.tag(nextOffset)) : OptionalLong.empty();
    }

    private String remedy(WaveDumpDamage.Kind what) {
        if (found > 0) {
            return "rerun with --on-error skip to keep the " + found + " complete events before it";
        }
        return what == WaveDumpDamage.Kind.CUT_OFF
                ? "there is no complete event before it; leave the file out"
                : "give a file written with OUTPUT_FILE_FORMAT BINARY and OUTPUT_FILE_HEADER YES, and the model or"
                        + " sample_type that wrote it";
    }

    private long word(int field) {
        if (samples == 0) {
            throw new IllegalStateException("no current event: file=" + path + "; call next() first");
        }
        return segment.get(WORD, offset + field) & 0xFFFF_FFFFL;
    }
}
