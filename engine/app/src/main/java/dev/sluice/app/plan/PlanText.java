package dev.sluice.app.plan;

import dev.sluice.app.console.TextTable;
import dev.sluice.context.PlanGraph;
import dev.sluice.context.PlannedPlugin;
import dev.sluice.context.PlannedType;
import dev.sluice.session.request.ByteSize;
import dev.sluice.stream.StageShape;
import java.util.ArrayList;
import java.util.List;

/// A plan as text: a heading, and a table for each stage. Stateless.
public final class PlanText {
    private PlanText() {}

    /// The plan as text for a terminal.
    public static String of(PlanGraph plan) {
        StringBuilder text = new StringBuilder();
        text.append("run ")
                .append(plan.runId())
                .append(": ")
                .append(count(plan.plugins().size(), "plugin"))
                .append(" in ")
                .append(count(plan.stages().size(), "stage"))
                .append(", ")
                .append(count(plan.threads(), "thread"))
                .append(", buffers of ")
                .append(ByteSize.text(plan.bytes()))
                .append(" within ")
                .append(ByteSize.text(plan.memoryBudget()))
                .append('\n');
        boolean lineage = plan.plugins().stream()
                .flatMap(plugin -> plugin.provides().stream())
                .anyMatch(type -> !type.lineage().isEmpty());
        for (int number = 0; number < plan.stages().size(); number++) {
            text.append('\n').append(stage(plan, number, lineage));
        }
        return text.toString();
    }

    private static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    private static String stage(PlanGraph plan, int number, boolean lineage) {
        StageShape stage = plan.stages().get(number);
        String inputs = stage.inputs().isEmpty() ? "" : " from " + String.join(", ", stage.inputs());
        TextTable facts = new TextTable("  ");
        facts.row("fed by", PlanLabels.feed(stage) + inputs);
        facts.row("threads", PlanLabels.workers(stage) + ", and one that fills the ring");
        facts.row("ring", PlanLabels.ring(stage));
        TextTable table = new TextTable("  ");
        table.row(row(lineage, "plugin", "takes", "provides", "record", "lineage", ""));
        for (PlannedPlugin plugin : plan.pluginsOf(number)) {
            String title = PlanLabels.title(plugin);
            String takes = plugin.dependsOn().isEmpty() ? "-" : String.join(", ", plugin.dependsOn());
            for (PlannedType type : plugin.provides()) {
                String size = ByteSize.text(type.recordBytes());
                table.row(row(lineage, title, takes, type.dataType(), size, type.lineage(), PlanLabels.remarks(type)));
                title = "";
                takes = "";
            }
        }
        return "stage " + (number + 1) + "\n" + facts + table;
    }

    private static List<String> row(boolean lineage, String... cells) {
        List<String> row = new ArrayList<>(List.of(cells));
        if (!lineage) {
            row.remove(4);
        }
        return row;
    }
}
