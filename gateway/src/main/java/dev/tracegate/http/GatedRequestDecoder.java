package dev.tracegate.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpHeadersFactory;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decodes one request at a time, and only as far as the handler asks. After a head it stops, and the socket is not read, until the body is
 * asked for; after the body it stops until the next request is asked for. So a caller that has not been looked up, or that sends a hundred
 * requests without waiting for a reply, takes at most one read of {@link BoundedHttpListener#READ_BYTES} bytes.
 */
final class GatedRequestDecoder extends HttpRequestDecoder {
    /** Bytes of the header lines. Clients of the X-Ray daemon send far less: the session token of a role has about 2 kB. */
    static final int MOST_HEAD_BYTES = 8 * 1024;
    /** SDKs send at most about 15 lines. Each line takes 150 bytes on the heap, however short it is. */
    static final int MOST_HEADER_LINES = 64;
    static final int MOST_REQUEST_LINE_BYTES = 1024;
    /** Bytes. An incomplete head up to this size fits into the bytes of its connection. The health check sends its head line by line. */
    static final int SMALL_HEAD_BYTES = 512;
    private static final int SCRATCH_BYTES = 128;

    private final ConnectionTable table;
    private final ClientConnection client;
    private @Nullable ChannelHandlerContext context;
    private Gate gate = Gate.HEAD;
    private boolean headBegun;
    private long headBytes;
    private boolean whole;
    private long left;

    private enum Gate {
        HEAD, BODY, DISCARD, SHUT
    }

    GatedRequestDecoder(ConnectionTable table, ClientConnection client) {
        super(new HttpDecoderConfig().setMaxInitialLineLength(MOST_REQUEST_LINE_BYTES)
                .setMaxHeaderSize(MOST_HEAD_BYTES)
                .setInitialBufferSize(SCRATCH_BYTES)
                .setTrailersFactory(LineLimit.factory())
                .setHeadersFactory(LineLimit.factory()));
        this.table = table;
        this.client = client;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        if (gate == Gate.SHUT) {
            return;
        }
        if (gate == Gate.DISCARD) {
            discarded(ctx, in.readableBytes());
            in.skipBytes(in.readableBytes());
            return;
        }
        headBegun = gate == Gate.HEAD;
        super.decode(ctx, in, out);
        for (var message : out) {
            if (message instanceof HttpRequest) {
                headBegun = false;
                headBytes = 0;
                whole = false;
                shut(ctx);
                table.headComplete(client);
            }
            if (message instanceof LastHttpContent) {
                whole = true;
                shut(ctx);
            }
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object input) throws Exception {
        var bytes = (ByteBuf) input;
        headBytes += gate == Gate.HEAD ? bytes.readableBytes() : 0;
        super.channelRead(ctx, bytes.readableBytes() <= SMALL_HEAD_BYTES ? fitted(ctx, bytes) : bytes);
        if (headBegun && gate == Gate.HEAD) {
            table.headUnfinished(client, headBytes > SMALL_HEAD_BYTES);
        }
    }

    /** Copies a small read into a buffer of its size: undecoded bytes keep their buffer, and a few bytes must not keep a large one. */
    private static ByteBuf fitted(ChannelHandlerContext ctx, ByteBuf bytes) {
        var copy = ctx.alloc().buffer(bytes.readableBytes());
        try {
            return copy.writeBytes(bytes);
        } finally {
            bytes.release();
        }
    }

    private void shut(ChannelHandlerContext ctx) {
        gate = Gate.SHUT;
        ctx.channel().config().setAutoRead(false);
    }

    @Nullable
    Exchange exchange() {
        return client.exchange();
    }

    /** Whether the request has been read to its end. */
    boolean requestIsWhole() {
        return whole;
    }

    void readBody() {
        open(Gate.BODY);
    }

    /** Drops the following bytes, and closes after this many. */
    void discardThenClose(long bytes) {
        left = bytes;
        open(Gate.DISCARD);
    }

    private void discarded(ChannelHandlerContext ctx, int bytes) {
        left -= bytes;
        if (left <= 0) {
            shut(ctx);
            client.close();
        }
    }

    void readNextHead() {
        headBytes = actualReadableBytes(); // the next head may have arrived with the request before
        open(Gate.HEAD);
    }

    /** Decodes the rest of the last read, then reads on. Scheduled, because a decode must not run inside another. */
    private void open(Gate next) {
        gate = next;
        var ctx = context;
        if (ctx != null) {
            ctx.executor().execute(() -> resume(ctx));
        }
    }

    private void resume(ChannelHandlerContext ctx) {
        if (ctx.isRemoved() || !ctx.channel().isActive()) {
            return;
        }
        try {
            ctx.channel().config().setAutoRead(true);
            channelRead(ctx, Unpooled.EMPTY_BUFFER);
            channelReadComplete(ctx);
        } catch (Exception e) {
            ctx.fireExceptionCaught(e);
        }
    }

    /** Headers with a bound on their number of lines; the decoder treats a line too many as a head that is too large. */
    private static final class LineLimit extends DefaultHttpHeaders {
        private static final HttpHeadersFactory FACTORY = new HttpHeadersFactory() {
            @Override
            public HttpHeaders newHeaders() {
                return new LineLimit();
            }

            @Override
            public HttpHeaders newEmptyHeaders() {
                return new LineLimit();
            }
        };

        private int lines;

        static HttpHeadersFactory factory() {
            return FACTORY;
        }

        @Override
        public HttpHeaders add(CharSequence name, Object value) {
            count();
            return super.add(name, value);
        }

        @Override
        public HttpHeaders add(String name, Object value) {
            count();
            return super.add(name, value);
        }

        private void count() {
            if (++lines > MOST_HEADER_LINES) {
                throw new TooLongHttpHeaderException(
                        "a head may have at most " + MOST_HEADER_LINES + " header lines");
            }
        }
    }
}
