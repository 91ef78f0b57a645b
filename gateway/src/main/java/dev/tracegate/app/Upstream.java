package dev.tracegate.app;

import dev.tracegate.admin.ReadinessCheck;
import dev.tracegate.dispatch.SegmentSink;
import dev.tracegate.flow.Books;
import dev.tracegate.ingest.ApiHandler;
import dev.tracegate.telemetry.CredentialsState;
import dev.tracegate.telemetry.SamplingAnswer;
import dev.tracegate.tenant.Destination;
import dev.tracegate.tenant.Tenant;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Predicate;

/** What a mode puts behind the data plane: X-Ray, or the embedded X-Ray. */
interface Upstream {

    SegmentSink sink();

    /** Where a tenant's segments go. */
    Destination destination(Tenant tenant);

    /** Answers TCP :2000. */
    ApiHandler api();

    /** Which calls on TCP :2000 reach {@link #api}. */
    Predicate<HttpServerRequest> allowedCalls();

    /** Lines for a person who has just started the gateway: what to do next. {@code tcp} is where {@link #api} answers. */
    default List<String> firstSteps(InetSocketAddress tcp) {
        return List.of();
    }

    /** Bytes of body that such a call may have. */
    int bodyLimit();

    CredentialsState credentials();

    long samplingCalls(SamplingAnswer answer);

    List<ReadinessCheck> readiness();

    /** The data plane runs, and counts in these books. */
    default void started(Books books) {}

    /** Ends what runs beside the data plane, once that has drained. */
    Future<Void> stop();
}
