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
import java.util.Optional;

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

    /**
     * X-Ray gets the reports of its own rules, in calls of the size that it accepts; the others are answered here, first: if one of them is refused, X-Ray
     * gets none. Reports that X-Ray refuses are answered as unprocessed if others of the call were answered here, so that these take effect.
     */
    private Future<ApiReply> targets(ApiCall call) {
        JsonObject request;
        try {
            request = call.body().length() == 0 ? new JsonObject() : call.body().toJsonObject();
        } catch (DecodeException | ClassCastException e) {
            return own.answer(call); // which refuses it as X-Ray does
        }
        var parts = overlay.split(call.tenant(), request);
        return all(own, call, parts.own()).compose(owns -> refusal(owns)
                .map(Future::succeededFuture)
                .orElseGet(() -> all(xray, call, parts.xray()).map(xrays -> merged(call, parts, owns, xrays))));
    }

    private static Future<List<ApiReply>> all(ApiHandler handler, ApiCall call, List<JsonObject> bodies) {
        return Future.all(bodies.stream().map(body -> handler.answer(with(call, body))).toList())
                .map(done -> done.<ApiReply>list());
    }

    private ApiReply merged(ApiCall call, SamplingOverlay.Parts parts, List<ApiReply> owns, List<ApiReply> xrays) {
        var refusal = refusal(xrays);
        if (owns.isEmpty() && refusal.isPresent()) {
            return refusal.get();
        }
        var answers = new ArrayList<>(owns.stream().map(OverlayApi::object).toList());
        for (int i = 0; i < xrays.size(); i++) {
            var reply = xrays.get(i);
            answers.add(reply.status() == OK ? object(reply) : SamplingOverlay.unprocessed(parts.xray().get(i)));
        }
        return json(overlay.targets(call.tenant(), answers));
    }

    private static Optional<ApiReply> refusal(List<ApiReply> replies) {
        return replies.stream().filter(reply -> reply.status() != OK).findFirst();
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
