package dev.sluice.formats.strax;

import dev.sluice.formats.InputProbe;
import dev.sluice.formats.Recognition;
import dev.sluice.formats.StoreFormat;
import dev.sluice.store.Store;
import java.io.IOException;
import java.nio.file.Path;

/// Storage folders of strax, as stores.
public final class StraxStoreFormat implements StoreFormat {
    /// A kind without state.
    public StraxStoreFormat() {}

    @Override
    public String name() {
        return "strax";
    }

    @Override
    public String help() {
        return "a storage folder of strax, which strax loads too; chunks in lz4";
    }

    @Override
    public Recognition recognise(InputProbe folder) throws IOException {
        boolean strax =
                folder.folder() && !new StraxFolder(folder.path()).data().isEmpty();
        return strax ? Recognition.BY_CONTENT : Recognition.NO;
    }

    @Override
    public Store open(Path folder) {
        return StraxStore.at(folder);
    }
}
