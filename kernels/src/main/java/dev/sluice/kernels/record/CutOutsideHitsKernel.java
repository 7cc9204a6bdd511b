package dev.sluice.kernels.record;

import dev.sluice.kernels.Compatibility;
import dev.sluice.kernels.FragmentLayout;
import dev.sluice.kernels.KernelProvider;
import dev.sluice.kernels.Kernels;
import dev.sluice.kernels.internal.check.Loops;
import dev.sluice.kernels.internal.memory.Call;
import dev.sluice.kernels.internal.memory.Fields;
import dev.sluice.kernels.internal.memory.Segments;
import dev.sluice.kernels.internal.record.CutOutsideHitsPlan;
import dev.sluice.kernels.internal.record.ScalarCutOutsideHits;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/// Copies of records in which only the samples near hits are left; the others are 0.
///
/// Immutable and safe from any thread; it owns no memory, and the links of records are the caller's. Around a hit
/// `[left, right)` the samples `[left - leftExtension, right + rightExtension)` stay, as far as records are linked:
/// what lies before or after its record is kept in the neighbouring fragments, within the length of each. All other
/// fields are copied; reduction_level becomes 2 (hits only).
///
/// Formula of strax' `cut_outside_hits`, without its faults: there only one neighbour on either side is kept, and that
/// beyond its length, too. `Compatibility.STRAX` brings them back bit for bit.
public final class CutOutsideHitsKernel {

    private final FragmentLayout layout;
    private final CutOutsideHitsPlan.Loop loop;
    private final CutOutsideHitsPlan plan;
    private final Call.Body body = this::run;
    private final Call.Body reach = this::reach;

    private CutOutsideHitsKernel(FragmentLayout layout, CutOutsideHitsPlan plan, CutOutsideHitsPlan.Loop loop) {
        this.layout = layout;
        this.plan = plan;
        this.loop = loop;
    }

    /// A kernel for records of this layout, which keeps so many samples before and after hits: strax has 2 and 15.
    public static CutOutsideHitsKernel of(
            FragmentLayout layout, int leftExtension, int rightExtension, Compatibility compatibility) {
        return of(layout, leftExtension, rightExtension, compatibility, Kernels.provider());
    }

    /// The same, computed with this provider.
    public static CutOutsideHitsKernel of(
            FragmentLayout layout,
            int leftExtension,
            int rightExtension,
            Compatibility compatibility,
            KernelProvider provider) {
        if (layout == null || compatibility == null || provider == null) {
            throw new IllegalArgumentException("something is missing: layout=" + layout + " compatibility="
                    + compatibility + " provider=" + provider + "; give all three");
        }
        if (leftExtension < 0 || rightExtension < 0) {
            throw new IllegalArgumentException("negative extension of hits: leftExtension=" + leftExtension
                    + " rightExtension=" + rightExtension + ", least is 0");
        }
        boolean likeStrax = compatibility == Compatibility.STRAX;
        CutOutsideHitsPlan plan = new CutOutsideHitsPlan(layout.samples(), leftExtension, rightExtension, likeStrax);
        return new CutOutsideHitsKernel(layout, plan, Loops.of(provider, plan, ScalarCutOutsideHits::of));
    }

    /// Copies `count` records that start at byte `offset` of `records` to `target`, from `targetOffset` on, with what
    /// is near the `hitCount` hits that start at byte `hitOffset` of `hits` and number these records from 0; `links`
    /// are set to these records where a hit reaches beyond its own.
    ///
    /// All segments must be native; a shared arena cannot be closed during the call. Fails before anything is written:
    /// `IndexOutOfBoundsException` if a segment is too small, `IllegalArgumentException` if it is a heap or read-only
    /// segment or if the target overlaps another, `IllegalStateException` if it is closed, `WrongThreadException` if it
    /// belongs to another thread. Fails with only the hits before it kept: with `IllegalArgumentException` at a hit
    /// that is in none of the records, with `IllegalStateException` at one that another thread has changed since the
    /// call began, so that it reaches beyond its record. Allocates only what links to more records need.
    public void cut(
            MemorySegment records,
            long offset,
            long count,
            MemorySegment hits,
            long hitOffset,
            long hitCount,
            MemorySegment target,
            long targetOffset,
            RecordLinks links) {
        int stride = layout.recordBytes();
        int hitBytes = FragmentLayout.HIT_BYTES;
        long from = Segments.addressOfRecords("records", records, offset, count, stride, stride);
        long found = Segments.addressOfRecords("hits", hits, hitOffset, hitCount, hitBytes, hitBytes);
        long to = Segments.addressOfResults("target", target, targetOffset, count, stride, stride);
        requireSameLayout(Objects.requireNonNull(links, "links"));
        Fields.requireApart("records", from, count * stride, "target", to, count * stride);
        Fields.requireApart("hits", found, hitCount * hitBytes, "target", to, count * stride);
        long reached = Call.begin().holding(hits).with(found).with(hitCount).run(reach);
        if (reached != 0) {
            links.link(records, offset, count);
        }
        long done = Call.begin()
                .holding(records)
                .holding(hits)
                .holding(target)
                .with(from)
                .with(count)
                .with(found)
                .with(hitCount)
                .with(to)
                .with(reached)
                .with(links.previous(), links.next())
                .run(body);
        if (done < hitCount) {
            throw new IllegalArgumentException("hit=" + done + " is in none of the count=" + count
                    + " records of samples=" + layout.samples() + "; give the records that the hits were found in");
        }
    }

    private long reach(Call call) {
        return plan.reachesNeighbours(call.number(0), call.number(1)) ? 1 : 0;
    }

    private long run(Call call) {
        return loop.run(
                call.number(0),
                call.number(1),
                call.number(2),
                call.number(3),
                call.number(4),
                call.number(5) != 0,
                call.object(int[].class),
                call.other(int[].class));
    }

    private void requireSameLayout(RecordLinks links) {
        if (!links.layout().equals(layout)) {
            throw new IllegalArgumentException("links are for other records: samples="
                    + links.layout().samples() + ", records have samples=" + layout.samples() + "; make them anew");
        }
    }
}
