package dev.tracegate.app.upstream;

import dev.tracegate.cli.ExitCode;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PfxOptions;

/**
 * Replaces X-Ray while {@code bin/make-aot-cache} trains the AOT cache: HTTPS on the loopback, so that the cache contains the TLS classes. Accepts every
 * upload and has no sampling rules. Not part of the running gateway.
 */
public final class TrainingUpstream {
    private TrainingUpstream() {}

    /** @param arguments the port, a PKCS12 file and its password */
    public static void main(String[] arguments) {
        var options = new HttpServerOptions().setSsl(true)
                .setKeyCertOptions(new PfxOptions().setPath(arguments[1]).setPassword(arguments[2]));
        Vertx.vertx()
                .createHttpServer(options)
                .requestHandler(TrainingUpstream::answer)
                .listen(Integer.parseInt(arguments[0]), "127.0.0.1")
                .onSuccess(server -> System.out.println("listening on " + server.actualPort()))
                .onFailure(error -> {
                    System.err.println(error.getMessage());
                    System.exit(ExitCode.CANNOT_START);
                });
    }

    private static void answer(HttpServerRequest request) {
        request.body()
                .onSuccess(body -> request.response()
                        .putHeader("Content-Type", "application/json")
                        .end("/TraceSegments".equals(request.path())
                                ? "{\"UnprocessedTraceSegments\":[]}"
                                : "{\"SamplingRuleRecords\":[]}"));
    }
}
