package dev.tracegate.identity;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A map of bounded size: the least recently used entry is dropped.
 *
 * @param <K> with an order, because senders choose the keys and could choose equal hash codes
 */
public final class LruMap<K extends Comparable<K>, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1;

    private final int most;

    public LruMap(int most) {
        super(16, 0.75f, true);
        this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
    }
}
