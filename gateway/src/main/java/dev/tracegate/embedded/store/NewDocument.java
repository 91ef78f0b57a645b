package dev.tracegate.embedded.store;

import java.util.OptionalDouble;

/**
 * A document that passed X-Ray's checks, with what the store indexes it by.
 *
 * @param id the segment's (or independent subsegment's) own id
 * @param segment false for an independent subsegment: it alone does not make a trace that can be found
 * @param startTime epoch seconds
 * @param endTime of the last entity in it that ended, epoch seconds
 * @param text as it was received
 */
public record NewDocument(String traceId, String id, boolean segment, boolean inProgress, double startTime,
        OptionalDouble endTime, String text) {}
