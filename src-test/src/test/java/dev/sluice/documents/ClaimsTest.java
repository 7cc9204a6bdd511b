package dev.sluice.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Which tests prove what the guide promises, and which hold off the known faults of WaveformAnalysis and strax.
///
/// A line with a colon is a claim, the lines after it name its tests from the root package on. This is a table for
/// readers: its one test keeps the names alive, the named tests prove the claims.
final class ClaimsTest {
    private static final String TABLE = """
            guide: a plugin that writes nothing gives an empty chunk with its time
                context.FormerFaultsTest#anEmptyResultKeepsItsChunkAndItsTime
                internal.run.OrderTest#aPluginThatWritesNothingGivesAnEmptyChunkThatCarriesTimeForward
            guide: every chunk that enters or leaves a plugin is checked
                internal.run.FailureTest#outputThatBreaksALawIsRefusedWithPluginChunkRecordAndTimes
                internal.run.FailureTest#aHoleBetweenTheChunksOfASourceIsRefused
                context.StreamingFaultsTest$OfStrax#weakPoint8AnUnlawfulChunkHangsTheRun
            guide: what a plugin asks for is what it gets
                context.StreamingFaultsTest$OfWaveformAnalysis#fault9SettingsOfAPluginAreIgnoredAndWrittenOver
                internal.run.OrderTest#aStatefulPluginSeesTheChunksInOrderOnOneWorker
                context.PluginSettingsTest#whatThePluginAsksForIsWhatRuns
                context.PluginSettingsTest#whatIsSetForTheContextGoesBeforeThePlugin
                context.PluginSettingsTest#whatIsSetForTheRunGoesBeforeTheContextAndOtherRunsKeepTheirs
                context.PluginSettingsTest#nothingIsWrittenBackToThePlugin
            guide: pools of threads have names presets reuse shutdown and statistics
                context.ExecutorsTest#aRunIsPutIntoAPoolAsAWhole
                context.ExecutorsTest#everyPresetRunsAPluginAndCountsIt
                context.ExecutorsTest#threadsAreUsedAgainByLaterPipelines
                context.ExecutorsTest#threadsEndWithTheirContext
                context.ExecutorsTest#statisticsCountWhatIsAtWork
            guide: a run has its own settings
                context.FormerFaultsTest#whatIsSetIsWhatTheSourceGets
                context.ContextTest#settingsOfAStreamAreCheckedAtTheDoor
            guide: a range of time clips chunks and is pushed down
                documents.GuideExampleTest#optionsAndTimeRangeAreWhatWasAskedFor
                context.faults.GraphRangeTest#aRangeIsThatPartOfTheWholeResult
                context.faults.GraphRangeTest#whatLiesOutsideIsNeitherReadNorComputed
            guide: any data are iterated as chunks
                context.WholeRunTest#chunksOfStaticDataAreClippedToARangeToo
            guide: streams are merged by time in bounded memory or follow each other
                stream.MergedStreamTest#aMergeIsTheSortedRowsOfAllStreamsWhateverTheChunks
                stream.MergedStreamTest#aMergeHoldsOneChunkOfEachStreamAndNotTheRun
                stream.MergedStreamTest#unsortedStreamsFollowEachOtherAndTheTimeBetweenIsAnEmptyChunk
            guide: static and streaming plugins mix
                context.WholeRunTest#aStaticPluginOnAStreamGetsTheWholeWithoutBeingMergedByHand
                context.WholeRunTest#whatAStaticPluginMadeIsAStreamOfChunksForOthers
            guide: all dependencies are aligned and those of one kind joined
                context.FormerFaultsTest#everyDependencyIsThereAndAlignedInTime
                context.ContextTest#dataFromTwoSourcesAreAligned
                context.JoiningTest#typesOfOneKindComeAsOneStreamWithAllColumns
                context.JoiningTest#pluginComputesFromTheJoinedRowsOfItsInputs
            guide: every consumer of a stream gets all of it
                context.FormerFaultsTest#everyStreamOfARunGetsAllOfIt
                context.faults.GraphClosingTest#aStreamClosedEarlyLeavesItsSiblingsAlone
            guide: outputs are kept by run type and lineage
                context.KeepingTest#targetThatIsStoredIsLoadedAndNothingAboveItIsOpened
                context.KeepingTest#changeOfOneOptionRecomputesExactlyItsDescendants
                context.LineageOfOutputsTest#lineageNamesPluginVersionOptionsFieldsAndAncestors
            guide: progress is message while the run goes on
                internal.run.FlowTest#everyStageCountsWhatItComputed
            guide: the size of chunks is chosen for the machine and the records
                stream.ChunkSizeRuleTest#aChunkIsAQuarterOfTheSecondCacheWithinBounds
                stream.ChunkSizeRuleTest#settingsTakeRecordsFirstThenBytesThenTheRule
            guide: the example of the guide gives its numbers
                documents.GuideExampleTest#theNumbersAreThoseOfTheGuidesFormulas
                documents.GuideExampleTest#emptyWindowsGiveNaN
                analysis.feature.FeaturesTest#paddingIsNotSignal
                waveform.PeakChargeTest#chargeIsExactForIntegerSamples
            WaveformAnalysis: fault 1 instantaneous records are lost
                context.FormerFaultsTest#instantaneousRecordsAtTheBoundsOfChunksAreNotLost
                chunk.FormerFaultsTest#instantaneousRecordsAtTheBoundsOfChunksAreNotLost
            WaveformAnalysis: fault 3 ranges of time crash and save nothing
                context.FormerFaultsTest#aTimeRangeMayCutThroughRecords
                context.FormerFaultsTest#aTimeRangeReachesTheSourceAndEndsItEarly
                context.faults.GraphRangeTest#whatLiesOutsideIsNeitherReadNorComputed
            WaveformAnalysis: fault 4 units of time are mixed
                chunk.FormerFaultsTest#theEndOfARecordIsInTheUnitOfItsTime
                context.ContextTest#aPluginThatCountsTimeInAnotherUnitThanItsInputIsRefused
            WaveformAnalysis: fault 6 all but the first dependency are ignored
                context.FormerFaultsTest#everyDependencyIsThereAndAlignedInTime
                context.ContextTest#dataFromTwoSourcesAreAligned
            WaveformAnalysis: fault 7 a second consumer gets nothing
                context.FormerFaultsTest#everyStreamOfARunGetsAllOfIt
                context.FormerFaultsTest#aStreamReadTwiceIsAnErrorAndNotSilentlyEmpty
            WaveformAnalysis: fault 8 streams cannot be cached
                context.KeepingTest#targetThatIsStoredIsLoadedAndNothingAboveItIsOpened
                context.KeepingTest#streamThatIsClosedEarlyKeepsNothing
            WaveformAnalysis: fault 10 merging holds all and sorts nothing
                stream.MergedStreamTest#aMergeIsTheSortedRowsOfAllStreamsWhateverTheChunks
                stream.MergedStreamTest#aMergeHoldsOneChunkOfEachStreamAndNotTheRun
                chunk.FormerFaultsTest#mergedStreamsAreSortedAndCutIntoManyChunks
            WaveformAnalysis: fault 11 empty results remove their chunk
                context.FormerFaultsTest#anEmptyResultKeepsItsChunkAndItsTime
            WaveformAnalysis: fault 15 streams are merged by hand for static plugins
                context.WholeRunTest#aStaticPluginOnAStreamGetsTheWholeWithoutBeingMergedByHand
            WaveformAnalysis: fault 16 nothing bounds memory and nothing is counted once
                internal.run.MemoryTest#aSlowConsumerStopsTheSourceAtTheSlotsOfTheRing
                internal.run.MemoryTest#theBytesInFlightStayWithinTheBudget
                context.faults.GraphMemoryTest#whereTheBudgetIsTooSmallTheRunFailsAndSaysWhatToDo
                stream.OverflowTest#spilledChunksComeBackInOrderAndComplete
                stream.OverflowTest#deliveredAndLostIntervalsTileTheRun
                stream.LiveInputTest#lateRecordsArePutInOrderAndThoseThatComeLaterStillAreCounted
            strax: weak point 1 there is no parallelism by default
                internal.run.RobustnessTest#allWorkersWorkAtTheSameTimeHoweverManyTheyAre
            strax: weak point 3 every stage allocates anew
                internal.run.AllocationTest#engineThreadsAllocateNothingPerChunkWhereAPluginHasAHalo
                internal.run.AllocationTest#engineThreadsAllocateNothingPerChunkWhereInputsAreAligned
                internal.run.FusedChainAllocationTest#allKernelsOfWaveformsInOneStageAllocateNothingPerChunk
            strax: weak point 5 with several workers nothing keeps the source from running ahead
                internal.run.MemoryTest#aSlowConsumerStopsTheSourceAtTheSlotsOfTheRing
                context.faults.GraphClosingTest#streamsMayBeClosedWhileEveryRingIsFull
            strax: weak point 7 bounds of chunks are the usual fault
                context.graph.RandomGraphsTest#aGraphGivesWhatOneThreadComputesFromOneChunk
                chunk.ChunkLawsTest#splittingNeverFailsAndLosesNothing
                chunk.FormerFaultsTest#aSplitInsideARecordIsNoError
            strax: weak point 8 a wait that is dead is found after a day
                internal.run.StuckStageTest#aPluginThatHangsIsReportedWithItsChunkItsStackAndTheRings
                internal.run.StuckStageTest#onRequestAHangFailsTheRunAfterTheChunksBefore
                internal.run.UnreadStreamTest#aReaderIsToldWhichStreamOfThePassNobodyReads
                context.faults.GraphMemoryTest#threeLevelsOfFanInWithUnevenBranchesEnd
            strax: weak point 9 errors of writers are not noticed
                context.KeepingTest#requiredStoreThatFailsFailsTheRun
                context.KeepingTest#storeThatFailsIsWarnedOfAndTheRunGoesOn
                store.StoreWriterTest#failureOfALaterWriteSurfacesAtCommit
            strax: of several targets only one is subscribed
                context.faults.GraphClosingTest#aStreamClosedEarlyLeavesItsSiblingsAlone
            """;

    @Test
    void everyClaimNamesTestsThatExist() {
        List<String> missing = new ArrayList<>();
        int named = 0;
        for (String line : TABLE.lines().toList()) {
            if (line.startsWith(" ")) {
                named++;
                if (!isTest(line.strip())) {
                    missing.add(line.strip());
                }
            }
        }
        assertEquals(List.of(), missing);
        assertTrue(named > 60, "named=" + named);
    }

    private static boolean isTest(String name) {
        String[] parts = name.split("#");
        try {
            return Stream.of(Class.forName("dev.sluice." + parts[0]).getDeclaredMethods())
                    .anyMatch(method -> method.getName().equals(parts[1]) && isTest(method));
        } catch (ClassNotFoundException absent) {
            return false;
        }
    }

    private static boolean isTest(Method method) {
        return Stream.of(method.getAnnotations())
                .map(Annotation::annotationType)
                .anyMatch(type -> type.getSimpleName().endsWith("Test"));
    }
}
