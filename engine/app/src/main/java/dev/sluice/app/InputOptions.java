package dev.sluice.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/// What a run reads: files, or the simulated detector.
final class InputOptions {
    static final String DEFAULT_SIM_RECORDS = "100000";

    @Parameters(
            paramLabel = "INPUT",
            arity = "0..*",
            description = "WaveDump directory or channel files, or .npy files; none: a simulated detector.")
    private List<Path> inputs = new ArrayList<>();

    @Option(
            names = "--format",
            paramLabel = "auto|wavedump|npy",
            converter = FormatWord.class,
            description = "What the inputs are; auto: by name and first bytes.")
    private InputFormat format;

    @Option(
            names = "--sim-records",
            paramLabel = "N|endless",
            converter = RecordCount.class,
            description = "Records to simulate, of 800 samples each (default " + DEFAULT_SIM_RECORDS + ").")
    private Long simulatedRecords;

    @Option(
            names = "--sim-seed",
            paramLabel = "N",
            description = "Seed of the simulation: the same seed gives the same bytes (default 1).")
    private Long seed;

    /// Decides on the source.
    ///
    /// @throws UsageException if the options contradict each other or an input is missing
    InputSelection select(SourceSettings settings) {
        if (inputs.isEmpty()) {
            if (format != null && format != InputFormat.AUTO) {
                throw new UsageException("--format=" + Words.of(format) + " needs an INPUT; name a file or directory");
            }
            long records = simulatedRecords == null ? Long.parseLong(DEFAULT_SIM_RECORDS) : simulatedRecords;
            return InputSelection.simulated(records, seed == null ? 1 : seed);
        }
        if (simulatedRecords != null || seed != null) {
            throw new UsageException((simulatedRecords != null ? "--sim-records" : "--sim-seed")
                    + " goes with the simulated detector, but an INPUT is named: " + inputs.get(0)
                    + "; leave one of them out");
        }
        return InputSelection.files(inputs, format == null ? InputFormat.AUTO : format, settings);
    }

    /// Reads `auto`, `wavedump`, `npy`.
    static final class FormatWord implements ITypeConverter<InputFormat> {
        @Override
        public InputFormat convert(String word) {
            return Words.parse(InputFormat.class, word);
        }
    }

    /// Reads a number of records, or `endless`.
    static final class RecordCount implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            if (text.equals("endless")) {
                return InputSelection.ENDLESS;
            }
            try {
                long records = Long.parseLong(text.replace("_", ""));
                if (records >= 0) {
                    return records;
                }
            } catch (NumberFormatException notWhole) {
                // The message below says what is wanted, for a word as for a negative number.
            }
            throw new TypeConversionException("'" + text + "' is neither a whole number, 0 or more, nor endless");
        }
    }
}
