package dev.tracegate.ingest.tcp;

import io.vertx.core.Future;

/** Answers X-Ray API calls on TCP :2000: the signed relay to X-Ray, or the embedded X-Ray. */
public interface ApiHandler {

    /** @return the answer, completed on the caller's event loop. The future never fails: an error is a reply with an error status. */
    Future<ApiReply> answer(ApiCall call);
}
