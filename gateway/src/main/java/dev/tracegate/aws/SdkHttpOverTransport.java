package dev.tracegate.aws;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;

/**
 * Lets an SDK client call over the gateway's transport, so that proxy and trust are decided in one place. Blocks its caller, which must not
 * be an event loop, up to the limit.
 */
record SdkHttpOverTransport(Transport transport, Duration limit) implements SdkHttpClient {

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new ExecutableHttpRequest() {
            private final CompletableFuture<HttpReply> reply = new CompletableFuture<>();

            @Override
            public HttpExecuteResponse call() throws IOException {
                send(request, reply);
                return answered(await(reply));
            }

            @Override
            public void abort() {
                reply.cancel(false);
            }
        };
    }

    @Override
    public void close() {
        // the transport is the edge's to close
    }

    private void send(HttpExecuteRequest request, CompletableFuture<HttpReply> reply) throws IOException {
        var http = request.httpRequest();
        var headers = HttpHeaders.headers();
        http.forEachHeader((name, values) -> headers.add(name, values));
        var query = http.encodedQueryParameters().map(q -> "?" + q).orElse("");
        var options = transport.to(http.getUri(), HttpMethod.valueOf(http.method().name()), http.encodedPath() + query,
                headers);
        var body = body(request);
        transport.calls()
                .onLoop(() -> transport.calls().call(options, body, limit))
                .onComplete(reply::complete, reply::completeExceptionally);
    }

    private static Buffer body(HttpExecuteRequest request) throws IOException {
        var content = request.contentStreamProvider();
        if (content.isEmpty()) {
            return Buffer.buffer();
        }
        try (InputStream in = content.get().newStream()) {
            return Buffer.buffer(in.readAllBytes());
        }
    }

    private static HttpReply await(CompletableFuture<HttpReply> reply) throws IOException {
        try {
            return reply.get();
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(e.getCause()), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static HttpExecuteResponse answered(HttpReply reply) throws IOException {
        if (!reply.whole()) {
            throw new IOException("the answer was cut off");
        }
        var response = SdkHttpFullResponse.builder().statusCode(reply.status());
        reply.headers().forEach(response::appendHeader);
        return HttpExecuteResponse.builder()
                .response(response.build())
                .responseBody(AbortableInputStream.create(new ByteArrayInputStream(reply.body().getBytes())))
                .build();
    }
}
