package dev.tracegate.aws.tenants;

import dev.tracegate.dispatch.SegmentSink;
import dev.tracegate.dispatch.SendOutcome;
import dev.tracegate.dispatch.SendOutcome.Cause;
import dev.tracegate.flow.Batch;
import io.vertx.core.Future;

/** Sends each batch with its tenant's client. A batch without a tenant is not sent: there are no default credentials. */
record TenantSink(TenantClientCache clients) implements SegmentSink {

    @Override
    public Future<SendOutcome> send(Batch batch) {
        return clients.of(batch.tenant())
                .map(client -> client.sink().send(batch))
                .orElseGet(() -> Future.succeededFuture(new SendOutcome.Failed(Cause.ACCESS_DENIED, 0, "no_tenant",
                        "there is no tenant " + batch.tenant() + " with credentials in the configuration", null)));
    }
}
