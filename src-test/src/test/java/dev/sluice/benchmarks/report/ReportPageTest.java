package dev.sluice.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ReportPageTest {
    private static final String PAGE = ReportPage.of(
            List.of("cpu      one & only"),
            List.of(
                    row("kernel", "placement=L2", 12),
                    row("cTwin", "placement=L2", 9),
                    row("kernel", "placement=DRAM", 50)));

    @Test
    void rowsWithEqualParametersShareAPlot() {
        assertEquals(2, PAGE.split("<svg", -1).length - 1, PAGE);
        assertEquals(3, PAGE.split("<rect", -1).length - 1, PAGE);
    }

    @Test
    void thePageRefersToNoOtherFile() {
        String own = PAGE.replace("http://www.w3.org/2000/svg", "");
        assertFalse(own.contains("http") || own.contains("src=") || own.contains("<link"), own);
    }

    @Test
    void textIsEscaped() {
        assertTrue(PAGE.contains("one &amp; only"), PAGE);
    }

    @Test
    void theTableHoldsEveryFigure() {
        for (String figure : List.of("12.00", "9.00", "50.00", "31.25")) {
            assertTrue(PAGE.contains(figure), figure + " is missing in " + PAGE);
        }
    }

    private static Measured row(String name, String parameters, double median) {
        return new Measured(
                "PeakChargeBenchmark", name, parameters, "ns/record", median, median - 1, median + 1, 2, 31.25, 0);
    }
}
