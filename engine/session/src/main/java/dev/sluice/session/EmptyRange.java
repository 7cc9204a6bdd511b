package dev.sluice.session;

import dev.sluice.chunk.TimeRange;
import dev.sluice.session.input.InputFormats;
import dev.sluice.session.input.InputSelection;
import dev.sluice.session.inspection.Inspection;
import dev.sluice.session.inspection.NpyInspection;
import dev.sluice.session.inspection.WaveDumpInspection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// What to say where nothing lies in the range of time that was asked for. Stateless.
final class EmptyRange {
    private EmptyRange() {}

    /// The sentence, with the times that the input holds, if its headers show them.
    static String note(InputSelection input, TimeRange range, String unit) {
        String held = held(input, unit);
        return "no record starts in " + range + " " + unit + held
                + "; times are absolute, give a range within those, as in --time-range A:B";
    }

    private static String held(InputSelection input, String unit) {
        long start = Long.MAX_VALUE;
        long end = Long.MIN_VALUE;
        for (Path file : input.files()) {
            Inspection inspection = inspect(file);
            if (inspection == null) {
                return "";
            }
            start = Math.min(start, inspection.start().orElse(Long.MAX_VALUE));
            end = Math.max(end, inspection.end().orElse(Long.MIN_VALUE));
        }
        return start > end ? "" : ", the input goes from " + start + " to " + end + " " + unit;
    }

    /// Null where it cannot be inspected, which is no reason to fail a run that went well.
    private static Inspection inspect(Path file) {
        try {
            return switch (InputFormats.of(List.of(file)).name()) {
                case InputFormats.NPY -> NpyInspection.of(file, false);
                case InputFormats.WAVE_DUMP -> WaveDumpInspection.of(file, Map.of(), false);
                default -> null;
            };
        } catch (IOException | RuntimeException unreadable) {
            return null;
        }
    }
}
