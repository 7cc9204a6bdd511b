package dev.sluice.stream;

import dev.sluice.record.Records;
import java.time.Duration;

/// Records that are published while they are taken: one thread claims room in the ring, fills it, and publishes it as a
/// chunk, without a copy and without handing it to another thread first.
///
///     try (LiveInput live = context.live("st_waveforms_stream", waveformType)) {
///         Records slot = live.claim(64);
///         … fill …
///         live.publish(start, end);
///     }
///
/// Set up before a stream is opened: its settings cannot be changed while one is. Then one thread at a time publishes:
/// from a claim to its publication every other thread is refused, and between them another may take over, which sees
/// what the first one did. Streams are opened from the context, before that or in another thread, and what is claimed
/// waits for them, for 10 s unless [#patience] says otherwise. One pass at a time is fed: ask for several targets at
/// once. When it has ended, another one may follow; what was claimed for the first does not get into the second.
///
/// A call that has to wait, for a stream or for room, ends with [InterruptedWaitException] when its thread is
/// interrupted, under every [Overflow]. The memory that is claimed belongs to the engine; it may be written, by a
/// driver too, until it is published. In the steady state nothing is allocated.
public interface LiveInput extends AutoCloseable {
    /// What happens where chunks are published faster than they are taken; by default, publishing waits.
    ///
    /// @throws IllegalStateException if a stream is open
    LiveInput overflow(Overflow policy);

    /// Puts records in order that come late, or out of order, by no more than `time`, in the unit of the type; records
    /// that come later are refused and counted. By default, 0, records come in order and are not copied.
    ///
    /// With a lateness, records wait in memory of the pass, a quarter of its budget at most, until the latest
    /// published end is `time` ahead; `start` of [#publish(long, long)] only says where the run begins, and
    /// [#finish()] may have to wait for the reader. A publication that finds no memory is refused as a whole, and may
    /// be tried again; a chunk that is due and finds none is delivered with the next publication that is not refused.
    ///
    /// @throws IllegalArgumentException if `time` is negative
    /// @throws IllegalStateException if a stream is open
    LiveInput lateness(long time);

    /// Hands out claims as they are, rather than as zeros: the publisher promises to write every field of every record.
    ///
    /// A field that is left unwritten all the same has some earlier value; checked mode finds that out.
    LiveInput writingEveryField();

    /// How long [#claim] waits for a stream to be opened; 10 seconds by default.
    ///
    /// @throws IllegalArgumentException if it is negative
    /// @throws IllegalStateException if a stream is open
    LiveInput patience(Duration limit);

    /// The name of the data.
    String dataType();

    /// Whether a stream is open that takes what is published.
    boolean isRead();

    /// Room for `count` records, in memory of the ring; valid until it is published, and refused after that. All bytes
    /// are zero until they are written, unless this input is [written whole][#writingEveryField()]. A second claim
    /// takes the place of the first. The room for a claim is always there; publishing may have to wait.
    ///
    /// @throws InterruptedWaitException if the thread is interrupted while it waits for a stream
    /// @throws IllegalStateException if no stream was opened within the [#patience] of this input, its readers let go,
    ///     or another thread has claimed
    /// @throws dev.sluice.chunk.OutOfBudgetException if the records do not fit into the memory of the pass
    Records claim(long count);

    /// Publishes all records of the claim as the chunk `[start, end)`.
    ///
    /// @throws dev.sluice.chunk.ChunkLawException if they break the laws of chunking: unsorted, outside the interval,
    ///     or not where the last chunk ended; the claim stays, to be corrected and published
    /// @throws dev.sluice.chunk.OutOfBudgetException if records that come late find no memory to wait in, or a chunk
    ///     that is owed still finds none: nothing is taken in, and the claim stays
    /// @throws InterruptedWaitException if the thread is interrupted while it waits for room: nothing is taken in, and
    ///     the claim stays. With a [#lateness], records that are taken in already do not wait: the call returns, and
    ///     what is due is delivered with the next publication
    /// @throws IllegalStateException if nothing is claimed, another thread has claimed, or the readers let go: the
    ///     records go nowhere, and the claim is given up
    void publish(long start, long end);

    /// Publishes the first `count` records of the claim; none at all, without a claim, carries time forward.
    ///
    /// @throws IllegalArgumentException if fewer were claimed
    /// @throws dev.sluice.chunk.ChunkLawException as [#publish(long, long)] does
    /// @throws dev.sluice.chunk.OutOfBudgetException as there
    /// @throws InterruptedWaitException as there, and where no stream is open
    /// @throws IllegalStateException as there
    void publish(long count, long start, long end);

    /// The same, where the thread waits for room no longer than `limit` and some milliseconds: false if there was none
    /// by then. Nothing is taken in then, and the claim stays, to be published later or [given up][#giveUp()].
    ///
    /// @throws IllegalArgumentException if `limit` is negative, or as above
    boolean publish(long count, long start, long end, Duration limit);

    /// Gives up what this thread has claimed, which is not published: another thread may take its turn. Does nothing
    /// where nothing is claimed, or another thread has claimed.
    void giveUp();

    /// Marks `[start, end)` as lost before it came here, which stands for chunks that would have covered it: it is part
    /// of the next chunk that is published.
    ///
    /// @throws IllegalArgumentException if it starts before the end of what was published, or of an earlier loss
    /// @throws InterruptedWaitException as [#claim] does
    /// @throws IllegalStateException as [#claim] does
    void lost(long start, long end, String cause);

    /// Ends the streams after what was published; what is claimed and not published is given up. Another stream may be
    /// opened then. Does nothing if no stream is open.
    ///
    /// It ends those to which was published last, or for which is claimed: if their readers have left them and another
    /// stream was opened since, that one stays, and gets what is published next.
    ///
    /// @throws dev.sluice.chunk.OutOfBudgetException if late records that waited find no memory to be delivered in: the
    ///     streams fail with it after what they got
    /// @throws InterruptedWaitException if the thread is interrupted while late records wait for room: the streams fail
    ///     with it likewise
    /// @throws IllegalStateException if another thread has claimed
    void finish();

    /// Ends the streams after what was published, as [#finish()] does, but with a failure.
    ///
    /// To be called where the source of the records has died, so that what is missing does not look like the end of
    /// the run: readers get all that was published, then a [PipelineException] with that `cause`. Nothing happens
    /// where they have left. The input may feed another stream after that, and is closed as ever.
    ///
    ///     try {
    ///         while (digitiser.read(live.claim(64))) {
    ///             live.publish(start, end);
    ///         }
    ///     } catch (Exception died) {
    ///         live.fail(died);
    ///     }
    ///
    /// @throws dev.sluice.chunk.OutOfBudgetException if late records that waited find no memory to be delivered in;
    ///     the streams fail with `cause` all the same
    /// @throws InterruptedWaitException if the thread is interrupted while late records wait for room; likewise
    /// @throws IllegalStateException if no stream is open, as it has ended, or another thread has claimed
    void fail(Throwable cause);

    /// Finishes every stream that is open; no other can be opened. Doing so twice is harmless.
    ///
    /// @throws dev.sluice.chunk.OutOfBudgetException as [#finish()] does; the input is closed then too
    /// @throws IllegalStateException as [#finish()] does
    @Override
    void close();
}
