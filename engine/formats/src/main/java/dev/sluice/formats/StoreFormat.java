package dev.sluice.formats;

import dev.sluice.store.Store;
import java.io.IOException;
import java.nio.file.Path;

/// A kind of store on disk: how its folders are recognised, and how they are opened.
///
/// Kinds are found by [java.util.ServiceLoader], so that a jar beside the engine adds its own. Safe from any thread; an
/// object holds no state.
public interface StoreFormat {
    /// The word for it in options, such as `strax`: lower case, no blanks.
    String name();

    /// What it is, in one line for lists of formats.
    String help();

    /// How sure it is that a folder is a store of this kind; [Recognition#NO] of an empty one.
    ///
    /// @throws IOException if the folder cannot be looked into
    Recognition recognise(InputProbe folder) throws IOException;

    /// Opens the folder, which is made where it is missing. The caller closes the store.
    ///
    /// @throws FormatException if the folder is something else, or may not be written
    /// @throws IOException if the folder cannot be read
    Store open(Path folder) throws IOException;
}
