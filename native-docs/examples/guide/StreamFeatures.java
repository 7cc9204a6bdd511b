// StreamFeatures.java
import dev.sluice.chunk.Chunk;
import dev.sluice.context.Context;
import dev.sluice.formats.npy.*;
import dev.sluice.stream.ChunkStream;
import java.nio.file.Path;
import java.util.List;

void main() throws Exception {
    try (Context context = Context.create()
                    .register(new NpySource(List.of(Path.of("a.npy"))), new FeaturesStream("features_stream", "st_waveforms_stream"));
            ChunkStream stream = context.streaming("my_run").workers(2).chunkRecords(500).getStream("features_stream");
            NpyWriter file = NpyWriter.create(Path.of("java-1.npy"), stream.type())) {
        for (Chunk chunk : stream) {
            IO.println(chunk);
            file.write(chunk.records());
        }
        file.commit();
    }
}
