package dev.tracegate.aws.tenants;

import dev.tracegate.dispatch.SegmentSink;
import dev.tracegate.dispatch.SendOutcome;
import dev.tracegate.dispatch.SendOutcome.Cause;
import dev.tracegate.flow.Batch;
import io.vertx.core.Future;

/** Sends each batch by its own tenant's lane. A batch of nobody's is not sent: no other credentials stand in. */
record TenantSink(TenantClientCache lanes) implements SegmentSink {

    @Override
    public Future<SendOutcome> send(Batch batch) {
        return lanes.of(batch.tenant())
                .map(lane -> lane.sink().send(batch))
                .orElseGet(() -> Future.succeededFuture(new SendOutcome.Failed(Cause.ACCESS_DENIED, 0, "no_tenant",
                        "there is no tenant " + batch.tenant() + " with credentials in the configuration", null)));
    }
}
