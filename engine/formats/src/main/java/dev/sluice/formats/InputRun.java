package dev.sluice.formats;

import dev.sluice.plugin.SourcePlugin;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

/// What was found in the inputs of a run, before a record is read. Immutable.
///
/// @param source   the plugin that reads the records
/// @param besides  plugins that read other types of data of the same run
/// @param title    what is read, in a few words, such as `CoMPASS, 8 files`
/// @param runId    the name of the run if the inputs say one; null if it is that of the file or folder
/// @param records  how many records there are, as far as that is known
/// @param notes    what had to be assumed: one sentence each
/// @param warnings what is wrong with the inputs: one sentence each
public record InputRun(
        SourcePlugin source,
        List<SourcePlugin> besides,
        String title,
        String runId,
        OptionalLong records,
        List<String> notes,
        List<String> warnings) {
    /// Copies the lists.
    public InputRun {
        Objects.requireNonNull(source, "source");
        besides = List.copyOf(besides);
        notes = List.copyOf(notes);
        warnings = List.copyOf(warnings);
    }

    /// A run of one type of data, with nothing to remark.
    public static InputRun of(SourcePlugin source, String title, long records) {
        return new InputRun(source, List.of(), title, null, OptionalLong.of(records), List.of(), List.of());
    }
}
