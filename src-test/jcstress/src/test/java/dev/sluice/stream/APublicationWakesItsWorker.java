package dev.sluice.stream;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.SequenceBarrier;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/// A worker waits for the slot that it has claimed, and the feed publishes it.
@JCStressTest
@Outcome(id = "0", expect = ACCEPTABLE, desc = "The worker sees the slot, or is woken.")
@Outcome(id = "1", expect = FORBIDDEN, desc = "The call is lost.")
@State
public class APublicationWakesItsWorker {
    private final RingBuffer<Object> ring;
    private final SequenceBarrier published;

    public APublicationWakesItsWorker() {
        ParkingWaitStrategy waiting = new ParkingWaitStrategy(WaitPolicy.THROUGHPUT, 2, 1, LostCall.LIMIT);
        ring = RingBuffer.createSingleProducer(Object::new, 2, waiting);
        published = ring.newBarrier();
        waiting.attend(published);
    }

    @Actor
    public void feed() {
        ring.publish(ring.next());
    }

    @Actor
    public void worker(I_Result lost) {
        lost.r1 = LostCall.await(published, 0);
    }
}
