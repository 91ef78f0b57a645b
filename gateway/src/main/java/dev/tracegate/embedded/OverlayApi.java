package dev.tracegate.embedded;

import dev.tracegate.embedded.api.SamplingOverlay;
import dev.tracegate.ingest.tcp.ApiCall;
import dev.tracegate.ingest.tcp.ApiHandler;
import dev.tracegate.ingest.tcp.ApiReply;
import dev.tracegate.sampling.book.RuleBooks;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * Answers the SDKs' sampling calls with X-Ray's rules and, over them, the gateway's own. What X-Ray answers passes through where the gateway has no rule of
 * that name; X-Ray's refusals pass through unchanged. For one event loop.
 */
public final class OverlayApi implements ApiHandler {
    private static final int OK = 200;

    private final ApiHandler xray;
    private final ApiHandler own;
    private final SamplingOverlay overlay;

    /**
     * @param xray relays a call to X-Ray
     * @param own answers from the gateway's rule books
     */
    public OverlayApi(ApiHandler xray, ApiHandler own, RuleBooks books) {
        this.xray = xray;
        this.own = own;
        this.overlay = new SamplingOverlay(books);
    }

    @Override
    public Future<ApiReply> answer(ApiCall call) {
        return switch (call.path()) {
            case "/GetSamplingRules" -> rules(call);
            case "/SamplingTargets" -> targets(call);
            default -> xray.answer(call);
        };
    }

    private Future<ApiReply> rules(ApiCall call) {
        return xray.answer(call)
                .compose(reply -> reply.status() != OK
                        ? Future.succeededFuture(reply)
                        : own.answer(call).map(ownReply -> json(overlay.rules(call, object(reply), object(ownReply)))));
    }

    /** X-Ray gets the reports of its own rules, in calls of the size that it accepts; the others are answered here. A refused call counts nowhere. */
    private Future<ApiReply> targets(ApiCall call) {
        JsonObject request;
        try {
            request = call.body().length() == 0 ? new JsonObject() : call.body().toJsonObject();
        } catch (DecodeException | ClassCastException e) {
            return own.answer(call); // which refuses it as X-Ray does
        }
        var parts = overlay.split(call.tenant(), request);
        var answers = new ArrayList<Future<ApiReply>>();
        parts.own().forEach(part -> answers.add(own.answer(with(call, part))));
        parts.xray().forEach(part -> answers.add(xray.answer(with(call, part))));
        return Future.all(answers).map(all -> merged(call, all.<ApiReply>list()));
    }

    private ApiReply merged(ApiCall call, List<ApiReply> replies) {
        return replies.stream()
                .filter(reply -> reply.status() != OK)
                .findFirst()
                .orElseGet(
                        () -> json(overlay.targets(call.tenant(), replies.stream().map(OverlayApi::object).toList())));
    }

    private static ApiCall with(ApiCall call, JsonObject body) {
        return new ApiCall(call.method(), call.path(), call.headers(), body.toBuffer(), call.source(), call.tenant());
    }

    private static JsonObject object(ApiReply reply) {
        return reply.body().toJsonObject();
    }

    private static ApiReply json(JsonObject body) {
        return new ApiReply(OK, HttpHeaders.headers().set(HttpHeaders.CONTENT_TYPE, "application/json"),
                Buffer.buffer(body.encode()));
    }
}
