package dev.sluice.benchmarks.report;

import java.util.List;
import java.util.Locale;

/// Horizontal bars with whiskers as an SVG element. Stateless.
final class BarPlot {
    private static final int WIDTH = 900;
    private static final int LABELS = 210;
    private static final int FIGURES = 120;
    private static final int ROW = 26;
    private static final int BAR = 16;

    private BarPlot() {}

    /// One bar per row, from zero to its median; the rows have one unit.
    static String of(List<Measured> rows) {
        double most = rows.stream().mapToDouble(Measured::most).max().orElse(1);
        double longest = rows.stream().mapToDouble(Measured::median).max().orElse(1);
        // One wild iteration shall not press all bars flat: whiskers end where they leave the plot.
        double scale = (WIDTH - LABELS - FIGURES) / Math.max(Math.min(most, 1.5 * longest), Double.MIN_NORMAL);
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"system-ui,sans-serif\""
                        + " font-size=\"13\" role=\"img\">%n",
                WIDTH,
                rows.size() * ROW));
        for (int i = 0; i < rows.size(); i++) {
            bar(svg, rows.get(i), i * ROW, scale);
        }
        return svg.append("</svg>").toString();
    }

    private static void bar(StringBuilder svg, Measured row, int top, double scale) {
        double middle = top + ROW / 2.0;
        double end = WIDTH - FIGURES;
        double least = Math.min(end, LABELS + row.least() * scale);
        double most = Math.min(end, LABELS + row.most() * scale);
        text(svg, LABELS - 10, middle, "end", row.row());
        svg.append(String.format(
                Locale.ROOT,
                "<rect x=\"%d\" y=\"%.1f\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n",
                LABELS,
                middle - BAR / 2.0,
                row.median() * scale,
                BAR,
                row.row().matches("c[A-Z].*") ? "#9aa7b5" : "#2f81b7"));
        svg.append(String.format(
                Locale.ROOT,
                "<path d=\"M%.1f %.1fH%.1fM%.1f %.1fv8M%.1f %.1fv8\" stroke=\"#1b1f24\" fill=\"none\"/>%n",
                least,
                middle,
                most,
                least,
                middle - 4,
                most,
                middle - 4));
        String rate = Double.isNaN(row.gigabytes()) ? "" : " (" + ReportPage.number(row.gigabytes()) + " GB/s)";
        text(svg, WIDTH, middle, "end", ReportPage.number(row.median()) + rate);
    }

    private static void text(StringBuilder svg, double x, double middle, String anchor, String text) {
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" dominant-baseline=\"central\" fill=\"#1b1f24\">%s</text>%n",
                x,
                middle,
                anchor,
                ReportPage.escape(text)));
    }
}
