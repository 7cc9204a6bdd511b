import dev.sluice.chunk.Chunk;
import dev.sluice.session.Session;
import dev.sluice.stream.ChunkStream;

/// Reads a stream some times over, as host_streams.c does, and prints the seconds of the fastest pass: PASSES WORD...
void main(String[] arguments) throws Exception {
    String[] words = Arrays.copyOfRange(arguments, 1, arguments.length);
    double least = Double.POSITIVE_INFINITY;
    long records = 0;
    for (int pass = 0; pass < Integer.parseInt(arguments[0]); pass++) {
        records = 0;
        long begin = System.nanoTime();
        try (Session session = Session.open(words)) {
            ChunkStream stream = session.streams().getFirst();
            for (Chunk chunk : stream) {
                records += chunk.length();
            }
        }
        least = Math.min(least, (System.nanoTime() - begin) / 1e9);
    }
    IO.println(records + " " + least);
}
