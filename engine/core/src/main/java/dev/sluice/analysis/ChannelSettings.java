package dev.sluice.analysis;

import dev.sluice.kernels.SampleRange;
import dev.sluice.kernels.channel.ChannelKey;
import dev.sluice.kernels.channel.ChannelRanges;
import dev.sluice.kernels.channel.ChannelThresholds;
import dev.sluice.kernels.channel.ChannelValues;
import dev.sluice.kernels.channel.Polarities;
import dev.sluice.plugin.Option;
import dev.sluice.plugin.PluginContext;

/// What the options of a plugin say for all channels, for one, or for those that none of them names. Immutable.
public final class ChannelSettings {
    private final PluginContext context;
    private final Scope scope;
    private final ChannelKey key;

    private enum Scope {
        ALL,
        ONE,
        OTHERS
    }

    private ChannelSettings(PluginContext context, Scope scope, ChannelKey key) {
        this.context = context;
        this.scope = scope;
        this.key = key;
    }

    /// What they say for all channels of the input.
    public static ChannelSettings ofAll(PluginContext context) {
        return new ChannelSettings(context, Scope.ALL, null);
    }

    /// What they say for one channel.
    ChannelSettings of(ChannelKey channel) {
        return new ChannelSettings(context, Scope.ONE, channel);
    }

    /// What they say for channels that are not named.
    ChannelSettings ofOthers() {
        return new ChannelSettings(context, Scope.OTHERS, null);
    }

    /// The polarities of the channels.
    public Polarities polarities(Option<Polarities> option) {
        return Polarities.of(scoped(placed(option, context.get(option).values())));
    }

    /// The thresholds of the channels.
    public ChannelThresholds thresholds(Option<ChannelThresholds> option) {
        return ChannelThresholds.of(scoped(placed(option, context.get(option).values())));
    }

    /// The range; that of channels that are not named where this is for all.
    public SampleRange range(Option<ChannelRanges> option) {
        return scoped(placed(option, context.get(option).values())).otherwise();
    }

    /// The values of an option of any kind, for all channels.
    ChannelValues<?> values(Option<?> option) {
        Object value = context.get(option);
        return switch (value) {
            case Polarities polarities -> placed(option, polarities.values());
            case ChannelThresholds thresholds -> placed(option, thresholds.values());
            case ChannelRanges ranges -> placed(option, ranges.values());
            default -> throw new IllegalArgumentException("not per channel: " + option);
        };
    }

    private <V> ChannelValues<V> placed(Option<?> option, ChannelValues<V> set) {
        return Channels.placed(context, context.inputType(), option, set);
    }

    private <V> ChannelValues<V> scoped(ChannelValues<V> placed) {
        return switch (scope) {
            case ALL -> placed;
            case ONE -> ChannelValues.all(placed.of(key.board(), key.channel()));
            case OTHERS -> ChannelValues.all(placed.otherwise());
        };
    }
}
