package dev.sluice.formats.wavedump.time;

import java.util.Comparator;

/// A heap of cursors whose least is replaced or dropped, over and over. One thread at a time; no allocation after
/// construction.
public final class MinHeap<T> {
    private final T[] items;
    private final Comparator<T> order;
    private int size;

    /// A heap of all `items`, which it takes over; they need no order before the first [#settle].
    public MinHeap(T[] items, Comparator<T> order) {
        this.items = items;
        this.order = order;
        this.size = items.length;
    }

    /// How many items are left.
    public int size() {
        return size;
    }

    /// The item at `index`; that at 0 is the least once the heap is settled.
    public T get(int index) {
        return items[index];
    }

    /// Drops the item at `index`; the heap needs a [#settle] after that.
    public void drop(int index) {
        items[index] = items[--size];
        items[size] = null;
    }

    /// Orders the heap after any change.
    public void settle() {
        for (int root = size / 2 - 1; root >= 0; root--) {
            siftDown(root);
        }
    }

    /// Orders the heap after its first item has changed or was dropped.
    public void settleFirst() {
        siftDown(0);
    }

    private void siftDown(int root) {
        int parent = root;
        while (true) {
            int child = 2 * parent + 1;
            if (child >= size) {
                return;
            }
            if (child + 1 < size && order.compare(items[child + 1], items[child]) < 0) {
                child++;
            }
            if (order.compare(items[child], items[parent]) >= 0) {
                return;
            }
            T moved = items[parent];
            items[parent] = items[child];
            items[child] = moved;
            parent = child;
        }
    }
}
