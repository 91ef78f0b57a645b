package dev.tracegate.dispatch;

import dev.tracegate.dispatch.SendOutcome.Unprocessed;
import dev.tracegate.dispatch.SendOutcome.Verdict;
import dev.tracegate.flow.Batch;
import dev.tracegate.segment.Segment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the unprocessed entries of a reply, and decides about each segment of the batch. A segment is refused permanently only if an entry names
 * its id and no other segment has that id, or if it was alone in its call:
 *
 * <ul>
 * <li>Of several entries with the same id, the mildest applies.
 * <li>An in-progress and a final version of a segment share an id. A temporary code applies to both; with any other code each is sent again
 * alone.
 * <li>An entry without an id, or with an id that the batch does not have, can refer to any segment that no other entry names. These segments are sent
 * again in two parts, until the segment in question is alone. X-Ray ignores documents that it has already.
 * <li>An unknown code may be new and temporary: the segment is sent again a few times.
 * </ul>
 */
final class Refusals {
    private static final Comparator<Verdict> MILDEST_FIRST = Comparator.comparingInt(verdict -> switch (verdict) {
        case THROTTLED -> 0;
        case PASSING -> 1;
        case UNKNOWN -> 2;
        case FINAL -> 3;
    });

    private final List<Segment> delivered = new ArrayList<>();
    private final Map<Segment, Unprocessed> refused = new LinkedHashMap<>();
    private final Map<Segment, Unprocessed> passing = new LinkedHashMap<>();
    private final Map<Segment, Unprocessed> unknown = new LinkedHashMap<>();
    private final List<List<Segment>> doubtful = new ArrayList<>();

    private Refusals() {}

    /** @param unknownIsFinal whether segments with an unknown code have been sent often enough, and are refused permanently now */
    static Refusals of(Batch batch, List<Unprocessed> entries, boolean unknownIsFinal) {
        var refusals = new Refusals();
        if (entries.isEmpty()) {
            refusals.delivered.addAll(batch.segments());
        } else {
            refusals.read(batch, entries, unknownIsFinal);
        }
        return refusals;
    }

    /** Segments that X-Ray accepted. */
    List<Segment> delivered() {
        return delivered;
    }

    /** Segments refused permanently, each with its entry in the reply. */
    Map<Segment, Unprocessed> refused() {
        return refused;
    }

    /** Segments to send again, because X-Ray throttled them or failed temporarily. */
    Map<Segment, Unprocessed> passing() {
        return passing;
    }

    /** Segments to send again a few times, because their code is unknown. */
    Map<Segment, Unprocessed> unknown() {
        return unknown;
    }

    /**
     * Parts of the batch, each to be sent again in its own call, because it is unclear which segment an entry refers to. Each part is smaller than
     * the batch.
     */
    List<List<Segment>> doubtful() {
        return doubtful;
    }

    /** Segments that were throttled. */
    int throttled() {
        return (int) passing.values().stream().filter(entry -> entry.verdict() == Verdict.THROTTLED).count();
    }

    private void read(Batch batch, List<Unprocessed> entries, boolean unknownIsFinal) {
        var byId = batch.segments()
                .stream()
                .filter(segment -> segment.envelope().idText() != null)
                .collect(Collectors.groupingBy(segment -> String.valueOf(segment.envelope().idText())));
        var named = new LinkedHashMap<String, Unprocessed>();
        Unprocessed unnamed = null;
        for (var entry : entries) {
            var id = entry.id() == null ? "" : entry.id().strip().toLowerCase(Locale.ROOT);
            if (byId.containsKey(id)) {
                named.merge(id, entry, Refusals::milder);
            } else {
                unnamed = unnamed == null ? entry : milder(unnamed, entry);
            }
        }
        named.forEach((id, entry) -> name(byId.getOrDefault(id, List.of()), entry, unknownIsFinal));
        var rest = without(batch, segment -> named.containsKey(String.valueOf(segment.envelope().idText())));
        if (unnamed == null) {
            delivered.addAll(rest);
        } else if (batch.size() == 1) {
            name(rest, unnamed, unknownIsFinal);
        } else {
            doubt(rest, unnamed);
        }
    }

    /** @param versions segments with the entry's id */
    private void name(List<Segment> versions, Unprocessed entry, boolean unknownIsFinal) {
        switch (entry.verdict()) {
            case THROTTLED, PASSING -> versions.forEach(segment -> passing.put(segment, entry));
            case UNKNOWN -> {
                if (unknownIsFinal) {
                    refuse(versions, entry);
                } else {
                    versions.forEach(segment -> unknown.put(segment, entry));
                }
            }
            case FINAL -> refuse(versions, entry);
        }
    }

    private void refuse(List<Segment> versions, Unprocessed entry) {
        if (versions.size() == 1) {
            refused.put(versions.getFirst(), entry);
        } else {
            versions.forEach(segment -> doubtful.add(List.of(segment)));
        }
    }

    /** An entry can refer to any of these segments. Most likely it refers to one with an id that could not be read. */
    private void doubt(List<Segment> rest, Unprocessed entry) {
        if (entry.verdict() == Verdict.THROTTLED || entry.verdict() == Verdict.PASSING) {
            rest.forEach(segment -> passing.put(segment, entry));
            return;
        }
        var readable = rest.stream().collect(Collectors.partitioningBy(segment -> segment.envelope().id() != 0));
        var likely = readable.getOrDefault(false, List.of());
        var unlikely = readable.getOrDefault(true, List.of());
        if (likely.isEmpty() || unlikely.isEmpty()) {
            int half = rest.size() / 2;
            part(rest.subList(0, half));
            part(rest.subList(half, rest.size()));
        } else {
            part(likely);
            part(unlikely);
        }
    }

    private void part(List<Segment> segments) {
        if (!segments.isEmpty()) {
            doubtful.add(List.copyOf(segments));
        }
    }

    private static List<Segment> without(Batch batch, Predicate<Segment> named) {
        return batch.segments().stream().filter(named.negate()).toList();
    }

    private static Unprocessed milder(Unprocessed one, Unprocessed other) {
        return MILDEST_FIRST.compare(one.verdict(), other.verdict()) <= 0 ? one : other;
    }

    /** The code of an entry for ledger and log. */
    static String code(@Nullable Unprocessed entry) {
        return entry == null || entry.errorCode() == null || entry.errorCode().isBlank() ? "unknown"
                : entry.errorCode();
    }
}
