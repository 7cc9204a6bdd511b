package dev.sluice.formats.wavedump;

import dev.sluice.formats.FormatException;
import dev.sluice.formats.wavedump.file.DamagePolicy;
import dev.sluice.formats.wavedump.file.EventHeaders;
import dev.sluice.formats.wavedump.file.EventLayout;
import dev.sluice.formats.wavedump.file.FileName;
import dev.sluice.formats.wavedump.file.RunFile;
import dev.sluice.formats.wavedump.file.WaveDumpFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Puts the files of one channel in order where the acquisition split it, as `wave0_000.dat`, `wave0_001.dat`.
/// Stateless.
///
/// The numbers in the names are not believed without proof: the event counter goes on from each file to the next.
final class SplitFiles {
    private static final long MOST_TRIGGERS = 1L << 20;
    private static final int LOOKED = 3;
    private static final int PROBES = 64;
    private static final long NEAR = 16;
    private static final long LONG = 8;
    private static final int FEW = 4;

    private SplitFiles() {}

    /// The counters at the start and at the end of a file, from the middle one of three, so that no wrong one counts.
    private record Span(RunFile file, int part, long first, long last, long events) {
        /// Triggers from one event to the next, in the mean.
        long step() {
            long triggers = EventHeaders.triggers(first, last);
            return Math.max(1, triggers / Math.max(1, events - LOOKED));
        }
    }

    /// The files in their order; empty if they do not follow each other.
    static Optional<List<RunFile>> order(List<FileName> names, List<RunFile> files) throws IOException {
        List<Span> spans = new ArrayList<>();
        for (int index = 0; index < files.size(); index++) {
            if (!files.get(index).evidence().counting()) {
                return Optional.empty();
            }
            spans.add(span(files.get(index), names.get(index).part().orElse(index)));
        }
        spans.sort(Comparator.comparingInt(Span::part));
        boolean named = names.stream().allMatch(name -> name.part().isPresent());
        if (!follow(spans, named)) {
            if (named) {
                return Optional.empty();
            }
            spans.sort(Comparator.comparingLong(Span::first));
            if (!follow(spans, false)) {
                return Optional.empty();
            }
        }
        return Optional.of(spans.stream().map(Span::file).toList());
    }

    /// Refuses parts of one channel that are of different boards, where one has too few events to be sure of its own.
    static void requireOneBoard(List<FileName> names, List<RunFile> files) throws IOException {
        for (int one = 0; one < files.size(); one++) {
            for (int other = one + 1; other < files.size(); other++) {
                boolean apart = files.get(one).board() != files.get(other).board()
                        && MissingFiles.isSameChannel(names.get(one).path(), files.get(other));
                boolean few = Math.min(
                                files.get(one).evidence().votes(),
                                files.get(other).evidence().votes())
                        < FEW;
                if (apart && few) {
                    requireApart(List.of(names.get(one), names.get(other)), List.of(files.get(one), files.get(other)));
                }
            }
        }
    }

    private static void requireApart(List<FileName> names, List<RunFile> files) throws IOException {
        if (order(names, files).isPresent()) {
            throw new FormatException(
                    files.get(1).path(),
                    0,
                    "nobody knows whether the file is of the same board as "
                            + names.get(0).path()
                            + ": the names and event counters say that it goes on from there, but board="
                            + files.get(1).board() + " is here, and board="
                            + files.get(0).board() + " there",
                    "leave one of the two out, or read them one by one");
        }
    }

    /// Whether the counter goes on from each to the next; where no name says that they are parts, as within them.
    private static boolean follow(List<Span> spans, boolean named) {
        for (int index = 1; index < spans.size(); index++) {
            Span before = spans.get(index - 1);
            Span after = spans.get(index);
            long triggers = EventHeaders.triggers(before.last(), after.first());
            long usual = NEAR + LONG * Math.max(before.step(), after.step());
            if (triggers <= 0 || triggers > MOST_TRIGGERS || !named && triggers > usual) {
                return false;
            }
        }
        return true;
    }

    private static Span span(RunFile file, int part) throws IOException {
        try (WaveDumpFile cursor =
                WaveDumpFile.open(file.path(), file.kind(), DamagePolicy.SKIP, headers -> file.evidence())) {
            EventHeaders headers = cursor.headers();
            List<Long> first = new ArrayList<>();
            List<Long> last = new ArrayList<>();
            while (cursor.next() && first.size() < LOOKED) {
                first.add(cursor.counter());
            }
            long size = EventLayout.HEADER_BYTES
                    + (long) cursor.sampleCount() * file.kind().fileBytes();
            if (cursor.looksUniform(PROBES)) {
                for (int event = 1; event <= LOOKED && event * size <= headers.bytes(); event++) {
                    last.add(0, headers.counter(headers.bytes() - event * size));
                }
            } else {
                cursor.rewind();
                while (cursor.next()) {
                    last.add(cursor.counter());
                    if (last.size() > LOOKED) {
                        last.remove(0);
                    }
                }
            }
            return new Span(file, part, middle(first), middle(last), headers.bytes() / size);
        }
    }

    private static long middle(List<Long> counters) {
        return counters.stream().sorted().skip(counters.size() / 2).findFirst().orElse(0L);
    }
}
