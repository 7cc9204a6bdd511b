package dev.sluice.app.plan;

import dev.sluice.context.PlanGraph;
import dev.sluice.context.PlannedPlugin;
import dev.sluice.context.PlannedType;
import dev.sluice.session.request.ByteSize;
import dev.sluice.stream.StageShape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A plan as a picture that needs nothing else: a box for each stage, in columns from the sources to the right, and in
/// it a box for each plugin, below those that it takes from. Used once.
public final class PlanSvg {
    private static final int CHARACTER = 8;
    private static final int LINE = 16;
    private static final int PAD = 10;
    private static final int GAP = 14;
    private static final int INDENT = 22;
    private static final int COLUMN_GAP = 70;
    private static final int MARGIN = 20;

    private final PlanGraph plan;
    private final List<Box> stages = new ArrayList<>();
    private final Map<PlannedPlugin, Box> plugins = new HashMap<>();
    private final StringBuilder svg = new StringBuilder();

    /// A rectangle with lines of text.
    private record Box(int x, int y, int width, int height, List<String> lines) {
        int right() {
            return x + width;
        }

        int bottom() {
            return y + height;
        }

        int middle() {
            return y + height / 2;
        }
    }

    private PlanSvg(PlanGraph plan) {
        this.plan = plan;
    }

    /// The plan as a picture in SVG.
    public static String of(PlanGraph plan) {
        return new PlanSvg(plan).draw();
    }

    private String draw() {
        place();
        int width = stages.stream().mapToInt(Box::right).max().orElse(0) + MARGIN;
        int height = stages.stream().mapToInt(Box::bottom).max().orElse(0) + MARGIN;
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + width + "\" height=\"" + height
                + "\" viewBox=\"0 0 " + width + " " + height + "\" font-family=\"monospace\" font-size=\"13\">\n");
        svg.append("<title>" + escaped("plan of " + String.join(", ", plan.targets()) + " in run " + plan.runId())
                + "</title>\n");
        svg.append("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
        stages.forEach(stage -> draw(stage, "#f2f4f7", "#98a2b3", false));
        plan.plugins().forEach(this::drawEdges);
        for (PlannedPlugin plugin : plan.plugins()) {
            boolean target = plugin.provides().stream().anyMatch(PlannedType::isTarget);
            draw(plugins.get(plugin), target ? "#d1fadf" : "#ffffff", "#344054", true);
        }
        return svg.append("</svg>\n").toString();
    }

    /// Stages go to the column after the last that feeds them, one below the other.
    private void place() {
        List<Integer> columns = columns();
        int x = MARGIN;
        for (int column = 0; columns.contains(column); column++) {
            int y = MARGIN;
            int next = x;
            for (int stage = 0; stage < columns.size(); stage++) {
                if (columns.get(stage) == column) {
                    Box box = place(stage, x, y);
                    stages.add(box);
                    y = box.bottom() + GAP;
                    next = Math.max(next, box.right());
                }
            }
            x = next + COLUMN_GAP;
        }
    }

    private List<Integer> columns() {
        List<Integer> columns = new ArrayList<>();
        for (StageShape stage : plan.stages()) {
            columns.add(stage.inputs().stream()
                    .mapToInt(input ->
                            columns.get(plan.provider(input).orElseThrow().stage()) + 1)
                    .max()
                    .orElse(0));
        }
        return columns;
    }

    private Box place(int number, int x, int y) {
        StageShape stage = plan.stages().get(number);
        List<String> heading = List.of(
                "stage " + (number + 1) + ": " + PlanLabels.feed(stage),
                PlanLabels.workers(stage),
                PlanLabels.ring(stage));
        int bottom = y + PAD + heading.size() * LINE;
        int right = x + width(heading);
        Map<String, Integer> depths = new HashMap<>();
        for (PlannedPlugin plugin : plan.pluginsOf(number)) {
            int depth = plugin.dependsOn().stream()
                    .mapToInt(need -> depths.getOrDefault(need, -1) + 1)
                    .max()
                    .orElse(0);
            plugin.provides().forEach(type -> depths.put(type.dataType(), depth));
            List<String> lines = lines(plugin);
            Box box = new Box(
                    x + PAD + INDENT * (depth + 1), bottom + GAP, width(lines), lines.size() * LINE + PAD, lines);
            plugins.put(plugin, box);
            bottom = box.bottom();
            right = Math.max(right, box.right() + PAD);
        }
        return new Box(x, y, right - x, bottom + PAD - y, heading);
    }

    private static List<String> lines(PlannedPlugin plugin) {
        List<String> lines = new ArrayList<>();
        lines.add(PlanLabels.title(plugin));
        for (PlannedType type : plugin.provides()) {
            String remarks = PlanLabels.remarks(type);
            lines.add("\u2192 " + type.dataType() + ", " + ByteSize.text(type.recordBytes())
                    + (type.lineage().isEmpty() ? "" : ", " + type.lineage())
                    + (remarks.isEmpty() ? "" : " (" + remarks + ")"));
        }
        return lines;
    }

    private static int width(List<String> lines) {
        return 2 * PAD
                + CHARACTER * lines.stream().mapToInt(String::length).max().orElse(0);
    }

    private void drawEdges(PlannedPlugin plugin) {
        Box to = plugins.get(plugin);
        for (String need : plugin.dependsOn()) {
            PlannedPlugin provider = plan.provider(need).orElseThrow();
            Box from = plugins.get(provider);
            int end = to.middle();
            String path;
            if (provider.stage() == plugin.stage()) {
                int start = from.x() + INDENT / 2;
                path = "M" + start + "," + from.bottom() + " V" + end + " H" + to.x();
            } else {
                int half = (from.right() + to.x()) / 2;
                path = "M" + from.right() + "," + from.middle() + " C" + half + "," + from.middle() + " " + half + ","
                        + end + " " + to.x() + "," + end;
            }
            svg.append("<path d=\"" + path + "\" fill=\"none\" stroke=\"#475467\" stroke-width=\"1.5\"><title>"
                    + escaped(need) + "</title></path>\n");
            svg.append("<circle cx=\"" + to.x() + "\" cy=\"" + end + "\" r=\"3.5\" fill=\"#475467\"/>\n");
        }
    }

    private void draw(Box box, String fill, String stroke, boolean bold) {
        svg.append("<rect x=\"" + box.x() + "\" y=\"" + box.y() + "\" width=\"" + box.width() + "\" height=\""
                + box.height() + "\" rx=\"5\" fill=\"" + fill + "\" stroke=\"" + stroke + "\"/>\n");
        for (int i = 0; i < box.lines().size(); i++) {
            svg.append("<text x=\"" + (box.x() + PAD) + "\" y=\"" + (box.y() + PAD / 2 + LINE * (i + 1) - 3) + "\""
                    + (bold && i == 0 ? " font-weight=\"bold\"" : "") + ">"
                    + escaped(box.lines().get(i)) + "</text>\n");
        }
    }

    /// Text in XML; characters that no XML may hold are replaced.
    static String escaped(String text) {
        return text.replaceAll("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ufffe\\uffff]", "\ufffd")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
