package dev.tracegate.hostile;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/**
 * The data that an attacker sends on each of its connections.
 *
 * @param connections number of open connections; a closed one is opened again
 * @param first bytes sent at once
 * @param trickle whether a byte follows every 100 ms
 * @param reads whether the responses are read
 * @param admin whether the admin port is attacked, else TCP :2000
 */
@SuppressWarnings("ArrayRecordComponent") // read by one thread, never compared
record Attack(int connections, byte[] first, boolean trickle, boolean reads, boolean admin) {

    static Attack of(String name) {
        return switch (name) {
            case "20_unfinished_bodies" -> unfinished(20, 1_000_000);
            case "24_unfinished_bodies" -> unfinished(24, 1_000_000);
            case "110_unfinished_bodies" -> unfinished(110, 1_000_000);
            case "24_unfinished_small_bodies" -> unfinished(24, 60_000);
            case "4000_idle" -> new Attack(4_000, new byte[0], false, true, false);
            case "5000_unfinished_heads" -> new Attack(5_000, head("X-A: " + "a".repeat(7_900)), false, true, false);
            case "500_slow_heads" -> new Attack(500, head("X-A: "), true, true, false);
            case "513_slow_bodies" -> new Attack(513, post("/GetSamplingRules", 1_000), true, true, false);
            case "1000_admin_keep_alive" -> new Attack(1_000,
                    "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII), false, true, true);
            case "500_admin_half_open" -> new Attack(500, "GET /health".getBytes(US_ASCII), true, true, true);
            case "200_scrapes_not_read" -> new Attack(200,
                    "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(50).getBytes(US_ASCII), false, false,
                    true);
            case "four_20_mb_bodies" -> body(4, post("/TraceSegments", 20_000_000), 19_999_990);
            case "four_8_mb_bodies" -> body(4, post("/TraceSegments", 8_000_000), 7_999_990);
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static Attack unfinished(int connections, int length) {
        return body(connections, post("/GetSamplingRules", length), length - 10);
    }

    private static Attack body(int connections, byte[] head, int bytes) {
        byte[] all = Arrays.copyOf(head, head.length + bytes);
        Arrays.fill(all, head.length, all.length, (byte) ' ');
        return new Attack(connections, all, false, true, false);
    }

    private static byte[] head(String unfinished) {
        return ("POST /GetSamplingRules HTTP/1.1\r\nHost: x\r\n" + unfinished).getBytes(US_ASCII);
    }

    private static byte[] post(String path, int length) {
        return ("POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: " + length
                + "\r\n\r\n").getBytes(US_ASCII);
    }
}
