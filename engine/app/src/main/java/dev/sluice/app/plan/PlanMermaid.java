package dev.sluice.app.plan;

import dev.sluice.context.PlanGraph;
import dev.sluice.context.PlannedPlugin;
import dev.sluice.context.PlannedType;
import dev.sluice.stream.StageShape;
import java.util.List;

/// A plan as a flowchart of Mermaid: a subgraph for each stage, a node for each plugin, an edge for each type of data.
/// Stateless.
public final class PlanMermaid {
    private PlanMermaid() {}

    /// The plan as a flowchart of Mermaid.
    public static String of(PlanGraph plan) {
        StringBuilder text = new StringBuilder("flowchart LR\n");
        List<PlannedPlugin> plugins = plan.plugins();
        for (int number = 0; number < plan.stages().size(); number++) {
            StageShape stage = plan.stages().get(number);
            text.append("    subgraph s").append(number).append("[\"").append(escaped("stage " + (number + 1)));
            for (String line : List.of(PlanLabels.feed(stage), PlanLabels.workers(stage), PlanLabels.ring(stage))) {
                text.append("<br>").append(escaped(line));
            }
            text.append("\"]\n");
            for (PlannedPlugin plugin : plan.pluginsOf(number)) {
                text.append("        p")
                        .append(plugins.indexOf(plugin))
                        .append("[\"")
                        .append(escaped(PlanLabels.title(plugin)))
                        .append("\"]\n");
            }
            text.append("    end\n");
        }
        for (int to = 0; to < plugins.size(); to++) {
            for (String need : plugins.get(to).dependsOn()) {
                int from = plugins.indexOf(plan.provider(need).orElseThrow());
                text.append(edge("p" + from, need, "p" + to));
            }
        }
        text.append(targets(plan));
        return text.toString();
    }

    private static String targets(PlanGraph plan) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < plan.targets().size(); i++) {
            String target = plan.targets().get(i);
            PlannedPlugin provider = plan.provider(target).orElseThrow();
            PlannedType type = provider.provides().stream()
                    .filter(given -> given.dataType().equals(target))
                    .findFirst()
                    .orElseThrow();
            String lineage = type.lineage().isEmpty() ? "" : "<br>" + escaped(type.lineage());
            text.append("    t")
                    .append(i)
                    .append("([\"")
                    .append(escaped(target))
                    .append(lineage)
                    .append("\"])\n");
            text.append("    p")
                    .append(plan.plugins().indexOf(provider))
                    .append(" --> t")
                    .append(i)
                    .append('\n');
        }
        return text.toString();
    }

    private static String edge(String from, String label, String to) {
        return "    " + from + " -- \"" + escaped(label) + "\" --> " + to + "\n";
    }

    /// Text between quotes, in which Mermaid knows entities with a hash.
    public static String escaped(String text) {
        return text.replace("#", "#35;")
                .replace("\"", "#quot;")
                .replace("<", "#lt;")
                .replace(">", "#gt;");
    }
}
