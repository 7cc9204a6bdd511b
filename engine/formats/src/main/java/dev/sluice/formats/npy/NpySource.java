package dev.sluice.formats.npy;

import dev.sluice.analysis.hit.PulseRecords;
import dev.sluice.chunk.TimeRange;
import dev.sluice.formats.FormatException;
import dev.sluice.plugin.ChunkReader;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.plugin.OptionValues;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.SourceContext;
import dev.sluice.plugin.SourceOutput;
import dev.sluice.plugin.SourcePlugin;
import dev.sluice.record.Field;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.source.ReachingRecords;
import dev.sluice.source.RecordPart;
import dev.sluice.source.ValidatingReader;
import dev.sluice.source.Waveforms;
import dev.sluice.store.FileIdentity;
import dev.sluice.store.Lineage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Provides the records of `.npy` files, mapped and lent without a copy.
///
/// The files hold structured arrays of one dtype, sorted by time, one after the other in time. A dtype that has neither
/// `endtime` nor `length` and `dt` counts as instantaneous. Files are mapped anew for every stream. A file that is cut
/// off or not sorted is an error; under [FailurePolicy#SKIP] its complete records that are in order come out, and the
/// others are marked as lost. A file that changes while it is read ends the run under either policy.
public final class NpySource extends SourcePlugin {
    private static final int MOST_LOOKED_AT_EACH_TIME = 4;
    private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(10);

    private final String dataType;
    private final List<Path> paths;
    private final RecordType type;
    private final long count;
    private final List<String> warnings = new ArrayList<>();

    /// A source of the records of `paths`, given in any order: fragments of pulses as strax has them are `raw_records`,
    /// or `records` where they carry an `area`; all others are waveforms.
    ///
    /// @throws FormatException if a file cannot be read, has no field `time`, or another dtype than the first
    public NpySource(List<Path> paths) {
        this(null, paths);
    }

    /// A source of the type of data of that name; null chooses by the fields.
    public NpySource(String dataType, List<Path> paths) {
        if (paths.isEmpty()) {
            throw new IllegalArgumentException("no .npy file was given; name at least one");
        }
        this.paths = List.copyOf(paths);
        RecordType found = null;
        long records = 0;
        for (Path path : paths) {
            try (NpyFile file = NpyFile.mapComplete(path)) {
                found = found == null ? NpyTimes.require(path, file.type()) : requireSame(path, found, file.type());
                records += file.records().count();
                file.cut().map(FormatException::finding).ifPresent(warnings::add);
            }
        }
        this.type = found;
        this.dataType = dataType == null ? usualDataType(found) : dataType;
        this.count = records;
    }

    private static String usualDataType(RecordType type) {
        if (type.has("record_i") && type.has("pulse_length") && type.has("data")) {
            return type.has("area") ? PulseRecords.DATA_TYPE : PulseRecords.INPUT;
        }
        return Waveforms.DATA_TYPE;
    }

    private static RecordType requireSame(Path path, RecordType first, RecordType other) {
        if (!first.sameLayout(other)) {
            throw new FormatException(
                    path,
                    0,
                    "the dtype " + other.descr() + " is not that of the first file, " + first.descr(),
                    "give files of one dtype");
        }
        return first;
    }

    /// `NpySource waves.npy`, for messages.
    @Override
    public String name() {
        return "NpySource " + paths.get(0) + (paths.size() > 1 ? " and " + (paths.size() - 1) + " more" : "");
    }

    @Override
    public PluginSpec spec() {
        return PluginSpec.provides(dataType, type)
                .version("1.0")
                .writesEveryField()
                .help("records of .npy files");
    }

    /// The type of the records.
    public RecordType type() {
        return type;
    }

    /// How many records the files hold together.
    public long recordCount() {
        return count;
    }

    /// The greatest channel of each board: of all records, or in longer files of some hundred thousand, in groups that
    /// lie evenly. Records without a board are of board 0; empty if they have no channel.
    public SortedMap<Long, Long> lastChannels() {
        if (!isNumber("channel")) {
            return new TreeMap<>();
        }
        Field board = isNumber("board") ? type.field("board") : null;
        LastChannels last = new LastChannels(type, type.field("channel"), board);
        for (Path path : paths) {
            try (NpyFile file = NpyFile.mapComplete(path)) {
                Records records = timed(file);
                last.look(records, new PageRelease(List.of(records)));
            }
        }
        return last.found();
    }

    private boolean isNumber(String name) {
        return type.has(name)
                && type.field(name).isScalar()
                && type.field(name).type().isInteger();
    }

    /// Checks that the records are waveforms from which features can be computed, so that it is known before a run.
    ///
    /// @throws FormatException if a field is missing or of a type that no kernel reads; the message says how to convert
    public void requireWaveforms() {
        NpyWaveforms.require(paths.get(0), type);
    }

    /// What had to be assumed of the records: one sentence each.
    public List<String> notes() {
        return NpyTimes.notes(type);
    }

    /// Of every file that is cut off after its complete records, what is missing: one sentence each.
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    /// The files, whatever the order in which they were given.
    @Override
    public Map<String, Object> identity() {
        return Map.of(Lineage.FILES, FileIdentity.trackedFiles(paths));
    }

    /// Looks at the times of the records.
    @Override
    public TimeRange around(TimeRange range, OptionValues options) {
        List<NpyFile> files = new ArrayList<>();
        try {
            for (Path path : paths) {
                NpyFile file = NpyFile.mapComplete(path);
                files.add(file);
                requireSameDtype(file);
            }
            return ReachingRecords.around(files.stream().map(this::timed).toList(), range);
        } finally {
            files.forEach(NpyFile::close);
        }
    }

    @Override
    public ChunkReader open(SourceContext context) {
        List<NpyFile> files = new ArrayList<>();
        try {
            for (Path path : paths) {
                NpyFile file = NpyFile.mapComplete(path);
                files.add(file);
                requireSameDtype(file);
                requireUsable(file, context.failurePolicy());
            }
            files.sort(Comparator.comparingLong(this::firstTime));
            ValidatingReader records =
                    new ValidatingReader(files.stream().map(this::part).toList(), context);
            PageRelease pages =
                    new PageRelease(files.stream().map(NpyFile::records).toList());
            return new Reader(files, records, pages, new AtomicLong(System.nanoTime() - PATIENCE));
        } catch (RuntimeException failure) {
            files.forEach(NpyFile::close);
            throw failure;
        }
    }

    /// The plugins of the run were chosen for the dtype that was read first.
    private void requireSameDtype(NpyFile file) {
        if (!NpyTimes.require(file.path(), file.type()).sameLayout(type)) {
            throw new FormatException(
                    file.path(),
                    0,
                    "the file was replaced: its dtype is " + file.type().descr() + " now, and was " + type.descr(),
                    "start anew: make another source of it, or run the command again");
        }
    }

    /// Of a file without one complete record not even the time is known, so that nothing could be marked as lost.
    private static void requireUsable(NpyFile file, FailurePolicy policy) {
        if (file.cut().isPresent()
                && (policy == FailurePolicy.FAIL || file.records().count() == 0)) {
            throw file.cut().get();
        }
    }

    private RecordPart part(NpyFile file) {
        return new RecordPart(
                file.path().toString(),
                timed(file),
                file.cut().map(FormatException::finding).orElse(null));
    }

    private Records timed(NpyFile file) {
        Records records = file.records();
        return Records.of(type, records.segment(), records.byteOffset(), records.count());
    }

    private long firstTime(NpyFile file) {
        return file.records().count() == 0 ? Long.MIN_VALUE : type.times().start(timed(file), 0);
    }

    /// Closes the mappings when the run has ended.
    private record Reader(List<NpyFile> files, ValidatingReader records, PageRelease pages, AtomicLong glanced)
            implements ChunkReader {
        @Override
        public boolean read(SourceOutput out) {
            try {
                boolean more = records.read(out);
                pages.reached(records.part(), records.position());
                files.get(Math.min(records.part(), files.size() - 1)).glance();
                return more;
            } catch (InternalError fault) {
                throw files.get(Math.min(records.part(), files.size() - 1)).explain(fault);
            }
        }

        @Override
        public void requireUnchanged() {
            files.forEach(NpyFile::requireUnchanged);
        }

        /// Every 10 ms at most, and of many files only at the end: looking at one takes as long as reading some
        /// kilobytes.
        @Override
        public void glance() {
            long now = System.nanoTime();
            if (files.size() <= MOST_LOOKED_AT_EACH_TIME && now - glanced.getPlain() >= PATIENCE) {
                glanced.setPlain(now);
                requireUnchanged();
            }
        }

        @Override
        public void close() {
            files.forEach(NpyFile::close);
        }
    }
}
