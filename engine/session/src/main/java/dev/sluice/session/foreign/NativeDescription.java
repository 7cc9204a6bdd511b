package dev.sluice.session.foreign;

import dev.sluice.plugin.Option;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.record.RecordType;
import dev.sluice.session.foreign.PluginLayout.OfPlugin;
import dev.sluice.session.request.TypeText;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/// What the header's `sluice_plugin` says, copied and checked. Immutable.
///
/// @param name      what messages and settings call it
/// @param spec      what it provides, needs and asks for
/// @param options   its options, in their order
/// @param functions its functions
/// @param onePerRecord whether it gives a record for each of its first input
record NativeDescription(
        String name, PluginSpec spec, List<NativeOption> options, NativeFunctions functions, boolean onePerRecord) {
    private static final int IN_ORDER = 1;
    private static final int ONE_PER_RECORD = 2;
    private static final int KEEPS_TIMES = 4;
    private static final int COVERS_FIRST = 8;
    private static final int WHOLE_RUN = 16;
    private static final int WRITES_ALL = 32;
    private static final long KNOWN_FLAGS = 63;
    private static final long MOST_WORKERS = 1024;
    private static final long LARGEST_STRUCT = 4096;

    /// Reads the struct at `address`.
    ///
    /// @throws IllegalArgumentException if it is of another version, or describes what cannot be
    static NativeDescription read(long address) {
        Struct plugin = versioned(address);
        List<String> inputs = new ArrayList<>();
        for (int i = 0; i < plugin.count("input_count", OfPlugin.INPUT_COUNT); i++) {
            inputs.add(plugin.textAt("inputs", OfPlugin.INPUTS, i));
        }
        PluginSpec spec = products(plugin);
        if (inputs.isEmpty()) {
            throw new IllegalArgumentException("plugin " + spec.provides()
                    + " depends on nothing: input_count=0; name the types of data that it computes from, or publish"
                    + " what it makes as live input");
        }
        String name = plugin.optional("name", OfPlugin.NAME).orElse(spec.provides());
        if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            throw new IllegalArgumentException(
                    "not a name for a plugin: '" + name + "'; use letters, digits and underscores");
        }
        try {
            List<NativeOption> options = options(plugin);
            spec = spec.dependsOn(inputs.toArray(String[]::new))
                    .version(plugin.text("version", OfPlugin.VERSION))
                    .help(plugin.optional("help", OfPlugin.HELP).orElse(""))
                    .options(options.stream().map(NativeOption::option).toArray(Option<?>[]::new));
            long flags = plugin.number(OfPlugin.FLAGS);
            return new NativeDescription(
                    name, asked(plugin, spec, flags), options, functions(plugin), (flags & ONE_PER_RECORD) != 0);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("plugin " + name + ": " + wrong.getMessage(), wrong);
        }
    }

    /// A struct of this version, or of a later one that asks for nothing else.
    @SuppressWarnings("restricted")
    private static Struct versioned(long address) {
        Struct head = new Struct("sluice_plugin", address, 16);
        long size = head.number(OfPlugin.SIZE);
        long abi = head.number(OfPlugin.ABI);
        if (abi != PluginLayout.ABI || size < PluginLayout.PLUGIN_BYTES || size > LARGEST_STRUCT) {
            throw new IllegalArgumentException(
                    "sluice_plugin is of another version: size=" + Long.toUnsignedString(size)
                            + " abi=" + Long.toUnsignedString(abi) + ", but this Sluice has size="
                            + PluginLayout.PLUGIN_BYTES
                            + " abi=" + PluginLayout.ABI
                            + "; set size to sizeof(sluice_plugin), abi to SLUICE_ABI, and compile with the sluice.h of this Sluice");
        }
        MemorySegment all = MemorySegment.ofAddress(address).reinterpret(size);
        for (long at = PluginLayout.PLUGIN_BYTES; at < size; at++) {
            if (all.get(ValueLayout.JAVA_BYTE, at) != 0) {
                throw new IllegalArgumentException(
                        "sluice_plugin has members that this Sluice does not know: size=" + size + ", but "
                                + PluginLayout.PLUGIN_BYTES + " is known; use a newer Sluice, or leave them 0");
            }
        }
        return new Struct("sluice_plugin", address, PluginLayout.PLUGIN_BYTES);
    }

    private static PluginSpec products(Struct plugin) {
        int count = plugin.count("provide_count", OfPlugin.PROVIDE_COUNT);
        if (count == 0) {
            throw new IllegalArgumentException(
                    "a plugin provides nothing: provide_count=0; name a type of data and the type of its records");
        }
        PluginSpec spec = null;
        for (int i = 0; i < count; i++) {
            Struct product = plugin.element("provides", OfPlugin.PROVIDES, i, PluginLayout.PRODUCT_BYTES);
            String dataType = product.text("data_type", 0);
            RecordType type = type(dataType, product.text("type", 8));
            spec = spec == null ? PluginSpec.provides(dataType, type) : spec.and(dataType, type);
            String kind = product.optional("kind", 16).orElse(null);
            spec = kind == null ? spec : spec.kind(kind);
        }
        return spec;
    }

    private static RecordType type(String dataType, String text) {
        try {
            return TypeText.parse(text);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(
                    "the type of " + dataType + " is none: '" + text + "': " + wrong.getMessage(), wrong);
        }
    }

    private static List<NativeOption> options(Struct plugin) {
        List<NativeOption> options = new ArrayList<>();
        for (int i = 0; i < plugin.count("option_count", OfPlugin.OPTION_COUNT); i++) {
            options.add(NativeOption.read(plugin.element("options", OfPlugin.OPTIONS, i, PluginLayout.OPTION_BYTES)));
        }
        return List.copyOf(options);
    }

    private static PluginSpec asked(Struct plugin, PluginSpec described, long flags) {
        if ((flags & ~KNOWN_FLAGS) != 0) {
            throw new IllegalArgumentException("flags=0x" + Long.toHexString(flags) + " has bits beyond 0x"
                    + Long.toHexString(KNOWN_FLAGS) + "; use the SLUICE_PLUGIN_ constants");
        }
        PluginSpec spec = described;
        spec = (flags & IN_ORDER) == 0 ? spec : spec.stateful();
        spec = (flags & KEEPS_TIMES) == 0 ? spec : spec.keepingTimes();
        spec = (flags & ONE_PER_RECORD) == 0 ? spec : spec.onePerRecord();
        spec = (flags & COVERS_FIRST) == 0 ? spec : spec.coveringFirst();
        spec = (flags & WHOLE_RUN) == 0 ? spec : spec.exhausting();
        spec = (flags & WRITES_ALL) == 0 ? spec : spec.writesEveryField();
        long before = plugin.length("halo_before", OfPlugin.HALO_BEFORE);
        long after = plugin.length("halo_after", OfPlugin.HALO_AFTER);
        spec = before == 0 && after == 0 ? spec : spec.halo(before, after);
        long gap = plugin.length("reset_after", OfPlugin.RESET_AFTER);
        if (gap > 0 && (flags & IN_ORDER) == 0) {
            throw new IllegalArgumentException("reset_after=" + gap
                    + " is for a plugin that remembers; add SLUICE_PLUGIN_IN_ORDER to flags, or leave it 0");
        }
        spec = gap == 0 ? spec : spec.resetAfter(gap);
        long records = plugin.length("chunk_records", OfPlugin.CHUNK_RECORDS);
        spec = records == 0 ? spec : spec.chunkSize(records);
        long workers = plugin.length("max_workers", OfPlugin.MAX_WORKERS);
        return workers == 0 ? spec : spec.maxWorkers((int) Math.min(workers, MOST_WORKERS));
    }

    private static NativeFunctions functions(Struct plugin) {
        if (plugin.number(OfPlugin.COMPUTE) == 0) {
            throw new IllegalArgumentException("compute is NULL; set it to the function that computes a chunk");
        }
        return new NativeFunctions(
                plugin.number(OfPlugin.USER),
                plugin.number(OfPlugin.CREATE),
                plugin.number(OfPlugin.COMPUTE),
                plugin.number(OfPlugin.RESET),
                plugin.number(OfPlugin.DESTROY),
                plugin.number(OfPlugin.HALO));
    }
}
