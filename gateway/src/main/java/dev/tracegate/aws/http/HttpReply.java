package dev.tracegate.aws.http;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;

/**
 * An HTTP answer.
 *
 * @param whole false where the connection ended, or the limit on an answer's size was reached, before the body did
 */
public record HttpReply(int status, MultiMap headers, Buffer body, boolean whole) {}
