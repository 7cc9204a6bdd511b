package dev.sluice.formats.wavedump;

import dev.sluice.formats.FormatException;
import dev.sluice.formats.wavedump.file.EventLayout;
import dev.sluice.formats.wavedump.file.FileName;
import dev.sluice.formats.wavedump.file.RunFile;
import dev.sluice.formats.wavedump.file.SampleKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Gives every file of a run its own channel number. Stateless.
///
/// The header's number counts, whatever the file is called, with two exceptions. On the x742 WaveDump writes the number
/// inside the group (0 to 8, `BinHeader[3] = ch`): there the name counts, where it agrees with the header, and for
/// digitized triggers of several groups that all say one number which no input has, as a patched WaveDump writes 40.
/// And where two files of one board claim the same channel, they are parts of it if the event counter goes on from one
/// to the next ([SplitFiles]). If not, all names count, if they are all different, and no other header of the board
/// says its channel as its name does; else the run is refused.
final class ChannelNumbers {
    private ChannelNumbers() {}

    static List<RunFile> assign(List<FileName> names, List<RunFile> files) throws IOException {
        List<RunFile> numbered = new ArrayList<>();
        for (int index = 0; index < files.size(); index++) {
            FileName name = names.get(index);
            RunFile file = files.get(index);
            boolean inGroup = file.kind() == SampleKind.FLOAT_32
                    && (name.countsInGroup(file.channel()) || isAnyTrigger(names, files, index));
            numbered.add(inGroup ? file.renumber(name.channel().getAsInt()) : file);
        }
        List<RunFile> joined = join(names, numbered);
        if (clash(joined) == null) {
            return joined;
        }
        List<RunFile> byName = join(names, byName(names, files, clash(joined)));
        if (clash(byName) != null) {
            throw refusal(clash(joined));
        }
        return byName;
    }

    /// Whether the header says of a trigger only that it is one: the triggers of other groups have the same number, and
    /// no input does.
    private static boolean isAnyTrigger(List<FileName> names, List<RunFile> files, int index) {
        int number = files.get(index).channel();
        boolean shared = false;
        for (int other = 0; other < files.size(); other++) {
            boolean trigger = names.get(other).style() == FileName.Style.TRIGGER;
            boolean same = files.get(other).channel() == number;
            if (trigger != same) {
                return false;
            }
            shared |=
                    same && !names.get(other).channel().equals(names.get(index).channel());
        }
        return shared && number >= FileName.FIRST_TRIGGER_CHANNEL;
    }

    /// The same files, those of a channel that was split in their order.
    private static List<RunFile> join(List<FileName> names, List<RunFile> files) throws IOException {
        Map<List<Long>, List<Integer>> channels = new LinkedHashMap<>();
        for (int index = 0; index < files.size(); index++) {
            channels.computeIfAbsent(key(files.get(index)), key -> new ArrayList<>())
                    .add(index);
        }
        List<RunFile> joined = new ArrayList<>();
        for (List<Integer> parts : channels.values()) {
            List<RunFile> own = parts.stream().map(files::get).toList();
            boolean split = own.size() > 1;
            List<RunFile> ordered = split
                    ? SplitFiles.order(parts.stream().map(names::get).toList(), own)
                            .orElse(own)
                    : own;
            boolean proven = split && ordered != own;
            joined.addAll(proven ? ordered.stream().map(RunFile::asPart).toList() : ordered);
        }
        return joined;
    }

    /// Notes where name and headers of a file contradict each other.
    static void noteContradictions(
            List<FileName> names, List<RunFile> files, List<RunFile> numbered, List<String> doubts) {
        for (int index = 0; index < files.size(); index++) {
            RunFile file = files.get(index);
            boolean byHeader = numbered.stream()
                    .anyMatch(other -> other.path().equals(file.path()) && other.channel() == file.channel());
            if (byHeader && names.get(index).contradicts(file.channel())) {
                doubts.add("the events of " + file.path() + " say channel=" + file.channel()
                        + ", which goes before the name of the file");
            }
        }
    }

    private static List<Long> key(RunFile file) {
        return List.of(file.board(), (long) file.channel());
    }

    private static List<RunFile> byName(List<FileName> names, List<RunFile> files, RunFile[] clash) {
        List<RunFile> numbered = new ArrayList<>();
        for (int index = 0; index < files.size(); index++) {
            boolean clashing = files.get(index).board() == clash[0].board()
                    && files.get(index).channel() == clash[0].channel();
            // Where headers of the board tell its channels apart, one of the two that do not is of another file.
            boolean contradicted = !clashing
                    && (names.get(index).contradicts(files.get(index).channel())
                            || isOwn(names.get(index), files.get(index), clash[0].board()));
            contradicted |= names.get(index).style() == FileName.Style.GROUPED
                    && files.get(index).kind() == SampleKind.FLOAT_32
                    && !names.get(index).countsInGroup(files.get(index).channel());
            if (names.get(index).channel().isEmpty()
                    || contradicted
                    || files.get(index).evidence().mixed() && isIn(clash, files.get(index))) {
                throw refusal(clash);
            }
            numbered.add(files.get(index).renumber(names.get(index).channel().getAsInt()));
        }
        return numbered;
    }

    /// Whether name and header of a file of this board agree.
    private static boolean isOwn(FileName name, RunFile file, long board) {
        return file.board() == board
                && name.channel().isPresent()
                && name.channel().getAsInt() == file.channel();
    }

    private static boolean isIn(RunFile[] clash, RunFile file) {
        return clash[0].path().equals(file.path()) || clash[1].path().equals(file.path());
    }

    private static RunFile[] clash(List<RunFile> files) {
        Map<List<Long>, RunFile> seen = new HashMap<>();
        for (RunFile file : files) {
            RunFile other = seen.put(key(file), file);
            if (other != null && !(other.part() && file.part())) {
                return new RunFile[] {other, file};
            }
        }
        return null;
    }

    private static FormatException refusal(RunFile[] clash) {
        return new FormatException(
                clash[1].path(),
                EventLayout.CHANNEL,
                "two files hold the same channel, board=" + clash[1].board() + " channel=" + clash[1].channel()
                        + ", the other is " + clash[0].path(),
                "read them one by one, or name them wave<channel>.dat after their channels; parts of one channel, as"
                        + " wave0_000.dat and wave0_001.dat, are joined where the event counter goes on from one to"
                        + " the next");
    }
}
