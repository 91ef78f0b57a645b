package dev.tracegate.spool;

import dev.tracegate.flow.ledger.ShedReason;
import dev.tracegate.tenant.TenantId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Set;

/** Erases tenants: sheds their rows and removes their rows and keys from the file. Owned by one loop. */
record Erasure(SpoolThread thread, Index index, SpoolTenants tenants, SpoolShedding shedding, Deletions deletions,
        Runnable changed) {

    /** Completes with true if no data of the tenant is left in the file; with false if nothing was changed. */
    Future<Boolean> erase(TenantId tenant) {
        var result = Promise.<Boolean>promise();
        thread.submit(new Work.Erase(tenant, erased -> {
            if (erased) {
                shedding.lost(index.removeLost(row -> row.tenant().equals(tenant)), ShedReason.TENANT_GONE);
                changed.run();
            }
            result.complete(erased);
        }));
        return result.future();
    }

    /** Erases those of the tenants that are no longer configured. Their waiting rows are shed immediately, even if the erasure of the file fails. */
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
