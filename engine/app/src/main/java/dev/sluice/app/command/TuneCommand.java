package dev.sluice.app.command;

import dev.sluice.analysis.feature.Features;
import dev.sluice.app.console.Console;
import dev.sluice.app.measure.Services;
import dev.sluice.app.measure.TuneRequest;
import dev.sluice.app.measure.TuningResult;
import dev.sluice.app.option.ValueOption;
import dev.sluice.session.TuningProfile;
import dev.sluice.session.request.TimeLength;
import dev.sluice.session.request.UsageException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// `./sluice tune`: finds the best size of chunks for a machine, a type of records and plugins, and keeps it.
final class TuneCommand implements Callable<Integer> {
    /// A profile holds as long as its chunks reach this share of the best size's throughput.
    private static final double FLOOR = 0.9;

    private static final int MOST_SAMPLES = 1 << 20;
    private static final int MOST_WORKERS = 1024;

    private final Console console;

    private final ValueOption samples = new ValueOption("--samples", "N", "Samples per record (default 800).");
    private final ValueOption sampleType =
            new ValueOption("--sample-type", "i2|u2|f4", "Type of the samples (default i2).");
    private final ValueOption targets = new ValueOption(
            "--target",
            "NAME[,NAME...]",
            "Types of data that are computed together, from waveforms alone (default features), or one that is computed"
                    + " from raw records of strax, such as hits or peaks.");
    private final ValueOption workers =
            new ValueOption("--workers", "N", "Threads that compute (default: one per CPU).");
    private final ValueOption latency = new ValueOption(
            "--latency", "T", "The longest time that a record may wait, such as 200us or 5ms (default: no limit).");
    private final ValueOption profile = new ValueOption(
            "--profile",
            "FILE",
            "Where the profile is kept (default: sluice/profile.toml in the configuration folder).");
    private final OptionSpec check =
            ValueOption.flag("--check", "Only report whether the profile still holds: exit code 1 if it does not.");

    TuneCommand(Console console) {
        this.console = console;
    }

    /// The command with its options and its help.
    CommandSpec spec() {
        CommandSpec spec = Commands.spec("tune", this);
        for (ValueOption option : List.of(samples, sampleType, targets, workers, latency, profile)) {
            spec.addOption(option.spec());
        }
        spec.addOption(check);
        spec.usageMessage()
                .header("Find the best size of chunks for this machine, and keep it for later runs.")
                .customSynopsis("./sluice tune [OPTIONS]")
                .footer(
                        "",
                        "Streams a run in chunks of many sizes, prints throughput and waiting time, and writes the",
                        "winner to a profile, which ./sluice run uses where no --chunk-records is given. The run is a",
                        "temporary .npy file of up to 200 MB; where a latency is asked for it is in memory, as a",
                        "digitiser gives it.",
                        "A profile of another machine is ignored with a note.",
                        "",
                        "Examples:",
                        "  ./sluice tune                                 for 800 samples of int16, one worker per CPU",
                        "  ./sluice tune --samples 6000 --latency 5ms    long records that may wait for 5 ms",
                        "  ./sluice tune --target hits                   for raw records of strax",
                        "  ./sluice tune --check                         does the profile still hold?",
                        "",
                        "Exit codes: 0 all went well, 1 the profile does not hold, 2 wrong usage.");
        return spec;
    }

    @Override
    public Integer call() throws IOException {
        Path file = file();
        PrintStream out = new PrintStream(console.out(), true, StandardCharsets.UTF_8);
        return ValueOption.isGiven(check) ? check(file, out) : tune(file, out);
    }

    private Path file() {
        if (profile.text() != null) {
            return Path.of(profile.text());
        }
        return TuningProfile.usualFile()
                .orElseThrow(() -> new UsageException("neither HOME nor XDG_CONFIG_HOME is set; name --profile FILE"));
    }

    private int tune(Path file, PrintStream out) throws IOException {
        TuneRequest request = request();
        TuningResult best = Services.measurements().tune(request, out, console.err());
        TuningProfile.Workload workload = new TuningProfile.Workload(
                request.sampleType(), request.samples(), request.targets(), request.workers(), request.latency());
        TuningProfile made = new TuningProfile(
                TuningProfile.thisMachine(),
                LocalDate.now().toString(),
                Runtime.version().toString(),
                workload,
                best.chunkBytes());
        made.write(file);
        out.print(String.format(
                Locale.ROOT,
                "best     chunks of %d bytes: %.2f GB/s, 99 of 100 wait at most %.1f us%nprofile  %s%n",
                best.chunkBytes(),
                best.bytesPerSecond() / 1e9,
                best.waitNanos() / 1e3,
                file));
        return 0;
    }

    private int check(Path file, PrintStream out) throws IOException {
        TuningProfile known = TuningProfile.read(file)
                .orElseThrow(() -> new UsageException("there is no profile to check: file=" + file
                        + "; run ./sluice tune first, or name another with --profile"));
        if (!known.isOfThisMachine()) {
            out.println("the profile is of another machine (" + known.machine() + "); run ./sluice tune on this one");
            return Commands.FAILED;
        }
        TuningProfile.Workload workload = known.workload();
        TuneRequest request = TuneTargets.request(
                workload.sampleType(), workload.samples(), workload.plugins(), workload.workers(), workload.latency());
        double share = Services.measurements().shareOfBest(request, known.chunkBytes(), out, console.err());
        out.print(String.format(
                Locale.ROOT,
                "chunks of %d bytes reach %.2f of the best size's throughput: the profile %s%n",
                known.chunkBytes(),
                share,
                share >= FLOOR ? "holds" : "does not hold; run ./sluice tune again"));
        return share >= FLOOR ? 0 : Commands.FAILED;
    }

    private TuneRequest request() {
        Long count = samples.whole(1, MOST_SAMPLES);
        Long threads = workers.whole(1, MOST_WORKERS);
        TuneRequest request = TuneTargets.request(
                sampleType(),
                count == null ? 800 : Math.toIntExact(count),
                targets.text() == null
                        ? List.of(Features.DATA_TYPE)
                        : List.of(targets.text().split(",")),
                threads == null ? Runtime.getRuntime().availableProcessors() : Math.toIntExact(threads),
                latency());
        if (!request.target().isEmpty() && (count != null || sampleType.text() != null)) {
            throw new UsageException(request.target() + " is computed from raw records, which have 110 samples of i2;"
                    + " leave --samples and --sample-type out");
        }
        return request;
    }

    private String sampleType() {
        String text = sampleType.text() == null ? "i2" : sampleType.text();
        if (!List.of("i2", "u2", "f4").contains(text)) {
            throw sampleType.wrong("is none of i2, u2, f4");
        }
        return "<" + text;
    }

    private Duration latency() {
        try {
            return latency.text() == null ? Duration.ZERO : TimeLength.parse(latency.text());
        } catch (IllegalArgumentException wrong) {
            throw latency.wrong("is no time such as 200us or 5ms");
        }
    }
}
