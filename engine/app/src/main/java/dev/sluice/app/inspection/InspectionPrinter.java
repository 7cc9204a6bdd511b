package dev.sluice.app.inspection;

import dev.sluice.app.console.TextTable;
import dev.sluice.record.Field;
import dev.sluice.record.FieldDoc;
import dev.sluice.record.RecordType;
import dev.sluice.session.catalogue.KnownFields;
import dev.sluice.session.inspection.Inspection;
import dev.sluice.session.request.ByteSize;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What was found in an input, for people. Stateless.
public final class InspectionPrinter {
    private static final int MOST_CHANNELS = 64;

    private InspectionPrinter() {}

    /// The text, ended by a line break.
    public static String text(Inspection found) {
        RecordType type = found.type();
        TextTable table = new TextTable("");
        table.row("input", found.path() + " (" + found.format() + ", " + ByteSize.text(found.bytes()) + ")");
        table.row("type", type.descr());
        table.row(
                "records",
                (found.exact() || found.format().equals("npy") ? "" : "about ") + found.records() + " of " + type.size()
                        + " bytes");
        table.row("time", time(found));
        if (!found.channels().isEmpty()) {
            table.row("channels", channels(found.channels()));
        }
        found.facts().forEach((name, value) -> fact(table, name, value));
        return table + "\n" + fields(type);
    }

    private static String time(Inspection found) {
        if (found.start().isEmpty()) {
            return found.exact() ? "none" : "not read; --all reads all records";
        }
        String range = found.start().getAsLong() + " to " + found.end().getAsLong() + " "
                + found.type().timeResolution().symbol();
        return range + (found.exact() ? "" : " by the first and last record; --all reads all");
    }

    private static String channels(Map<Long, Long> channels) {
        String text = channels.entrySet().stream()
                .limit(MOST_CHANNELS)
                .map(entry -> entry.getKey() + ": " + entry.getValue())
                .collect(Collectors.joining(", "));
        int more = channels.size() - MOST_CHANNELS;
        return channels.size() + ", with records " + text + (more > 0 ? " and " + more + " more; see --json" : "");
    }

    private static void fact(TextTable table, String name, Object value) {
        if (!(value instanceof Collection)) {
            table.row(name, value.toString());
            return;
        }
        Iterator<?> lines = ((Collection<?>) value).iterator();
        String head = name;
        while (lines.hasNext()) {
            table.row(head, lines.next().toString());
            head = "";
        }
    }

    private static String fields(RecordType type) {
        TextTable table = new TextTable("");
        table.row("field", "offset", "type", "unit", "what it holds; where there is no value");
        for (Field field : type.fields()) {
            FieldDoc doc = KnownFields.of(field, type);
            table.row(List.of(
                    field.name(), Integer.toString(field.offset()), spelling(field), doc.unit(), words(field, doc)));
        }
        return table.toString();
    }

    /// The title of the file, else what the field is known to hold.
    private static String words(Field field, FieldDoc doc) {
        return field.title() == null ? words(doc) : field.title();
    }

    /// A sentence and a rule, in one cell.
    public static String words(FieldDoc doc) {
        return doc.meaning() + (doc.missing().isEmpty() ? "" : "; " + doc.missing());
    }

    /// `<i2[800]`.
    public static String spelling(Field field) {
        return field.toString().substring(field.name().length() + 1);
    }
}
