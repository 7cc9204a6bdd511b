package dev.sluice.formats.wavedump;

import dev.sluice.formats.wavedump.file.DamagePolicy;
import dev.sluice.formats.wavedump.file.FileName;
import dev.sluice.formats.wavedump.file.RunFile;
import dev.sluice.formats.wavedump.file.SampleKind;
import dev.sluice.formats.wavedump.file.WaveDumpFile;
import dev.sluice.formats.wavedump.file.WaveDumpLoss;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// Finds which files that were left out as a whole may have held the first events of a board. Immutable.
///
/// A file without a byte held none, and a later part of a channel none of the first. A file whose first header still
/// says its board speaks for that board only; what says no board of the run speaks for all.
final class MissingFiles {
    private final List<RunFile> files;
    private final List<WaveDumpLoss> lost = new ArrayList<>();
    private final List<Long> boards = new ArrayList<>();

    MissingFiles(List<RunFile> files, List<WaveDumpLoss> unreadable) throws IOException {
        this.files = files;
        Set<Long> known = new HashSet<>();
        files.forEach(file -> known.add(file.board()));
        for (WaveDumpLoss loss : unreadable) {
            if (loss.damage().bytesLost() > 0 && files.stream().noneMatch(file -> isLaterPart(loss.file(), file))) {
                lost.add(loss);
                boards.add(known.size() == 1 ? known.iterator().next() : board(loss.file(), known));
            }
        }
    }

    /// The files that may have held events of a board from before its first one.
    List<Path> of(long board) {
        List<Path> paths = new ArrayList<>();
        for (int index = 0; index < lost.size(); index++) {
            if (boards.get(index) == null || boards.get(index) == board) {
                paths.add(lost.get(index).file());
            }
        }
        return paths;
    }

    /// The board that the first header says, null if that is none of the run.
    private Long board(Path file, Set<Long> known) throws IOException {
        try (WaveDumpFile cursor = WaveDumpFile.open(file, SampleKind.UNSIGNED_8, DamagePolicy.SKIP)) {
            if (!cursor.headers().isWhole(0)) {
                return null;
            }
            long said = cursor.headers().board(0);
            for (RunFile other : files) {
                long board = said & other.evidence().boardMask();
                if (known.contains(board) && other.board() == board) {
                    return board;
                }
            }
            return null;
        }
    }

    /// Whether a lost file held events of the same channel as a readable one, from before it.
    static boolean isEarlierPart(Path lost, RunFile file) {
        return isSameChannel(lost, file) && partOf(lost) < partOf(file.path());
    }

    private static boolean isLaterPart(Path lost, RunFile file) {
        return isSameChannel(lost, file) && partOf(lost) > partOf(file.path());
    }

    static boolean isSameChannel(Path lost, RunFile file) {
        FileName other = FileName.of(lost);
        FileName own = FileName.of(file.path());
        return other.part().isPresent()
                && own.part().isPresent()
                && other.channel().equals(own.channel())
                && Objects.equals(lost.getParent(), file.path().getParent());
    }

    private static int partOf(Path file) {
        return FileName.of(file).part().getAsInt();
    }
}
