package dev.sluice.formats.wavedump;

import dev.sluice.formats.FormatException;
import dev.sluice.formats.wavedump.file.DamagePolicy;
import dev.sluice.formats.wavedump.file.SampleKind;
import dev.sluice.formats.wavedump.file.WaveDumpDamage;
import dev.sluice.formats.wavedump.file.WaveDumpFile;
import dev.sluice.formats.wavedump.file.WaveDumpLoss;
import dev.sluice.formats.wavedump.time.LoneTagRule;
import dev.sluice.formats.wavedump.time.RestartRule;
import dev.sluice.formats.wavedump.time.WaveDumpOptions;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

/// Reads a damaged run and compares with what the mutator knows: what was not touched comes out with its right
/// bytes and time, or is named as lost.
final class WaveDumpOracle {
    /// What became of the events of some runs.
    static final class Tally {
        long untouched;
        long right;
        long lost;
        long refusedRuns;
        long refusedUnderSkip;
        long touchedOut;
        long touchedWrong;
        long undecidable;

        @Override
        public String toString() {
            return "untouched=" + untouched + " right=" + right + " lost=" + lost + " refusedRuns=" + refusedRuns
                    + " refusedUnderSkip=" + refusedUnderSkip + " touchedOut=" + touchedOut + " touchedWrongTime="
                    + touchedWrong + " undecidable=" + undecidable;
        }
    }

    private static final int FEW = 4;

    private final Path folder;
    private final WaveDumpMutator run;
    private final Tally tally;
    private final List<Path> paths = new ArrayList<>();
    private final Map<String, WaveDumpMutator.Cell> starts = new HashMap<>();
    private final Map<String, Set<Long>> emitted = new HashMap<>();
    private final boolean damaged;
    private boolean sentence;

    WaveDumpOracle(Path folder, WaveDumpMutator run, boolean damaged, Tally tally) throws IOException {
        this.folder = folder;
        this.run = run;
        this.tally = tally;
        this.damaged = damaged;
        for (int file = 0; file < run.files.size(); file++) {
            Path path = folder.resolve("wave" + file + ".dat");
            Files.write(path, run.content(file));
            paths.add(path);
            long offset = 0;
            for (WaveDumpMutator.Cell cell : run.files.get(file)) {
                starts.put(key(path, offset), cell);
                offset += cell.bytes.length;
            }
        }
    }

    private static String key(Path path, long offset) {
        return path + "@" + offset;
    }

    private WaveDumpOptions options(DamagePolicy policy) {
        return new WaveDumpOptions(
                OptionalDouble.of(1),
                OptionalDouble.of(1),
                run.setBits ? OptionalInt.of(run.bits) : OptionalInt.empty(),
                Optional.of(run.kind),
                Optional.empty(),
                OptionalInt.empty(),
                policy,
                RestartRule.REFUSED,
                LoneTagRule.REFUSE);
    }

    /// What is wrong, or null.
    String check(DamagePolicy policy) throws IOException {
        List<WaveDumpLoss> losses = List.of();
        FormatException failure = null;
        emitted.clear();
        paths.forEach(path -> emitted.put(path.toString(), new HashSet<>()));
        String wrong = null;
        Set<WaveDumpMutator.Event> out = new HashSet<>();
        try (WaveDumpMerge merge = WaveDumpRun.open(paths, options(policy)).merge()) {
            long last = Long.MIN_VALUE;
            losses = merge.losses();
            while (wrong == null && merge.next()) {
                sentence = merge.warnings().stream()
                        .anyMatch(line -> line.contains("roll-overs are counted file by file"));
                wrong = merge.time() < last ? "time falls to " + merge.time() : event(merge, out);
                last = merge.time();
            }
        } catch (FormatException refused) {
            failure = refused;
        }
        if (wrong != null) {
            return wrong;
        }
        if (failure != null) {
            tally.refusedRuns++;
            boolean allowed = isDoubtful(failure) || damaged && (policy == DamagePolicy.FAIL || isTold(failure));
            tally.refusedUnderSkip += policy == DamagePolicy.SKIP ? 1 : 0;
            return allowed ? null : "an error: " + failure.getMessage();
        }
        if (!damaged && !losses.isEmpty() && !isDoubtful(losses.get(0).damage().error())) {
            return "a loss: " + losses;
        }
        return unseen(policy, losses);
    }

    /// Whether nobody can know a time: a single event stands before or after a pause in which the clock turned.
    private boolean isDoubtful(FormatException failure) {
        return failure.getMessage().contains("is not known") && run.hasLonelyTurn()
                || failure.getMessage().contains("nobody knows") && run.hasDisjointFiles();
    }

    /// Whether the damage may have left nothing else under skip too: another run in the file, a channel that two files
    /// claim, no event at all, or a turn of the clock that nobody knows of. What the rest of the run proves is no
    /// excuse.
    private boolean isTold(FormatException failure) {
        String text = failure.getMessage();
        if (text.contains("another run starts")) {
            return !isOneWord();
        }
        if (text.contains("two files hold the same channel")) {
            return !isOneWord() || run.files.stream().anyMatch(cells -> cells.size() < FEW);
        }
        if (text.contains("nobody knows whether the file")) {
            return !haveCommonTriggers(text);
        }
        if (text.contains("from here on is not known")) {
            return !isOneWord() || !isAgreedThroughout(failure.file());
        }
        if (text.contains("corrupt event")) {
            return touchedOf(failure.file()) > 1 || cellsOf(failure.file()).size() < 2 * FEW;
        }
        return text.contains("no complete event") || text.contains("not a WaveDump file") || text.contains("is empty");
    }

    private boolean isOneWord() {
        return run.did.size() == 2 && run.did.get(0).startsWith("word");
    }

    private List<WaveDumpMutator.Cell> cellsOf(Path path) {
        int file = paths.indexOf(path);
        return file < 0 ? List.of() : run.files.get(file);
    }

    private long touchedOf(Path path) {
        return cellsOf(path).stream().filter(cell -> cell.touched).count();
    }

    /// Whether two files that the message names have several untouched events of the same triggers, and few others.
    private boolean haveCommonTriggers(String text) {
        List<Set<Long>> named = new ArrayList<>();
        for (int file = 0; file < paths.size(); file++) {
            if (text.contains(paths.get(file) + ":") || text.contains(paths.get(file) + ",")) {
                List<WaveDumpMutator.Cell> cells = run.files.get(file);
                long touched = cells.stream().filter(cell -> cell.touched).count();
                Set<Long> counters = new HashSet<>();
                cells.stream()
                        .filter(cell -> cell.event != null && !cell.touched)
                        .forEach(cell -> counters.add(cell.event.counter()));
                named.add(touched <= FEW ? counters : Set.of());
            }
        }
        if (named.size() != 2) {
            return false;
        }
        named.get(0).retainAll(named.get(1));
        return named.get(0).size() > 2 * FEW;
    }

    /// Whether two untouched events of each trigger of a file's board say what its time is, and its files all begin
    /// with one.
    private boolean isAgreedThroughout(Path path) {
        Map<Long, Integer> votes = new HashMap<>();
        Set<Long> boards = new HashSet<>();
        cellsOf(path).stream().filter(cell -> cell.event != null).forEach(cell -> boards.add(cell.event.board()));
        for (List<WaveDumpMutator.Cell> cells : run.files) {
            if (cells.isEmpty() || cells.get(0).touched) {
                return false;
            }
            for (WaveDumpMutator.Cell cell : cells) {
                if (cell.event != null && boards.contains(cell.event.board())) {
                    if (cell.foreign) {
                        return false;
                    }
                    votes.merge(cell.event.counter(), cell.touched ? 0 : 1, Integer::sum);
                }
            }
        }
        return boards.size() == 1 && votes.values().stream().allMatch(count -> count > 1);
    }

    private String event(WaveDumpMerge merge, Set<WaveDumpMutator.Event> out) {
        WaveDumpFile file = merge.file();
        String where = key(file.path(), file.offset());
        emitted.get(file.path().toString()).add(file.offset());
        WaveDumpMutator.Cell cell = starts.get(where);
        if (cell == null || cell.event == null) {
            return isWhole(merge) ? null : "no event starts at " + where;
        }
        WaveDumpMutator.Event event = cell.event;
        String is = where + " (time=" + merge.time() + " true=" + event.ticks() + " counter=" + event.counter() + ")";
        if (cell.structural && !isWhole(merge) && !isMended(file.path(), cell)) {
            return "foreign samples in " + is;
        }
        if (cell.structural) {
            return null;
        }
        byte[] samples = file.segment()
                .asSlice(file.samplesOffset(), (long) file.sampleCount() * run.kind.fileBytes())
                .toArray(ValueLayout.JAVA_BYTE);
        if (!Arrays.equals(samples, Arrays.copyOfRange(cell.bytes, 24, cell.bytes.length))) {
            return "other samples in " + is;
        }
        if (cell.foreign && cell.times == 0 && !out.add(event)) {
            return "the event comes out twice " + is;
        }
        out.add(event);
        if (cell.touched) {
            tally.touchedOut++;
            tally.touchedWrong += merge.time() == event.ticks() ? 0 : 1;
            return merge.time() == event.ticks()
                            || cell.foreign
                            || cell.times > 1
                            || isAlone(cell)
                            || !hasSiblings(event)
                    ? null
                    : "touched " + is;
        }
        boolean right = (merge.time() == event.ticks()
                        || merge.time() == event.ticks() - unseenTurn(event, out)
                        || isUndecidable(merge, event))
                && file.counter() == event.counter()
                && merge.channel() == event.channel()
                && (merge.board() == event.board() || run.kind == SampleKind.FLOAT_32);
        return right ? null : "wrong time, counter, channel or board of " + is + " channel=" + merge.channel();
    }

    /// Whether all bytes of an event stand there by chance, as after a cut that took what is there once more.
    private boolean isWhole(WaveDumpMerge merge) {
        WaveDumpFile file = merge.file();
        byte[] bytes = file.segment()
                .asSlice(file.offset(), 24 + (long) file.sampleCount() * run.kind.fileBytes())
                .toArray(ValueLayout.JAVA_BYTE);
        return run.originals.stream().anyMatch(original -> Arrays.equals(original, bytes));
    }

    /// Whether the rest of another event fills up exactly what is missing of this one: nothing tells the two apart.
    private boolean isMended(Path path, WaveDumpMutator.Cell cell) {
        List<WaveDumpMutator.Cell> cells = run.files.get(paths.indexOf(path));
        int at = cells.indexOf(cell);
        int whole = 24 + cell.event.samples().length;
        for (int next = at, length = 0; next < cells.size() && length <= whole; next++) {
            length += cells.get(next).bytes.length;
            if (next > at && length == whole) {
                return true;
            }
        }
        return false;
    }

    /// Whether the damaged files are those of an undamaged run, in which the event has just that time.
    private boolean isUndecidable(WaveDumpMerge merge, WaveDumpMutator.Event event) {
        List<byte[]> contents = new ArrayList<>();
        for (int file = 0; file < run.files.size(); file++) {
            contents.add(run.content(file));
        }
        PlainReading plain = new PlainReading(contents, run.kind.fileBytes(), 1L << run.bits);
        int file = paths.indexOf(merge.file().path());
        boolean hidden = plain.hidesTurns(file, merge.file().offset(), merge.time(), event.ticks(), 1L << run.bits);
        tally.undecidable += hidden ? 1 : 0;
        return hidden;
    }

    /// A whole turn of the clock if all the board's events in front of its first roll-over were touched, and one of
    /// them came out for all that, as its words fit those of the others: then nothing in the files tells of the
    /// turn. Or a warning says that a file has no clock in common with the others.
    private long unseenTurn(WaveDumpMutator.Event event, Set<WaveDumpMutator.Event> out) {
        long turn = 1L << run.bits;
        boolean fits = true;
        for (List<WaveDumpMutator.Cell> cells : run.files) {
            for (WaveDumpMutator.Cell cell : cells) {
                boolean before = cell.event != null && cell.event.board() == event.board() && !cell.foreign;
                if (before && cell.event.ticks() < turn) {
                    if (!cell.touched) {
                        return 0;
                    }
                    fits &= out.contains(cell.event);
                }
            }
        }
        return fits || sentence ? turn : 0;
    }

    /// Whether it is the only event of its file, so that nothing tells which of its words is wrong.
    private boolean isAlone(WaveDumpMutator.Cell cell) {
        return run.files.stream().anyMatch(cells -> cells.size() == 1 && cells.contains(cell));
    }

    /// Whether two untouched events of the same trigger say what its time is.
    private boolean hasSiblings(WaveDumpMutator.Event event) {
        int siblings = 0;
        for (List<WaveDumpMutator.Cell> cells : run.files) {
            for (WaveDumpMutator.Cell cell : cells) {
                boolean same = cell.event != null
                        && cell.event.board() == event.board()
                        && cell.event.counter() == event.counter();
                siblings += same && !cell.touched && !cell.foreign ? 1 : 0;
            }
        }
        return siblings > 1;
    }

    private String unseen(DamagePolicy policy, List<WaveDumpLoss> losses) {
        for (int file = 0; file < paths.size(); file++) {
            long offset = 0;
            for (WaveDumpMutator.Cell cell : run.files.get(file)) {
                if (!cell.touched && cell.event != null) {
                    tally.untouched++;
                    if (emitted.get(paths.get(file).toString()).contains(offset)) {
                        tally.right++;
                    } else if (policy == DamagePolicy.FAIL) {
                        return "missing without an error: " + key(paths.get(file), offset);
                    } else {
                        tally.lost++;
                        String sentence = told(paths.get(file), offset, cell.event, losses);
                        if (sentence != null) {
                            return sentence;
                        }
                    }
                }
                offset += cell.bytes.length;
            }
        }
        return null;
    }

    private String told(Path path, long offset, WaveDumpMutator.Event event, List<WaveDumpLoss> losses) {
        String missing = "missing and not named: " + key(path, offset) + " true=" + event.ticks();
        for (WaveDumpLoss loss : losses) {
            WaveDumpDamage damage = loss.damage();
            boolean named = loss.file().equals(path)
                    && offset >= damage.offset()
                    && (offset < damage.offset() + damage.bytesLost() || damage.kind() == WaveDumpDamage.Kind.CORRUPT);
            if (named) {
                return null;
            }
        }
        return missing;
    }
}
