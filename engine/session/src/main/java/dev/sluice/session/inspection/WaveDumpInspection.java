package dev.sluice.session.inspection;

import dev.sluice.formats.wavedump.WaveDumpMerge;
import dev.sluice.formats.wavedump.WaveDumpRun;
import dev.sluice.formats.wavedump.WaveDumpSource;
import dev.sluice.formats.wavedump.file.DigitizerModel;
import dev.sluice.formats.wavedump.file.RunFile;
import dev.sluice.formats.wavedump.file.WaveDumpLoss;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.session.request.ByteSize;
import dev.sluice.session.request.UsageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Looks into a WaveDump run. Stateless.
public final class WaveDumpInspection {
    private WaveDumpInspection() {}

    /// What the files hold; all events are looked at only up to [Inspection#READ_AT_ONCE], or if `all` are to be read.
    /// A file that was cut off is a warning.
    ///
    /// @throws dev.sluice.formats.FormatException if no file holds a complete event
    /// @throws UsageException if a setting does not fit
    public static Inspection of(Path path, Map<String, String> settings, boolean all) throws IOException {
        WaveDumpSource source = source(path, settings);
        WaveDumpRun run = source.run();
        boolean exact = all || run.bytes() <= Inspection.READ_AT_ONCE;
        TimeSpan span = new TimeSpan();
        Map<String, Object> facts = new LinkedHashMap<>();
        List<String> warnings = new ArrayList<>();
        describe(run, facts);
        if (exact) {
            read(run, span, facts, warnings);
        }
        facts.putAll(PulseFacts.of(source));
        return new Inspection(
                path.toString(),
                "WaveDump",
                source.spec().type(),
                exact ? span.count() : source.recordCount(),
                exact,
                run.bytes(),
                span.start(),
                span.end(),
                span.channels(),
                facts,
                source.warnings(),
                warnings);
    }

    private static WaveDumpSource source(Path path, Map<String, String> settings) throws IOException {
        try {
            return new WaveDumpSource(List.of(path), settings, FailurePolicy.SKIP);
        } catch (IllegalArgumentException badOption) {
            throw new UsageException(badOption.getMessage(), badOption);
        }
    }

    private static void describe(WaveDumpRun run, Map<String, Object> facts) {
        facts.put(
                "model",
                run.model().map(DigitizerModel::number).map(Object::toString).orElse("unknown"));
        facts.put("dt_ns", run.dtNs());
        facts.put("clock_ns", run.clockNs());
        List<String> files = new ArrayList<>();
        for (RunFile file : run.files()) {
            files.add(file.path().getFileName() + ": channel " + file.channel() + ", board " + file.board()
                    + ", samples " + file.kind() + " (" + file.kindReason() + "), " + ByteSize.text(file.bytes()));
        }
        facts.put("files", files);
    }

    private static void read(WaveDumpRun run, TimeSpan span, Map<String, Object> facts, List<String> warnings)
            throws IOException {
        int fewest = Integer.MAX_VALUE;
        int most = 0;
        try (WaveDumpMerge merge = run.merge()) {
            while (merge.next()) {
                int samples = merge.file().sampleCount();
                fewest = Math.min(fewest, samples);
                most = Math.max(most, samples);
                span.add(merge.time(), merge.time() + (long) Math.ceil(samples * run.dtNs()));
                span.addChannel(merge.channel());
            }
            for (WaveDumpLoss loss : merge.losses()) {
                warnings.add(loss.damage().error().getMessage());
            }
            merge.warnings().stream()
                    .filter(warning -> !run.warnings().contains(warning))
                    .forEach(warnings::add);
        }
        if (span.count() > 0) {
            facts.put("samples_per_event", fewest == most ? Integer.toString(most) : fewest + " to " + most);
        }
    }
}
