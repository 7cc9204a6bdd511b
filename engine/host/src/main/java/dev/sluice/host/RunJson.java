package dev.sluice.host;

import dev.sluice.chunk.Loss;
import dev.sluice.session.request.Spelling;
import dev.sluice.stream.DropCounts;
import dev.sluice.stream.PipelineStatistics;
import dev.sluice.stream.RunSummary;
import dev.sluice.stream.SilenceCounts;
import dev.sluice.stream.StageStatistics;
import java.util.List;

/// What the engine counts of a run, as JSON: keys stay as they are, and others may come.
final class RunJson {
    private RunJson() {}

    static String summary(RunSummary run) {
        return new JsonText()
                .text("state", Spelling.of(run.state()))
                .number("records", run.records())
                .number("chunks", run.chunks())
                .number("bytes", run.bytes())
                .number("output_records", run.outputRecords())
                .number("output_bytes", run.outputBytes())
                .number("seconds", run.seconds())
                .number("start", run.start())
                .number("end", run.end())
                .number("skipped_chunks", run.skippedChunks())
                .objects("losses", run.losses(), RunJson::loss)
                .number("more_losses", run.moreLosses())
                .texts("warnings", words(run.warnings()))
                .texts("notes", words(run.notes()))
                .object("dropped", dropped(run.dropped()))
                .toString();
    }

    static String statistics(PipelineStatistics statistics) {
        return new JsonText()
                .objects("stages", statistics.stages(), RunJson::stage)
                .object("dropped", dropped(statistics.dropped()))
                .number("reserved_bytes", statistics.reservedBytes())
                .toString();
    }

    private static List<String> words(List<String> sentences) {
        return sentences.stream().map(HostWords::of).toList();
    }

    private static JsonText loss(Loss loss) {
        return new JsonText()
                .number("start", loss.start())
                .number("end", loss.end())
                .text("cause", loss.cause());
    }

    private static JsonText dropped(DropCounts counts) {
        return new JsonText()
                .number("chunks", counts.chunks())
                .number("records", counts.records())
                .number("refused", counts.refused());
    }

    private static JsonText stage(StageStatistics stage) {
        return new JsonText()
                .text("name", stage.name())
                .number("chunks", stage.chunks())
                .number("records_in", stage.recordsIn())
                .number("bytes_in", stage.bytesIn())
                .number("records_out", stage.recordsOut())
                .number("bytes_out", stage.bytesOut())
                .number("occupied", stage.occupied())
                .number("slots", stage.slots())
                .number("wait_share", stage.waitShare())
                .object("silences", silences(stage.silences()));
    }

    private static JsonText silences(SilenceCounts counts) {
        return new JsonText()
                .number("parts", counts.parts())
                .number("records", counts.records())
                .number("chunks_in_order", counts.chunksInOrder())
                .number("records_in_order", counts.recordsInOrder());
    }
}
