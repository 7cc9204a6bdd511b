package dev.sluice.record;

import dev.sluice.record.python.PythonLiteral;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// What a record is made of: a numpy structured dtype of little-endian scalars and arrays of them, packed or with gaps.
///
/// Immutable; safe from any thread. Handles resolved from a type ([#longField] and its kin) read the records of every
/// type with the same layout. Two types are equal if names, titles, element types, shapes, offsets, record size and the
/// time declarations ([#instantaneous], [#disjoint], [#timeResolution]) are.
///
/// ```java
/// RecordType type = RecordType.of("time:<i8", "channel:<i2", "wave:<i2[800]").instantaneous();
/// ```
public final class RecordType {
    private final Layout layout;
    private final TimeDeclarations declarations;
    private final FieldDocs docs;
    // Threads that meet here each make an equal one; all of its fields are final, so none sees it half made.
    private RecordTimes times;

    RecordType(Layout layout, TimeDeclarations declarations, FieldDocs docs) {
        this.layout = layout;
        this.declarations = declarations;
        this.docs = docs;
    }

    /// A packed type of fields written `name:type` or `name:type[shape]`, for instance `grid:<f4[2,3]`.
    ///
    /// @throws IllegalArgumentException if a field is malformed, its type not supported, or a name used twice
    public static RecordType of(String... fields) {
        RecordTypeBuilder builder = builder();
        for (String field : fields) {
            FieldSpelling.addTo(builder, field);
        }
        return builder.build();
    }

    /// Parses what numpy prints as `dtype.descr`, for instance `[('time', '<i8'), ('wave', '<i2', (800,))]`.
    ///
    /// Titles, gaps (`('', '|V4')`) and scalar or tuple shapes are understood; nothing is evaluated.
    ///
    /// @throws IllegalArgumentException if it is not such a list, or holds a type that records do not (nested records,
    ///         objects, big-endian numbers, …); the message names the field
    public static RecordType parse(String descr) {
        return Descr.parse(PythonLiteral.parse(descr));
    }

    /// The type that a parsed `descr` describes: the list inside a header that [PythonLiteral] has already read.
    ///
    /// @throws IllegalArgumentException as [#parse] does
    public static RecordType fromLiteral(Object descr) {
        return Descr.parse(descr);
    }

    /// A builder for types with titles, gaps or C alignment.
    public static RecordTypeBuilder builder() {
        return new RecordTypeBuilder();
    }

    /// Exactly what numpy prints as `dtype.descr`; the time declarations are not part of it.
    public String descr() {
        return Descr.print(layout);
    }

    /// Bytes per record, gaps included; at least 1.
    public int size() {
        return layout.size();
    }

    /// The fields, in the order in which they lie in memory.
    public List<Field> fields() {
        return layout.fields();
    }

    /// True if there is a field of that name. Titles are not looked up.
    public boolean has(String name) {
        return layout.find(name) != null;
    }

    /// The field of that name.
    ///
    /// @throws IllegalArgumentException if there is none; the message lists the fields and suggests the nearest
    public Field field(String name) {
        return layout.field(Objects.requireNonNull(name, "name"));
    }

    /// A handle to an integer field of any width.
    ///
    /// @throws IllegalArgumentException if there is no such field or it does not hold integers
    public LongField longField(String name) {
        return new LongField(layout, HandleKind.LONG.require(layout, name));
    }

    /// A handle to a field of numbers, integers included.
    ///
    /// @throws IllegalArgumentException if there is no such field or it does not hold numbers
    public DoubleField doubleField(String name) {
        return new DoubleField(layout, HandleKind.DOUBLE.require(layout, name));
    }

    /// A handle to a field of `<f4`.
    ///
    /// @throws IllegalArgumentException if there is no such field or it holds something else
    public FloatField floatField(String name) {
        return new FloatField(layout, HandleKind.FLOAT.require(layout, name));
    }

    /// A handle to a field of `|b1`.
    ///
    /// @throws IllegalArgumentException if there is no such field or it holds something else
    public BooleanField booleanField(String name) {
        return new BooleanField(layout, HandleKind.BOOLEAN.require(layout, name));
    }

    /// A handle to a field of fixed-length bytes or text.
    ///
    /// @throws IllegalArgumentException if there is no such field or it does not hold text
    public TextField textField(String name) {
        return new TextField(layout, HandleKind.TEXT.require(layout, name));
    }

    /// This type, whose records have no duration unless their fields say otherwise: they end when they start.
    public RecordType instantaneous() {
        return with(new TimeDeclarations(true, declarations.disjoint(), declarations.resolution()));
    }

    /// This type, with the promise that no record reaches past the end of its chunk.
    public RecordType disjoint() {
        return with(new TimeDeclarations(declarations.instantaneous(), true, declarations.resolution()));
    }

    /// This type, with times counted in picoseconds.
    public RecordType picoseconds() {
        return timeResolution(TimeResolution.PICOSECONDS);
    }

    /// This type, with times counted in that unit.
    public RecordType timeResolution(TimeResolution resolution) {
        Objects.requireNonNull(resolution, "resolution");
        return with(new TimeDeclarations(declarations.instantaneous(), declarations.disjoint(), resolution));
    }

    /// This type, with what its fields hold; that is no part of its identity, and types made from this one keep it.
    public RecordType documented(FieldDocs fields) {
        return new RecordType(layout, declarations, Objects.requireNonNull(fields, "fields"));
    }

    /// What the fields hold, as it was declared.
    public FieldDocs docs() {
        return docs;
    }

    /// What the field of that name holds, times in the unit of this type; [FieldDoc#UNKNOWN] if it was not declared.
    public FieldDoc doc(String name) {
        return docs.of(name).in(timeResolution());
    }

    /// This type, with what its fields hold as numpy's titles: `sentence [unit]; rule`. Fields that have a title keep
    /// it.
    public RecordType titled() {
        List<Field> titled = new ArrayList<>();
        for (Field field : fields()) {
            FieldDoc doc = doc(field.name());
            String title = field.title() != null || doc == FieldDoc.UNKNOWN ? field.title() : doc.toString();
            titled.add(new Field(field.name(), title, field.type(), field.shape(), field.offset()));
        }
        return new RecordType(new Layout(titled, size()), declarations, docs);
    }

    /// True if [#instantaneous] was declared.
    public boolean isInstantaneous() {
        return declarations.instantaneous();
    }

    /// True if [#disjoint] was declared.
    public boolean isDisjoint() {
        return declarations.disjoint();
    }

    /// The unit of all times of this type; nanoseconds unless declared otherwise.
    public TimeResolution timeResolution() {
        return declarations.resolution();
    }

    /// How to read a record's start and end; resolved at the first call.
    ///
    /// @throws IllegalArgumentException if the fields do not say; the message says what to add or declare
    public RecordTimes times() {
        RecordTimes known = times;
        if (known == null) {
            known = RecordTimes.of(this);
            times = known;
        }
        return known;
    }

    /// True if the fields of both lie at the same places under the same names, titles and types.
    public boolean sameLayout(RecordType other) {
        return layout.equals(other.layout);
    }

    /// True if bytes of one mean the same in the other: as [#sameLayout], but titles do not count.
    public boolean sameBytes(RecordType other) {
        return layout.sameBytes(other.layout);
    }

    /// True if layout and time declarations are equal.
    @Override
    public boolean equals(Object other) {
        return other instanceof RecordType that && layout.equals(that.layout) && declarations.equals(that.declarations);
    }

    @Override
    public int hashCode() {
        return 31 * layout.hashCode() + declarations.hashCode();
    }

    /// A short form: `RecordType[18 bytes: time <i8, …]`; [#descr] is the exact one.
    @Override
    public String toString() {
        return "RecordType[" + size() + " bytes: " + layout.summary() + declarations + "]";
    }

    Layout layout() {
        return layout;
    }

    private RecordType with(TimeDeclarations changed) {
        return new RecordType(layout, changed, docs);
    }
}
