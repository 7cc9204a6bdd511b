package dev.sluice.benchmarks.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.benchmarks.gate.GateProgram;
import dev.sluice.stream.ChunkSizeRule;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("slow")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class ChunkSizeGateTest {
    @Test
    void theGateIsOpenForTheRuleAsItIs() throws Exception {
        assertEquals(GateProgram.OPEN, GateProgram.run("rule"));
    }

    @Test
    void aRuleOfTooSmallChunksClosesTheGate() throws Exception {
        assertEquals(GateProgram.CLOSED, GateProgram.run("rule", ChunkSizeRule.OVERRIDE + "=4096"));
    }
}
