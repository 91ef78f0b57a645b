package dev.tracegate.interop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** Answers every call with the response of DynamoDB to a scan of a table with one order. */
final class FakeDynamoDb implements AutoCloseable {
    private static final byte[] ONE_ORDER = """
            {"Items":[{"id":{"S":"order-9"},"quantity":{"N":"3"}}],"Count":1,"ScannedCount":1}"""
            .getBytes(StandardCharsets.UTF_8);

    private final HttpServer server;

    FakeDynamoDb() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", FakeDynamoDb::answer);
        server.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
            exchange.sendResponseHeaders(200, ONE_ORDER.length);
            exchange.getResponseBody().write(ONE_ORDER);
        }
    }
}
