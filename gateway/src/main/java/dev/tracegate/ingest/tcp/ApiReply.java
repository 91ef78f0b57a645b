package dev.tracegate.ingest.tcp;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;

/** The answer to an {@link ApiCall}. The listener sets Content-Length. */
public record ApiReply(int status, MultiMap headers, Buffer body) {}
