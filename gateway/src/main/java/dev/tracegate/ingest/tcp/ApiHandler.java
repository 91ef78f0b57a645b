package dev.tracegate.ingest.tcp;

import io.vertx.core.Future;

/** Answers X-Ray API calls on TCP :2000: the signed relay to X-Ray, or the embedded X-Ray. */
public interface ApiHandler {

    /** @return the answer; it does not fail: what went wrong is an answer with a status. Completes on the caller's event loop. */
    Future<ApiReply> answer(ApiCall call);
}
