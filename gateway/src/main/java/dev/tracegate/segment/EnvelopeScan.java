package dev.tracegate.segment;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads a document's envelope from its bytes in one pass, without a tree and without allocating for a field. Reads only members of the top-level
 * object, not those of subsegments; of a repeated member, the last one. A document that is not one JSON object is unreadable; a field with another
 * type or format than X-Ray's is unknown.
 *
 * <p>The results are valid until the next scan. One thread.
 */
public final class EnvelopeScan {
    private final JsonCursor json = new JsonCursor();
    private byte[] text = new byte[0];

    private @Nullable TraceId traceId;
    private long id;
    private long parentId;
    private int nameFrom;
    private int nameTo;
    private boolean nameEscaped;
    private int awsFrom;
    private int awsTo;
    private double startTime;
    private double endTime;
    private boolean subsegment;
    private boolean inProgress;
    private boolean error;
    private boolean fault;
    private boolean throttle;

    /** Scans {@code [from, to)}. Returns false if the document is unreadable; then every field is unknown. */
    public boolean scan(byte[] document, int from, int to) {
        text = document;
        clear();
        json.open(document, from, to);
        boolean readable = members() && json.peek() < 0;
        if (!readable) {
            clear();
        }
        return readable;
    }

    /** The trace id that the last scan found, or null where unknown. */
    public @Nullable TraceId traceId() {
        return traceId;
    }

    /** The segment's own id that the last scan found, or 0 where unknown. */
    public long id() {
        return id;
    }

    /** The envelope of the last scan, as a copy. */
    public Envelope envelope() {
        return new Envelope(traceId, id, parentId, startTime, endTime, subsegment, inProgress, error, fault, throttle);
    }

    /** Whether the last scan found a finished segment without a parent: the first of its trace, which its sender sampled. */
    public boolean isRoot() {
        return id != 0 && parentId == 0 && !subsegment && !inProgress;
    }

    /** Reads what the SDK wrote about itself into the document that was scanned last. */
    public void readSdk(SdkMembers members) {
        members.read(text, awsFrom, awsTo);
    }

    /** The name found by the last scan, or null if unknown. Allocates a string. */
    public @Nullable String name() {
        if (nameFrom == nameTo) {
            return null;
        }
        var raw = new String(text, nameFrom, nameTo - nameFrom, StandardCharsets.UTF_8);
        return nameEscaped ? JsonText.unescape(raw) : raw;
    }

    private void clear() {
        traceId = null;
        id = 0;
        parentId = 0;
        nameFrom = 0;
        nameTo = 0;
        awsFrom = 0;
        awsTo = 0;
        startTime = Double.NaN;
        endTime = Double.NaN;
        subsegment = false;
        inProgress = false;
        error = false;
        fault = false;
        throttle = false;
    }

    private boolean members() {
        if (!json.take('{')) {
            return false;
        }
        if (json.take('}')) {
            return true;
        }
        do {
            if (!json.string()) {
                return false;
            }
            int keyFrom = json.stringFrom();
            int keyTo = json.stringTo();
            if (!json.take(':')) {
                return false;
            }
            int first = json.peek();
            int from = json.position();
            if (!json.value()) {
                return false;
            }
            member(keyFrom, keyTo, first, from, json.position());
        } while (json.take(','));
        return json.take('}');
    }

    private void member(int keyFrom, int keyTo, int first, int from, int to) {
        switch (keyTo - keyFrom) {
            case 2 -> {
                if (is("id", keyFrom)) {
                    id = hexId(first);
                }
            }
            case 3 -> {
                if (is("aws", keyFrom)) {
                    awsFrom = from;
                    awsTo = to;
                }
            }
            case 4 -> {
                if (is("name", keyFrom)) {
                    name(first);
                } else if (is("type", keyFrom)) {
                    subsegment = first == '"' && json.stringTo() - json.stringFrom() == 10
                            && is("subsegment", json.stringFrom());
                }
            }
            case 5 -> {
                if (is("error", keyFrom)) {
                    error = first == 't';
                } else if (is("fault", keyFrom)) {
                    fault = first == 't';
                }
            }
            case 8 -> {
                if (is("trace_id", keyFrom)) {
                    traceId = first == '"' ? HexIds.traceId(text, json.stringFrom(), json.stringTo()) : null;
                } else if (is("end_time", keyFrom)) {
                    endTime = JsonNumber.read(text, from, to);
                } else if (is("throttle", keyFrom)) {
                    throttle = first == 't';
                }
            }
            case 9 -> {
                if (is("parent_id", keyFrom)) {
                    parentId = hexId(first);
                }
            }
            case 10 -> {
                if (is("start_time", keyFrom)) {
                    startTime = JsonNumber.read(text, from, to);
                }
            }
            case 11 -> {
                if (is("in_progress", keyFrom)) {
                    inProgress = first == 't';
                }
            }
            default -> {
                // not a member of the envelope
            }
        }
    }

    private long hexId(int first) {
        return first == '"' ? HexIds.id(text, json.stringFrom(), json.stringTo()) : 0;
    }

    private void name(int first) {
        nameFrom = first == '"' ? json.stringFrom() : 0;
        nameTo = first == '"' ? json.stringTo() : 0;
        nameEscaped = first == '"' && json.stringEscaped();
    }

    private boolean is(String key, int from) {
        for (int i = 0; i < key.length(); i++) {
            if (text[from + i] != key.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
