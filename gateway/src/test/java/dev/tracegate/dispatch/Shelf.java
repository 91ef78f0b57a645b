package dev.tracegate.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.flow.Batch;
import dev.tracegate.tenant.TenantId;
import io.vertx.core.Future;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** A spool in memory, which answers at once. */
final class Shelf implements Overflow {
    final Map<Long, Batch> stored = new LinkedHashMap<>();
    final Set<Long> taken = new HashSet<>();
    /** Batches that it takes. */
    int most = Integer.MAX_VALUE;
    /** Whether it refuses what it has said it would take. */
    boolean refuses;
    private long ids;

    @Override
    public boolean accepts(TenantId tenant) {
        return stored.size() < most;
    }

    @Override
    public boolean hasMore(Predicate<TenantId> ready) {
        return oldest(ready).isPresent();
    }

    @Override
    public Future<Boolean> put(Batch batch) {
        if (!refuses) {
            stored.put(ids++, batch);
        }
        return Future.succeededFuture(!refuses);
    }

    @Override
    public Future<List<Stored>> take(Predicate<TenantId> ready, long bytes) {
        var oldest = oldest(ready);
        oldest.ifPresent(one -> taken.add(one.id()));
        return Future.succeededFuture(oldest.stream().toList());
    }

    @Override
    public void done(long id) {
        assertThat(stored.remove(id)).isNotNull();
        taken.remove(id);
    }

    @Override
    public void release(long id) {
        assertThat(taken.remove(id)).isTrue();
    }

    private Optional<Stored> oldest(Predicate<TenantId> ready) {
        return stored.entrySet()
                .stream()
                .filter(entry -> !taken.contains(entry.getKey()) && ready.test(entry.getValue().tenant()))
                .findFirst()
                .map(entry -> new Stored(entry.getKey(), entry.getValue()));
    }
}
