package dev.sluice.waveform;

import dev.sluice.kernels.Column;
import dev.sluice.kernels.event.CoincidenceKernel;
import dev.sluice.record.FieldDocs;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.record.WorkingBuffer;
import dev.sluice.record.WorkingMemory;
import java.lang.foreign.MemorySegment;

/// Groups records of all channels that coincide: [CoincidenceKernel], bound to fields by name.
///
/// Reads `time`, the end as [IntervalFields] finds it, `channel` and, if there is one, `board`; writes records of
/// [#TYPE]. Owns scratch memory, which [#close] frees: one binding per thread.
public final class Coincidence implements AutoCloseable {
    /// One record per group: first start, last end, index of the first record, how many, in how many channels, and
    /// which of channels 0 to 63, of any board.
    public static final RecordType TYPE = RecordType.of(
                    "time:<i8", "endtime:<i8", "first_hit:<i8", "n_hits:<i4", "n_channels:<i4", "channel_mask:<i8")
            .documented(FieldDocs.CUSTOMARY
                    .with("time", "time", "first start in the group", "never missing")
                    .with("endtime", "time", "latest end in the group", "never missing")
                    .with("first_hit", "index", "number of the group's first record in the run", "never missing")
                    .with("n_hits", "count", "how many records the group has", "never missing")
                    .with("n_channels", "count", "in how many channels they are", "never missing")
                    .with(
                            "channel_mask",
                            "bits",
                            "which channels they are in: bit i for channel i of any board, or number i in boards",
                            "channels from 64 on are left out"));

    private final RecordType input;
    private final CoincidenceKernel kernel;
    private final WorkingBuffer memory;
    private final MemorySegment scratch;

    private Coincidence(RecordType input, CoincidenceKernel kernel, WorkingMemory memory) {
        this.memory = new WorkingBuffer(memory, "scratch memory for coincidences");
        this.input = input;
        this.kernel = kernel;
        this.scratch = this.memory.atLeast(kernel.scratchBytes());
    }

    /// Binds records of type `input`; a channel is that of a board where the records have such a field, and a group has
    /// `channels` of them at most. Scratch memory is taken from `memory`.
    ///
    /// @throws IllegalArgumentException if a field is missing or of a type that the kernel does not know
    public static Coincidence of(
            RecordType input,
            int channels,
            CoincidenceKernel.Rule rule,
            long window,
            int minChannels,
            WorkingMemory memory) {
        return new Coincidence(
                input,
                CoincidenceKernel.ofBoards(
                        IntervalFields.layout(input),
                        input.has("board") ? IntervalFields.column(input, "board") : Column.NONE,
                        IntervalFields.column(input, "channel"),
                        channels,
                        rule,
                        window,
                        minChannels),
                memory);
    }

    /// Writes as many groups of `hits`, which are sorted by time, as `groups` has room for; returns how many there are.
    ///
    /// @throws IllegalArgumentException if the types are not those of the binding, or a record is of no channel
    public long group(Records hits, Records groups) {
        Binding.requireType("hits", input, hits);
        Binding.requireType("groups", TYPE, groups);
        return hits.count() == 0
                ? 0
                : kernel.group(
                        hits.segment(),
                        hits.byteOffset(),
                        hits.count(),
                        groups.segment(),
                        groups.byteOffset(),
                        groups.count(),
                        scratch);
    }

    @Override
    public void close() {
        memory.close();
    }
}
