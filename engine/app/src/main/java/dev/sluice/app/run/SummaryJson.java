package dev.sluice.app.run;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.sluice.chunk.Loss;
import dev.sluice.session.RunReport;
import dev.sluice.session.TargetReport;
import dev.sluice.session.output.FieldStatistics;
import dev.sluice.session.request.Spelling;
import dev.sluice.stream.RunSummary;
import dev.sluice.stream.StageStatistics;
import java.util.List;

/// The summary of a run for programs: one JSON object on one line. Stateless.
public final class SummaryJson {
    private SummaryJson() {}

    /// The object, ended by a line break.
    public static String text(RunReport report) {
        return object(report) + "\n";
    }

    /// The object; what there is of each target stands in `outputs` and, where there is one only, beside it.
    static JsonObject object(RunReport report) {
        RunSummary run = report.summary();
        JsonObject object = new JsonObject();
        object.addProperty("state", Spelling.of(run.state()));
        object.addProperty("run_id", report.runId());
        object.addProperty("input", report.input());
        object.addProperty("workers", report.workers());
        object.addProperty("records", run.records());
        object.addProperty("chunks", run.chunks());
        object.addProperty("bytes", run.bytes());
        object.addProperty("seconds", run.seconds());
        object.add("start", run.chunks() == 0 ? JsonNull.INSTANCE : new JsonPrimitive(run.start()));
        object.add("end", run.chunks() == 0 ? JsonNull.INSTANCE : new JsonPrimitive(run.end()));
        object.addProperty("time_unit", report.timeUnit());
        object.add("lost", losses(run.losses()));
        object.addProperty("lost_unlisted", run.moreLosses());
        object.addProperty("skipped_chunks", run.skippedChunks());
        object.add("kernels", kernels(report.kernels()));
        JsonArray stages = new JsonArray();
        report.stages().forEach(stage -> stages.add(stage(stage)));
        object.add("stages", stages);
        JsonArray outputs = new JsonArray();
        report.targets().forEach(target -> outputs.add(addTo(new JsonObject(), target)));
        object.add("outputs", outputs);
        if (report.targets().size() == 1) {
            addTo(object, report.first());
        }
        object.add("notes", texts(report.allNotes()));
        object.add("warnings", texts(run.warnings()));
        return object;
    }

    private static JsonObject addTo(JsonObject object, TargetReport target) {
        object.addProperty("target", target.target());
        object.addProperty("output_records", target.records());
        object.addProperty("output_bytes", target.outputBytes());
        object.add(
                "output",
                target.output().file() == null
                        ? JsonNull.INSTANCE
                        : new JsonPrimitive(target.output().file().toString()));
        object.add("statistics", statistics(target.statistics()));
        return object;
    }

    private static JsonObject stage(StageStatistics stage) {
        JsonObject object = new JsonObject();
        object.addProperty("stage", stage.name());
        object.addProperty("chunks", stage.chunks());
        object.addProperty("records_in", stage.recordsIn());
        object.addProperty("records_out", stage.recordsOut());
        object.addProperty("parts", stage.silences().parts());
        object.addProperty("records_in_parts", stage.silences().records());
        object.addProperty("chunks_in_order", stage.silences().chunksInOrder());
        object.addProperty("records_in_order", stage.silences().recordsInOrder());
        return object;
    }

    private static JsonArray texts(List<String> sentences) {
        JsonArray array = new JsonArray();
        sentences.forEach(array::add);
        return array;
    }

    private static JsonArray losses(List<Loss> losses) {
        JsonArray array = new JsonArray();
        for (Loss loss : losses) {
            JsonObject object = new JsonObject();
            object.addProperty("start", loss.start());
            object.addProperty("end", loss.end());
            object.addProperty("cause", loss.cause());
            array.add(object);
        }
        return array;
    }

    private static JsonObject kernels(RunReport.KernelsInUse kernels) {
        JsonObject object = new JsonObject();
        object.addProperty("provider", kernels.provider());
        object.addProperty("width", kernels.width());
        object.addProperty("reason", kernels.reason());
        return object;
    }

    private static JsonObject statistics(List<FieldStatistics> fields) {
        JsonObject all = new JsonObject();
        for (FieldStatistics field : fields) {
            JsonObject object = new JsonObject();
            object.addProperty("count", field.count());
            object.add("min", number(field.least()));
            object.add("mean", number(field.meanWithin()));
            object.add("max", number(field.largest()));
            all.add(field.field().name(), object);
        }
        return all;
    }

    /// JSON has no word for NaN and infinities.
    public static JsonElement number(Number value) {
        return value == null || !Double.isFinite(value.doubleValue()) ? JsonNull.INSTANCE : new JsonPrimitive(value);
    }
}
