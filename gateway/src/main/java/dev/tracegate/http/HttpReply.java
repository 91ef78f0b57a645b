package dev.tracegate.http;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;

/**
 * An HTTP reply.
 *
 * @param whole false if the connection ended, or the bound on the size was reached, before the end of the body
 */
public record HttpReply(int status, MultiMap headers, Buffer body, boolean whole) {}
