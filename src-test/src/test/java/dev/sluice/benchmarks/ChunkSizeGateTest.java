package dev.sluice.benchmarks;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.stream.ChunkSizeRule;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("slow")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class ChunkSizeGateTest {
    @AfterEach
    void forgetTheBadRule() {
        System.clearProperty(ChunkSizeRule.OVERRIDE);
    }

    @Test
    void theGateIsOpenForTheRuleAsItIs() {
        ChunkSizeGate.Verdict verdict = judge();
        assertTrue(verdict.isGood(), verdict::toString);
    }

    @Test
    void aRuleOfTooSmallChunksClosesTheGate() {
        System.setProperty(ChunkSizeRule.OVERRIDE, "4096");
        ChunkSizeGate.Verdict verdict = judge();
        assertFalse(verdict.isGood(), verdict::toString);
    }

    private static ChunkSizeGate.Verdict judge() {
        try (WaveformRun run = new WaveformRun("<i2", 800, ChunkSizeGate.RUN_BYTES)) {
            ChainPipeline pipeline = ChainPipeline.ofKernels(run.records(), 1);
            return new ChunkSizeGate().judge("one kernel", pipeline, Gate.ruleBytes(), 1);
        }
    }
}
