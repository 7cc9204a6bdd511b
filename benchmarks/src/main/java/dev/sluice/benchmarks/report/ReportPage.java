package dev.sluice.benchmarks.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// A page with plots of results: one file of HTML that refers to no other. Stateless.
public final class ReportPage {
    private static final String STYLE = """
            body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:62rem;padding:0 1rem;color:#1b1f24}
            h1{font-size:1.5rem}h2{font-size:1.15rem;margin:2.2rem 0 .2rem}p{color:#57606a;margin:.2rem 0 .6rem}
            pre{background:#f6f8fa;padding:.8rem 1rem;overflow-x:auto;font-size:12px}svg{width:100%;height:auto}
            table{border-collapse:collapse;font-size:13px}th,td{text-align:right;padding:.15rem .7rem;
            border-bottom:1px solid #d8dee4}th:first-child,td:first-child,th:nth-child(2),td:nth-child(2){text-align:left}
            """;

    private ReportPage() {}

    /// The page for these results, under what is known of the machine.
    public static String of(List<String> facts, List<Measured> rows) {
        StringBuilder page = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
                .append("<title>Sluice benchmarks</title><style>")
                .append(STYLE)
                .append("</style></head><body>\n<h1>Sluice benchmarks</h1>\n<pre>")
                .append(escape(String.join("\n", facts)))
                .append("</pre>\n<p>Bars are medians over all iterations, whiskers the least and the most.</p>\n");
        Map<String, List<Measured>> plots = rows.stream()
                .collect(Collectors.groupingBy(ReportPage::title, LinkedHashMap::new, Collectors.toList()));
        plots.forEach((title, plot) -> page.append("<h2>")
                .append(escape(title))
                .append("</h2>\n<p>")
                .append(escape(plot.get(0).unit()))
                .append("</p>\n")
                .append(BarPlot.of(plot))
                .append('\n'));
        return page.append(table(rows)).append("</body></html>\n").toString();
    }

    /// Rows with equal parameters and unit share a plot.
    private static String title(Measured row) {
        return row.group()
                + (row.parameters().isEmpty() ? "" : ", " + row.parameters())
                + (row.unit().equals("ns/record") ? "" : " (" + row.unit() + ")");
    }

    private static String table(List<Measured> rows) {
        StringBuilder table = new StringBuilder("<h2>All figures</h2>\n<table><tr>");
        for (String head : List.of("benchmark", "parameters", "median", "least", "most", "unit", "GB/s", "B/op")) {
            table.append("<th>").append(head).append("</th>");
        }
        table.append("</tr>\n");
        for (Measured row : rows) {
            table.append("<tr>");
            cell(table, row.group() + "." + row.row());
            cell(table, row.parameters());
            cell(table, number(row.median()));
            cell(table, number(row.least()));
            cell(table, number(row.most()));
            cell(table, row.unit());
            cell(table, number(row.gigabytes()));
            cell(table, number(row.allocated()));
            table.append("</tr>\n");
        }
        return table.append("</table>\n").toString();
    }

    private static void cell(StringBuilder table, String text) {
        table.append("<td>").append(escape(text)).append("</td>");
    }

    static String number(double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.2f", value);
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
