package dev.tracegate.http;

import java.util.Arrays;

/**
 * Recognizes what Netty's HTTP decoder throws on a malformed answer. Its exceptions have no common class: some are DecoderExceptions, others plain
 * IllegalArgument- or NumberFormatExceptions. So an exception counts as the decoder's if its class or a method on its stack is. Any other exception
 * is a bug of the gateway and must stay visible: the decoder has left the stack when it passes an answer on to the gateway's code.
 */
final class HttpDecoderErrors {
    private static final String CODEC = "io.netty.handler.codec.";
    private static final String DECODER = CODEC + "http.HttpObjectDecoder";

    private HttpDecoderErrors() {}

    static boolean isOne(Throwable error) {
        return error instanceof RuntimeException && (error.getClass().getName().startsWith(CODEC)
                || Arrays.stream(error.getStackTrace()).anyMatch(frame -> frame.getClassName().startsWith(DECODER)));
    }
}
