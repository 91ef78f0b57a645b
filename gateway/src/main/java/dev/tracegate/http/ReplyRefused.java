package dev.tracegate.http;

import java.io.IOException;

/** Reading of a reply was ended: the reply is larger than its bound, or the budget has no room for it. The call may be repeated. */
public final class ReplyRefused extends IOException {
    private static final long serialVersionUID = 1;

    private final boolean forRoom;

    private ReplyRefused(String message, boolean forRoom) {
        super(message);
        this.forRoom = forRoom;
    }

    static ReplyRefused tooLarge(ReplyBound bound) {
        return new ReplyRefused("the reply to " + bound.call() + " is larger than " + bound.bytes() + " bytes", false);
    }

    public static ReplyRefused noRoom(String call) {
        return new ReplyRefused("no room for the reply to " + call + ": other replies use the whole budget", true);
    }

    /** True if other replies fill the budget; false if this reply exceeds its bound. */
    public boolean isForRoom() {
        return forRoom;
    }
}
