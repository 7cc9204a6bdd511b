// MergeStreams.java
import dev.sluice.chunk.Chunk;
import dev.sluice.context.*;
import dev.sluice.formats.npy.*;
import dev.sluice.stream.MergedStream;
import java.nio.file.Path;
import java.util.List;

void main() throws Exception {
    try (Context context = Context.create().register(
            new NpySource("crate_a", List.of(Path.of("a.npy"))), new FeaturesStream("stream1", "crate_a"),
            new NpySource("crate_b", List.of(Path.of("b.npy"))), new FeaturesStream("stream2", "crate_b"))) {
        StreamingContext streaming = context.streaming("my_run");
        try (MergedStream merged = streaming.mergeStream(
                        List.of(streaming.getStream("stream1"), streaming.getStream("stream2")), true);
                NpyWriter file = NpyWriter.create(Path.of("java-3.npy"), FeaturesStream.FEATURES)) {
            long count = 0;
            for (Chunk chunk : merged) {
                count += chunk.length();
                file.write(chunk.records());
            }
            file.commit();
            IO.println(count + " features");
        }
    }
}
