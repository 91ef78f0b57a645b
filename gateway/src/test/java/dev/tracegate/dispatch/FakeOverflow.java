package dev.tracegate.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.flow.Batch;
import dev.tracegate.tenant.TenantId;
import dev.tracegate.testkit.ManualClock;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A fake overflow in memory that completes its futures at once or after a delay. */
public final class FakeOverflow implements Overflow {
    public final Map<Long, Batch> stored = new LinkedHashMap<>();
    final Set<Long> taken = new HashSet<>();
    /** The maximum number of stored batches. */
    int most = Integer.MAX_VALUE;
    /** Whether it fails to store batches that it accepted. */
    boolean refuses;
    /** The clock for a delay of 1 ms before each result; null for no delay. */
    @Nullable
    ManualClock slow;
    /** The maximum number of batches that are being stored at the same time. */
    int mostPending = Integer.MAX_VALUE;
    /** The number of calls to store a batch. */
    int puts;
    private int pending;
    private long ids;

    @Override
    public boolean accepts(TenantId tenant) {
        return stored.size() + pending < most && pending < mostPending;
    }

    @Override
    public boolean hasMore(Predicate<TenantId> ready) {
        return oldest(ready).isPresent();
    }

    @Override
    public Future<Boolean> put(Batch batch) {
        return store(batch).map(OptionalLong::isPresent);
    }

    @Override
    public Future<OptionalLong> copy(Batch batch) {
        return store(batch).onSuccess(id -> id.ifPresent(taken::add));
    }

    private Future<OptionalLong> store(Batch batch) {
        puts++;
        if (slow == null) {
            return Future.succeededFuture(keep(batch));
        }
        pending++;
        var answer = Promise.<OptionalLong>promise();
        slow.after(1_000_000, () -> {
            pending--;
            answer.complete(keep(batch));
        });
        return answer.future();
    }

    private OptionalLong keep(Batch batch) {
        if (refuses) {
            return OptionalLong.empty();
        }
        stored.put(ids, batch);
        return OptionalLong.of(ids++);
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
