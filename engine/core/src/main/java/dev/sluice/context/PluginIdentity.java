package dev.sluice.context;

import dev.sluice.plugin.Option;
import dev.sluice.plugin.Plugin;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.Requirements;
import dev.sluice.plugin.SourcePlugin;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What distinguishes a plugin from others of its name, beside version, options and fields: its class, what it was
/// constructed with, the order of its inputs, and what it demands that results may depend on. Stateless.
///
/// What it was constructed with is read from its fields, all but transient ones: numbers, texts, enums, lists, arrays,
/// and objects made of these. A function has no value that another run of the program knows again: data computed with
/// one are found again only for the same function in the same program.
final class PluginIdentity {
    private static final int DEEPEST = 6;
    private static final String PROGRAM = Long.toString(System.nanoTime(), Character.MAX_RADIX) + "-"
            + ProcessHandle.current().pid();

    private PluginIdentity() {}

    /// By name, for a lineage; `demand` is what holds for the plugin in the run.
    static Map<String, Object> of(Plugin plugin, Requirements demand) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("class", plugin.getClass().getName());
        List<String> inputs = plugin.spec().dependsOn();
        if (inputs.size() > 1) {
            told.put("inputs", inputs);
        }
        if (!(plugin instanceof SourcePlugin)) {
            fields(plugin, told);
            demand(plugin, demand, told);
        } else if (((SourcePlugin) plugin).identity().isEmpty()) {
            fields(plugin, told);
        }
        return told;
    }

    private static void fields(Plugin plugin, Map<String, Object> told) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields(plugin, fields, new IdentityHashMap<>(), 0);
        if (!fields.isEmpty()) {
            told.put("constructed", fields);
        }
    }

    /// A plugin that asks for a size of chunks may compute what depends on it, and on one that is set in its place.
    private static void demand(Plugin plugin, Requirements demand, Map<String, Object> told) {
        Map<String, Object> asked = new LinkedHashMap<>();
        if (plugin.spec().demand().chunkRecords() > 0) {
            asked.put("chunk_records", demand.chunkRecords());
        }
        if (demand.hasHalo()) {
            asked.put("halo", List.of(demand.haloLeft(), demand.haloRight(), demand.covering()));
        }
        if (demand.stateful()) {
            asked.put("in_order", demand.breakGap());
        }
        if (!asked.isEmpty()) {
            told.put("demand", asked);
        }
    }

    private static void fields(
            Object owner, Map<String, Object> into, IdentityHashMap<Object, Object> seen, int depth) {
        for (Class<?> type = owner.getClass(); isOurs(type); type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !Modifier.isTransient(field.getModifiers())) {
                    read(owner, type, field, into, seen, depth);
                }
            }
        }
    }

    private static void read(
            Object owner,
            Class<?> type,
            Field field,
            Map<String, Object> into,
            IdentityHashMap<Object, Object> seen,
            int depth) {
        try {
            field.setAccessible(true);
            Object value = field.get(owner);
            if (!(value instanceof PluginSpec)) {
                String name = into.containsKey(field.getName())
                        ? type.getSimpleName() + "." + field.getName()
                        : field.getName();
                into.put(name, value(value, seen, depth + 1));
            }
        } catch (IllegalAccessException | InaccessibleObjectException closed) {
            into.put(field.getName(), onlyHere(owner));
        }
    }

    private static boolean isOurs(Class<?> type) {
        return type != null && type != Object.class && !isOfJdk(type);
    }

    private static boolean isOfJdk(Class<?> type) {
        return type.getName().startsWith("java.") || type.getName().startsWith("jdk.");
    }

    private static Object value(Object value, IdentityHashMap<Object, Object> seen, int depth) {
        if (value == null || value instanceof Boolean || value instanceof String || isNumber(value)) {
            return value;
        }
        if (value instanceof Character || value instanceof Path || value instanceof Option<?>) {
            return value instanceof Option<?> option ? option.name() : value.toString();
        }
        if (value instanceof Enum<?> constant) {
            return constant.name();
        }
        if (value instanceof Class<?> type) {
            return type.getName();
        }
        if (value instanceof RecordType type) {
            return List.of(
                    type.descr(),
                    type.isDisjoint(),
                    type.isInstantaneous(),
                    type.timeResolution().name());
        }
        if (depth > DEEPEST || value instanceof Records || seen.put(value, value) != null) {
            return onlyHere(value);
        }
        try {
            return compound(value, seen, depth);
        } finally {
            seen.remove(value);
        }
    }

    private static boolean isNumber(Object value) {
        return value instanceof Number && value.getClass().getPackageName().equals("java.lang");
    }

    private static Object compound(Object value, IdentityHashMap<Object, Object> seen, int depth) {
        if (value.getClass().isArray()) {
            List<Object> elements = new ArrayList<>();
            for (int i = 0; i < Array.getLength(value); i++) {
                elements.add(value(Array.get(value, i), seen, depth + 1));
            }
            return elements;
        }
        if (value instanceof Optional<?> optional) {
            return value(optional.orElse(null), seen, depth + 1);
        }
        if (value instanceof Collection<?> collection) {
            List<Object> elements = new ArrayList<>();
            collection.forEach(element -> elements.add(value(element, seen, depth + 1)));
            return elements;
        }
        if (value instanceof Map<?, ?> map) {
            List<Object> entries = new ArrayList<>();
            map.forEach((key, of) -> entries.add(List.of(
                    Optional.ofNullable(value(key, seen, depth + 1)),
                    Optional.ofNullable(value(of, seen, depth + 1)))));
            return entries;
        }
        if (value.getClass().isHidden() || value.getClass().isSynthetic()) {
            return onlyHere(value);
        }
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put("class", value.getClass().getName());
        fields(value, parts, seen, depth);
        return parts;
    }

    private static String onlyHere(Object value) {
        return value.getClass().getName() + " " + System.identityHashCode(value) + " of program " + PROGRAM;
    }
}
