package dev.tracegate.aws;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;

/**
 * An HTTP answer.
 *
 * @param whole false where the connection ended, or the limit on an answer's size was reached, before the body did
 */
record HttpReply(int status, MultiMap headers, Buffer body, boolean whole) {}
