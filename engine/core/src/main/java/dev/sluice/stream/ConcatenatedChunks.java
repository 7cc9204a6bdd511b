package dev.sluice.stream;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.ChunkLawException;
import dev.sluice.chunk.ChunkView;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/// The chunks of streams one stream after the other; where one starts later than the last ended, an empty chunk carries
/// time forward. Used by one thread.
final class ConcatenatedChunks implements Iterator<Chunk> {
    private final List<Iterator<Chunk>> inputs;
    private final ChunkView view;
    private int input;
    private boolean started;
    private Chunk pending;
    private long number;
    private long end;

    ConcatenatedChunks(List<Iterator<Chunk>> inputs, ChunkView view) {
        this.inputs = inputs;
        this.view = view;
    }

    @Override
    public boolean hasNext() {
        while (pending == null && input < inputs.size() && !inputs.get(input).hasNext()) {
            input++;
        }
        return pending != null || input < inputs.size();
    }

    @Override
    public Chunk next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the streams have ended, all of them");
        }
        Chunk chunk = pending == null ? inputs.get(input).next() : pending;
        pending = null;
        if (started && chunk.start() < end) {
            throw new ChunkLawException("stream " + input + " of the list starts with " + chunk + ", before the one in"
                    + " front of it ended at end=" + end
                    + "; merge them with sort=true, or name the earlier one first");
        }
        if (started && chunk.start() > end) {
            pending = chunk;
            Chunk silence = view.silence(number++, end, chunk.start(), chunk.runId());
            end = chunk.start();
            return silence;
        }
        started = true;
        end = chunk.end();
        return view.show(chunk, number++);
    }
}
