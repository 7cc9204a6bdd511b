package dev.sluice.record;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// Where the fields of a record lie: what two record types must share so that a handle of one reads the other.
final class Layout {
    private final List<Field> fields;
    private final Map<String, Field> byName;
    private final int size;
    private final long most;
    private final int hash;

    Layout(List<Field> fields, int size) {
        this.fields = List.copyOf(fields);
        this.size = size;
        this.byName = Collections.unmodifiableMap(index(this.fields));
        this.hash = 31 * this.fields.hashCode() + size;
        check();
        this.most = Long.MAX_VALUE / size;
    }

    List<Field> fields() {
        return fields;
    }

    int size() {
        return size;
    }

    /// The most records whose bytes an int64 counts. Known beforehand: a division costs more than the rest of a check.
    long most() {
        return most;
    }

    /// The field of that name, or null.
    Field find(String name) {
        return byName.get(name);
    }

    Field field(String name) {
        Field field = byName.get(name);
        if (field == null) {
            throw new IllegalArgumentException("no field '" + name + "'"
                    + NearestName.suggestion(name, byName.keySet(), "there are: " + summary()));
        }
        return field;
    }

    /// The fields as `time <i8, wave <i2[800]`.
    String summary() {
        StringBuilder text = new StringBuilder();
        for (Field field : fields) {
            text.append(text.isEmpty() ? "" : ", ").append(field);
        }
        return text.toString();
    }

    /// True if names, titles, types, shapes, offsets and size are equal. Allocates nothing.
    @Override
    public boolean equals(Object other) {
        if (this == other) {
            return true;
        }
        return other instanceof Layout that && hash == that.hash && sameBytes(that) && sameTitles(that);
    }

    /// Whether the same bytes mean the same, whatever the titles of fields are.
    boolean sameBytes(Layout that) {
        int count = fields.size();
        if (size != that.size || count != that.fields.size()) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            if (!sameBytes(fields.get(i), that.fields.get(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean sameTitles(Layout that) {
        for (int i = 0; i < fields.size(); i++) {
            if (!Objects.equals(fields.get(i).title(), that.fields.get(i).title())) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /// [Field#equals] but for titles, without the iterators that [List#equals] makes.
    private static boolean sameBytes(Field a, Field b) {
        return a.offset() == b.offset() && a.name().equals(b.name()) && a.type().equals(b.type()) && a.sameShape(b);
    }

    private static Map<String, Field> index(List<Field> fields) {
        Map<String, Field> byName = new LinkedHashMap<>();
        for (Field field : fields) {
            if (byName.put(field.name(), field) != null) {
                throw new IllegalArgumentException("two fields are named '" + field.name() + "'; rename one");
            }
        }
        checkTitles(fields, byName);
        return byName;
    }

    private static void checkTitles(List<Field> fields, Map<String, Field> byName) {
        Map<String, Field> byTitle = new TreeMap<>();
        for (Field field : fields) {
            if (field.title() == null) {
                continue;
            }
            if (byName.containsKey(field.title()) || byTitle.put(field.title(), field) != null) {
                throw new IllegalArgumentException("the title '" + field.title() + "' of field '" + field.name()
                        + "' is already the name or title of a field; numpy wants them all different");
            }
        }
    }

    private void check() {
        int end = 0;
        for (Field field : fields) {
            if (field.offset() < end) {
                throw new IllegalArgumentException("field '" + field.name() + "' at offset=" + field.offset()
                        + " overlaps the one before it, which ends at " + end + "; fields lie in order");
            }
            end = field.offset() + field.byteSize();
        }
        if (size < end) {
            throw new IllegalArgumentException("the record size=" + size + " ends before its fields do, at " + end);
        }
        if (size == 0) {
            throw new IllegalArgumentException("a record type needs at least one byte; give it a field");
        }
    }
}
