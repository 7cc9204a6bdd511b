package dev.sluice.internal.run;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.internal.feed.Feed;
import dev.sluice.internal.feed.LendingFeed;
import dev.sluice.internal.feed.SimulatedInput;
import dev.sluice.internal.plan.StagePlan;
import dev.sluice.internal.ring.RingReader;
import dev.sluice.internal.ring.Slot;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The simulation finds faults: doubles of parts of the engine that do what the engine once did wrong, or could, are
/// found within so many schedules.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class SimulationFindsFaultsTest {
    private static final int MOST = 2000;
    private static final int HELD_UP = 100;

    /// The first seed that shows the fault.
    private static void assertFound(String fault, String sign, LongFunction<SimulatedRun> faulty) {
        for (long seed = 0; seed < MOST; seed++) {
            SimulatedRun run = faulty.apply(seed);
            try {
                run.run();
            } catch (AssertionError found) {
                System.out.printf("simulation: %s shows after %d schedules%n", fault, seed + 1);
                // Where there is a watchdog, it may see a hang first.
                boolean shown =
                        found.getMessage().contains(sign) || found.getMessage().contains("no progress");
                assertTrue(shown, () -> run + " fails of " + found.getMessage());
                return;
            }
        }
        throw new AssertionError(MOST + " schedules do not show " + fault);
    }

    /// Its slot is filled again while the stage that borrowed it computes.
    @Test
    void aLoanThatIsGivenBackAtOnceIsFound() {
        assertFound("a loan that is given back at once", "", seed -> new SimulatedRun(new Simulation(seed)) {
            @Override
            public Feed feed(StagePlan plan, Feed feed) {
                return !(feed instanceof LendingFeed)
                        ? feed
                        : new FeedDouble(feed) {
                            @Override
                            public boolean fill(Slot slot) throws Exception {
                                boolean more = super.fill(slot);
                                RingReader lent = cursors().getFirst();
                                lent.giveBack(lent.finished());
                                return more;
                            }
                        };
            }
        });
    }

    /// The last slots that it lent are filled again while they are computed.
    @Test
    void aFeedThatLeavesWithWhatItLentIsFound() {
        assertFound("a feed that leaves with what it lent", "", seed -> new SimulatedRun(new Simulation(seed)) {
            @Override
            public Feed feed(StagePlan plan, Feed feed) {
                return !(feed instanceof LendingFeed)
                        ? feed
                        : new FeedDouble(feed) {
                            @Override
                            public void leave() {
                                cursors().getFirst().leave(-1);
                            }
                        };
            }
        });
    }

    /// What it fails of reaches no reader: its thread goes, and the others wait.
    @Test
    void aFeederWithoutItsCatchIsFound() {
        assertFound("a feeder without its catch", "", seed -> new SimulatedRun(new Simulation(seed)) {
            @Override
            public Feed feed(StagePlan plan, Feed feed) {
                return new FeedDouble(feed) {
                    @Override
                    public boolean fill(Slot slot) {
                        try {
                            return super.fill(slot);
                        } catch (Throwable untold) {
                            return goForEver();
                        }
                    }
                };
            }

            private boolean goForEver() {
                while (true) {
                    simulation.park(this);
                    Thread.interrupted();
                }
            }
        });
    }

    /// It lets out the pass that has come in meanwhile.
    @Test
    void aFinishWithoutItsLockIsFound() {
        assertFound("a finish without its lock", "", seed -> new SimulatedRun(new Simulation(seed)) {
            @Override
            void finish() {
                super.finish();
                for (int i = 0; i < HELD_UP; i++) {
                    simulation.meanwhile();
                }
                SimulatedInput.letOutAny(graph.input);
            }
        });
    }

    /// A thread that is woken before it parks is to go on at once.
    @Test
    void aWakeUpThatIsLostIsFound() {
        assertFound(
                "a wake-up that is lost",
                "wait",
                seed -> new SimulatedRun(new Simulation(seed) {
                    @Override
                    public void unpark(Thread thread) {
                        if (thread != null && thread.getState() == Thread.State.WAITING) {
                            super.unpark(thread);
                        }
                    }
                }));
    }

    /// What it waits for may have come before it said that it waits.
    @Test
    void aWaiterThatDoesNotLookAgainIsFound() {
        assertFound(
                "a waiter that does not look again",
                "wait",
                seed -> new SimulatedRun(new Simulation(seed) {
                    @Override
                    public void step(Point point) {
                        super.step(point);
                        if (point == Point.ANNOUNCED || point == Point.BERTHED) {
                            LockSupport.park(this);
                        }
                    }
                }));
    }
}
