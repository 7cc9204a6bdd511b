package dev.sluice.formats.wavedump;

import dev.sluice.formats.FormatException;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Looks into a run's files before they are read. One thread at a time; holds no file open.
final class RunScan {
    private static final int PROBES = 64;

    private final WaveDumpOptions options;
    private final Optional<DigitizerModel> model;
    private final Optional<WaveDumpConfiguration> configuration;

    RunScan(WaveDumpOptions options, Optional<DigitizerModel> model, Optional<WaveDumpConfiguration> configuration) {
        this.options = options;
        this.model = model;
        this.configuration = configuration;
    }

    /// What `name`'s file is, by its first event; an error where no event is complete.
    RunFile describe(FileName name) throws IOException {
        try {
            Optional<SampleKindDecision> told = SampleKindDecision.told(options, model);
            return describe(name, told.isPresent() ? told.get() : decide(name));
        } catch (FormatException unreadable) {
            throw withSettings(unreadable);
        }
    }

    private SampleKindDecision decide(FileName name) throws IOException {
        try (WaveDumpFile file = WaveDumpFile.open(name.path(), SampleKind.UNSIGNED_8, DamagePolicy.SKIP)) {
            requireFirst(file);
            return SampleKindDecision.decide(
                    configuration,
                    file.segment().asSlice(file.samplesOffset(), file.sampleCount()),
                    file.sampleCount());
        }
    }

    private RunFile describe(FileName name, SampleKindDecision decision) throws IOException {
        long expected = expectedEventBytes(configuration, decision.kind());
        try (WaveDumpFile file = WaveDumpFile.open(name.path(), decision.kind(), DamagePolicy.SKIP, expected)) {
            requireFirst(file);
            long board = file.board();
            int channel = file.channel();
            int longest = longestEvent(file);
            return new RunFile(
                    name.path(),
                    board,
                    channel,
                    false,
                    decision.kind(),
                    decision.reason(),
                    decision.assumed(),
                    file.bytes(),
                    longest,
                    file.dropped().stream().findFirst().or(file::damage));
        }
    }

    /// Bytes of an event of the configured `RECORD_LENGTH`, header included; 0 if it is not known.
    static long expectedEventBytes(Optional<WaveDumpConfiguration> configuration, SampleKind kind) {
        OptionalInt samples =
                configuration.map(WaveDumpConfiguration::recordLength).orElse(OptionalInt.empty());
        return samples.isPresent() ? EventLayout.HEADER_BYTES + (long) samples.getAsInt() * kind.fileBytes() : 0;
    }

    /// Moves to the first event that is good; one in front of it that is left out is the reader's to tell.
    private static void requireFirst(WaveDumpFile file) {
        if (!file.next()) {
            throw file.dropped().stream()
                    .findFirst()
                    .or(file::damage)
                    .orElseThrow()
                    .error();
        }
    }

    /// The damage of a file that [#describe] refused: what its first event still tells.
    WaveDumpDamage damageOf(FileName name, FormatException refused) throws IOException {
        try (WaveDumpFile file = WaveDumpFile.open(name.path(), SampleKind.UNSIGNED_8, DamagePolicy.SKIP)) {
            boolean readable = file.next();
            if (!readable && file.damage().isPresent()) {
                return file.damage().get();
            }
            return new WaveDumpDamage(WaveDumpDamage.Kind.CORRUPT, 0, file.bytes(), 0, OptionalLong.empty(), refused);
        } catch (FormatException empty) {
            return new WaveDumpDamage(WaveDumpDamage.Kind.CUT_OFF, 0, 0, 0, OptionalLong.empty(), empty);
        }
    }

    /// Samples of the longest event: of the first where all are as long, else of all headers.
    private int longestEvent(WaveDumpFile file) {
        int longest = file.sampleCount();
        if (options.recordLength().isPresent() || file.looksUniform(PROBES)) {
            return longest;
        }
        while (file.next()) {
            longest = Math.max(longest, file.sampleCount());
        }
        return longest;
    }

    private FormatException withSettings(FormatException unreadable) {
        boolean headerless = configuration
                .flatMap(WaveDumpConfiguration::header)
                .map(header -> !header)
                .orElse(false);
        boolean text = configuration
                .flatMap(WaveDumpConfiguration::binary)
                .map(binary -> !binary)
                .orElse(false);
        if (!headerless && !text) {
            return unreadable;
        }
        return new FormatException(
                unreadable.file(),
                unreadable.offset(),
                "the file has no event headers, as " + configuration.get().file() + " says with "
                        + (text ? "OUTPUT_FILE_FORMAT ASCII" : "OUTPUT_FILE_HEADER NO"),
                "take the run again with OUTPUT_FILE_FORMAT BINARY and OUTPUT_FILE_HEADER YES; without headers there is"
                        + " no time, no channel and no record length");
    }
}
