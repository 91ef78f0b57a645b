package dev.tracegate.cli;

import dev.tracegate.sampling.rule.SampledRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the requests of segments: what an SDK would have known of the request when it decided about it. The Host header is taken from the URL, because a
 * segment does not have it.
 */
final class SegmentsFile {
    /** Not {@link java.net.URI}, which refuses what applications put into segments, such as {@code /items/{id}}. */
    private static final Pattern URL = Pattern.compile("(?:[^:/?#]+:)?//([^/?#]*)([^?#]*).*");

    private SegmentsFile() {}

    /** @param label names the segment: its place, service, method and URL */
    record SegmentRequest(String label, SampledRequest request) {}

    /** A file that is not one of segments; the message has the place. */
    static final class Invalid extends Exception {
        private static final long serialVersionUID = 1;

        Invalid(String message) {
            super(message);
        }
    }

    /** @param text a JSON array of documents, or a document on each line; lines with the header of the UDP protocol are left out */
    static List<SegmentRequest> requests(String text) throws Invalid {
        var requests = new ArrayList<SegmentRequest>();
        if (text.stripLeading().startsWith("[")) {
            int index = 0;
            for (var document : array(text)) {
                requests.add(request("[" + index + "]", object(document, "[" + index + "]")));
                index++;
            }
            return requests;
        }
        int line = 0;
        for (var each : text.lines().toList()) {
            line++;
            if (!each.isBlank() && !isHeader(each)) {
                requests.add(request("line " + line, document(each, "line " + line)));
            }
        }
        return requests;
    }

    private static boolean isHeader(String line) {
        return line.startsWith("{\"format\"") || line.startsWith("{\"version\"");
    }

    private static JsonArray array(String text) throws Invalid {
        if (decoded(text, "the file") instanceof JsonArray array) {
            return array;
        }
        throw new Invalid("is not a JSON array");
    }

    private static JsonObject document(String text, String place) throws Invalid {
        return object(decoded(text, place), place);
    }

    private static @Nullable Object decoded(String text, String place) throws Invalid {
        try {
            return Json.decodeValue(text);
        } catch (DecodeException e) {
            throw new Invalid(place + " is not JSON: " + firstLine(e));
        }
    }

    private static JsonObject object(@Nullable Object value, String place) throws Invalid {
        if (value instanceof JsonObject object) {
            return object;
        }
        throw new Invalid(place + " is not a JSON object");
    }

    private static SegmentRequest request(String place, JsonObject document) {
        var http = child(child(document, "http"), "request");
        var url = text(http, "url");
        var method = text(http, "method");
        var request = new SampledRequest(text(document, "name"), text(document, "origin"),
                part(url, 1), method, part(url, 2),
                attributes(document));
        var label = "%s %s %s %s".formatted(place, shown(text(document, "name")), shown(method), shown(url));
        return new SegmentRequest(label, request);
    }

    /** The host or the path of a URL, whatever characters it has; null where there is none. */
    private static @Nullable String part(@Nullable String url, int group) {
        var parts = URL.matcher(url == null ? "" : url);
        return parts.matches() ? parts.group(group) : null;
    }

    private static String shown(@Nullable String value) {
        return value == null ? "-" : value;
    }

    private static Map<String, String> attributes(JsonObject document) {
        return child(document, "annotations").stream()
                .filter(entry -> entry.getValue() != null)
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> String.valueOf(entry.getValue())));
    }

    private static JsonObject child(JsonObject parent, String member) {
        return parent.getValue(member) instanceof JsonObject child ? child : new JsonObject();
    }

    private static @Nullable String text(JsonObject parent, String member) {
        return parent.getValue(member) instanceof String text ? text : null;
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
