package dev.tracegate.spool;

import dev.tracegate.flow.ledger.ShedReason;
import dev.tracegate.tenant.TenantId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Set;

/** Forgets tenants: their rows are shed, and nothing of them is left in the file, nor their keys. Owned by one loop. */
record Erasure(SpoolThread thread, Index index, SpoolTenants tenants, SpoolShedding shedding, Deletions deletions,
        Runnable changed) {

    /** Completes with whether nothing is left of the tenant; where something is, nothing has changed. */
    Future<Boolean> erase(TenantId tenant) {
        var answer = Promise.<Boolean>promise();
        thread.submit(new Work.Erase(tenant, erased -> {
            if (erased) {
                shedding.lost(index.lose(row -> row.tenant().equals(tenant)), ShedReason.TENANT_GONE);
                changed.run();
            }
            answer.complete(erased);
        }));
        return answer.future();
    }

    /** Of these tenants, those that are not configured any more: what waits of them is shed at once, whatever becomes of the file. */
    void forgetUnknown(Set<TenantId> owners) {
        owners.stream().filter(owner -> !tenants.known(owner)).forEach(this::forget);
    }

    private void forget(TenantId tenant) {
        var rows = index.removeOf(tenant);
        shedding.lost(rows, ShedReason.TENANT_GONE);
        rows.forEach(row -> deletions.note(row.id()));
        erase(tenant).onSuccess(erased -> {
            if (erased) {
                rows.forEach(row -> deletions.forget(row.id()));
            }
        });
    }
}
