package dev.tracegate.flow.history;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** X-Ray's id of a call, a UUID, as two longs. A text that is not a UUID becomes {@link #NONE}. */
record RequestId(long high, long low) {
    static final RequestId NONE = new RequestId(0, 0);

    private static final int LENGTH = 36;

    static RequestId read(@Nullable String text) {
        if (text == null || text.length() != LENGTH) {
            return NONE;
        }
        try {
            var id = UUID.fromString(text);
            return new RequestId(id.getMostSignificantBits(), id.getLeastSignificantBits());
        } catch (IllegalArgumentException noUuid) {
            return NONE;
        }
    }

    static @Nullable UUID of(long high, long low) {
        return high == 0 && low == 0 ? null : new UUID(high, low);
    }
}
