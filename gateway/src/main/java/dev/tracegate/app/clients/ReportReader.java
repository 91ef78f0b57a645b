package dev.tracegate.app.clients;

import dev.tracegate.sampling.quota.SamplingReport;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the reports of a SamplingTargets call, to count them. A report that X-Ray's model does not allow is left out; the call's answer says why. */
final class ReportReader {
    /** The model's maximum in a call; X-Ray refuses a call with more, and counts none of it. */
    private static final int MOST_REPORTS = 25;
    private static final int CLIENT_ID_CHARS = 24;
    private static final int MOST_NAME_CHARS = 32;

    private ReportReader() {}

    /**
     * Empty if the body is not what the model allows. A client's {@code Timestamp} is not read: its clock may be wrong.
     */
    static Optional<List<SamplingReport>> read(Buffer body) {
        try {
            return body.toJsonObject().getValue("SamplingStatisticsDocuments") instanceof JsonArray documents
                    && documents.size() <= MOST_REPORTS ? Optional.of(reports(documents)) : Optional.empty();
        } catch (DecodeException | ClassCastException notAnObject) {
            return Optional.empty();
        }
    }

    private static List<SamplingReport> reports(JsonArray documents) {
        var reports = new ArrayList<SamplingReport>();
        for (var document : documents) {
            if (document instanceof JsonObject object) {
                report(object).ifPresent(reports::add);
            }
        }
        return reports;
    }

    private static Optional<SamplingReport> report(JsonObject document) {
        long requests = count(document.getValue("RequestCount"));
        long sampled = count(document.getValue("SampledCount"));
        long borrowed = count(document.getValue("BorrowCount"));
        return document.getValue("RuleName") instanceof String rule
                && !rule.isEmpty() && rule.length() <= MOST_NAME_CHARS
                && document.getValue("ClientID") instanceof String client && client.length() == CLIENT_ID_CHARS
                && requests >= 0 && sampled >= 0 && borrowed >= 0
                        ? Optional.of(new SamplingReport(rule, client, requests, sampled, borrowed))
                        : Optional.empty();
    }

    /** 0 for a count that is absent, as the SDKs leave out; -1 for one that is no count. */
    private static long count(@Nullable Object value) {
        return switch (value) {
            case null -> 0;
            case Number number when number.doubleValue() >= 0 && number.doubleValue() <= Integer.MAX_VALUE ->
                number.longValue(); // the model's integer
            default -> -1;
        };
    }
}
