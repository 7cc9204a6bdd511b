package dev.sluice.plugin;

import dev.sluice.chunk.TimeRange;
import dev.sluice.record.RecordType;
import java.util.Map;

/// A plugin at the head of the street: it reads records from files or devices, or makes them.
public abstract non-sealed class SourcePlugin extends Plugin {
    /// What identifies the raw data: it becomes part of the lineage of everything computed from them. By
    /// default nothing does; a source of files names them, with size and time of the last change.
    public Map<String, Object> identity() {
        return Map.of();
    }

    /// Whether records are published to it while they are taken: then nothing reads it, and [#open] is never called.
    /// Only the live inputs of a context are such; another plugin that says so cannot be run.
    public boolean isPushed() {
        return false;
    }

    /// The range of time to read so that every record is there that has an instant in `range`, and all fragments of its
    /// pulse. The engine asks where results may start after what they are found in.
    ///
    /// By default from the start of the run, as nothing is known of how long records last; of fragments of pulses, to
    /// its end. A source that knows returns less: it may look at its data for that. Called before the run, by any
    /// thread.
    public TimeRange around(TimeRange range, OptionValues options) {
        RecordType type = spec().type();
        boolean fragments = type.has("record_i") && type.has("pulse_length");
        return new TimeRange(Long.MIN_VALUE, fragments ? Long.MAX_VALUE : range.end());
    }

    /// Starts to read one run. The engine closes the reader when the run ends, however it ends; all calls to the reader
    /// come from one thread.
    ///
    /// @throws Exception if there is nothing to read: the run fails with it
    public abstract ChunkReader open(SourceContext context) throws Exception;
}
