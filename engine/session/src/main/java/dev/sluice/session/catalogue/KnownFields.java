package dev.sluice.session.catalogue;

import dev.sluice.plugin.Product;
import dev.sluice.record.Field;
import dev.sluice.record.FieldDoc;
import dev.sluice.record.FieldDocs;
import dev.sluice.record.RecordType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What the fields of records from files hold: as the type of data declares that has them, else by their customary
/// names. Stateless.
public final class KnownFields {
    private KnownFields() {}

    /// What a field holds; [FieldDoc#UNKNOWN] if it is not known.
    public static FieldDoc of(Field field, RecordType type) {
        FieldDoc own = type.doc(field.name());
        return own == FieldDoc.UNKNOWN ? customary(field, type) : own;
    }

    private static FieldDoc customary(Field field, RecordType type) {
        boolean number = field.type().isInteger() || field.type().isFloat();
        RecordType told = type.documented(FieldDocs.WAVEFORM);
        return number ? told.doc(field.name()) : FieldDoc.UNKNOWN;
    }

    /// The type of data of ours whose records have just these fields, if it is one.
    public static Optional<Product> product(RecordType type) {
        return KnownPlugin.computed().stream()
                .flatMap(plugin -> plugin.spec().products().stream())
                .filter(product -> isAlike(product.type(), type))
                .findFirst();
    }

    /// This type, with the docs of the type of ours that has just these fields, if there is one.
    public static RecordType documented(RecordType type) {
        return product(type)
                .map(product -> type.documented(product.type().docs()))
                .orElse(type);
    }

    /// Titles do not count, nor do the lengths of arrays.
    private static boolean isAlike(RecordType ours, RecordType read) {
        return spelled(ours).equals(spelled(read));
    }

    private static List<String> spelled(RecordType type) {
        Stream<Field> fields = type.fields().stream();
        return fields.map(field ->
                        field.name() + " " + field.type() + " " + field.shape().size())
                .toList();
    }
}
