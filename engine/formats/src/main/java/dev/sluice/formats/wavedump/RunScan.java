package dev.sluice.formats.wavedump;

import dev.sluice.formats.FormatException;
import dev.sluice.formats.wavedump.file.DamagePolicy;
import dev.sluice.formats.wavedump.file.EventLayout;
import dev.sluice.formats.wavedump.file.FileName;
import dev.sluice.formats.wavedump.file.HeaderVote;
import dev.sluice.formats.wavedump.file.RunBoards;
import dev.sluice.formats.wavedump.file.RunFile;
import dev.sluice.formats.wavedump.file.SampleKind;
import dev.sluice.formats.wavedump.file.SampleValues;
import dev.sluice.formats.wavedump.file.WaveDumpDamage;
import dev.sluice.formats.wavedump.file.WaveDumpFile;
import dev.sluice.formats.wavedump.time.WaveDumpOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Looks into a run's files before they are read. One thread at a time; holds no file open.
final class RunScan {
    private static final int PROBES = 64;
    private static final int EVENTS = 8;
    private static final int ROUNDING = 32;

    private final WaveDumpOptions options;
    private final Optional<WaveDumpConfiguration> configuration;
    private final List<String> doubts = new ArrayList<>();

    RunScan(WaveDumpOptions options, Optional<WaveDumpConfiguration> configuration) {
        this.options = options;
        this.configuration = configuration;
    }

    /// What `name`'s file is, by its first events; an error where no event is complete.
    RunFile describe(FileName name) throws IOException {
        try {
            return describe(name, decide(name));
        } catch (FormatException unreadable) {
            throw withSettings(unreadable);
        }
    }

    /// The same files, but where few events of one are of several boards, it is that of most of the run's events, or of
    /// another file.
    List<RunFile> lookAgain(List<FileName> names, List<RunFile> files) throws IOException {
        long board = RunBoards.preferred(files);
        List<RunFile> again = new ArrayList<>();
        for (int index = 0; index < files.size(); index++) {
            RunFile file = files.get(index);
            RunFile sure = RunBoards.isUnsure(file, board) ? sure(names.get(index), file, board) : file;
            for (long other : RunBoards.others(file, files)) {
                sure = sure == file ? sure(names.get(index), file, other) : sure;
            }
            if (sure.evidence().votes() == 1 && sure.board() != board && board >= 0) {
                doubts.add("the only event of " + file.path() + " says board=" + file.board()
                        + ", the others are of board=" + board + "; if that is wrong, so may its time be");
            }
            again.add(sure);
        }
        return again;
    }

    private RunFile sure(FileName name, RunFile file, long board) throws IOException {
        long expected = expectedEventBytes(configuration, file.kind());
        try (WaveDumpFile cursor = WaveDumpFile.open(
                file.path(),
                file.kind(),
                DamagePolicy.SKIP,
                headers -> HeaderVote.of(headers, expected, name.channel(), board))) {
            return cursor.evidence().board() == board ? file.withEvidence(cursor.evidence()) : file;
        }
    }

    /// What contradicts the files so far, one sentence each.
    List<String> doubts() {
        return doubts;
    }

    private SampleKindDecision decide(FileName name) throws IOException {
        try (WaveDumpFile file = WaveDumpFile.open(name.path(), SampleKind.UNSIGNED_8, DamagePolicy.SKIP)) {
            requireFirst(file);
            long usual = file.evidence().sizes().length > 0 ? file.evidence().sizes()[0] : 0;
            SampleValues values = new SampleValues();
            int events = 0;
            long payload = usual > 0 ? usual - EventLayout.HEADER_BYTES : file.sampleCount();
            do {
                values.add(file.segment(), file.samplesOffset(), file.sampleCount());
            } while (++events < EVENTS && file.next());
            SampleKindDecision decision = SampleKindDecision.of(options, configuration, values, payload);
            decision.doubt().filter(doubt -> !doubts.contains(doubt)).ifPresent(doubts::add);
            if (decision.doubt().isEmpty()) {
                checkRecordLength(file.evidence().sizes(), decision.kind());
            }
            return decision;
        }
    }

    /// A record length that no event has is that of another run.
    private void checkRecordLength(long[] sizes, SampleKind kind) {
        OptionalInt configured =
                configuration.map(WaveDumpConfiguration::recordLength).orElse(OptionalInt.empty());
        if (configured.isEmpty() || sizes.length == 0) {
            return;
        }
        long most = 0;
        for (long size : sizes) {
            long samples = (size - EventLayout.HEADER_BYTES) / kind.fileBytes();
            most = Math.max(most, samples);
            if (Math.abs(samples - configured.getAsInt()) <= Math.max(ROUNDING, configured.getAsInt() / 20)) {
                return;
            }
        }
        String doubt = "RECORD_LENGTH " + configured.getAsInt() + " of "
                + configuration.get().file() + " contradicts the events of " + most
                + " samples; the configuration may be that of another run, what else it says is believed";
        if (!doubts.contains(doubt)) {
            doubts.add(doubt);
        }
    }

    private RunFile describe(FileName name, SampleKindDecision decision) throws IOException {
        long expected = expectedEventBytes(configuration, decision.kind());
        try (WaveDumpFile file = WaveDumpFile.open(name.path(), decision.kind(), DamagePolicy.SKIP, expected)) {
            requireFirst(file);
            int longest = longestEvent(file);
            return new RunFile(
                    name.path(),
                    file.evidence().board(),
                    file.evidence().channel(),
                    false,
                    decision.kind(),
                    decision.reason(),
                    decision.assumed(),
                    file.bytes(),
                    longest,
                    file.dropped().stream().findFirst().or(file::damage),
                    file.evidence(),
                    false);
        }
    }

    /// Bytes of an event of the configured `RECORD_LENGTH`, header included; 0 if it is not known.
    static long expectedEventBytes(Optional<WaveDumpConfiguration> configuration, SampleKind kind) {
        OptionalInt samples =
                configuration.map(WaveDumpConfiguration::recordLength).orElse(OptionalInt.empty());
        return samples.isPresent() ? EventLayout.HEADER_BYTES + (long) samples.getAsInt() * kind.fileBytes() : 0;
    }

    /// Moves to the first event that is good; one in front of it that is left out is the reader's to report.
    private static void requireFirst(WaveDumpFile file) {
        if (!file.next()) {
            throw file.dropped().stream()
                    .findFirst()
                    .or(file::damage)
                    .orElseThrow()
                    .error();
        }
    }

    /// The damage of a file that [#describe] refused: what its first event still says.
    WaveDumpDamage damageOf(FileName name, FormatException refused) throws IOException {
        try (WaveDumpFile file = WaveDumpFile.open(name.path(), SampleKind.UNSIGNED_8, DamagePolicy.SKIP)) {
            boolean cutAtOnce = !file.next()
                    && file.damage().isPresent()
                    && file.damage().get().offset() == 0;
            if (cutAtOnce) {
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
