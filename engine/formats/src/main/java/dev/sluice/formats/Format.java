package dev.sluice.formats;

import dev.sluice.record.RecordType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// A format of detector data: how an input of it is recognised, who reads it, and who writes it.
///
/// Formats are found by [java.util.ServiceLoader], so that a jar beside the engine adds its own. One that only reads
/// leaves [#endings] empty; one that only writes says so by [#reads]. Safe from any thread; an object holds no state.
public interface Format {
    /// The word for it in options, such as `compass`: lower case, no blanks.
    String name();

    /// What it is, in one line for lists of formats.
    String help();

    /// Whether inputs of it are read; false where it is only written.
    default boolean reads() {
        return true;
    }

    /// Whether an input of it may hold many runs, of which `--run` names one.
    default boolean holdsRuns() {
        return false;
    }

    /// How sure it is that a file or folder is of this format, by what is in it before by what it is called.
    ///
    /// @throws IOException if the input cannot be looked into
    default Recognition recognise(InputProbe input) throws IOException {
        return Recognition.NO;
    }

    /// A run made of these inputs, all of this format. Looks at headers and indexes; opens the records later.
    ///
    /// @throws FormatException if an input is damaged, or is a dialect that is not read: the message says what to do
    /// @throws IllegalArgumentException if a setting has a value that does not fit; the message names the option
    /// @throws IOException if an input cannot be read
    default InputRun open(List<Path> inputs, InputSettings settings) throws IOException {
        throw new FormatException(
                inputs.get(0),
                FormatException.NOT_IN_FILE,
                name() + " is written, not read",
                "name an input of another format");
    }

    /// The ends of names that ask for this format where records are written, such as `.arrow`; none if it only reads.
    default List<String> endings() {
        return List.of();
    }

    /// What files of it have no place for, as an enumeration such as `lineage and losses`; empty if they keep all.
    default String drops() {
        return "units, lineage, intervals of chunks and losses";
    }

    /// Starts a file of records of that type.
    ///
    /// @throws FormatException if there can be no such file, or the format has no place for a field
    default RecordWriter create(Path target, RecordType type, OutputSettings settings) {
        throw new FormatException(
                target,
                FormatException.NOT_IN_FILE,
                name() + " is read, not written",
                "end the name in another format");
    }
}
