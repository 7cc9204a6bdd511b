package dev.sluice.formats.wavedump;

import dev.sluice.formats.FormatException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Gives every file of a run its own channel number. Stateless.
///
/// The header's number counts, whatever the file is called, with two exceptions. On the x742 WaveDump writes the number
/// inside the group (0 to 8, `BinHeader[3] = ch`): there the name counts, where it agrees with the header. And where
/// two files of one board claim the same channel, all names count, if they are all different; else the run is refused.
final class ChannelNumbers {
    private ChannelNumbers() {}

    static List<RunFile> assign(List<FileName> names, List<RunFile> files) {
        List<RunFile> numbered = new ArrayList<>();
        for (int index = 0; index < files.size(); index++) {
            FileName name = names.get(index);
            RunFile file = files.get(index);
            boolean inGroup = file.kind() == SampleKind.FLOAT_32 && name.countsInGroup(file.channel());
            numbered.add(inGroup ? file.renumber(name.channel().getAsInt()) : file);
        }
        if (clash(numbered) == null) {
            return numbered;
        }
        return byName(names, files, clash(numbered));
    }

    private static List<RunFile> byName(List<FileName> names, List<RunFile> files, RunFile[] clash) {
        List<RunFile> numbered = new ArrayList<>();
        for (int index = 0; index < files.size(); index++) {
            if (names.get(index).channel().isEmpty()) {
                throw refusal(clash);
            }
            numbered.add(files.get(index).renumber(names.get(index).channel().getAsInt()));
        }
        if (clash(numbered) != null) {
            throw refusal(clash);
        }
        return numbered;
    }

    private static RunFile[] clash(List<RunFile> files) {
        Map<List<Long>, RunFile> seen = new HashMap<>();
        for (RunFile file : files) {
            RunFile other = seen.put(List.of(file.board(), (long) file.channel()), file);
            if (other != null) {
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
                "read them one by one, or name them wave<channel>.dat after their channels");
    }
}
