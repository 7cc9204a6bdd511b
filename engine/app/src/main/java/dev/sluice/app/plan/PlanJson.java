package dev.sluice.app.plan;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.sluice.context.PlanGraph;
import dev.sluice.context.PlannedPlugin;
import dev.sluice.context.PlannedType;
import dev.sluice.plugin.Requirements;
import dev.sluice.session.request.Spelling;
import dev.sluice.stream.StageShape;
import java.util.List;

/// A plan for programs: one JSON object on one line. Stages are numbered from 1, as in the other forms. Stateless.
public final class PlanJson {
    private PlanJson() {}

    /// The plan as one JSON object.
    public static String of(PlanGraph plan) {
        JsonObject object = new JsonObject();
        object.addProperty("run_id", plan.runId());
        object.add("targets", texts(plan.targets()));
        object.addProperty("threads", plan.threads());
        object.addProperty("bytes", plan.bytes());
        object.addProperty("memory", plan.memoryBudget());
        JsonArray stages = new JsonArray();
        for (int number = 0; number < plan.stages().size(); number++) {
            stages.add(stage(plan.stages().get(number), number + 1));
        }
        object.add("stages", stages);
        JsonArray plugins = new JsonArray();
        plan.plugins().forEach(plugin -> plugins.add(plugin(plugin)));
        object.add("plugins", plugins);
        return object + "\n";
    }

    private static JsonObject stage(StageShape stage, int number) {
        Requirements demand = stage.demand();
        JsonObject object = new JsonObject();
        object.addProperty("stage", number);
        object.addProperty("feed", Spelling.of(stage.feed()));
        object.add("inputs", texts(stage.inputs()));
        object.addProperty("halo_left", demand.haloLeft());
        object.addProperty("halo_right", demand.haloRight());
        object.addProperty("stateful", demand.stateful());
        object.add(
                "silence",
                demand.hasSilence() ? new JsonPrimitive(demand.silence().length()) : JsonNull.INSTANCE);
        object.addProperty("whole_run", demand.whole());
        object.addProperty("executor", Spelling.of(demand.executor()));
        object.addProperty("workers", stage.workers());
        object.addProperty("slots", stage.slots());
        object.addProperty("chunk_records", stage.chunkRecords());
        object.addProperty("slot_bytes", stage.slotBytes());
        object.addProperty("bytes", stage.bytes());
        return object;
    }

    private static JsonObject plugin(PlannedPlugin plugin) {
        JsonObject object = new JsonObject();
        object.addProperty("plugin", plugin.name());
        object.addProperty("version", plugin.version());
        object.addProperty("stage", plugin.stage() + 1);
        object.add("depends_on", texts(plugin.dependsOn()));
        JsonArray provides = new JsonArray();
        plugin.provides().forEach(type -> provides.add(type(type)));
        object.add("provides", provides);
        return object;
    }

    private static JsonObject type(PlannedType type) {
        JsonObject object = new JsonObject();
        object.addProperty("type", type.dataType());
        object.addProperty("kind", type.kind());
        object.addProperty("record_bytes", type.recordBytes());
        object.addProperty("target", type.isTarget());
        object.addProperty("stored", type.isStored());
        object.add("lineage", type.lineage().isEmpty() ? JsonNull.INSTANCE : new JsonPrimitive(type.lineage()));
        return object;
    }

    private static JsonArray texts(List<String> names) {
        JsonArray array = new JsonArray();
        names.forEach(array::add);
        return array;
    }
}
