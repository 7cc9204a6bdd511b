package dev.sluice.formats.wavedump.file;

import static dev.sluice.formats.wavedump.file.EventLayout.HEADER_BYTES;
import static dev.sluice.formats.wavedump.file.EventLayout.WORD;

import dev.sluice.formats.FormatException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
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
    private final MappedFile mapped;
    private final MemorySegment segment;
    private final long bytes;
    private final EventHeaders headers;
    private final FileEvidence evidence;
    private final FileScan scan;
    private final ReleasedPages pages;

    private long offset;
    private long events;
    private int samples;

    private WaveDumpFile(
            Path path,
            SampleKind kind,
            DamagePolicy policy,
            MappedFile mapped,
            Function<EventHeaders, FileEvidence> evidence) {
        this.path = path;
        this.kind = kind;
        this.mapped = mapped;
        this.segment = mapped.segment();
        this.bytes = segment.byteSize();
        this.headers = new EventHeaders(segment, kind);
        this.evidence = evidence.apply(headers);
        this.pages = new ReleasedPages(segment);
        this.scan = new FileScan(path, policy, mapped, headers, this.evidence);
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
        MappedFile mapped = MappedFile.open(path);
        try {
            return new WaveDumpFile(path, kind, policy, mapped, evidence);
        } catch (RuntimeException failure) {
            mapped.close();
            throw failure;
        } catch (InternalError fault) {
            mapped.close();
            throw mapped.explain(fault);
        }
    }

    /// Moves to the next event; false at the end of the file, or where it is broken and the policy is to skip. An event
    /// whose size is wrong is skipped alone, if the one after it can be found.
    ///
    /// Under [DamagePolicy#FAIL] a broken event throws [FormatException] with the offset at which it starts; the cursor
    /// then stays on the last complete event.
    public boolean next() {
        if (!scan()) {
            return false;
        }
        moveTo(scan.offset(), scan.samples());
        return true;
    }

    /// Goes back to before the first event.
    public void rewind() {
        offset = 0;
        events = 0;
        samples = 0;
        scan.rewind();
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
        return scan.dropped();
    }

    /// Whether counter and tag of an event that was passed over may be right.
    public boolean isBelieved(int ofDropped) {
        return scan.isBelieved(ofDropped);
    }

    /// Where the file turned out to be broken up to its end, once [#next] got there under [DamagePolicy#SKIP].
    public Optional<WaveDumpDamage> damage() {
        return scan.damage();
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
            throw mapped.explain(fault);
        }
    }

    /// Looks whether the file is still as long as when it was opened: to be called after every chunk; no allocation.
    ///
    /// @throws FormatException if it shrank or grew
    public void glance() {
        mapped.glance();
    }

    /// Looks whether the file is still what was opened; by any thread.
    ///
    /// @throws FormatException if it shrank, grew, was written or replaced
    public void requireUnchanged() {
        mapped.requireUnchanged();
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
        mapped.close();
    }

    /// Looks for the next event without moving the cursor to it: for a reader that looks ahead. [#foundOffset] and
    /// [#foundSamples] say where it is; else as [#next].
    public boolean scan() {
        return scan.next();
    }

    /// Where the event lies that [#scan] has found, in bytes from the start of the file.
    public long foundOffset() {
        return scan.offset();
    }

    /// How many samples that event has.
    public int foundSamples() {
        return scan.samples();
    }

    /// Bytes of an event as most of the file have; 0 if that is not known.
    public long usualSize() {
        return scan.usualSize();
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

    private long word(int field) {
        if (samples == 0) {
            throw new IllegalStateException("no current event: file=" + path + "; call next() first");
        }
        return segment.get(WORD, offset + field) & 0xFFFF_FFFFL;
    }
}
