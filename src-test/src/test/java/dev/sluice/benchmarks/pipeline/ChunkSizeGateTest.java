package dev.sluice.benchmarks.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.benchmarks.gate.GateProgram;
import dev.sluice.stream.ChunkSizeRule;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("slow")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class ChunkSizeGateTest {
    @ParameterizedTest
    @EnumSource(names = {"KERNEL_800", "HITS", "FILE_HITS"})
    void theGateIsOpenForTheRuleAsItIs(Workload workload) throws Exception {
        assertEquals(GateProgram.OPEN, GateProgram.best(workload.name()));
    }

    @Test
    void aRuleOfTooSmallChunksClosesTheGate() throws Exception {
        assertEquals(GateProgram.CLOSED, GateProgram.run("KERNEL_800", ChunkSizeRule.OVERRIDE + "=4096"));
    }

    @Test
    void aRuleOfTooLargeChunksClosesTheGateForHitsOfAFile() throws Exception {
        assertEquals(GateProgram.CLOSED, GateProgram.run("FILE_HITS", ChunkSizeRule.OVERRIDE + "=8388608"));
    }
}
