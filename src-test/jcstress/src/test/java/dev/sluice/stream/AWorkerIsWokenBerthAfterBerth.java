package dev.sluice.stream;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.SequenceBarrier;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// A worker waits at one berth, leaves it and waits at the next, while the feed goes on.
@JCStressTest
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "The worker sees both slots, or is woken.")
@Outcome(expect = FORBIDDEN, desc = "A call is lost.")
@State
public class AWorkerIsWokenBerthAfterBerth {
    private final RingBuffer<Object> ring;
    private final SequenceBarrier published;

    public AWorkerIsWokenBerthAfterBerth() {
        ParkingWaitStrategy waiting = new ParkingWaitStrategy(WaitPolicy.THROUGHPUT, 2, 1, LostCall.LIMIT);
        ring = RingBuffer.createSingleProducer(Object::new, 2, waiting);
        published = ring.newBarrier();
        waiting.attend(published);
    }

    @Actor
    public void feed() {
        ring.publish(ring.next());
        ring.publish(ring.next());
    }

    @Actor
    public void worker(II_Result lost) {
        lost.r1 = LostCall.await(published, 0);
        lost.r2 = LostCall.await(published, 1);
    }
}
