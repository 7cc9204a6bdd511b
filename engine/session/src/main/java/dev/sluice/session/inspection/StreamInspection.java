package dev.sluice.session.inspection;

import dev.sluice.chunk.Chunk;
import dev.sluice.context.Context;
import dev.sluice.formats.Format;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordTimes;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.session.catalogue.KnownFields;
import dev.sluice.session.input.InputSelection;
import dev.sluice.stream.ChunkStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Looks into an input of any format by reading its records as a run does. Stateless.
final class StreamInspection {
    private StreamInspection() {}

    /// What the input holds; read from end to end only up to [Inspection#READ_AT_ONCE], or if `all` is to be read.
    static Inspection of(Path path, Format format, InputSelection input, boolean all) throws IOException {
        String dataType = input.source().spec().provides();
        RecordType type = KnownFields.documented(input.source().spec().type());
        long bytes = size(path);
        boolean exact =
                all || bytes <= Inspection.READ_AT_ONCE || input.records().isEmpty();
        TimeSpan span = new TimeSpan();
        List<String> warnings = new ArrayList<>(input.warnings());
        long records =
                exact ? read(input, dataType, span, warnings) : input.records().getAsLong();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("data", dataType);
        facts.put("run", input.runId());
        return new Inspection(
                path.toString(),
                format.name(),
                type,
                records,
                exact,
                bytes,
                span.start(),
                span.end(),
                span.channels(),
                facts,
                List.of(),
                warnings);
    }

    private static long read(InputSelection input, String dataType, TimeSpan span, List<String> warnings) {
        long count = 0;
        try (Context context = Context.create().register(input.source());
                ChunkStream stream = context.streaming(input.runId())
                        .onError(FailurePolicy.SKIP)
                        .getStream(dataType)) {
            for (Chunk chunk : stream) {
                take(chunk.records(), span);
                count += chunk.length();
                chunk.losses().forEach(loss -> warnings.add(loss.cause()));
            }
        }
        return count;
    }

    private static void take(Records records, TimeSpan span) {
        RecordTimes times = records.type().times();
        for (long index = 0; index < records.count(); index++) {
            span.add(times.start(records, index), times.end(records, index));
        }
        if (hasChannel(records.type())) {
            LongField channel = records.type().longField("channel");
            for (long index = 0; index < records.count(); index++) {
                span.addChannel(channel.bits(records, index, 0));
            }
        }
    }

    private static boolean hasChannel(RecordType type) {
        return type.has("channel")
                && type.field("channel").isScalar()
                && type.field("channel").type().isInteger();
    }

    private static long size(Path path) throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            long bytes = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
            return bytes;
        }
    }
}
