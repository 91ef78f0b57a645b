package dev.tracegate.ingest;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.SocketAddress;

/**
 * One HTTP call on TCP :2000, its body whole and within the listener's limit.
 *
 * @param path without the query
 * @param body empty where the client sent none
 */
public record ApiCall(String method, String path, MultiMap headers, Buffer body, SocketAddress source) {}
