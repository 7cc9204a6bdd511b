package dev.sluice.session.catalogue;

import dev.sluice.analysis.event.GroupedEvents;
import dev.sluice.analysis.event.Peaks;
import dev.sluice.analysis.hit.PulseRecords;
import dev.sluice.context.Configuration;
import dev.sluice.context.Setting;
import dev.sluice.formats.npy.NpySource;
import dev.sluice.formats.wavedump.WaveDumpSource;
import dev.sluice.plugin.SourcePlugin;
import dev.sluice.record.RecordType;
import dev.sluice.waveform.StraxTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What the data say of samples and channels that must be known before they are read. Stateless.
public final class SourceChannels {
    /// Places for channels in events of waveforms, at least.
    static final int EVENT_CHANNELS = Long.SIZE;
    /// Places for channels in peaks, at least.
    static final int PEAK_CHANNELS = 494;

    private static final List<String> FRAGMENTS = List.of(PulseRecords.INPUT, PulseRecords.DATA_TYPE);
    private static final String ORIGIN = "the input";

    private SourceChannels() {}

    /// The room for samples of the fragments that a source gives; that of strax if none does.
    static int fragmentSamples(List<SourcePlugin> sources) {
        return sources.stream()
                .filter(source -> FRAGMENTS.contains(source.spec().provides()))
                .mapToInt(SourceChannels::fragmentSamples)
                .findFirst()
                .orElse(StraxTypes.SAMPLES);
    }

    private static int fragmentSamples(SourcePlugin source) {
        RecordType type = source.spec().type();
        int samples = type.has("data") ? type.field("data").elements() : StraxTypes.SAMPLES;
        return samples < 1 || samples > Short.MAX_VALUE ? StraxTypes.SAMPLES : samples;
    }

    /// How many channels the plugins of `chain` have places for where it is not set: as many as the source has.
    public static Configuration settings(SourcePlugin source, List<KnownPlugin> chain) {
        boolean events = chain.stream().anyMatch(plugin -> plugin.provides().equals(GroupedEvents.DATA_TYPE));
        boolean peaks = chain.stream().anyMatch(plugin -> plugin.provides().equals(Peaks.DATA_TYPE));
        List<Setting> settings = new ArrayList<>();
        if (events || peaks) {
            SortedMap<Long, Long> last = lastChannels(source);
            long first = 0;
            SortedMap<Long, Long> firsts = new TreeMap<>();
            for (Map.Entry<Long, Long> board : last.entrySet()) {
                firsts.put(board.getKey(), first);
                first += board.getValue() + 1;
            }
            if (events && last.size() > 1) {
                String boards = firsts.entrySet().stream()
                        .map(board -> board.getKey() + ":" + board.getValue())
                        .collect(Collectors.joining(","));
                settings.add(Setting.ofInput(GroupedEvents.DATA_TYPE + ".boards", boards, ORIGIN));
            }
            add(settings, events, GroupedEvents.DATA_TYPE, first, EVENT_CHANNELS);
            add(settings, peaks, Peaks.DATA_TYPE, first, PEAK_CHANNELS);
        }
        return Configuration.of(settings);
    }

    private static void add(List<Setting> settings, boolean used, String dataType, long channels, int least) {
        if (used && channels > least) {
            settings.add(Setting.ofInput(dataType + ".channels", channels, ORIGIN));
        }
    }

    /// The greatest channel of each board, as far as the source says; of a long file, of a part of it.
    private static SortedMap<Long, Long> lastChannels(SourcePlugin source) {
        if (source instanceof NpySource) {
            return ((NpySource) source).lastChannels();
        }
        SortedMap<Long, Long> last = new TreeMap<>();
        if (source instanceof WaveDumpSource) {
            ((WaveDumpSource) source)
                    .run()
                    .files()
                    .forEach(file -> last.merge(file.board(), (long) file.channel(), Math::max));
        }
        return last;
    }
}
