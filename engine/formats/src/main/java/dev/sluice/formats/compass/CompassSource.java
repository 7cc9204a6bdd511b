package dev.sluice.formats.compass;

import dev.sluice.plugin.ChunkReader;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.plugin.Option;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.SourceContext;
import dev.sluice.plugin.SourcePlugin;
import dev.sluice.record.RecordType;
import dev.sluice.store.FileIdentity;
import dev.sluice.store.Lineage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/// Provides the events of a run of CAEN CoMPASS, merged by time, which is in ps.
///
/// Events with waveforms are `st_waveforms_stream`, others `compass_events`. A damaged file is an error; under
/// [FailurePolicy#SKIP] its events before the damage come out, and from there on the run is marked as lost.
public final class CompassSource extends SourcePlugin {
    /// The sampling period.
    public static final Option<OptionalDouble> DT_NS = Option.optionalReal(
                    "dt_ns", "by settings.xml", "time between two samples")
            .unit("ns")
            .where(dt -> dt.isEmpty() || dt.getAsDouble() > 0 && Double.isFinite(dt.getAsDouble()), "greater than 0");
    /// Samples per record.
    public static final Option<Long> RECORD_LENGTH = Option.integer(
                    "record_length", 0, "samples per record; 0: those of the longest event")
            .unit("samples")
            .where(length -> length >= 0 && length <= 1 << 28, "from 0 to " + (1 << 28));

    private final List<Path> inputs;
    private final CompassRun run;
    private final RecordType type;

    /// The run in `inputs`: its folder, the folder `RAW` in it, or files.
    ///
    /// @param settings values of the options above, by name
    /// @throws dev.sluice.formats.FormatException if they are not CoMPASS's, or do not belong together
    /// @throws IOException if a file cannot be opened
    public CompassSource(List<Path> inputs, Map<String, ?> settings, FailurePolicy policy) throws IOException {
        this.inputs = List.copyOf(inputs);
        this.run = CompassRun.look(
                this.inputs, (OptionalDouble) value(DT_NS, settings), (Long) value(RECORD_LENGTH, settings), policy);
        this.type = run.type();
    }

    private static Object value(Option<?> option, Map<String, ?> settings) {
        Object setting = settings.get(option.name());
        return setting == null ? option.defaultValue() : option.value(setting);
    }

    CompassRun run() {
        return run;
    }

    /// `CompassSource DAQ/run_1`, for messages.
    @Override
    public String name() {
        return "CompassSource " + inputs.get(0) + (inputs.size() > 1 ? " and " + (inputs.size() - 1) + " more" : "");
    }

    @Override
    public PluginSpec spec() {
        return PluginSpec.provides(run.dataType(), type)
                .version("1.0")
                .writesEveryField()
                .help("events of CAEN CoMPASS, merged by time")
                .options(DT_NS, RECORD_LENGTH);
    }

    /// The files, and what the constructor was given.
    @Override
    public Map<String, Object> identity() {
        return Map.of(Lineage.FILES, FileIdentity.trackedFiles(run.files()), "dt_ns", run.dtNs());
    }

    @Override
    public ChunkReader open(SourceContext context) throws IOException {
        return new CompassReader(run, type, context);
    }
}
