package dev.sluice.formats.npy;

import dev.sluice.formats.FormatException;
import dev.sluice.plugin.ChunkReader;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.SourceContext;
import dev.sluice.plugin.SourceOutput;
import dev.sluice.plugin.SourcePlugin;
import dev.sluice.plugins.RecordReader;
import dev.sluice.plugins.Waveforms;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Provides the records of `.npy` files, mapped and lent without a copy.
///
/// The files hold structured arrays of one dtype, sorted by time, one after the other in time. A dtype that has neither
/// `endtime` nor `length` and `dt` counts as instantaneous. Files are mapped anew for every stream.
public final class NpySource extends SourcePlugin {
    private final String dataType;
    private final List<Path> paths;
    private final RecordType type;
    private final long count;

    /// A source of waveforms: the records of `paths`, given in any order.
    ///
    /// @throws FormatException if a file cannot be read, has no field `time`, or another dtype than the first
    public NpySource(List<Path> paths) {
        this(Waveforms.DATA_TYPE, paths);
    }

    /// A source of another type of data.
    public NpySource(String dataType, List<Path> paths) {
        if (paths.isEmpty()) {
            throw new IllegalArgumentException("no .npy file was given; name at least one");
        }
        this.dataType = dataType;
        this.paths = List.copyOf(paths);
        RecordType found = null;
        long records = 0;
        for (Path path : paths) {
            try (NpyFile file = NpyFile.map(path)) {
                found = found == null ? timed(path, file.type()) : requireSame(path, found, file.type());
                records += file.records().count();
            }
        }
        this.type = found;
        this.count = records;
    }

    private static RecordType timed(Path path, RecordType type) {
        boolean ends = type.has("endtime") || (type.has("length") && type.has("dt"));
        RecordType timed = ends ? type : type.instantaneous();
        try {
            timed.times();
            return timed;
        } catch (IllegalArgumentException untimed) {
            if (!type.has("time")) {
                throw new FormatException(
                        path,
                        0,
                        "the records have no usable time, " + untimed.getMessage(),
                        "add an int64 field 'time', in ns");
            }
            throw new FormatException(path, 0, "the records have no usable time", untimed.getMessage());
        }
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
        return PluginSpec.provides(dataType, type).version("1.0").help("records of .npy files");
    }

    /// The type of the records.
    public RecordType type() {
        return type;
    }

    /// How many records the files hold together.
    public long recordCount() {
        return count;
    }

    @Override
    public ChunkReader open(SourceContext context) {
        List<NpyFile> files = new ArrayList<>();
        try {
            for (Path path : paths) {
                files.add(NpyFile.map(path));
            }
            return new Reader(files, reader(files, context));
        } catch (RuntimeException failure) {
            files.forEach(NpyFile::close);
            throw failure;
        }
    }

    private RecordReader reader(List<NpyFile> files, SourceContext context) {
        List<Records> parts = files.stream()
                .map(NpyFile::records)
                .map(records -> Records.of(type, records.segment(), records.byteOffset(), records.count()))
                .sorted(Comparator.comparingLong(this::firstTime))
                .toList();
        return new RecordReader(parts, context.timeRange(), context.chunkRecords());
    }

    private long firstTime(Records records) {
        return records.count() == 0 ? Long.MIN_VALUE : type.times().start(records, 0);
    }

    /// Closes the mappings when the run has ended.
    private record Reader(List<NpyFile> files, RecordReader records) implements ChunkReader {
        @Override
        public boolean read(SourceOutput out) {
            return records.read(out);
        }

        @Override
        public void close() {
            files.forEach(NpyFile::close);
        }
    }
}
