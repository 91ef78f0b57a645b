package dev.tracegate.admin.read;

import dev.tracegate.admin.http.AdminRequest;
import dev.tracegate.admin.http.AdminResponse;
import dev.tracegate.admin.http.OperationHandler;
import dev.tracegate.flow.ledger.LedgerSnapshot;
import dev.tracegate.flow.ledger.StepwiseReading;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Supplier;

/**
 * {@code GET /v1/books}: every count of each tenant's {@link LedgerSnapshot}, and the imbalance, which must be 0.
 *
 * @param books starts a reading of all tenants; called on the loop that writes them, where they balance between two tasks
 */
public record GetBooksHandler(Supplier<StepwiseReading<SortedMap<String, LedgerSnapshot>>> books, LoopReader loop)
        implements
            OperationHandler {

    @Override
    public Future<AdminResponse> handle(AdminRequest request) {
        return loop.readInSteps(books).map(read -> {
            var tenants = new JsonObject();
            read.forEach((tenant, balance) -> tenants.put(tenant, json(balance)));
            return AdminResponse.json(200, new JsonObject().put("tenants", tenants));
        });
    }

    private static JsonObject json(LedgerSnapshot balance) {
        return new JsonObject().put("received", balance.received())
                .put("restored", balance.restored())
                .put("rejected", byReason(balance.rejected()))
                .put("sampledOut", byName(balance.sampledOut()))
                .put("shed", byReason(balance.shed()))
                .put("deadLettered", byName(balance.deadLettered()))
                .put("delivered", balance.delivered())
                .put("queued", balance.queued())
                .put("queuedBytes", balance.queuedBytes())
                .put("inFlight", balance.inFlight())
                .put("spooled", balance.spooled())
                .put("retried", balance.retried())
                .put("undecidable", balance.undecidable())
                .put("unreadable", balance.unreadable())
                .put("invalidUtf8", balance.replacedUtf8())
                .put("imbalance", balance.imbalance());
    }

    /** Without the reasons that never occurred. */
    private static JsonObject byReason(Map<? extends Enum<?>, Long> counts) {
        var json = new JsonObject();
        counts.forEach((reason, count) -> {
            if (count != 0) {
                json.put(reason.name().toLowerCase(Locale.ROOT), count);
            }
        });
        return json;
    }

    private static JsonObject byName(Map<String, Long> counts) {
        var json = new JsonObject();
        counts.forEach(json::put);
        return json;
    }
}
