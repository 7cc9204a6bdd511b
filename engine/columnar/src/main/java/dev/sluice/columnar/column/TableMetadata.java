package dev.sluice.columnar.column;

import dev.sluice.formats.OutputSettings;
import dev.sluice.record.Field;
import dev.sluice.record.FieldDoc;
import dev.sluice.record.RecordType;
import dev.sluice.store.Lineage;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a table says of itself besides its columns, as words by key. Stateless.
public final class TableMetadata {
    /// The key under which the type stands as numpy prints it.
    public static final String DESCR = "sluice.descr";
    /// The key of a column under which the type of an element stands as numpy spells it.
    public static final String ELEMENT = "sluice.element";
    /// The key under which declarations of times stand: [#INSTANTANEOUS], [#DISJOINT].
    public static final String TIMES = "sluice.times";
    /// The key under which the unit of times stands.
    public static final String TIME_UNIT = "sluice.time_unit";
    /// The key under which the name of the type of data stands.
    public static final String TYPE = "sluice.type";
    /// The key under which the name of the run stands.
    public static final String RUN = "sluice.run";
    /// The key under which the lineage stands, as JSON.
    public static final String LINEAGE = "sluice.lineage";
    /// Of a type whose records have no duration.
    public static final String INSTANTANEOUS = "instantaneous";
    /// Of a type whose records do not reach past the ends of chunks.
    public static final String DISJOINT = "disjoint";

    private TableMetadata() {}

    /// What is known of the records as a whole. Asks for the lineage.
    public static Map<String, String> ofTable(RecordType type, OutputSettings settings) {
        Map<String, String> known = new LinkedHashMap<>();
        put(known, RUN, settings.runId());
        put(known, TYPE, settings.dataType());
        put(known, LINEAGE, settings.origin().get().map(Lineage::toJson).orElse(null));
        put(known, DESCR, type.descr());
        put(known, TIME_UNIT, type.timeResolution().symbol());
        String instantaneous = type.isInstantaneous() ? INSTANTANEOUS : "";
        String disjoint = type.isDisjoint() ? DISJOINT : "";
        put(known, TIMES, (instantaneous + " " + disjoint).strip());
        return known;
    }

    /// What is known of one column: unit, meaning, what stands where a value is missing, title, and numpy's type.
    public static Map<String, String> ofColumn(RecordType type, Field field) {
        FieldDoc doc = type.doc(field.name());
        Map<String, String> known = new LinkedHashMap<>();
        put(known, "unit", doc.unit());
        put(known, "meaning", doc.meaning());
        put(known, "missing", doc.missing());
        put(known, "title", field.title());
        put(known, ELEMENT, field.type().typeString());
        return known;
    }

    private static void put(Map<String, String> known, String key, String value) {
        if (value != null && !value.isEmpty()) {
            known.put(key, value);
        }
    }
}
