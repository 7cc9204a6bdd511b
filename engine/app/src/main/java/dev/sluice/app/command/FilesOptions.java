package dev.sluice.app.command;

import dev.sluice.app.measure.FilesRequest;
import dev.sluice.app.option.HelpSections;
import dev.sluice.app.option.ValueOption;
import dev.sluice.session.request.UsageException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// The options of `./sluice bench --files`. Used by one thread.
final class FilesOptions {
    private static final BigDecimal GIGABYTE = BigDecimal.valueOf(1_000_000_000);
    private static final BigDecimal LEAST = new BigDecimal("0.001");
    private static final BigDecimal MOST = BigDecimal.valueOf(1000);
    private static final int ROUNDS = 3;
    private static final int MOST_ROUNDS = 1000;

    private static final String ALONE = " is for whole commands only; add --files";

    private final OptionSpec files = ValueOption.flag(
            "--files",
            "Measure whole commands instead, from file to file: ./sluice run beside C, numpy and Java without the engine.");
    private final ValueOption sizes = new ValueOption(
            "--sizes", "GB[,GB...]", "Sizes of the runs, 0.001 to 1000 (default 0.1,0.5; with --quick 0.1).");
    private final ValueOption rounds = new ValueOption(
            "--rounds", "N", "Turns of each command (default " + ROUNDS + "; with --quick 1): the median is shown.");
    private final ValueOption seed =
            new ValueOption("--seed", "N", "Seed of the simulated runs: the same gives the same files (default 1).");
    private final OptionSpec cold = ValueOption.flag("--cold", "Have the files leave the page cache before each turn.");
    private final ValueOption folder = new ValueOption(
            "--folder", "FOLDER", "Keep the runs here and use them again (default: a temporary folder, removed).");

    /// Adds the options to the command, under a heading of their own.
    void addTo(CommandSpec command, HelpSections sections) {
        sections.section(
                command, "Whole commands", files, sizes.spec(), rounds.spec(), seed.spec(), cold, folder.spec());
    }

    /// Whether whole commands are to be measured.
    boolean isGiven() {
        return ValueOption.isGiven(files);
    }

    /// Throws if one of the others is given without `--files`.
    void requireFiles() {
        for (ValueOption option : List.of(sizes, rounds, seed, folder)) {
            if (option.text() != null) {
                throw new UsageException(option.spec().longestName() + ALONE);
            }
        }
        if (ValueOption.isGiven(cold)) {
            throw new UsageException(cold.longestName() + ALONE);
        }
    }

    /// What is to be measured.
    FilesRequest request(String pattern, boolean quick, Path json) {
        Long turns = rounds.whole(1, MOST_ROUNDS);
        Long number = seed.whole(0, Integer.MAX_VALUE);
        return new FilesRequest(
                pattern,
                bytes(quick ? "0.1" : "0.1,0.5"),
                turns == null ? quick ? 1 : ROUNDS : Math.toIntExact(turns),
                number == null ? 1 : number,
                ValueOption.isGiven(cold),
                folder.text() == null ? null : Path.of(folder.text()),
                json);
    }

    private List<Long> bytes(String otherwise) {
        List<Long> bytes = new ArrayList<>();
        String text = sizes.text() == null ? otherwise : sizes.text();
        for (String word : text.split(",", -1)) {
            try {
                BigDecimal size = new BigDecimal(word.strip());
                if (size.compareTo(LEAST) < 0 || size.compareTo(MOST) > 0) {
                    throw sizes.wrong("has " + word.strip() + ", which is not within 0.001 and 1000 GB");
                }
                bytes.add(size.multiply(GIGABYTE).longValue());
            } catch (NumberFormatException wrong) {
                throw sizes.wrong("has '" + word.strip() + "', which is no number; give sizes in GB, such as 0.1,5");
            }
        }
        return bytes;
    }
}
