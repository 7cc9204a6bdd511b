package dev.sluice.session.foreign;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.Chunks;
import dev.sluice.plugin.ChunkInput;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.Product;
import dev.sluice.record.Records;
import dev.sluice.session.foreign.PluginLayout.OfCall;
import dev.sluice.session.foreign.PluginLayout.OfInput;
import dev.sluice.session.foreign.PluginLayout.OfOutput;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/// A native plugin as one worker calls it: its state, and the struct that its functions are handed. Confined to the
/// worker's thread; a chunk allocates nothing.
final class NativeCall implements AutoCloseable {
    private static final ValueLayout.OfLong NUMBER = ValueLayout.JAVA_LONG;

    private final NativeDescription description;
    private final NativeFunctions functions;
    private final List<String> inputNames;
    private final List<Product> products;
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment call;
    private final MemorySegment inputs;
    private final MemorySegment outputs;
    private final MemorySegment words;
    private final MemorySegment compute;
    private final EngineFunctions engine;
    private final InsidePlugin thread = InsidePlugin.here();
    private final Runnable lettingGo;
    private long state;
    private ChunkOutput out;

    private NativeCall(NativeDescription description, PluginContext context, Runnable lettingGo) {
        this.description = description;
        this.lettingGo = lettingGo;
        this.functions = description.functions();
        this.inputNames = description.spec().dependsOn();
        this.products = description.spec().products();
        this.compute = MemorySegment.ofAddress(functions.compute());
        this.call = arena.allocate(PluginLayout.CALL_BYTES, Long.BYTES);
        this.words = arena.allocate(CallMemory.WORDS_BYTES);
        this.inputs = CallMemory.inputs(inputNames, context::inputType, arena);
        this.outputs = CallMemory.outputs(products, arena);
        this.engine = new EngineFunctions(this, context, arena);
        CallMemory.settings(description, context::get, call, arena);
        call.set(NUMBER, OfCall.SIZE, PluginLayout.CALL_BYTES);
        call.set(ValueLayout.ADDRESS, OfCall.RUN, arena.allocateFrom(context.runId()));
        call.set(ValueLayout.ADDRESS, OfCall.INPUTS, inputs);
        call.set(NUMBER, OfCall.INPUT_COUNT, inputNames.size());
        call.set(ValueLayout.ADDRESS, OfCall.OUTPUTS, outputs);
        call.set(NUMBER, OfCall.OUTPUT_COUNT, products.size());
        call.set(NUMBER, OfCall.SKIPPING, context.failurePolicy() == FailurePolicy.SKIP ? 1 : 0);
        call.set(ValueLayout.ADDRESS, OfCall.WORDS, words);
        call.set(NUMBER, OfCall.WORDS_ROOM, words.byteSize());
        engine.write(call);
    }

    /// Makes the state of a worker. When it is closed, `lettingGo` runs: no function is called any more.
    ///
    /// @throws NativePluginException if the plugin refuses
    static NativeCall create(NativeDescription description, PluginContext context, Runnable lettingGo) {
        NativeCall made = new NativeCall(description, context, lettingGo);
        try {
            made.create();
            return made;
        } catch (RuntimeException | Error refused) {
            made.arena.close();
            throw refused;
        }
    }

    private void create() {
        MemorySegment made = arena.allocate(NUMBER);
        int code;
        begin();
        try {
            code = functions.create(call.address(), made);
        } finally {
            thread.leave();
        }
        finish("create", code);
        state = made.get(NUMBER, 0);
    }

    /// Computes a chunk.
    ///
    /// @throws NativePluginException if the plugin failed, or says that it wrote more than there is room for
    void compute(ChunkInput in, ChunkOutput filled) {
        out = filled;
        try {
            show(in);
            for (int i = 0; i < products.size(); i++) {
                setOutput(i, OfOutput.RECORDS, 0);
                setOutput(i, OfOutput.ROOM, 0);
                setOutput(i, OfOutput.COUNT, 0);
            }
            if (description.onePerRecord()) {
                long count = in.records().count();
                room(0, count);
                setOutput(0, OfOutput.COUNT, count);
            }
            engine.beginChunk();
            run("compute", compute);
            fill();
            engine.keepNotes();
        } finally {
            out = null;
        }
    }

    private void show(ChunkInput in) {
        call.set(NUMBER, OfCall.START, in.start());
        call.set(NUMBER, OfCall.END, in.end());
        call.set(NUMBER, OfCall.SEGMENT, in.segment());
        for (int i = 0; i < inputNames.size(); i++) {
            Chunk chunk = in.chunk(inputNames.get(i));
            Records records = chunk.records();
            long at = i * PluginLayout.INPUT_BYTES;
            boolean whole = chunk.start() == in.start() && chunk.end() == in.end();
            inputs.set(NUMBER, at + OfInput.RECORDS, records.segment().address() + records.byteOffset());
            inputs.set(NUMBER, at + OfInput.COUNT, records.count());
            inputs.set(NUMBER, at + OfInput.FIRST, whole ? 0 : Chunks.firstAtOrAfter(records, in.start()));
            inputs.set(NUMBER, at + OfInput.BEYOND, whole ? records.count() : Chunks.firstAtOrAfter(records, in.end()));
            inputs.set(NUMBER, at + OfInput.START, chunk.start());
            inputs.set(NUMBER, at + OfInput.END, chunk.end());
        }
    }

    private void fill() {
        for (int i = 0; i < products.size(); i++) {
            long count = getOutput(i, OfOutput.COUNT);
            long room = getOutput(i, OfOutput.ROOM);
            if (count < 0 || count > room) {
                throw new NativePluginException("compute gives count=" + Long.toUnsignedString(count) + " records of "
                        + products.get(i).dataType() + ", but has room=" + room
                        + "; ask for more by sluice_plugin_room before it writes them");
            }
            if (count != room) {
                records(i, count);
            }
        }
    }

    /// Makes room for records of an output, and returns where it is; what was written is there.
    ///
    /// @throws IllegalStateException if no chunk is computed now
    long room(int output, long count) {
        if (out == null) {
            throw new IllegalStateException("there is room for records in compute only");
        }
        Records records = records(output, count);
        long address = records.segment().address() + records.byteOffset();
        setOutput(output, OfOutput.RECORDS, address);
        setOutput(output, OfOutput.ROOM, count);
        return address;
    }

    private Records records(int output, long count) {
        return output == 0
                ? out.records(count)
                : out.records(products.get(output).dataType(), count);
    }

    int outputCount() {
        return products.size();
    }

    /// What the plugin fills now; null between chunks.
    ChunkOutput output() {
        return out;
    }

    private long getOutput(int output, long member) {
        return outputs.get(NUMBER, output * PluginLayout.OUTPUT_BYTES + member);
    }

    private void setOutput(int output, long member, long value) {
        outputs.set(NUMBER, output * PluginLayout.OUTPUT_BYTES + member, value);
    }

    /// Forgets what was learnt from earlier chunks.
    void reset() {
        if (functions.reset() != 0) {
            run("reset", MemorySegment.ofAddress(functions.reset()));
        }
    }

    private void run(String function, MemorySegment address) {
        int code;
        begin();
        try {
            code = NativeFunctions.call(address, state, call.address());
        } finally {
            thread.leave();
        }
        finish(function, code);
    }

    private void begin() {
        words.set(ValueLayout.JAVA_BYTE, 0, (byte) 0);
        thread.enter();
    }

    private void finish(String function, int code) {
        engine.throwPending();
        if (code != 0) {
            throw NativePlugin.failed(function, code, words);
        }
    }

    /// Frees the state.
    @Override
    public void close() {
        thread.enter();
        try {
            functions.destroy(state);
        } finally {
            thread.leave();
            arena.close();
            lettingGo.run();
        }
    }
}
