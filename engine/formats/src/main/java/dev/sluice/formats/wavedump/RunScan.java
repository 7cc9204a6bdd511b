package dev.sluice.formats.wavedump;

import dev.sluice.formats.FormatException;
import java.io.IOException;
import java.util.Optional;
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

    /// What `name`'s file is, by its first event; an error where that event is not complete.
    RunFile describe(FileName name) throws IOException {
        SampleKindDecision decision;
        try (WaveDumpFile file = WaveDumpFile.open(name.path(), SampleKind.UNSIGNED_8, DamagePolicy.FAIL)) {
            file.next();
            decision = SampleKindDecision.decide(
                    options,
                    model,
                    configuration,
                    file.segment().asSlice(file.samplesOffset(), file.sampleCount()),
                    file.sampleCount());
        } catch (FormatException unreadable) {
            throw withSettings(unreadable);
        }
        try (WaveDumpFile file = WaveDumpFile.open(name.path(), decision.kind(), DamagePolicy.SKIP)) {
            file.next();
            if (file.damage().isPresent()) {
                throw file.damage().get().error();
            }
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
                    file.bytes(),
                    longest,
                    file.damage());
        }
    }

    /// The damage of a file that [#describe] refused: what its first event still tells.
    WaveDumpDamage damageOf(FileName name, FormatException refused) throws IOException {
        try (WaveDumpFile file = WaveDumpFile.open(name.path(), SampleKind.UNSIGNED_8, DamagePolicy.SKIP)) {
            file.next();
            if (file.damage().isPresent()) {
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
