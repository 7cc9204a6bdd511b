package dev.sluice.internal.run;

import dev.sluice.internal.feed.Feed;
import dev.sluice.internal.ring.RingReader;
import dev.sluice.internal.ring.Slot;
import java.util.List;

/// A feed that does what another does, for a test that lets it do something else.
class FeedDouble implements Feed {
    final Feed feed;

    FeedDouble(Feed feed) {
        this.feed = feed;
    }

    @Override
    public boolean fill(Slot slot) throws Exception {
        return feed.fill(slot);
    }

    @Override
    public boolean takesInWhileFull() {
        return feed.takesInWhileFull();
    }

    @Override
    public boolean takeIn() {
        return feed.takeIn();
    }

    @Override
    public void leave() {
        feed.leave();
    }

    @Override
    public List<RingReader> cursors() {
        return feed.cursors();
    }

    @Override
    public long number() {
        return feed.number();
    }

    @Override
    public void close() throws Exception {
        feed.close();
    }
}
