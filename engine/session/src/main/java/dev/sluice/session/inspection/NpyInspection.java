package dev.sluice.session.inspection;

import dev.sluice.formats.FormatException;
import dev.sluice.formats.npy.NpyFile;
import dev.sluice.plugin.Product;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordTimes;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.session.catalogue.KnownFields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Looks into a `.npy` file. Stateless.
public final class NpyInspection {
    private NpyInspection() {}

    /// What the file holds; read from end to end only up to [Inspection#READ_AT_ONCE], or if `all` is to be read. A
    /// file that was cut off is a warning.
    ///
    /// @throws dev.sluice.formats.FormatException if the file is damaged or of another kind
    public static Inspection of(Path path, boolean all) throws IOException {
        try (NpyFile file = NpyFile.mapComplete(path)) {
            Optional<Product> known = KnownFields.product(file.type());
            RecordType type = timed(KnownFields.documented(file.type()));
            Records records = Records.of(
                    type,
                    file.records().segment(),
                    file.records().byteOffset(),
                    file.records().count());
            boolean exact = all || records.byteSize() <= Inspection.READ_AT_ONCE;
            TimeSpan span = new TimeSpan();
            if (hasTimes(type)) {
                times(records, span, exact);
            }
            if (exact) {
                channels(records, span);
            }
            return new Inspection(
                    path.toString(),
                    "npy",
                    type,
                    records.count(),
                    exact,
                    Files.size(path),
                    span.start(),
                    span.end(),
                    span.channels(),
                    facts(known, records),
                    known.isPresent() ? List.of() : file.notes(),
                    file.cut().map(FormatException::getMessage).stream().toList());
        }
    }

    private static Map<String, Object> facts(Optional<Product> known, Records records) {
        Map<String, Object> facts = new LinkedHashMap<>();
        known.ifPresent(product -> facts.put("data", "as " + product.dataType() + " has it"));
        facts.putAll(PulseFacts.of(records));
        return facts;
    }

    private static RecordType timed(RecordType type) {
        return hasTimes(type) ? type : type.instantaneous();
    }

    private static boolean hasTimes(RecordType type) {
        try {
            type.times();
            return true;
        } catch (IllegalArgumentException untimed) {
            return false;
        }
    }

    private static void times(Records records, TimeSpan span, boolean exact) {
        RecordTimes times = records.type().times();
        long step = exact ? 1 : Math.max(1, records.count() - 1);
        for (long index = 0; index < records.count(); index += step) {
            span.add(times.start(records, index), times.end(records, index));
        }
    }

    private static void channels(Records records, TimeSpan span) {
        RecordType type = records.type();
        boolean told = type.has("channel")
                && type.field("channel").isScalar()
                && type.field("channel").type().isInteger();
        if (!told) {
            return;
        }
        LongField channel = type.longField("channel");
        for (long index = 0; index < records.count(); index++) {
            span.addChannel(channel.bits(records, index, 0));
        }
    }
}
