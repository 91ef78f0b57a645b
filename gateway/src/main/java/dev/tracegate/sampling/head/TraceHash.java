package dev.tracegate.sampling.head;

import dev.tracegate.segment.TraceId;

/**
 * The published hash of a trace id: XXH64 of its 16 bytes in the order of the hex digits, with the seed {@link #SEED}. Any XXH64 library computes
 * it; {@code docs/sampling.md} has test vectors. All 128 bits decide, because the samplers of OpenTelemetry compare 32 to 64 raw bits of the id:
 * a comparison of the same bits would keep or drop exactly what an SDK has kept.
 *
 * <p>The constants and the order of the steps are those of the specification of XXH64 for an input of two lanes of 8 bytes, without the loop for
 * inputs of 32 bytes and more.
 */
public final class TraceHash {
    /** The letters {@code tracegat}. Not 0, so that another program that hashes trace ids by XXH64's usual seed decides independently. */
    public static final long SEED = 0x7472616365676174L;

    private static final long PRIME_1 = 0x9E3779B185EBCA87L;
    private static final long PRIME_2 = 0xC2B2AE3D27D4EB4FL;
    private static final long PRIME_3 = 0x165667B19E3779F9L;
    private static final long PRIME_4 = 0x85EBCA77C2B2AE63L;
    /** The seed, XXH64's fifth prime 0x27D4EB2F165667C5 and the length 16, added with overflow. */
    private static final long START = 0x9C474C927BBDC949L;

    private TraceHash() {}

    /** An unsigned number of 64 bits. */
    public static long of(TraceId id) {
        long hash = addLane(START, Long.reverseBytes(id.high())); // XXH64 reads its lanes in little-endian order
        hash = addLane(hash, Long.reverseBytes(id.low()));
        return avalanche(hash);
    }

    private static long addLane(long hash, long lane) {
        long mixed = Long.rotateLeft(lane * PRIME_2, 31) * PRIME_1;
        return Long.rotateLeft(hash ^ mixed, 27) * PRIME_1 + PRIME_4;
    }

    private static long avalanche(long hash) {
        long mixed = (hash ^ (hash >>> 33)) * PRIME_2;
        mixed = (mixed ^ (mixed >>> 29)) * PRIME_3;
        return mixed ^ (mixed >>> 32);
    }
}
