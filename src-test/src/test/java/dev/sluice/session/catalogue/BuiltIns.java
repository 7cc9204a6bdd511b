package dev.sluice.session.catalogue;

import dev.sluice.plugin.Option;
import dev.sluice.plugin.Plugin;
import dev.sluice.record.Field;
import dev.sluice.record.FieldDoc;
import dev.sluice.record.RecordType;
import java.util.List;

/// What the application knows about the built-in plugins, for tests of other packages.
public final class BuiltIns {
    private BuiltIns() {}

    /// The plugins that compute, with defaults.
    public static List<Plugin> computed() {
        return KnownPlugin.computed();
    }

    /// The options of the reader of WaveDump files.
    public static List<Option<?>> waveDumpOptions() {
        return KnownPlugin.WAVE_DUMP.options();
    }

    /// What a field holds, as `inspect` and `plugins` show it.
    public static FieldDoc doc(Field field, RecordType type) {
        return KnownFields.of(field, type);
    }
}
