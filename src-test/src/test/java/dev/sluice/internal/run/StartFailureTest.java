package dev.sluice.internal.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.TimeRange;
import dev.sluice.executor.ExecutorManager;
import dev.sluice.fixtures.EngineThreads;
import dev.sluice.internal.plan.OutputRef;
import dev.sluice.internal.plan.PipelinePlan;
import dev.sluice.internal.plan.StagePlan;
import dev.sluice.internal.ring.CopyingTap;
import dev.sluice.plugin.ChunkReader;
import dev.sluice.plugin.OptionValues;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.SourceContext;
import dev.sluice.plugin.SourceOutput;
import dev.sluice.plugin.SourcePlugin;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.PipelineException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A pass over several sources that cannot start, or whose sources fail to close: all that was opened is closed, and
/// nothing that went wrong is kept back.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class StartFailureTest {
    private final EngineThreads threads = EngineThreads.fromNowOn();

    private final List<String> closed = new ArrayList<>();
    private final ExecutorManager executors = ExecutorManager.withoutReuse();

    @AfterEach
    void everyThreadIsStopped() {
        executors.close();
        assertEquals(List.of(), threads.started());
    }

    /// An empty source whose reader notes that it was closed; it fails to open, or to close, with what is given.
    private final class Shop extends SourcePlugin {
        private final String dataType;
        private final IOException unopened;
        private final Throwable unclosed;

        Shop(String dataType, IOException unopened, Throwable unclosed) {
            this.dataType = dataType;
            this.unopened = unopened;
            this.unclosed = unclosed;
        }

        @Override
        public PluginSpec spec() {
            return PluginSpec.provides(dataType, Pulses.TYPE);
        }

        @Override
        public ChunkReader open(SourceContext context) throws IOException {
            if (unopened != null) {
                throw unopened;
            }
            return new ChunkReader() {
                @Override
                public boolean read(SourceOutput out) {
                    return false;
                }

                @Override
                public void close() {
                    closed.add(dataType);
                    if (unclosed instanceof Error) {
                        throw (Error) unclosed;
                    }
                    if (unclosed != null) {
                        throw (RuntimeException) unclosed;
                    }
                }
            };
        }
    }

    private static StagePlan stage(SourcePlugin source) {
        return StagePlan.ofSource(
                "test_run", TimeRange.UNBOUNDED, source, OptionValues.of(source, Map.of()), List.of());
    }

    private List<PipelineStream> start(List<CopyingTap> taps, StagePlan... stages) {
        List<OutputRef> targets = IntStream.range(0, stages.length)
                .mapToObj(stage -> new OutputRef(stage, 0))
                .toList();
        PipelinePlan plan = new PipelinePlan("test_run", List.of(stages), targets, TimeRange.UNBOUNDED);
        return PipelineStream.start(plan, Runs.workers(1), taps, executors, stream -> {});
    }

    private static List<Throwable> causes(Throwable failure) {
        return Stream.of(failure.getSuppressed()).map(Throwable::getCause).toList();
    }

    @Test
    void whereASourceCannotBeOpenedTheOthersAreClosedThoughSomeFailTo() {
        IOException unopened = new IOException("no such device");
        IllegalStateException first = new IllegalStateException("the first does not close");
        AssertionError second = new AssertionError("the second does not close");
        PipelineException refused = assertThrows(
                PipelineException.class,
                () -> start(
                        List.of(),
                        stage(new Shop("one", null, first)),
                        stage(new Shop("two", null, second)),
                        stage(new Shop("three", null, null)),
                        stage(new Shop("four", unopened, null))));
        assertSame(unopened, refused.getCause());
        assertEquals(List.of("one", "two", "three"), closed);
        assertEquals(List.of(first, second), causes(refused));
    }

    @Test
    void whereAStageCannotBeBuiltTheSourcesOfAllAreClosed() {
        IllegalStateException unclosed = new IllegalStateException("it does not close");
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> start(
                        List.of(),
                        stage(new Shop("one", null, unclosed)),
                        stage(new Shop("two", null, null)).inPools(null, "no such pool"),
                        stage(new Shop("three", null, null))));
        assertTrue(refused.getMessage().contains("there is no pool 'no such pool'"), refused.getMessage());
        assertEquals(List.of("one", "two", "three"), closed);
        assertEquals(List.of(unclosed), causes(refused));
    }

    @Test
    void aSourceThatWouldBePublishedToIsRefusedWithWhatToDo() {
        SourcePlugin pushed = new SourcePlugin() {
            @Override
            public PluginSpec spec() {
                return PluginSpec.provides("two", Pulses.TYPE);
            }

            @Override
            public boolean isPushed() {
                return true;
            }

            @Override
            public ChunkReader open(SourceContext context) {
                throw new AssertionError("it is never opened");
            }
        };
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> start(List.of(), stage(new Shop("one", null, null)), stage(pushed)));
        assertTrue(refused.getMessage().contains("Context.live"), refused.getMessage());
        assertEquals(List.of("one"), closed);
    }

    @Test
    void whereATapIsRefusedTheSourcesAreClosed() {
        CopyingTap tap = new CopyingTap("one", 1);
        tap.close();
        IllegalStateException unclosed = new IllegalStateException("it does not close");
        IllegalStateException refused = assertThrows(
                IllegalStateException.class,
                () -> start(List.of(tap), stage(new Shop("one", null, unclosed)), stage(new Shop("two", null, null))));
        assertEquals(List.of("one", "two"), closed);
        assertEquals(List.of(unclosed), causes(refused));
    }

    @Test
    void whereNoThreadIsGivenTheSourcesAreClosed() {
        executors.close();
        assertThrows(
                RuntimeException.class,
                () -> start(List.of(), stage(new Shop("one", null, null)), stage(new Shop("two", null, null))));
        assertEquals(List.of("one", "two"), closed);
    }

    @Test
    void everySourceThatFailsToCloseIsToldBehindTheFirst() {
        IllegalStateException first = new IllegalStateException("the first does not close");
        IllegalStateException second = new IllegalStateException("the second does not close");
        List<PipelineStream> streams = start(
                List.of(),
                stage(new Shop("one", null, first)),
                stage(new Shop("two", null, second)),
                stage(new Shop("three", null, null)));
        streams.subList(0, 2).forEach(ChunkStream::close);
        PipelineException failure = assertThrows(PipelineException.class, streams.get(2)::close);
        assertSame(first, failure.getCause());
        assertEquals(List.of(second), causes(failure));
        assertEquals(List.of("one", "two", "three"), closed);
        assertEquals(0, streams.get(2).reservedBytes());
    }
}
