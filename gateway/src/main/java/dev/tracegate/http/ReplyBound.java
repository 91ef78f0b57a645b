package dev.tracegate.http;

/**
 * The bound on the reply to one kind of call.
 *
 * @param call for messages, such as {@code PutTraceSegments}
 * @param bytes of the body
 */
public record ReplyBound(String call, int bytes) {
    private static final int KIB = 1024;
    private static final int MIB = 1024 * KIB;

    /** 50 unprocessed entries of 1 kB each, doubled; an error page of a proxy is shorter. */
    public static final ReplyBound PUT_TRACE_SEGMENTS = new ReplyBound("PutTraceSegments", 128 * KIB);
    /** Only unprocessed records, at most 10 a call. */
    public static final ReplyBound PUT_TELEMETRY = new ReplyBound("PutTelemetryRecords", 16 * KIB);
    /** X-Ray's 25 rules take 15 kB; a rule has at most 10 attributes of 32 characters. */
    public static final ReplyBound SAMPLING = new ReplyBound("a sampling call", 256 * KIB);
    /** Keys, token (some 2 kB, 12 kB with session tags), role, policy size. */
    public static final ReplyBound STS = new ReplyBound("STS", 64 * KIB);
    /** 100 tasks of 10 containers, with 50 tags and their network interfaces: some 15 kB each. */
    public static final ReplyBound ECS = new ReplyBound("ECS", 2 * MIB);
    /** Three short fields. */
    public static final ReplyBound AGENT_METADATA = new ReplyBound("the ECS agent's metadata", 16 * KIB);
    /** One task of 10 containers with labels, limits and networks. */
    public static final ReplyBound TASK_METADATA = new ReplyBound("ECS task metadata", 256 * KIB);

    /**
     * A list of the ECS agent or of Docker, which is read as it arrives and not held: stopped tasks stay listed for 3 hours, some 500 bytes a
     * container.
     */
    public static final ReplyBound HOST_LIST = new ReplyBound("a list of this host's tasks or containers", 32 * MIB);

    /** Bytes of the headers, and of the trailers. Vert.x's default, set explicitly because the memory of a connection depends on it. */
    public static final int MOST_HEAD_BYTES = 8 * KIB;
}
