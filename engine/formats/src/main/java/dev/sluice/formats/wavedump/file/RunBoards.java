package dev.sluice.formats.wavedump.file;

import java.util.ArrayList;
import java.util.List;

/// Gives every file of a run its board. Stateless.
///
/// The board word is constant in files of WaveDump itself. Some change it from event to event, as with the start cell
/// of an x742 in its low bits: then only the bits that never change count. A file of few events takes the board that
/// another file is sure of.
public final class RunBoards {
    /// The bits of a start cell.
    static final long START_CELL = (1L << 10) - 1;
    private static final long WHOLE_WORD = 0xFFFF_FFFFL;
    private static final int FEW = 4;

    private RunBoards() {}

    /// The same files with the boards they are of; adds to `doubts` what changes.
    public static List<RunFile> settle(List<RunFile> files, List<String> doubts) {
        List<RunFile> settled = new ArrayList<>();
        long changing = 0;
        for (RunFile file : files) {
            RunFile sure = surer(file, files);
            settled.add(sure);
            changing |= WHOLE_WORD & ~sure.evidence().boardMask();
        }
        if (changing == 0) {
            return settled;
        }
        boolean floats = files.get(0).kind() == SampleKind.FLOAT_32;
        long low = floats ? Long.highestOneBit(changing | START_CELL) * 2 - 1 : changing;
        doubts.add("the board word changes from event to event in " + firstChanging(settled)
                + (floats ? ", as with the start cell of an x742 in it" : "") + "; only the bits 0x"
                + Long.toHexString(WHOLE_WORD & ~low) + " of it are the board");
        return settled.stream().map(file -> file.masked(WHOLE_WORD & ~low)).toList();
    }

    private static Object firstChanging(List<RunFile> files) {
        return files.stream()
                .filter(file -> file.evidence().boardChanges())
                .findFirst()
                .orElseThrow()
                .path();
    }

    /// A file whose few events are of several boards is of that one of them which another file is sure of.
    private static RunFile surer(RunFile file, List<RunFile> files) {
        if (file.evidence().votes() >= FEW || !file.evidence().boardChanges()) {
            return file;
        }
        for (RunFile other : files) {
            boolean sure = !other.evidence().boardChanges()
                    && other.evidence().votes() >= file.evidence().votes();
            if (sure && (other.board() & file.evidence().boardMask()) == file.board()) {
                return file.withBoard(other.board());
            }
        }
        return file;
    }

    /// The board that most events of the files are of, for those that are not sure; -1 if there is none.
    public static long preferred(List<RunFile> files) {
        RunFile most = null;
        for (RunFile file : files) {
            boolean more =
                    most == null || file.evidence().votes() > most.evidence().votes();
            most = more && !file.evidence().boardChanges() ? file : most;
        }
        return most == null ? -1 : most.board();
    }

    /// Boards of other files that a file of two or three events may be of too, if its events disagree.
    public static long[] others(RunFile file, List<RunFile> files) {
        if (file.evidence().votes() < 2 || file.evidence().votes() >= FEW) {
            return new long[0];
        }
        return files.stream()
                .filter(other -> !other.evidence().boardChanges() && other.board() != file.board())
                .mapToLong(RunFile::board)
                .distinct()
                .toArray();
    }

    /// Whether a file may be of another board than its first look said.
    public static boolean isUnsure(RunFile file, long preferred) {
        return preferred >= 0 && file.board() != preferred && file.evidence().votes() < FEW;
    }
}
