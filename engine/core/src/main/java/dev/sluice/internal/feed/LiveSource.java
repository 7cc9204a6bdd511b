package dev.sluice.internal.feed;

import dev.sluice.chunk.TimeRange;
import dev.sluice.plugin.ChunkReader;
import dev.sluice.plugin.OptionValues;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.SourceContext;
import dev.sluice.plugin.SourcePlugin;
import dev.sluice.record.RecordType;
import dev.sluice.stream.Overflow;
import java.util.Map;

/// A live input as a plugin that provides its type of data. Immutable.
public final class LiveSource extends SourcePlugin {
    private final LivePublisher input;
    private final PluginSpec spec;
    private final PluginSpec complete;

    LiveSource(LivePublisher input, String dataType, RecordType type) {
        this.input = input;
        this.spec = PluginSpec.provides(dataType, type).help("records that are published while they are taken");
        this.complete = spec.writesEveryField();
    }

    LivePublisher input() {
        return input;
    }

    @Override
    public PluginSpec spec() {
        return input.writesEveryField() ? complete : spec;
    }

    @Override
    public Map<String, Object> identity() {
        return Map.of("live", spec.provides());
    }

    @Override
    public boolean isPushed() {
        return true;
    }

    /// Whether a stream of it takes new data: its input is not closed.
    public boolean isOpen() {
        return input.isOpen();
    }

    /// What happens where records come faster than they are taken.
    public Overflow overflow() {
        return input.overflow();
    }

    /// What is published comes as it does.
    @Override
    public TimeRange around(TimeRange range, OptionValues options) {
        return range;
    }

    /// No thread reads from it: the one that publishes fills the ring.
    ///
    /// @throws IllegalStateException always
    @Override
    public ChunkReader open(SourceContext context) {
        throw new IllegalStateException(
                "a live input of " + spec.provides() + " is not read; open a stream and publish to the input");
    }
}
