package dev.sluice.session.foreign;

import dev.sluice.plugin.Option;
import dev.sluice.plugin.Product;
import dev.sluice.record.Field;
import dev.sluice.record.RecordType;
import dev.sluice.session.foreign.PluginLayout.OfCall;
import dev.sluice.session.foreign.PluginLayout.OfInput;
import dev.sluice.session.foreign.PluginLayout.OfOutput;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.function.Function;

/// The structs that the functions of a native plugin read, as far as they stay the same for a run. Stateless.
final class CallMemory {
    /// Room for the sentence of a failure, the 0 at its end included.
    static final long WORDS_BYTES = 2048;

    private CallMemory() {}

    /// Writes the settings of a run, with the value that `values` has of each option, and where they are to `call`.
    static void settings(
            NativeDescription description, Function<Option<?>, Object> values, MemorySegment call, Arena arena) {
        List<NativeOption> options = description.options();
        MemorySegment settings = array(options.size(), PluginLayout.SETTING_BYTES, arena);
        for (int i = 0; i < options.size(); i++) {
            options.get(i).write(values, element(settings, i, PluginLayout.SETTING_BYTES), arena);
        }
        call.set(ValueLayout.ADDRESS, OfCall.SETTINGS, settings);
        call.set(ValueLayout.JAVA_LONG, OfCall.SETTING_COUNT, options.size());
    }

    /// Makes the inputs of these types, all without records.
    static MemorySegment inputs(List<String> dataTypes, Function<String, RecordType> types, Arena arena) {
        MemorySegment inputs = array(dataTypes.size(), PluginLayout.INPUT_BYTES, arena);
        for (int i = 0; i < dataTypes.size(); i++) {
            RecordType type = types.apply(dataTypes.get(i));
            MemorySegment input = element(inputs, i, PluginLayout.INPUT_BYTES);
            input.set(ValueLayout.ADDRESS, OfInput.LAYOUT, layout(dataTypes.get(i), type, arena));
            input.set(ValueLayout.JAVA_LONG, OfInput.STRIDE, type.size());
        }
        return inputs;
    }

    /// Makes the outputs, all without room.
    static MemorySegment outputs(List<Product> products, Arena arena) {
        MemorySegment outputs = array(products.size(), PluginLayout.OUTPUT_BYTES, arena);
        for (int i = 0; i < products.size(); i++) {
            Product product = products.get(i);
            MemorySegment output = element(outputs, i, PluginLayout.OUTPUT_BYTES);
            output.set(ValueLayout.ADDRESS, OfOutput.LAYOUT, layout(product.dataType(), product.type(), arena));
            output.set(ValueLayout.JAVA_LONG, OfOutput.STRIDE, product.type().size());
        }
        return outputs;
    }

    private static MemorySegment layout(String dataType, RecordType type, Arena arena) {
        List<Field> fields = type.fields();
        MemorySegment array = array(fields.size(), PluginLayout.FIELD_BYTES, arena);
        for (int i = 0; i < fields.size(); i++) {
            Field field = fields.get(i);
            MemorySegment target = element(array, i, PluginLayout.FIELD_BYTES);
            target.set(ValueLayout.ADDRESS, 0, arena.allocateFrom(field.name()));
            target.set(ValueLayout.ADDRESS, 8, arena.allocateFrom(field.type().toString()));
            target.set(ValueLayout.JAVA_LONG, 16, field.offset());
            target.set(ValueLayout.JAVA_LONG, 24, field.type().size());
            target.set(ValueLayout.JAVA_LONG, 32, field.elements());
        }
        MemorySegment layout = arena.allocate(PluginLayout.LAYOUT_BYTES, Long.BYTES);
        layout.set(ValueLayout.ADDRESS, 0, arena.allocateFrom(dataType));
        layout.set(ValueLayout.ADDRESS, 8, arena.allocateFrom(type.descr()));
        layout.set(ValueLayout.JAVA_LONG, 16, type.size());
        layout.set(ValueLayout.ADDRESS, 24, array);
        layout.set(ValueLayout.JAVA_LONG, 32, fields.size());
        return layout;
    }

    private static MemorySegment array(int count, long size, Arena arena) {
        return arena.allocate(Math.max(1, count) * size, Long.BYTES);
    }

    private static MemorySegment element(MemorySegment array, int index, long size) {
        return array.asSlice(index * size, size);
    }
}
