package dev.sluice.app;

import dev.sluice.record.Field;
import dev.sluice.record.RecordType;
import java.util.Map;

/// The units of fields, as far as their customary names tell. Stateless.
final class FieldUnits {
    private static final Map<String, String> CUSTOMARY = Map.of(
            "dt", "ns",
            "length", "samples",
            "wave", "ADC counts",
            "data", "ADC counts",
            "baseline", "ADC counts",
            "peak", "ADC counts",
            "charge", "ADC counts x samples");

    private FieldUnits() {}

    /// The unit; empty if it is not known.
    static String of(Field field, RecordType type) {
        if (field.type().isText()) {
            return "";
        }
        if (field.name().equals("time") || field.name().equals("endtime")) {
            return type.timeResolution().symbol();
        }
        return CUSTOMARY.getOrDefault(field.name(), "");
    }
}
