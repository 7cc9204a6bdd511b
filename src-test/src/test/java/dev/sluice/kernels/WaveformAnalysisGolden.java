package dev.sluice.kernels;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/// What the Python package WaveformAnalysis was given and has returned; where it is missing, tests are skipped.
final class WaveformAnalysisGolden {

    private static final Path FILE =
            Path.of(System.getProperty("sluice.home")).resolve("../shared/fixtures/waveform-analysis/golden.json");

    private WaveformAnalysisGolden() {}

    static JsonObject read() {
        Assumptions.assumeTrue(Files.isRegularFile(FILE), () -> "golden values are not there: " + FILE);
        try {
            return JsonParser.parseString(Files.readString(FILE)).getAsJsonObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
