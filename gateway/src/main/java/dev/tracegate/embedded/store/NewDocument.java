package dev.tracegate.embedded.store;

import java.util.OptionalDouble;

/**
 * A document that passed X-Ray's checks, with the fields that the store indexes.
 *
 * @param traceId id of its trace, as received
 * @param id id of the segment or independent subsegment
 * @param segment false for an independent subsegment; a trace is found by searches only if it has a segment
 * @param inProgress whether it has no end time yet; a later version may then replace it
 * @param startTime epoch seconds
 * @param endTime epoch seconds; the latest end in the document, empty while nothing in it has ended
 * @param text the JSON as received, at most 64 KiB of UTF-8
 */
public record NewDocument(String traceId, String id, boolean segment, boolean inProgress, double startTime,
        OptionalDouble endTime, String text) {}
