package dev.tracegate.identity;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A map that holds so many and no more: the one used longest ago goes.
 *
 * @param <K> with an order, because senders choose the keys: of equal hash codes too
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
