package dev.tracegate.ingest.tcp;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;

/** The answer to an {@link ApiCall}. Content-Length is the listener's matter. */
public record ApiReply(int status, MultiMap headers, Buffer body) {}
