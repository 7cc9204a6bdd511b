package dev.sluice.formats.npy;

import dev.sluice.formats.Format;
import dev.sluice.formats.InputProbe;
import dev.sluice.formats.InputRun;
import dev.sluice.formats.InputSettings;
import dev.sluice.formats.OutputSettings;
import dev.sluice.formats.Recognition;
import dev.sluice.formats.RecordWriter;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.record.RecordType;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/// Structured arrays of numpy, read and written.
public final class NpyFormat implements Format {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final String ENDING = ".npy";

    /// A format without state.
    public NpyFormat() {}

    @Override
    public String name() {
        return "npy";
    }

    @Override
    public String help() {
        return "structured arrays of numpy, mapped; what numpy.save writes";
    }

    @Override
    public Recognition recognise(InputProbe input) {
        if (input.startsWith(MAGIC)) {
            return Recognition.BY_CONTENT;
        }
        return !input.folder() && input.name().endsWith(ENDING) ? Recognition.BY_NAME : Recognition.NO;
    }

    @Override
    public InputRun open(List<Path> inputs, InputSettings settings) {
        NpySource source = new NpySource(settings.dataType(), inputs);
        return new InputRun(
                source,
                List.of(),
                name(),
                null,
                OptionalLong.of(source.recordCount()),
                source.notes(),
                // A file that is cut off is an error unless it is to be skipped.
                settings.policy() == FailurePolicy.SKIP ? source.warnings() : List.of());
    }

    @Override
    public List<String> endings() {
        return List.of(ENDING);
    }

    @Override
    public String drops() {
        return "lineage, intervals of chunks and losses";
    }

    @Override
    public RecordWriter create(Path target, RecordType type, OutputSettings settings) {
        return NpyWriter.create(target, type);
    }
}
