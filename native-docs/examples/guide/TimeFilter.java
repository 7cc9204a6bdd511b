// TimeFilter.java
import dev.sluice.chunk.*;
import dev.sluice.context.Context;
import dev.sluice.formats.npy.*;
import dev.sluice.stream.ChunkStream;
import java.nio.file.Path;
import java.util.List;

void main() throws Exception {
    try (Context context = Context.create()
                    .register(new NpySource(List.of(Path.of("a.npy"))), new FeaturesStream("features_stream", "st_waveforms_stream"));
            ChunkStream stream = context.streaming("my_run").getStream("features_stream", TimeRange.of(1_000_000, 2_000_000));
            NpyWriter file = NpyWriter.create(Path.of("java-2.npy"), stream.type())) {
        long count = 0;
        for (Chunk chunk : stream) {
            count += chunk.length();
            file.write(chunk.records());
        }
        file.commit();
        IO.println(count + " features");
    }
}
