package dev.tracegate.aws.http;

import dev.tracegate.http.HeldReply;
import dev.tracegate.http.ReplyBound;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
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
 * Lets an SDK client call through the gateway's transport, so that proxy and trust are decided in one place. Blocks its caller, which must
 * not be an event loop, for at most the limit.
 */
record SdkHttpOverTransport(Transport transport, Duration limit, ReplyBound bound) implements SdkHttpClient {

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new ExecutableHttpRequest() {
            private final CompletableFuture<HeldReply> reply = new CompletableFuture<>();

            @Override
            public HttpExecuteResponse call() throws IOException {
                send(request, reply);
                return toResponse(await(reply));
            }

            @Override
            public void abort() {
                reply.cancel(false);
            }
        };
    }

    @Override
    public void close() {
        // AwsClients closes the transport
    }

    private void send(HttpExecuteRequest request, CompletableFuture<HeldReply> reply) throws IOException {
        var http = request.httpRequest();
        var headers = HttpHeaders.headers();
        http.forEachHeader((name, values) -> headers.add(name, values));
        var query = http.encodedQueryParameters().map(q -> "?" + q).orElse("");
        var options = transport.to(http.getUri(), HttpMethod.valueOf(http.method().name()), http.encodedPath() + query,
                headers);
        var body = body(request);
        transport.calls()
                .onLoop(() -> transport.calls().held(options, body, limit, bound))
                .onComplete(held -> {
                    if (!reply.complete(held)) {
                        held.close();
                    }
                }, reply::completeExceptionally);
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

    private static HeldReply await(CompletableFuture<HeldReply> reply) throws IOException {
        try {
            return reply.get();
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(e.getCause()), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Returns the reply to the SDK. Its bytes are released when the SDK closes the body, as it must to reuse the connection. */
    private static HttpExecuteResponse toResponse(HeldReply held) throws IOException {
        var reply = held.reply();
        if (!reply.whole()) {
            held.close();
            throw new IOException("the answer is incomplete or too large");
        }
        var response = SdkHttpFullResponse.builder().statusCode(reply.status());
        reply.headers().forEach(response::appendHeader);
        return HttpExecuteResponse.builder()
                .response(response.build())
                .responseBody(AbortableInputStream.create(new BufferStream(reply.body()) {
                    @Override
                    public void close() {
                        held.close();
                    }
                }))
                .build();
    }
}
